//! Accounts of other schools: a pupil who has moved, an account that was never moved on.

use crate::Category;
use crate::names::Names;
use crate::people::Row;
use crate::prepared::{Prepared, Vocabulary};

/// A name that so many bear tells nobody apart in a whole region.
const MOST_NAMESAKES: usize = 32;

/// All accounts by what is heard of both names, and pupils by birth date and first name.
#[derive(Debug, Clone, Default)]
pub(crate) struct Elsewhere {
    /// Keys and rows, sorted.
    postings: Vec<(u32, u32)>,
}

impl Elsewhere {
    pub(crate) fn of(directory: &Prepared, vocabulary: &Vocabulary) -> Self {
        let mut postings = Vec::with_capacity(directory.rows.len() * 2);
        for (number, row) in (0_u32..).zip(&directory.rows) {
            let keys = keys(&vocabulary.names, row);
            postings.extend(keys.into_iter().flatten().map(|key| (key, number)));
        }
        postings.sort_unstable();
        postings.dedup();
        postings.shrink_to_fit();
        Self { postings }
    }

    /// The accounts, wherever they are, that agree with a person in both names, or in birth date and first name.
    pub(crate) fn candidates(&self, names: &Names, one: &Row) -> Vec<u32> {
        let mut found = Vec::new();
        for key in keys(names, one).into_iter().flatten() {
            let start = self.postings.partition_point(|(other, _)| *other < key);
            let rest = self.postings.get(start..).unwrap_or_default();
            let posting = rest.iter().take_while(|(other, _)| *other == key).take(MOST_NAMESAKES + 1);
            let rows: Vec<u32> = posting.map(|(_, row)| *row).collect();
            if rows.len() <= MOST_NAMESAKES {
                found.extend(rows);
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}

fn keys(names: &Names, person: &Row) -> [Option<u32>; 3] {
    let sound = |name| names.form(name).sound;
    let first = names.form(person.first).all().first().map_or(0, |token| names.token(*token).sound);
    let both = |last| (last != 0 && first != 0).then(|| mixed(person.category, sound(last), first));
    let other = (person.birth_last != person.last).then_some(person.birth_last);
    let dated = person.born.is_known() && person.category == Category::Pupil && first != 0;
    [both(person.last), other.and_then(both), dated.then(|| mixed(Category::Staff, person.born.0, first))]
}

fn mixed(category: Category, one: u32, other: u32) -> u32 {
    let mixed = (u64::from(one) << 32 | u64::from(other)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mixed = (mixed ^ category.number() as u64).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    u32::try_from(mixed >> 32).unwrap_or(0)
}
