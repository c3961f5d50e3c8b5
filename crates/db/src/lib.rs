//! The only crate that names the database library.
