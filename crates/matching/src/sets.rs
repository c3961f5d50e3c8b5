//! Fields of several values: schools, classes, subjects.

use crate::fold;
use crate::people::values;
use crate::strings::Strings;

/// The number of a set of values; `0` is the empty set.
pub(crate) type SetId = u32;

/// The number of a value; `0` is none.
pub(crate) type ValueId = u32;

/// Sets of values, each kept once by the way it is written.
#[derive(Debug, Clone)]
pub(crate) struct Sets {
    written: Strings,
    values: Strings,
    members: Vec<ValueId>,
    ends: Vec<u32>,
}

impl Default for Sets {
    fn default() -> Self {
        Self { written: Strings::default(), values: Strings::default(), members: Vec::new(), ends: vec![0] }
    }
}

impl Sets {
    /// The set written so: values separated by `|`, compared by their letters and digits.
    pub(crate) fn intern(&mut self, written: &str) -> SetId {
        let set = self.written.intern(written);
        if set as usize == self.ends.len() {
            let start = self.members.len();
            for value in values(written) {
                let value = self.values.intern(&bare(value));
                if value != 0 && !self.members.get(start..).unwrap_or_default().contains(&value) {
                    self.members.push(value);
                }
            }
            self.ends.push(u32::try_from(self.members.len()).unwrap_or(u32::MAX));
        }
        set
    }

    /// The values of a set.
    pub(crate) fn members(&self, set: SetId) -> &[ValueId] {
        let bound = |at: usize| self.ends.get(at).map_or(0, |end| *end as usize);
        let at = set as usize;
        let start = at.checked_sub(1).map_or(0, bound);
        self.members.get(start..bound(at)).unwrap_or_default()
    }

    /// Whether two sets share a value.
    pub(crate) fn meet(&self, one: SetId, other: SetId) -> bool {
        one == other || self.members(one).iter().any(|value| self.members(other).contains(value))
    }
}

/// The value of one word, so that `3e A`, `3EME A` and `3A` are one class.
fn bare(value: &str) -> String {
    let mut bare: String = fold(value).chars().filter(|c| c.is_alphanumeric()).collect();
    for ordinal in ["eme", "ieme", "e"] {
        let at = bare.find(|c: char| !c.is_ascii_digit()).unwrap_or(0);
        if at > 0 && bare.get(at..).is_some_and(|rest| rest.starts_with(ordinal)) {
            bare.replace_range(at..at + ordinal.len(), "");
            break;
        }
    }
    bare
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writings_of_one_class_meet() {
        let mut sets = Sets::default();
        let sets = &mut sets;
        let (one, two, three) = (sets.intern("3e A"), sets.intern("3EME A|LATIN"), sets.intern("3A"));
        let other = sets.intern("4B");
        assert!(sets.meet(one, two) && sets.meet(two, three) && !sets.meet(one, other));
        assert_eq!(sets.members(two).len(), 2);
        assert_eq!((sets.intern(""), sets.members(0)), (0, &[][..]));
    }
}
