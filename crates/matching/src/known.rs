//! Links that were there before.

use std::collections::{BTreeMap, BTreeSet};

/// Links established earlier, by hand or by an earlier run: one person at most for a claim, one claim at most for
/// a person. They may concern people and claims of which the present lists say nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    person_of: BTreeMap<usize, usize>,
    people: BTreeSet<usize>,
}

impl Known {
    /// Adds the link of a claim and a person, by their keys; says `false`, and adds nothing, when either is linked
    /// already.
    pub fn insert(&mut self, claim: usize, person: usize) -> bool {
        if self.person_of.contains_key(&claim) || !self.people.insert(person) {
            return false;
        }
        self.person_of.insert(claim, person);
        true
    }

    /// The person linked to a claim.
    pub fn person_of(&self, claim: usize) -> Option<usize> {
        self.person_of.get(&claim).copied()
    }

    /// Whether a person is linked to some claim.
    pub fn holds_person(&self, person: usize) -> bool {
        self.people.contains(&person)
    }
}
