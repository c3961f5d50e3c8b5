//! The export of PRONOTE identifiers to an ENT, `IdPN_To_KOSMOS.xml`, in clear or sealed.
//!
//! # Hypothesis
//! The clear layout of this file is published nowhere. What is known: its name, its six categories, the notions of
//! its header (school number, pairing code, "Uniquement les utilisateurs sans identifiants CAS"), and the
//! attributes `Ident`, `Nom`, `Prenom`, `DateNaissance`, `CodePostal`, `IDPN`, `IDCAS` of the timetable export
//! of the same vendor (entcore `EDTHandler.java`). The root, its namespace, the names of its attributes and the
//! containers `MaitresDeStage` and `Inspecteurs` are ours. So [`read`] relies on words, not on an arrangement:
//! any root, any namespace, attributes in any case or child elements instead of attributes; and what
//! [`write()`] writes is read back by [`read`], no more is claimed.
//!
//! A real export is sealed for its partner: [`read_any`] opens it with a key that it was sealed for
//! ([`crate::sealed`]).

mod draft;
mod issue;
mod people;
mod reader;
mod vocabulary;
mod writer;

use std::collections::HashMap;

use model::{BirthDate, CasId, Category, PersonName, PronoteId, Uai};

pub use crate::Unreadable;
use crate::xml::legal;
pub use issue::{Issue, IssueKind};
pub use reader::{read, read_any};
pub use writer::{ExportHeader, write};

/// The name that PRONOTE gives to its export for K-d'école.
pub const FILE_NAME: &str = "IdPN_To_KOSMOS.xml";

/// The partner of the export, as PRONOTE names it ("L'export a été réalisé pour : KOSMOS").
pub const PARTNER: &str = "KOSMOS";

/// What an identifier file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// What the file says about itself.
    pub header: Header,
    /// The people that can be used, in the order of the file; each [`PronoteId`] occurs once.
    pub people: Vec<ExportedPerson>,
    /// What is wrong or doubtful, with lines; at most [`crate::limits::ISSUES`].
    pub issues: Vec<Issue>,
    /// How many issues were found beyond those listed.
    pub further_issues: usize,
}

impl Imported {
    /// The pupils of each guardian: the file tells it the other way round, by [`ExportedPerson::ident`].
    pub fn children(&self) -> HashMap<&str, Vec<&PronoteId>> {
        let mut children: HashMap<&str, Vec<&PronoteId>> = HashMap::new();
        for pupil in &self.people {
            for guardian in &pupil.guardians {
                children.entry(guardian).or_default().push(&pupil.pronote_id);
            }
        }
        children
    }
}

/// The header of an identifier file: whatever the file says, nothing is required.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Header {
    /// `UAI`: number of the school. A malformed one is an issue, and `None` here.
    pub uai: Option<Uai>,
    /// `CodeRapprochement`, to compare with the code of the PRONOTE service in the ENT.
    pub pairing_code: Option<String>,
    /// `Logiciel`: the program that wrote the file.
    pub software: Option<String>,
    /// `Date`: when it was written, as written.
    pub written_at: Option<String>,
    /// `UniquementSansIdentifiantCAS`: whether people already known to CAS were left out.
    pub only_without_cas_id: Option<bool>,
    /// `NomEtablissement`.
    pub school_name: Option<String>,
}

/// One person of an identifier file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportedPerson {
    /// The line of the person's element, from 1; 0 for a person that does not come from a file.
    pub line: u32,
    /// One of the six categories.
    pub category: Category,
    /// `IDPN`.
    pub pronote_id: PronoteId,
    /// `Nom` and `Prenom`.
    pub name: PersonName,
    /// `DateNaissance`.
    pub birth_date: Option<BirthDate>,
    /// `Ident`: a number of this file, by which other elements refer to the person.
    pub ident: Option<String>,
    /// `Civilite`.
    pub civility: Option<String>,
    /// `CodePostal`.
    pub postal_code: Option<String>,
    /// Names of the classes.
    pub classes: Vec<String>,
    /// The `Ident` of each guardian.
    pub guardians: Vec<String>,
    /// `IDCAS`: the CAS identifier that PRONOTE knows already.
    pub cas_id: Option<CasId>,
}

/// A value as it is kept: legal characters, runs of white space made one space, none around.
fn tidy(text: &str) -> String {
    legal(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod property_tests;
#[cfg(test)]
mod tests;
