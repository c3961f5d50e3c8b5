//! An invented district of two schools, deterministic from a seed: nobody in it exists.
//!
//! The demonstration and the tests need the same thing: people as the directory of an ENT knows them, the *same*
//! people as each PRONOTE base knows them (other spellings, other keys, a few too many, a few missing), and the
//! truth about who is who, so that a reconciliation can be judged. [`District::generate`] gives all three.
//!
//! Nothing here reads a clock, a file or the machine's chance: a seed gives one district for ever.

mod base;
mod builder;
mod cases;
mod cast;
mod chance;
mod district;
mod keys;
mod naming;
mod people;
mod population;
mod site;
mod size;
mod spelling;
#[cfg(test)]
mod tests;
mod words;

pub use cases::Cases;
pub use cast::Cast;
pub use district::{District, SchoolData};
pub use keys::{PersonKey, PronoteKey};
pub use people::{Account, Civility, Class, EntProfile, EntView, PronotePerson, PronoteView};
pub use size::{SchoolSize, Size};
pub use spelling::Spelling;

/// The year in which the invented school year begins: ages are those of 2026-2027.
pub const SCHOOL_YEAR: u16 = 2026;
