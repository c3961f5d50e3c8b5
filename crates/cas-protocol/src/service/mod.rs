//! Service addresses: the one parser used for login, validation, gateway and logout, and the patterns that
//! say which addresses may receive a ticket.
//!
//! A server that decides on one reading of an address and redirects with another opens a door to whoever
//! finds the difference. So an address is refused as soon as two programs could read it differently, and
//! what was accepted is given back byte for byte.

mod address;
mod explain;
#[cfg(test)]
mod explain_tests;
mod pattern;
#[cfg(test)]
mod tests;

pub use address::{MAX_LENGTH, PathCase, ServiceAddress, ServiceAddressError};
pub use explain::{Difference, Explanation, explain};
pub use pattern::{PatternError, ServicePattern};

pub(crate) use address::{append_parameter, parameter};
