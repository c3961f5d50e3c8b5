//! What exact matching does with an academy: the yardstick that every engine is held against.

use std::collections::HashMap;

use super::{Academy, letters};

/// What links are worth. Counts, as a share says nothing without them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Identities.
    pub identities: usize,
    /// Identities that have an account.
    pub matchable: usize,
    /// Links with an account of the same person.
    pub right: usize,
    /// Links with an account of somebody else.
    pub wrong: usize,
}

impl Academy {
    /// Counts what links are worth; `linked` gives the row of an account for an identity's row.
    pub fn tally(&self, linked: impl Fn(usize) -> Option<u32>) -> Tally {
        let mut tally = Tally { identities: self.identities.len(), ..Tally::default() };
        for (row, accounts) in self.truth().iter().enumerate() {
            tally.matchable += usize::from(!accounts.is_empty());
            match linked(row) {
                Some(account) if accounts.contains(&account) => tally.right += 1,
                Some(_) => tally.wrong += 1,
                None => {}
            }
        }
        tally
    }

    /// Links each identity whose two names one account of its school and category bears, and no other identity; birth dates that both ends know
    /// must agree. Names are compared in small letters; `folded` also forgives accents, hyphens and apostrophes.
    pub fn exact(&self, folded: bool) -> Vec<Option<u32>> {
        let written = |last: &str, first: &str| {
            if folded {
                format!("{}\t{}", letters::folded(last), letters::folded(first))
            } else {
                format!("{}\t{}", last.to_lowercase(), first.to_lowercase())
            }
        };
        let mut accounts: HashMap<(&str, &str, String), Vec<u32>> = HashMap::new();
        for (row, account) in self.accounts.iter().enumerate() {
            for school in account.schools.split('|') {
                let key = (school, account.category, written(&account.last, &account.first));
                accounts.entry(key).or_default().push(row as u32);
            }
        }
        let mut claims: HashMap<(u32, &str), usize> = HashMap::new();
        let mut links = Vec::with_capacity(self.identities.len());
        for identity in &self.identities {
            let key = (identity.school.as_str(), identity.category, written(&identity.last, &identity.first));
            let born = |row: u32| self.accounts[row as usize].born;
            let fits = |row: &&u32| match (born(**row), identity.born) {
                (Some(one), Some(other)) => one == other,
                _ => true,
            };
            let mut fitting = accounts.get(&key).into_iter().flatten().filter(fits);
            let link = fitting.next().copied().filter(|_| fitting.next().is_none());
            if let Some(row) = link {
                *claims.entry((row, &identity.school)).or_default() += 1;
            }
            links.push(link);
        }
        for (identity, link) in self.identities.iter().zip(&mut links) {
            *link = link.filter(|row| claims[&(*row, identity.school.as_str())] == 1);
        }
        links
    }
}
