//! Many short texts, most of them repeated, kept once in one buffer.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};

/// Longer texts are cut: no register prints a longer name, and a hostile one must not cost more than it tells.
pub(crate) const LONGEST: usize = 240;

/// The number of a text in [`Strings`]; `0` is the empty text.
pub(crate) type TextId = u32;

/// Texts, each kept once.
#[derive(Debug, Clone)]
pub(crate) struct Strings {
    buffer: String,
    ends: Vec<u32>,
    table: HashTable<TextId>,
    hasher: DefaultHashBuilder,
}

impl Default for Strings {
    fn default() -> Self {
        Self {
            buffer: String::new(),
            ends: vec![0],
            table: HashTable::new(),
            hasher: DefaultHashBuilder::default(),
        }
    }
}

impl Strings {
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(crate) fn get(&self, id: TextId) -> &str {
        let Some(before) = (id as usize).checked_sub(1) else { return "" };
        let bound = |at: usize| self.ends.get(at).map_or(0, |end| *end as usize);
        self.buffer.get(bound(before)..bound(before + 1)).unwrap_or_default()
    }

    /// The number of this text, cut at [`LONGEST`] bytes; new texts beyond 4 GiB in all are taken as empty.
    pub(crate) fn intern(&mut self, text: &str) -> TextId {
        let text = cut(text.trim(), LONGEST);
        if text.is_empty() {
            return 0;
        }
        let hash = self.hasher.hash_one(text);
        if let Some(id) = self.table.find(hash, |id| self.get(*id) == text) {
            return *id;
        }
        let (Ok(end), Ok(id)) =
            (u32::try_from(self.buffer.len() + text.len()), u32::try_from(self.ends.len()))
        else {
            return 0;
        };
        self.buffer.push_str(text);
        self.ends.push(end);
        let (buffer, ends, hasher) = (&self.buffer, &self.ends, &self.hasher);
        self.table.insert_unique(hash, id, |id| {
            let bound = |at: usize| ends.get(at).map_or(0, |end| *end as usize);
            let before = (*id as usize).saturating_sub(1);
            hasher.hash_one(buffer.get(bound(before)..bound(before + 1)).unwrap_or_default())
        });
        id
    }
}

/// The beginning of a text, of at most so many bytes, cut between characters.
pub(crate) fn cut(text: &str, bytes: usize) -> &str {
    text.get(..text.floor_char_boundary(bytes)).unwrap_or(text)
}

/// Texts that do not repeat: identifiers, lists of children.
#[derive(Debug, Clone, Default)]
pub(crate) struct Texts {
    buffer: String,
    ends: Vec<u64>,
}

impl Texts {
    pub(crate) fn push(&mut self, text: &str) {
        self.buffer.push_str(text);
        self.ends.push(self.buffer.len() as u64);
    }

    pub(crate) fn get(&self, row: usize) -> &str {
        let bound = |at: usize| {
            self.ends.get(at).map_or(self.buffer.len(), |end| usize::try_from(*end).unwrap_or(usize::MAX))
        };
        let start = row.checked_sub(1).map_or(0, bound);
        self.buffer.get(start..bound(row)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_kept_once_and_found_again() {
        let mut strings = Strings::default();
        let (one, two) = (strings.intern("Éloi"), strings.intern(" Zoé "));
        assert_eq!((strings.intern("Zoé"), strings.intern("")), (two, 0));
        assert_eq!((strings.get(one), strings.get(two), strings.get(0)), ("Éloi", "Zoé", ""));
        assert_eq!(strings.len(), 3);
        for number in 0..5_000 {
            strings.intern(&format!("nom {number}"));
        }
        assert_eq!((strings.intern("nom 4999"), strings.len()), (5_002, 5_003));
    }

    #[test]
    fn an_enormous_text_is_cut_between_characters() {
        let mut strings = Strings::default();
        let id = strings.intern(&"é".repeat(5_000_000));
        assert_eq!(strings.get(id), "é".repeat(LONGEST / 2));
    }

    #[test]
    fn texts_are_given_back_by_row() {
        let mut texts = Texts::default();
        for text in ["", "a", "", "bcd"] {
            texts.push(text);
        }
        assert_eq!((0..5).map(|row| texts.get(row)).collect::<Vec<_>>(), ["", "a", "", "bcd", ""]);
    }
}
