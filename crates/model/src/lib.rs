//! What is seen on both ends of the interconnection: identifiers, categories, names, birth dates.
//!
//! Nothing here reads a clock, draws chance, or knows a database, a file or the network. A value of one of
//! these types has been checked by its `parse`: holding it is the proof.

mod birth_date;
mod cas_id;
mod category;
mod identifier;
mod person_name;
mod pronote_id;
mod uai;

pub use birth_date::{BirthDate, BirthDateError};
pub use cas_id::{CasId, CasIdError};
pub use category::{Category, UnknownCategory};
pub use identifier::IdentifierError;
pub use person_name::PersonName;
pub use pronote_id::{PronoteId, PronoteIdError, PronoteIdShape};
pub use uai::{Uai, UaiError};
pub use uuid::Uuid;
