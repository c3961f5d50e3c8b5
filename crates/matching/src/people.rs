//! A list of people, in columns: a region has three million of them.

use crate::strings::{Strings, TextId, Texts, cut};
use crate::{Category, Day, Record, Title};

/// Nobody answers for more pupils than that, nor has a longer list of them.
const LONGEST_LIST: usize = 4096;

/// A list of people in the order in which they were pushed: a *row* is the place of a person in it.
#[derive(Debug, Clone, Default)]
pub struct People {
    pub(crate) texts: Strings,
    pub(crate) ids: Texts,
    pub(crate) children: Texts,
    pub(crate) rows: Vec<Row>,
}

/// What is compared of a person: numbers of texts.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Row {
    pub(crate) last: TextId,
    pub(crate) birth_last: TextId,
    pub(crate) first: TextId,
    pub(crate) other_first: TextId,
    pub(crate) schools: TextId,
    pub(crate) classes: TextId,
    pub(crate) subjects: TextId,
    pub(crate) born: Date,
    pub(crate) category: Category,
    pub(crate) title: Title,
}

/// A day in four bytes; zero when not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, PartialOrd, Ord)]
pub(crate) struct Date(pub(crate) u32);

impl Date {
    pub(crate) fn of(day: Option<Day>) -> Self {
        let Some(day) = day else { return Self(0) };
        let year = u32::try_from(day.year).unwrap_or(0);
        Self(year << 16 | u32::from(day.month) << 8 | u32::from(day.day))
    }

    pub(crate) const fn is_known(self) -> bool {
        self.0 != 0
    }

    pub(crate) const fn parts(self) -> (u32, u32, u32) {
        (self.0 >> 16, self.0 >> 8 & 255, self.0 & 255)
    }
}

impl People {
    /// An empty list.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a person. Names longer than 240 bytes are cut.
    pub fn push(&mut self, record: &Record<'_>) {
        let mut text = |text: &str| self.texts.intern(text);
        let row = Row {
            last: text(record.last),
            birth_last: text(record.birth_last),
            first: text(record.first),
            other_first: text(record.other_first),
            schools: text(record.schools),
            classes: text(record.classes),
            subjects: text(record.subjects),
            born: Date::of(record.born),
            category: record.category,
            title: record.title,
        };
        self.rows.push(row);
        self.ids.push(record.id);
        self.children.push(cut(record.children, LONGEST_LIST));
    }

    /// How many people.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is nobody.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The identifier of the person of this row; empty beyond the end.
    pub fn id(&self, row: usize) -> &str {
        if row < self.len() { self.ids.get(row) } else { "" }
    }

    /// The category of the person of this row; pupils beyond the end.
    pub fn category(&self, row: usize) -> Category {
        self.row(row).category
    }

    /// Keeps identifiers and categories only: names and relations have been numbered.
    pub(crate) fn forget_texts(&mut self) {
        self.texts = Strings::default();
        self.children = Texts::default();
    }

    pub(crate) fn row(&self, row: usize) -> Row {
        self.rows.get(row).copied().unwrap_or_default()
    }
}

/// The values of a field, without blanks and empty ones.
pub(crate) fn values(text: &str) -> impl Iterator<Item = &str> {
    text.split('|').map(str::trim).filter(|value| !value.is_empty())
}
