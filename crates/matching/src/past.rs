//! What people have decided before, by rows of the lists at hand.

use hashbrown::{HashMap, HashSet};

use crate::engine::Engine;
use crate::prepared::Prepared;
use crate::sets::ValueId;
use crate::{History, People};

/// What was decided earlier, by rows.
#[derive(Debug, Default)]
pub(crate) struct Past {
    /// Of an identity, its confirmed account.
    pub(crate) confirmed: HashMap<u32, u32>,
    /// Accounts confirmed for an identity, with its school; without it when the identity is not in the list.
    taken: HashSet<(u32, Option<ValueId>)>,
    /// Pairs that are not one person.
    refused: HashSet<(u32, u32)>,
}

impl Past {
    /// Whether somebody has said that these two are not one person.
    pub(crate) fn is_refused(&self, identity: u32, account: u32) -> bool {
        !self.refused.is_empty() && self.refused.contains(&(identity, account))
    }

    /// Whether an account is somebody else's in this school.
    pub(crate) fn is_taken(&self, account: u32, school: ValueId) -> bool {
        !self.taken.is_empty()
            && (self.taken.contains(&(account, None)) || self.taken.contains(&(account, Some(school))))
    }

    /// Finds the people of a history in the lists. `school` tells whose base an identity is of.
    pub(crate) fn of(
        engine: &Engine,
        people: &People,
        exported: &Prepared,
        school: impl Fn(u32) -> ValueId,
        history: &History,
    ) -> Self {
        let mut past = Self::default();
        let pair = |one: &str, other: &str| {
            (exported.find(people, one), engine.directory.find(engine.directory(), other))
        };
        for (one, other) in &history.confirmed {
            let (identity, Some(account)) = pair(one, other) else { continue };
            let school = identity.map(&school);
            past.taken.insert((account, school));
            if let Some(identity) = identity {
                past.confirmed.insert(identity, account);
            }
        }
        let refused = history.refused.iter().filter_map(|(one, other)| match pair(one, other) {
            (Some(identity), Some(account)) => Some((identity, account)),
            _ => None,
        });
        past.refused = refused.collect();
        past
    }
}
