//! What people have decided: a table of decisions, or the links of a former run.

use std::{
    collections::HashMap,
    hash::{BuildHasher as _, RandomState},
};

use matching::History;

use super::{
    issues::{Issues, Oddity},
    source::Source,
    table::{Table, word},
};

/// Reads decisions in the order in which they were taken. `auto` is what a former run linked and nobody refused; what
/// it left open is no decision.
///
/// # Errors
/// When the file is no such table. A row that is wrong is an issue.
pub(super) fn read(source: Source) -> anyhow::Result<(History, Issues)> {
    let mut table = Table::open(source)?;
    let (exported, directory) = (table.required(&["pronote_id"])?, table.required(&["ent_id"])?);
    let decided = table.required(&["decision"])?;
    let mut issues = Issues::of(table.name().to_owned());
    let mut history = History::new();
    let mut accounts: HashMap<u64, u64> = HashMap::new();
    let fingerprints = RandomState::new();
    while let Some(row) = table.next()? {
        let [(exported, _), (directory, _), (decision, _)] =
            [exported, directory, decided].map(|place| row.cell(Some(place)));
        let confirms = match word(&decision).as_str() {
            "confirmed" | "auto" => true,
            "refused" => false,
            "manual" | "none" => continue,
            _ => {
                issues.add(row.line, Oddity::Decision(decision.into_owned()));
                continue;
            }
        };
        if exported.is_empty() || directory.is_empty() {
            issues.add(row.line, Oddity::NoPair);
            continue;
        }
        let [person, account] = [&exported, &directory].map(|id| fingerprints.hash_one(id));
        if confirms {
            if accounts.insert(person, account).is_some_and(|before| before != account) {
                issues.add(row.line, Oddity::SeveralConfirmed);
            }
            history.confirm(&exported, &directory);
        } else {
            if accounts.get(&person) == Some(&account) {
                accounts.remove(&person);
            }
            history.refuse(&exported, &directory);
        }
    }
    Ok((history, issues))
}
