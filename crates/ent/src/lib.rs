//! The ENT end.
