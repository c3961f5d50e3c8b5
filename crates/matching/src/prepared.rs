//! A list with its texts replaced by the numbers of comparable values.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};
use rayon::prelude::*;

use crate::names::{NameId, Names, words};
use crate::people::{People, Row, values};
use crate::sets::{SetId, Sets};
use crate::strings::TextId;

/// What both lists share: names and values, numbered.
#[derive(Debug, Clone, Default)]
pub(crate) struct Vocabulary {
    pub(crate) names: Names,
    pub(crate) schools: Sets,
    pub(crate) classes: Sets,
    pub(crate) subjects: Sets,
}

/// A list made ready: in its rows, names are [`NameId`]s and fields of several values [`SetId`]s.
#[derive(Debug, Clone, Default)]
pub(crate) struct Prepared {
    pub(crate) rows: Vec<Row>,
    ids: Ids,
    /// Of each guardian the pupils, by row.
    pub(crate) children: Relation,
    /// Of each pupil the guardians.
    pub(crate) guardians: Relation,
}

impl Prepared {
    pub(crate) fn new(people: &People, vocabulary: &mut Vocabulary) -> Self {
        let (rows, ids) = rayon::join(|| numbered(people, vocabulary), || Ids::of(people));
        let children = Relation::new(people.len(), |row, children| {
            let known = |id| ids.find(people, id).filter(|child| *child as usize != row);
            children.extend(values(people.children.get(row)).filter_map(known));
        });
        let guardians = children.reversed(people.len());
        Self { rows, ids, children, guardians }
    }

    pub(crate) fn row(&self, row: u32) -> Row {
        self.rows.get(row as usize).copied().unwrap_or_default()
    }

    /// The row of an identifier.
    pub(crate) fn find(&self, people: &People, raw: &str) -> Option<u32> {
        self.ids.find(people, raw)
    }
}

fn numbered(people: &People, vocabulary: &mut Vocabulary) -> Vec<Row> {
    let texts = people.texts.len();
    let names = names(people, vocabulary);
    let [mut schools, mut classes, mut subjects]: [Vec<Option<SetId>>; 3] =
        [vec![None; texts], vec![None; texts], vec![None; texts]];
    let once = |known: &mut Vec<Option<u32>>, text: u32, number: &mut dyn FnMut(&str) -> u32| {
        let Some(place) = known.get_mut(text as usize) else { return 0 };
        *place.get_or_insert_with(|| number(people.texts.get(text)))
    };
    let name = |text: TextId| names.get(text as usize).copied().unwrap_or(0);
    let row = |row: &Row| Row {
        last: name(row.last),
        birth_last: name(row.birth_last),
        first: name(row.first),
        other_first: name(row.other_first),
        schools: once(&mut schools, row.schools, &mut |text| vocabulary.schools.intern(text)),
        classes: once(&mut classes, row.classes, &mut |text| vocabulary.classes.intern(text)),
        subjects: once(&mut subjects, row.subjects, &mut |text| vocabulary.subjects.intern(text)),
        ..*row
    };
    people.rows.iter().map(row).collect()
}

/// The name of each text that is one: folded on all processors, numbered in the order of the texts.
fn names(people: &People, vocabulary: &mut Vocabulary) -> Vec<NameId> {
    let mut is_name = vec![false; people.texts.len()];
    for text in people.rows.iter().flat_map(|row| [row.last, row.birth_last, row.first, row.other_first]) {
        if let Some(is_name) = is_name.get_mut(text as usize) {
            *is_name = true;
        }
    }
    let words: Vec<Vec<String>> = (0..people.texts.len())
        .into_par_iter()
        .map(|text| match is_name.get(text) {
            Some(true) => words(people.texts.get(u32::try_from(text).unwrap_or(0))),
            _ => Vec::new(),
        })
        .collect();
    words.iter().map(|words| vocabulary.names.intern_words(words)).collect()
}

/// Rows by identifier.
#[derive(Debug, Clone, Default)]
struct Ids {
    table: HashTable<u32>,
    hasher: DefaultHashBuilder,
}

impl Ids {
    /// Of rows with one identifier, the first counts.
    fn of(people: &People) -> Self {
        let hasher = DefaultHashBuilder::default();
        let mut table = HashTable::with_capacity(people.len());
        for row in 0..u32::try_from(people.len()).unwrap_or(u32::MAX) {
            let id = people.id(row as usize);
            let hash = hasher.hash_one(id);
            if table.find(hash, |known: &u32| people.id(*known as usize) == id).is_none() {
                table.insert_unique(hash, row, |row| hasher.hash_one(people.id(*row as usize)));
            }
        }
        Self { table, hasher }
    }

    fn find(&self, people: &People, raw: &str) -> Option<u32> {
        self.table.find(self.hasher.hash_one(raw), |row| people.id(*row as usize) == raw).copied()
    }
}

/// So many rows are prepared at once.
const PART: usize = 16_384;

/// For each row, some rows.
#[derive(Debug, Clone, Default)]
pub(crate) struct Relation {
    ends: Vec<u32>,
    rows: Vec<u32>,
}

impl Relation {
    /// `push` adds the rows of one to those of the rows before it. All processors work on it.
    fn new(len: usize, push: impl Fn(usize, &mut Vec<u32>) + Sync) -> Self {
        let parts: Vec<Self> = (0..len.div_ceil(PART))
            .into_par_iter()
            .map(|part| {
                let mut relation = Self::default();
                for row in part * PART..len.min((part + 1) * PART) {
                    push(row, &mut relation.rows);
                    relation.ends.push(u32::try_from(relation.rows.len()).unwrap_or(u32::MAX));
                }
                relation
            })
            .collect();
        let mut relation = Self { ends: Vec::with_capacity(len), rows: Vec::new() };
        for part in parts {
            let before = u32::try_from(relation.rows.len()).unwrap_or(u32::MAX);
            relation.ends.extend(part.ends.iter().map(|end| end.saturating_add(before)));
            relation.rows.extend(part.rows);
        }
        relation
    }

    pub(crate) fn of(&self, row: u32) -> &[u32] {
        let at = row as usize;
        let bound = |at: usize| self.ends.get(at).map_or(0, |end| *end as usize);
        let start = at.checked_sub(1).map_or(0, bound);
        self.rows.get(start..bound(at)).unwrap_or_default()
    }

    /// The same, seen from the other side, in the order of the rows.
    fn reversed(&self, len: usize) -> Self {
        let mut counts = vec![0_u32; len];
        for row in &self.rows {
            if let Some(count) = counts.get_mut(*row as usize) {
                *count += 1;
            }
        }
        let mut end = 0;
        let mut next: Vec<u32> = Vec::with_capacity(len);
        for count in &mut counts {
            next.push(end);
            end += *count;
            *count = end;
        }
        let mut rows = vec![0; self.rows.len()];
        for row in 0..u32::try_from(self.ends.len()).unwrap_or(u32::MAX) {
            for other in self.of(row) {
                let Some(place) = next.get_mut(*other as usize) else { continue };
                if let Some(cell) = rows.get_mut(*place as usize) {
                    *cell = row;
                }
                *place += 1;
            }
        }
        Self { ends: counts, rows }
    }
}
