//! People who seem to be twice in a base.

use std::collections::BTreeMap;

use super::Entry;

/// Two records that may be of one person: the same name, and no birth dates that differ.
#[derive(Debug)]
pub struct Pair<'a> {
    /// The one that was used last, when one was.
    pub first: &'a Entry,
    /// The other.
    pub second: &'a Entry,
}

impl<'a> Pair<'a> {
    /// Each record with the other.
    pub const fn sides(&self) -> [(&'a Entry, &'a Entry); 2] {
        [(self.first, self.second), (self.second, self.first)]
    }

    /// Whether both are of one category. Across categories it is often right: a teacher may be a parent too.
    pub fn is_within_category(&self) -> bool {
        self.first.category == self.second.category
    }
}

/// All pairs, those within a category first, then by name.
pub fn pairs(entries: &[Entry]) -> Vec<Pair<'_>> {
    let mut namesakes: BTreeMap<String, Vec<&Entry>> = BTreeMap::new();
    for entry in entries {
        let name = entry.name();
        let folded = format!("{}\n{}", matching::fold(&name.last), matching::fold(&name.first));
        namesakes.entry(folded).or_default().push(entry);
    }
    let mut found = Vec::new();
    for alike in namesakes.into_values() {
        for (place, one) in alike.iter().enumerate() {
            found.extend(alike.iter().skip(place + 1).filter_map(|other| pair(one, other)));
        }
    }
    found.sort_by_key(|pair| !pair.is_within_category());
    found
}

fn pair<'a>(one: &'a Entry, other: &'a Entry) -> Option<Pair<'a>> {
    let differ = matches!((one.birth_date, other.birth_date), (Some(a), Some(b)) if a != b);
    let (first, second) = if other.last_login_at > one.last_login_at { (other, one) } else { (one, other) };
    (!differ).then_some(Pair { first, second })
}
