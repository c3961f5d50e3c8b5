//! Two lists of people become links, each with its reason.
//!
//! One list is the directory of a portal, the other a list of people exported by another program. A link is
//! proposed only where the names agree once folded ([`fold`]), and the birth dates too when they are required,
//! and where nobody else on either side could be meant. A wrong link shows a child's marks to another family; a
//! missing one costs an administrator a minute: in doubt, nobody is linked, and the reason is told.
//!
//! The crate is pure: no clock, no chance, no file. The same people in another order get the same verdicts.
//!
//! ```
//! use matching::{Claim, Day, Known, LinkReason, OldVerdict, Person, Requirement, propose};
//!
//! let born = Some(Day { year: 2014, month: 2, day: 27 });
//! let directory = [Person { key: 7, last: "d’Artois".into(), first: "Zoé".into(), born }];
//! let exported = [Claim { key: 1, last: "D'ARTOIS".into(), first: "ZOE".into(), born }];
//! let outcome = propose(&directory, &exported, Requirement::NameAndBirthDate, &Known::default());
//! assert_eq!(
//!     outcome.verdict(1),
//!     Some(OldVerdict::Linked { person: 7, reason: LinkReason::SameNameAndBirthDate })
//! );
//! ```

mod assign;
mod compare;
mod country;
mod decide;
mod elsewhere;
mod engine;
mod explain;
mod fold;
mod frequency;
mod history;
mod judge;
mod known;
mod names;
mod outcome;
mod people;
mod prepared;
mod propose;
mod reason;
mod record;
mod run;
mod scope;
mod search;
mod sets;
mod strings;
mod weights;

pub use engine::Engine;
pub use explain::Explainer;
pub use fold::fold;
pub use history::History;
pub use known::Known;
pub use outcome::{Decision, Outcome, PROPOSALS, Proposal, Question, Verdict};
pub use people::People;
pub use propose::propose;
pub use reason::{Field, Level, Reason};
pub use record::{Category, Day, Record, Title};

use std::collections::BTreeMap;

/// Somebody of the directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The caller's number for this person, unique in the directory.
    pub key: usize,
    /// Last name, in any spelling.
    pub last: String,
    /// First name, in any spelling.
    pub first: String,
    /// Birth date, if known.
    pub born: Option<Day>,
}

/// An exported identity, which claims to be somebody of the directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The caller's number for this claim, unique among the claims.
    pub key: usize,
    /// Last name, in any spelling.
    pub last: String,
    /// First name, in any spelling.
    pub first: String,
    /// Birth date, if known.
    pub born: Option<Day>,
}

/// What must agree for a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Requirement {
    /// Last and first name: for categories whose birth dates are not exchanged.
    NameOnly,
    /// Last name, first name and birth date.
    NameAndBirthDate,
}

/// What becomes of a claim. People and claims are named by their keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OldVerdict {
    /// The claim belongs to this person.
    Linked {
        /// [`Person::key`].
        person: usize,
        /// Why.
        reason: LinkReason,
    },
    /// The claim is left to the administrator.
    Unmatched {
        /// Why.
        reason: UnmatchedReason,
    },
}

/// Why a claim is linked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkReason {
    /// The link was there before.
    Known,
    /// Same folded name, on both sides nobody else has it.
    SameName,
    /// Same folded name and birth date, on both sides nobody else can be meant.
    SameNameAndBirthDate,
}

/// Why a claim is not linked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnmatchedReason {
    /// Nobody of the directory has this name.
    NobodyOfThatName,
    /// Somebody has this name, but a birth date is missing, in the claim or in the directory.
    BirthDateMissing,
    /// Somebody has this name and another birth date.
    BirthDateDiffers,
    /// Everybody who could be meant is linked to another claim.
    AlreadyLinked,
    /// So many people of the directory could be meant.
    SeveralInDirectory(usize),
    /// So many claims, this one included, could mean the same person.
    SeveralInExport(usize),
}

/// The verdict of every claim.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OldOutcome {
    verdicts: BTreeMap<usize, OldVerdict>,
}

impl OldOutcome {
    /// The verdict of one claim, by its key.
    pub fn verdict(&self, claim: usize) -> Option<OldVerdict> {
        self.verdicts.get(&claim).copied()
    }

    /// Claims (by key) with their verdicts, in the order of the keys.
    pub fn iter(&self) -> impl Iterator<Item = (usize, OldVerdict)> {
        self.verdicts.iter().map(|(claim, verdict)| (*claim, *verdict))
    }

    /// Links: claim, person and reason, in the order of the claims' keys.
    pub fn links(&self) -> impl Iterator<Item = (usize, usize, LinkReason)> {
        self.iter().filter_map(|(claim, verdict)| match verdict {
            OldVerdict::Linked { person, reason } => Some((claim, person, reason)),
            OldVerdict::Unmatched { .. } => None,
        })
    }
}

#[cfg(test)]
mod tests;
