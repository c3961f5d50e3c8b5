//! Among whom an identity is looked for: the accounts of its category in its school, found by what they may share.

use hashbrown::HashSet;
use rayon::prelude::*;

use crate::Category;
use crate::judge::{Around, Kin, Shares};
use crate::names::{NO_GROUP, NameId, Names};
use crate::people::Row;
use crate::postings::Postings;
use crate::prepared::{Prepared, Vocabulary};
use crate::sets::ValueId;
use crate::weights::Ownership;

/// So many accounts that share one thing are looked at; where there are more, what is rarer is asked for.
const LONGEST_POSTING: usize = 128;

/// In larger scopes a name alone finds too many: pairs of names are looked up too.
const LARGE: usize = 1_024;

/// In scopes up to this size everybody is looked at when nothing better was found.
const SEARCHED_WHOLE: usize = 4_096;

/// The accounts of a directory by school and category.
#[derive(Debug, Clone, Default)]
pub(crate) struct Groups {
    /// Sorted by category, school (0: none) and row.
    placed: Vec<(Category, ValueId, u32)>,
    schools: HashSet<ValueId>,
}

impl Groups {
    pub(crate) fn of(directory: &Prepared, vocabulary: &Vocabulary) -> Self {
        let sets = &vocabulary.schools;
        let mut placed = Vec::with_capacity(directory.rows.len());
        for (number, row) in (0_u32..).zip(&directory.rows) {
            let before = placed.len();
            let own = sets.members(row.schools).iter().copied();
            let of_children = directory.children.of(number).iter();
            let inherited =
                of_children.flat_map(|child| sets.members(directory.row(*child).schools).iter().copied());
            placed.extend(own.chain(inherited).map(|school| (row.category, school, number)));
            if placed.len() == before {
                placed.push((row.category, 0, number));
            }
        }
        placed.par_sort_unstable();
        placed.dedup();
        let schools = placed.iter().map(|(_, school, _)| *school).filter(|school| *school != 0).collect();
        Self { placed, schools }
    }

    /// The accounts among which identities of this school (0: not told) are looked for, in the order of their rows.
    pub(crate) fn accounts(&self, category: Category, school: ValueId) -> Vec<u32> {
        let everywhere = school == 0 || !self.schools.contains(&school);
        let mut rows: Vec<u32> = if everywhere {
            self.between((category, 0), (category, ValueId::MAX))
        } else {
            let nowhere = self.between((category, 0), (category, 0));
            nowhere.into_iter().chain(self.between((category, school), (category, school))).collect()
        };
        rows.sort_unstable();
        rows.dedup();
        rows
    }

    /// How many accounts there are of a category, each counted in every school it is attached to.
    pub(crate) fn size(&self, category: Category) -> usize {
        let start = self.placed.partition_point(|(other, _, _)| *other < category);
        self.placed.partition_point(|(other, _, _)| *other <= category) - start
    }

    fn between(&self, from: (Category, ValueId), to: (Category, ValueId)) -> Vec<u32> {
        let start = self.placed.partition_point(|(category, school, _)| (*category, *school) < from);
        let end = self.placed.partition_point(|(category, school, _)| (*category, *school) <= to);
        self.placed.get(start..end).unwrap_or_default().iter().map(|(_, _, row)| *row).collect()
    }
}

/// The accounts of one scope, and what finds them.
#[derive(Debug)]
pub(crate) struct Scope {
    pub(crate) rows: Vec<u32>,
    postings: Postings,
    /// Which pairs of letters the names of each account hold: last, first, at birth. Empty in large scopes.
    letters: Vec<Letters>,
    classes: Shares,
    subjects: Shares,
    /// Accounts of the pupils of the base that are known, where guardians are looked for.
    pub(crate) pupils: HashSet<u32>,
    large: bool,
}

impl Scope {
    pub(crate) fn new(
        rows: Vec<u32>,
        pupils: HashSet<u32>,
        directory: &Prepared,
        vocabulary: &Vocabulary,
    ) -> Self {
        let large = rows.len() > LARGE;
        let mut postings = Vec::with_capacity(rows.len() * 8);
        let mut keys = Keys::default();
        for (place, row) in (0_u32..).zip(&rows) {
            let account = directory.row(*row);
            keys.take(&vocabulary.names, &account, large);
            if account.category == Category::Guardian {
                let of_children = directory.children.of(*row).iter();
                for child in of_children {
                    last_keys(&vocabulary.names, directory.row(*child).last, &mut keys.far);
                }
            }
            keys.far.append(&mut keys.near);
            keys.far.sort_unstable();
            keys.far.dedup();
            postings.extend(keys.far.iter().map(|key| (*key, place)));
        }
        let postings = Postings::of(&postings);
        let each = |set: fn(&Row) -> u32| rows.iter().map(move |row| set(&directory.row(*row)));
        let classes = Shares::of_sets(&vocabulary.classes, each(|row| row.classes));
        let subjects = Shares::of_sets(&vocabulary.subjects, each(|row| row.subjects));
        let searched = if rows.len() > SEARCHED_WHOLE { &[] } else { rows.as_slice() };
        let signature = |name| vocabulary.names.form(name).signature;
        let letters = searched.iter().map(|row| directory.row(*row));
        let letters =
            letters.map(|row| Letters::of([row.last, row.first, row.birth_last].map(signature))).collect();
        Self { rows, postings, letters, classes, subjects, pupils, large }
    }

    pub(crate) fn around(&self) -> Around<'_> {
        Around {
            accounts: self.rows.len() as f32,
            classes: &self.classes,
            subjects: &self.subjects,
            pupils: &self.pupils,
        }
    }

    /// What is known of an account before anything is compared.
    pub(crate) fn ownership(&self, directory: &Prepared, category: Category, account: u32) -> Ownership {
        let children = directory.children.of(account);
        if category != Category::Guardian || children.is_empty() {
            return Ownership::Plain;
        }
        let known = children.iter().any(|child| self.pupils.contains(child));
        if known { Ownership::Attached } else { Ownership::Detached }
    }

    /// Whether somebody of this scope is in one of these classes.
    pub(crate) fn has_class(&self, classes: &[ValueId]) -> bool {
        classes.iter().any(|class| self.classes.of(*class) > 0.0)
    }

    /// Whether a name alone finds too many here.
    pub(crate) fn is_large(&self) -> bool {
        self.large
    }

    /// The accounts that share a last name, a date or a family with an identity of these keys, in the order of their rows.
    pub(crate) fn near(&self, keys: &Keys, kin: &Kin) -> Vec<u32> {
        let mut found = self.found(&keys.near);
        let place = |row: &u32| self.rows.binary_search(row).ok().and_then(|place| u32::try_from(place).ok());
        found.extend(kin.related.iter().filter_map(place));
        self.in_order(found)
    }

    /// The accounts that share a first name with this identity, or hold its names in each other's place.
    pub(crate) fn far(&self, names: &Names, keys: Keys, one: &Row) -> Vec<u32> {
        let mut keys = keys.far;
        last_keys(names, one.first, &mut keys);
        self.in_order(self.found(&keys))
    }

    /// The places found under these keys. Under a key that too many share nobody is looked at, unless there is no other.
    fn found(&self, keys: &[u32]) -> Vec<u32> {
        let mut found: Vec<u32> = Vec::new();
        let mut shortest: &[(u32, u32)] = &[];
        for key in keys {
            let posting = self.postings.of_key(*key);
            if posting.len() <= LONGEST_POSTING {
                found.extend(posting.iter().map(|(_, place)| *place));
            } else if shortest.is_empty() || posting.len() < shortest.len() {
                shortest = posting;
            }
        }
        if found.is_empty() {
            found.extend(shortest.iter().take(LONGEST_POSTING).map(|(_, place)| *place));
        }
        found
    }

    fn in_order(&self, mut places: Vec<u32>) -> Vec<u32> {
        places.sort_unstable();
        places.dedup();
        places.into_iter().filter_map(|place| self.rows.get(place as usize).copied()).collect()
    }

    /// Everybody of a small scope whose names have many pairs of letters in common with this identity's: half of them in
    /// one name, and a quarter in the other.
    pub(crate) fn similar(&self, names: &Names, one: &Row) -> Vec<u32> {
        let signature = |name| names.form(name).signature;
        let one = Letters::of([signature(one.last), signature(one.first), 0]);
        let similar = |other: &Letters| one.alike(other, 0) || other.count(2) != 0 && one.alike(other, 2);
        let rows = self.rows.iter().zip(&self.letters).filter(|(_, letters)| similar(letters));
        rows.map(|(row, _)| *row).take(LONGEST_POSTING).collect()
    }
}

/// The pairs of letters of the last name, the first name and the last name at birth of somebody.
#[derive(Debug, Clone, Copy)]
struct Letters {
    bits: [u64; 3],
    counts: [u8; 3],
}

impl Letters {
    fn of(bits: [u64; 3]) -> Self {
        Self { bits, counts: bits.map(|bits| u8::try_from(bits.count_ones()).unwrap_or(u8::MAX)) }
    }

    fn count(&self, name: usize) -> u32 {
        self.counts.get(name).map_or(0, |count| u32::from(*count))
    }

    /// How many pairs two names have in common, and how many there are of both.
    fn shared(&self, name: usize, other: &Self, facing: usize) -> (u32, u32) {
        let bits = |of: &Self, name: usize| of.bits.get(name).copied().unwrap_or(0);
        let shared = (bits(self, name) & bits(other, facing)).count_ones();
        (shared, self.count(name) + other.count(facing) - shared)
    }

    /// Whether half of the pairs of one name and a quarter of those of the other are in common, the last name being
    /// compared with this name of the other.
    fn alike(&self, other: &Self, last: usize) -> bool {
        let (shared, all) = self.shared(0, other, last);
        if shared * 4 < all {
            return false;
        }
        let (firsts, of) = self.shared(1, other, 1);
        firsts * 4 >= of && (shared * 2 >= all || firsts * 2 >= of)
    }
}

/// Under what a person is found.
#[derive(Debug, Default)]
pub(crate) struct Keys {
    /// By last names and birth date, and by pairs of names in large scopes.
    near: Vec<u32>,
    /// By first names.
    far: Vec<u32>,
}

impl Keys {
    pub(crate) fn of(names: &Names, person: &Row, large: bool) -> Self {
        let mut keys = Self::default();
        keys.take(names, person, large);
        keys
    }

    /// Takes those of a person instead of what was there.
    fn take(&mut self, names: &Names, person: &Row, large: bool) {
        self.near.clear();
        self.far.clear();
        last_keys(names, person.last, &mut self.near);
        if person.birth_last != person.last {
            last_keys(names, person.birth_last, &mut self.near);
        }
        let first = names.form(person.first);
        for token in first.all() {
            let token = names.token(*token);
            self.far.push(key(2, token.sound));
            if token.given != NO_GROUP {
                self.far.push(key(3, u32::from(token.given)));
            }
        }
        if first.all().len() > 1 {
            self.far.push(key(2, first.sound));
        }
        if large {
            let pairs = self.near.iter().flat_map(|last| self.far.iter().map(move |first| (last, first)));
            let mut both: Vec<u32> =
                pairs.map(|(last, first)| key(4, last ^ first.rotate_left(16))).collect();
            if person.born.is_known() {
                both.extend(self.near.iter().chain(&self.far).map(|name| key(5, name ^ person.born.0)));
            }
            self.near.extend(both);
        }
        if person.born.is_known() {
            self.near.push(key(6, person.born.0));
        }
    }
}

fn last_keys(names: &Names, name: NameId, keys: &mut Vec<u32>) {
    if name == 0 {
        return;
    }
    let form = names.form(name);
    for token in form.strong() {
        let token = names.token(*token);
        keys.push(key(1, token.sound));
        if token.surname != NO_GROUP {
            keys.push(key(7, u32::from(token.surname)));
        }
    }
    if form.all().len() > 1 {
        keys.push(key(1, form.sound));
    }
}

/// A number of 32 bits for a kind of key and its value.
fn key(kind: u32, value: u32) -> u32 {
    let mixed = (u64::from(value) << 3 | u64::from(kind)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    u32::try_from(mixed >> 32).unwrap_or(0)
}
