//! What was decided, identity by identity.

use crate::engine::Engine;
use crate::explain::Explainer;
use crate::run::State;

/// What becomes of an exported identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Confirmed by the history.
    Known,
    /// Linked: nobody needs to look.
    Automatic,
    /// Somebody must look at the proposals.
    Manual(Question),
    /// Nobody of the directory resembles this identity.
    Nobody,
}

/// Why somebody must look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Question {
    /// What agrees is not enough.
    Weak,
    /// Several accounts could be meant.
    SeveralAccounts,
    /// Several identities could mean this account.
    SeveralIdentities,
    /// The first names contradict one another.
    FirstNameContradicted,
    /// The last names contradict one another.
    LastNameContradicted,
    /// The birth dates contradict one another.
    BirthDateContradicted,
    /// One is addressed as a man, the other as a woman.
    TitleContradicted,
    /// The two answer for different pupils.
    FamilyContradicted,
    /// The account is attached to another school.
    OtherSchool,
    /// The account is linked to another identity.
    AccountTaken,
}

/// An account that may be meant.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Proposal {
    /// Its row in the directory.
    pub row: u32,
    /// Logarithm (base 2) of the odds that the two are one person: 10 means a thousand to one.
    pub bits: f32,
}

/// The decision on one identity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Decision<'a> {
    /// What becomes of it.
    pub verdict: Verdict,
    /// One for a link, one to five (best first) for a question, none for nobody.
    pub proposals: &'a [Proposal],
}

/// The most proposals for one identity.
pub const PROPOSALS: usize = 5;

/// The decisions on all exported identities.
#[derive(Debug)]
pub struct Outcome {
    pub(crate) state: State,
}

impl Outcome {
    /// How many identities.
    pub fn len(&self) -> usize {
        self.state.decided.len()
    }

    /// Whether there was none.
    pub fn is_empty(&self) -> bool {
        self.state.decided.is_empty()
    }

    /// The decision on the identity of this row of the exported list; nobody beyond the end.
    pub fn decision(&self, row: usize) -> Decision<'_> {
        let decided = self.state.decided.get(row);
        decided.map_or(Decision { verdict: Verdict::Nobody, proposals: &[] }, |decided| Decision {
            verdict: decided.verdict,
            proposals: decided.proposals(),
        })
    }

    /// How many pairs were compared: grows with the lists, never with their product.
    pub fn work(&self) -> u64 {
        self.state.work
    }

    /// What tells why, for the directory that these decisions were made against.
    pub fn explainer<'a>(&'a self, engine: &'a Engine) -> Explainer<'a> {
        Explainer::new(engine, &self.state)
    }
}
