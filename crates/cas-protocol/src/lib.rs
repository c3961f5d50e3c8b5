//! The CAS protocol (1, 2, 3, SAML 1.1) without input or output, as server and as client.
//!
//! Values go in, texts and values come out: the caller owns the network, the store of tickets, the clock and
//! the source of chance. Instants and random bytes are arguments, so every rule can be tested without waiting.
//!
//! Sources: the CAS Protocol 3.0 Specification, version 3.0.3 ("CAS" below), and "Assertions and Protocol for
//! the OASIS Security Assertion Markup Language V1.1" ("SAML 1.1 core"). Where deployed clients need more
//! than the texts say, the comment beside the code tells which need it serves.
//!
//! | module | as server | as client |
//! |---|---|---|
//! | [`service`] | which address may receive a ticket | the address to come back to |
//! | [`ticket`] | draw a ticket | check the shape of one |
//! | [`login`] | read `/login` | build the addresses to call |
//! | [`saml11`] | read a request, answer it | ask, read the answer, accept it |
//! | [`cas2`] | read a validation, answer it in XML or JSON; `/proxy` | read the answer |
//! | [`cas1`] | answer `/validate` | |
//! | [`logout`] | tell a service that a session ended | read which one |

mod attributes;
pub mod cas1;
pub mod cas2;
mod json;
pub mod login;
pub mod logout;
mod markup;
mod parameters;
mod principal;
#[cfg(any(test, fuzzing))]
pub mod robustness;
pub mod saml11;
pub mod service;
pub mod ticket;
mod xml;

pub use attributes::{AttributeNameError, Attributes};
pub use principal::Principal;
pub use xml::{MAX_DEPTH, MAX_DOCUMENT, XmlError};
