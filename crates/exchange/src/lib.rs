//! Files and documents exchanged between an ENT and PRONOTE.
//!
//! Everything here takes bytes or values and returns values: no clock, no network, no file is opened; keys and IVs are
//! arguments too, and only the padding of RSA is drawn by the crypto library. Reading is
//! lenient: records and issues with their lines come out of a file, and only a file that cannot be read at all
//! is an error ([`Unreadable`]).

pub mod cas_ids;
pub mod identifiers;
pub mod limits;
pub mod sealed;
mod unreadable;
mod xml;

pub use unreadable::Unreadable;
