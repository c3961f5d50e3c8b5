//! What people have decided before.

use std::collections::{BTreeMap, BTreeSet};

/// Pairs that were confirmed or refused by somebody, by their identifiers. They may concern people of whom the present
/// lists say nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    pub(crate) confirmed: BTreeMap<String, String>,
    pub(crate) refused: BTreeSet<(String, String)>,
}

impl History {
    /// Nothing was decided yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// These two are one person: the link stays, and the account is nobody else's. A later decision on the same exported
    /// identity replaces an earlier one.
    pub fn confirm(&mut self, exported: &str, directory: &str) {
        self.refused.remove(&(exported.to_owned(), directory.to_owned()));
        self.confirmed.insert(exported.to_owned(), directory.to_owned());
    }

    /// These two are not one person: the pair is never proposed again.
    pub fn refuse(&mut self, exported: &str, directory: &str) {
        if self.confirmed.get(exported).is_some_and(|confirmed| confirmed == directory) {
            self.confirmed.remove(exported);
        }
        self.refused.insert((exported.to_owned(), directory.to_owned()));
    }
}
