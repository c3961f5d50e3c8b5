//! An inverted index: for each key the places that have it. Filled by counting: only a few entries are sorted at a time.

/// Places by what is found under each key.
#[derive(Debug, Default)]
pub(crate) struct Postings {
    /// Where the entries of each range of keys end: two to four of them are in a range.
    ends: Vec<u32>,
    /// Keys and places, by range, in order.
    entries: Vec<(u32, u32)>,
    /// So many of the highest bits of a key are its range.
    bits: u32,
}

impl Postings {
    /// Puts entries that come in the order of their places into the order of their keys.
    pub(crate) fn of(found: &[(u32, u32)]) -> Self {
        let bits = (usize::BITS - (found.len() / 4).leading_zeros()).clamp(1, 24);
        let mut postings = Self { ends: vec![0; 1 << bits], entries: vec![(0, 0); found.len()], bits };
        for (key, _) in found {
            if let Some(count) = postings.ends.get_mut(range(*key, bits)) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for cell in &mut postings.ends {
            sum += std::mem::replace(cell, sum);
        }
        for entry in found {
            let Some(end) = postings.ends.get_mut(range(entry.0, bits)) else { continue };
            if let Some(cell) = postings.entries.get_mut(*end as usize) {
                *cell = *entry;
            }
            *end += 1;
        }
        let mut start = 0;
        for end in &postings.ends {
            postings.entries.get_mut(start..*end as usize).unwrap_or_default().sort_unstable();
            start = *end as usize;
        }
        postings
    }

    pub(crate) fn of_key(&self, key: u32) -> &[(u32, u32)] {
        let at = range(key, self.bits);
        let bound = |at: usize| self.ends.get(at).map_or(0, |end| *end as usize);
        let start = at.checked_sub(1).map_or(0, bound);
        let entries = self.entries.get(start..bound(at)).unwrap_or_default();
        let start = entries.partition_point(|(other, _)| *other < key);
        let rest = entries.get(start..).unwrap_or_default();
        rest.get(..rest.partition_point(|(other, _)| *other == key)).unwrap_or_default()
    }
}

fn range(key: u32, bits: u32) -> usize {
    (key >> (u32::BITS - bits)) as usize
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Postings;

    proptest! {
        #[test]
        fn all_places_of_a_key_are_found_in_order(keys in proptest::collection::vec(0_u32..40, 0..200), spread in any::<u32>()) {
            let mix = |key: u32| key.wrapping_mul(spread | 1);
            let found: Vec<(u32, u32)> = (0..).zip(&keys).map(|(place, key)| (mix(*key), place)).collect();
            let postings = Postings::of(&found);
            for key in 0..41 {
                let expected: Vec<(u32, u32)> =
                    found.iter().copied().filter(|(other, _)| *other == mix(key)).collect();
                prop_assert_eq!(postings.of_key(mix(key)), expected.as_slice());
            }
        }
    }
}
