//! What in a base makes recognitions fail: former pupils, relatives with rights, people who are twice.

use std::collections::{BTreeMap, BTreeSet};

use db::DbError;
use model::Category;

use crate::{
    Pronote,
    bases::BaseId,
    people::{self, Entry, PersonId},
};

/// What was found. Everybody is listed by name.
#[derive(Debug, Default)]
pub(super) struct Checks {
    /// Pupils without class.
    pub(super) former_pupils: Vec<Entry>,
    /// Guardians whose pupils, if any, are former ones.
    pub(super) without_pupil: Vec<Entry>,
    /// Guardians who may read what is published though they are none by law.
    pub(super) relatives: Vec<Entry>,
    /// Pairs that seem to be one person, within a category.
    pub(super) pairs: usize,
}

/// Looks through a base.
pub(super) async fn run(pronote: &Pronote, base: &BaseId) -> Result<Checks, DbError> {
    let entries = people::entries(pronote, base).await?;
    let relations = people::relations(pronote, base).await?;
    let present: BTreeSet<&PersonId> =
        entries.iter().filter(|entry| is_present(entry)).map(|entry| &entry.id).collect();
    let mut guards: BTreeMap<&PersonId, bool> = BTreeMap::new();
    for relation in &relations {
        *guards.entry(&relation.guardian).or_default() |= present.contains(&relation.pupil);
    }
    let pairs = people::pairs(&entries).iter().filter(|pair| pair.is_within_category()).count();
    let mut checks = Checks { pairs, ..Checks::default() };
    for entry in &entries {
        if entry.category == Category::Pupil && !is_present(entry) {
            checks.former_pupils.push(entry.clone());
        }
        if entry.category != Category::Guardian {
            continue;
        }
        if !guards.get(&entry.id).copied().unwrap_or_default() {
            checks.without_pupil.push(entry.clone());
        }
        if entry.consults && !entry.legal_guardian {
            checks.relatives.push(entry.clone());
        }
    }
    Ok(checks)
}

/// A pupil who still has a class.
fn is_present(entry: &Entry) -> bool {
    entry.category == Category::Pupil && entry.class.is_some()
}
