//! Sealed containers: a document that only the holders of certain private keys can open.
//!
//! Two containers of one vendor share one construction. `EXPORT_INDEX_EDUCATION` carries what PRONOTE gives to
//! partners ([`read_export`], [`write_export`]); `ImportChiffre` carries what a partner gives to PRONOTE
//! ([`read_import`], [`write_import`]). A content key and an IV, with their MD5, are encrypted for each recipient
//! (RSA, PKCS#1 v1.5); the document, compressed by zlib, is encrypted under them (AES-128-CBC, PKCS#7); the
//! SHA-256 of the compressed bytes stands in clear beside it.
//!
//! The construction is the vendor's and cannot be bettered by one side. It hides, it does not vouch: whoever has the
//! public key can seal, so a file that opens says nothing about who wrote it.
//!
//! # One refusal
//! PKCS#1 v1.5 and CBC both leak to whoever can tell apart why opening failed. So a wrong key, a changed block, a wrong
//! MD5, a wrong padding and a wrong SHA-256 are one error ([`Unreadable::CannotBeOpened`]), after the same work:
//! where RSA gives nothing usable a key derived from a secret of ours takes its place (implicit rejection), the
//! content is decrypted and hashed all the same, and everything is compared in constant time. Inflating begins only
//! once the hash holds. That a container is not for us is public, and is said ([`Unreadable::NotForUs`]).

mod base64_text;
mod container;
mod content;
mod content_key;
mod export;
mod import;
mod keys;
mod opening;
mod partner;
mod pem;
mod sealing;

pub use container::Container;
pub use content::Content;
pub use content_key::ContentKey;
pub use export::{ExportHeader, read_export, write_export};
pub use import::{ImportHeader, read_import, write_import};
pub use keys::{KeyError, KeyRing, PrivateKey, PublicKey, Recipient};
pub use partner::{PartnerName, PartnerNameError};
pub use sealing::SealError;

pub(crate) use container::Draft;

use crate::Unreadable;

/// Root of the container that PRONOTE exports.
pub(crate) const EXPORT_ROOT: &str = "EXPORT_INDEX_EDUCATION";

#[cfg(test)]
mod tests;
