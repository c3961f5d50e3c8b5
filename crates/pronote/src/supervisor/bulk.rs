//! A table of CAS identifiers against the people of a base.

use std::collections::{BTreeMap, BTreeSet};

use exchange::cas_ids::{Row, Table};
use model::{CasId, Category};

use crate::people::{
    Entry,
    cas_ids::{Change, Line, Outcome},
};

/// What each line of a table comes to, in the order of the file.
pub(super) fn resolve(table: Table, entries: &[Entry]) -> Vec<Line> {
    let mut resolved: Vec<Resolved<'_>> =
        table.rows.into_iter().map(|row| Resolved::of(row, entries)).collect();
    without_twins(&mut resolved);
    without_taken(&mut resolved, entries);
    let unreadable = table.issues.into_iter().map(|issue| Line {
        line: issue.line,
        outcome: Outcome::Unreadable,
        given: issue.given,
        change: None,
    });
    let mut lines: Vec<Line> = resolved.into_iter().map(Resolved::line).chain(unreadable).collect();
    lines.sort_by_key(|line| line.line);
    lines
}

struct Resolved<'a> {
    row: Row,
    person: Option<&'a Entry>,
    outcome: Outcome,
    /// Who has the identifier, for [`Outcome::Taken`].
    holder: Option<&'a Entry>,
}

impl<'a> Resolved<'a> {
    fn of(row: Row, entries: &'a [Entry]) -> Self {
        let (person, outcome) = match whom(&row, entries).as_slice() {
            [] => (None, Outcome::Unknown),
            [person] if person.cas_id.as_ref() == Some(&row.cas_id) => (Some(*person), Outcome::Same),
            [person] => (Some(*person), Outcome::Change),
            [_, _, ..] => (None, Outcome::Ambiguous),
        };
        Self { row, person, outcome, holder: None }
    }

    /// The category and the identifier that a change gives there.
    fn gives(&self) -> Option<(Category, &CasId)> {
        let wanted = self.outcome == Outcome::Change || self.outcome == Outcome::Same;
        self.person.filter(|_| wanted).map(|person| (person.category, &self.row.cas_id))
    }

    fn line(self) -> Line {
        let change = self.person.filter(|_| self.outcome == Outcome::Change).map(|person| Change {
            person: person.id.clone(),
            cas_id: Some(self.row.cas_id.clone()),
            taught_by: None,
        });
        let given = match self.holder {
            Some(holder) => format!("{} → {}", self.row.given, holder.listed()),
            None => self.row.given,
        };
        Line { line: self.row.line, outcome: self.outcome, given, change }
    }
}

/// Those whom a line may mean: by the PRONOTE identifier, else by name and, when both know it, birth date.
fn whom<'a>(row: &Row, entries: &'a [Entry]) -> Vec<&'a Entry> {
    if let Some(id) = &row.pronote_id {
        return entries.iter().filter(|entry| entry.pronote_id == *id).collect();
    }
    let Some(name) = &row.name else { return Vec::new() };
    let (last, first) = (matching::fold(&name.last), matching::fold(&name.first));
    let alike = entries.iter().filter(|entry| {
        matching::fold(&entry.last_name) == last && matching::fold(&entry.first_name) == first
    });
    let Some(born) = row.birth_date else { return alike.collect() };
    let (same_day, other): (Vec<_>, Vec<_>) = alike.partition(|entry| entry.birth_date == Some(born));
    if same_day.is_empty() {
        other.into_iter().filter(|entry| entry.birth_date.is_none()).collect()
    } else {
        same_day
    }
}

/// The first line that names a person, or gives an identifier in a category, counts; those after it are left out.
fn without_twins(resolved: &mut [Resolved<'_>]) {
    let (mut people, mut given) = (BTreeSet::new(), BTreeSet::new());
    for line in resolved {
        let Some((category, cas_id)) = line.gives() else { continue };
        let fresh = line.person.is_some_and(|person| people.insert(person.id.clone()));
        if !given.insert((category, cas_id.clone())) || !fresh {
            line.outcome = Outcome::Twice;
        }
    }
}

/// Leaves out whoever would get the identifier of somebody who keeps it. Each that is left out keeps their own, so this
/// is done until nothing changes.
fn without_taken<'a>(resolved: &mut [Resolved<'a>], entries: &'a [Entry]) {
    let holders: BTreeMap<(Category, &CasId), &Entry> =
        entries.iter().filter_map(|entry| Some(((entry.category, entry.cas_id.as_ref()?), entry))).collect();
    loop {
        let changing: BTreeSet<_> = resolved
            .iter()
            .filter(|line| line.outcome == Outcome::Change)
            .filter_map(|line| line.person.map(|person| person.id.clone()))
            .collect();
        let mut settled = true;
        for line in resolved.iter_mut().filter(|line| line.outcome == Outcome::Change) {
            let holder = line.gives().and_then(|given| holders.get(&given)).copied();
            if let Some(holder) = holder.filter(|holder| !changing.contains(&holder.id)) {
                (line.outcome, line.holder, settled) = (Outcome::Taken, Some(holder), false);
            }
        }
        if settled {
            return;
        }
    }
}
