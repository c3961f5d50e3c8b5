//! What each level says, learnt from the lists themselves.
//!
//! The model is that of Fellegi and Sunter (*A theory for record linkage*, 1969): a level is worth the logarithm of
//! how often it occurs among pairs that are one person, over how often it occurs by chance. The first is learnt here
//! by expectation and maximisation, without any known link; the second follows from the frequencies.

use crate::Category;
use crate::reason::{FIELDS, Field, LEVELS, Level};

/// The levels of one pair: four bits for each field, zero where a side is not filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Levels(u32);

impl Levels {
    pub(crate) fn set(&mut self, field: Field, level: Level) {
        self.0 |= (level as u32 + 1) << (4 * field as u32);
    }

    /// The number of the level of a field, if it was compared.
    pub(crate) fn number(self, field: usize) -> Option<usize> {
        ((self.0 >> (4 * field) & 15) as usize).checked_sub(1)
    }

    pub(crate) fn is(self, field: Field, level: Level) -> bool {
        self.number(field as usize) == Some(level as usize)
    }
}

/// What is known of an identity beforehand, which tells how likely it has an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Nothing speaks against it.
    Plain,
    /// A pupil in a class of the school, a guardian of a pupil who has an account.
    Attached,
    /// A pupil in no class of the school, a guardian of pupils without account.
    Detached,
}

/// How many standings there are.
pub(crate) const STANDINGS: usize = 3;

/// What is known of an account beforehand, which tells how likely an identity of the base is its owner's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ownership {
    /// Nothing speaks for or against it.
    Plain,
    /// A guardian of a pupil whom the base knows.
    Attached,
    /// A guardian of pupils of whom the base knows none.
    Detached,
}

/// How often each level occurs among pairs that are one person, and how many identities have an account.
#[derive(Debug, Clone)]
pub(crate) struct Weights {
    share: [[[f32; LEVELS]; FIELDS]; 6],
    bits: [[[f32; LEVELS]; FIELDS]; 6],
    present: [[f32; STANDINGS]; 6],
    claimed: [[f32; STANDINGS]; 6],
    claimed_bits: [[f32; STANDINGS]; 6],
}

/// The weight of what is assumed against what is seen, in pairs.
const PRIOR_PAIRS: f32 = 200.0;

/// The same for the share of identities that have an account: it differs much from one export to the next.
const PRIOR_PRESENT: f32 = 30.0;

/// No less of a standing is taken to be without account, whatever the lists seem to say.
const LEAST_ABSENT: f32 = 0.01;

/// Shares assumed before anything is seen. They only matter for lists of a few hundred people.
const ASSUMED: [(Field, &[(Level, f32)]); FIELDS] = [
    (
        Field::LastName,
        &[
            (Level::Same, 0.86),
            (Level::Joined, 0.03),
            (Level::Other, 0.03),
            (Level::Part, 0.02),
            (Level::Variant, 0.003),
            (Level::Sound, 0.008),
            (Level::Close, 0.015),
            (Level::Beginning, 0.003),
            (Level::Swapped, 0.002),
            (Level::Kin, 0.01),
            (Level::Different, 0.02),
        ],
    ),
    (
        Field::FirstName,
        &[
            (Level::Same, 0.88),
            (Level::Joined, 0.01),
            (Level::Variant, 0.008),
            (Level::Short, 0.008),
            (Level::Other, 0.02),
            (Level::Part, 0.03),
            (Level::Sound, 0.006),
            (Level::Close, 0.015),
            (Level::Beginning, 0.004),
            (Level::Swapped, 0.002),
            (Level::Different, 0.01),
        ],
    ),
    (
        Field::BirthDate,
        &[
            (Level::Same, 0.97),
            (Level::Swapped, 0.004),
            (Level::Close, 0.012),
            (Level::Beginning, 0.003),
            (Level::Different, 0.005),
        ],
    ),
    (Field::Title, &[(Level::Same, 0.985), (Level::Different, 0.015)]),
    (Field::Class, &[(Level::Same, 0.92), (Level::Different, 0.08)]),
    (Field::Subject, &[(Level::Same, 0.85), (Level::Different, 0.15)]),
    (
        Field::Family,
        &[(Level::Same, 0.925), (Level::Kin, 0.005), (Level::Alone, 0.04), (Level::Different, 0.03)],
    ),
];

impl Default for Weights {
    fn default() -> Self {
        let mut share = [[[0.0; LEVELS]; FIELDS]; 6];
        for category in &mut share {
            for (field, levels) in ASSUMED {
                for (level, assumed) in levels {
                    if let Some(cell) =
                        category.get_mut(field as usize).and_then(|f| f.get_mut(*level as usize))
                    {
                        *cell = *assumed;
                    }
                }
            }
        }
        let present = [[0.95, 0.97, 0.4]; 6];
        let claimed = [[0.85, 0.9, 0.3]; 6];
        let (bits, claimed_bits) = ([[[0.0; LEVELS]; FIELDS]; 6], [[0.0; STANDINGS]; 6]);
        let mut weights = Self { share, bits, present, claimed, claimed_bits };
        weights.take_logarithms();
        weights
    }
}

impl Weights {
    /// The bits of these levels before rarity: zero or less.
    pub(crate) fn of(&self, category: Category, levels: Levels) -> f32 {
        let Some(fields) = self.bits.get(category.number()) else { return 0.0 };
        let bits = |(field, bits): (usize, &[f32; LEVELS])| {
            levels.number(field).and_then(|level| bits.get(level).copied()).unwrap_or(0.0)
        };
        fields.iter().enumerate().map(bits).sum()
    }

    /// The bits of one level of one field before rarity.
    pub(crate) fn of_level(&self, category: Category, field: Field, level: Level) -> f32 {
        let fields = self.bits.get(category.number());
        fields.and_then(|f| f.get(field as usize)).and_then(|l| l.get(level as usize)).copied().unwrap_or(0.0)
    }

    /// The share of identities of this standing that have an account.
    pub(crate) fn present(&self, category: Category, standing: Standing) -> f32 {
        let shares = self.present.get(category.number());
        shares.and_then(|shares| shares.get(standing as usize)).copied().unwrap_or(0.95)
    }

    /// The share of accounts of this kind whose owner has an identity in the base.
    pub(crate) fn claimed(&self, category: Category, ownership: Ownership) -> f32 {
        let shares = self.claimed.get(category.number());
        shares.and_then(|shares| shares.get(ownership as usize)).copied().unwrap_or(0.85)
    }

    /// The same in bits: what it says for any link with such an account.
    pub(crate) fn of_ownership(&self, category: Category, ownership: Ownership) -> f32 {
        let bits = self.claimed_bits.get(category.number());
        bits.and_then(|bits| bits.get(ownership as usize)).copied().unwrap_or(0.0)
    }

    /// Takes over what was seen in a category.
    pub(crate) fn learn(&mut self, category: Category, seen: &Seen) {
        let assumed = Self::default();
        let number = category.number();
        let (Some(share), Some(before)) = (self.share.get_mut(number), assumed.share.get(number)) else {
            return;
        };
        for (field, (shares, seen)) in share.iter_mut().zip(&seen.levels).enumerate() {
            let total: f32 = seen.iter().sum();
            let before = before.get(field).copied().unwrap_or_default();
            for ((cell, seen), assumed) in shares.iter_mut().zip(seen).zip(before) {
                *cell = (seen + assumed * PRIOR_PAIRS) / (total + PRIOR_PAIRS);
            }
        }
        let (Some(present), Some(before)) = (self.present.get_mut(number), assumed.present.get(number))
        else {
            return;
        };
        for ((cell, (found, all)), assumed) in present.iter_mut().zip(&seen.present).zip(before) {
            let share = (found + assumed * PRIOR_PRESENT) / (all + PRIOR_PRESENT);
            *cell = share.clamp(0.02, 1.0 - LEAST_ABSENT);
        }
        let (Some(claimed), Some(before)) = (self.claimed.get_mut(number), assumed.claimed.get(number))
        else {
            return;
        };
        for ((cell, (found, all)), assumed) in claimed.iter_mut().zip(&seen.claimed).zip(before) {
            let share = (found + assumed * PRIOR_PRESENT) / (all + PRIOR_PRESENT);
            *cell = share.clamp(LEAST_ABSENT, 1.0 - LEAST_ABSENT);
        }
        self.take_logarithms();
    }

    fn take_logarithms(&mut self) {
        for (bits, share) in
            self.bits.iter_mut().flatten().flatten().zip(self.share.iter().flatten().flatten())
        {
            *bits = share.max(1e-6).log2();
        }
        for (bits, share) in self.claimed_bits.iter_mut().flatten().zip(self.claimed.iter().flatten()) {
            *bits = (share / (1.0 - share)).log2();
        }
    }
}

/// What one pass over a category has seen: how often each level, weighted by how probable it is that the pair is one
/// person; and of each standing how many have an account, of how many.
#[derive(Debug, Clone, Default)]
pub(crate) struct Seen {
    levels: [[f32; LEVELS]; FIELDS],
    present: [(f32, f32); STANDINGS],
    claimed: [(f32, f32); STANDINGS],
}

impl Seen {
    /// An account whose owner has an identity with this probability.
    pub(crate) fn account(&mut self, ownership: Ownership, probability: f32) {
        if let Some((found, _)) = self.claimed.get_mut(ownership as usize) {
            *found += probability;
        }
    }

    /// So many accounts of each kind.
    pub(crate) fn accounts(&mut self, counts: [f32; STANDINGS]) {
        for ((_, all), count) in self.claimed.iter_mut().zip(counts) {
            *all += count;
        }
    }

    /// A pair that is one person with this probability.
    pub(crate) fn pair(&mut self, levels: Levels, probability: f32) {
        for (field, seen) in self.levels.iter_mut().enumerate() {
            if let Some(cell) = levels.number(field).and_then(|level| seen.get_mut(level)) {
                *cell += probability;
            }
        }
    }

    /// Adds what another part has seen.
    pub(crate) fn add(&mut self, other: &Self) {
        for (cell, more) in self.levels.iter_mut().flatten().zip(other.levels.iter().flatten()) {
            *cell += more;
        }
        let (own, others) =
            (self.present.iter_mut().chain(&mut self.claimed), other.present.iter().chain(&other.claimed));
        for ((found, all), (more_found, more)) in own.zip(others) {
            *found += more_found;
            *all += more;
        }
    }

    /// An identity that has an account with this probability.
    pub(crate) fn identity(&mut self, standing: Standing, probability: f32) {
        if let Some((found, all)) = self.present.get_mut(standing as usize) {
            *found += probability;
            *all += 1.0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_kept_field_by_field() {
        let mut levels = Levels::default();
        levels.set(Field::LastName, Level::Same);
        levels.set(Field::Family, Level::Different);
        assert!(levels.is(Field::LastName, Level::Same) && levels.is(Field::Family, Level::Different));
        assert_eq!(levels.number(Field::Class as usize), None);
    }

    #[test]
    fn what_is_assumed_sums_to_one() {
        for (field, levels) in ASSUMED {
            let sum: f32 = levels.iter().map(|(_, share)| share).sum();
            assert!((sum - 1.0).abs() < 0.011, "{field:?} {sum}");
        }
    }

    #[test]
    fn what_is_seen_outweighs_what_was_assumed() {
        let mut weights = Weights::default();
        let (mut same, mut other) = (Levels::default(), Levels::default());
        same.set(Field::LastName, Level::Same);
        other.set(Field::LastName, Level::Other);
        let before = weights.of(Category::Guardian, other);
        let mut seen = Seen::default();
        for _ in 0..2_000 {
            seen.pair(same, 1.0);
            seen.pair(other, 1.0);
            seen.identity(Standing::Plain, 0.5);
        }
        weights.learn(Category::Guardian, &seen);
        assert!(weights.of(Category::Guardian, other) > before + 3.0);
        assert_eq!(weights.of(Category::Pupil, other), before, "each category learns for itself");
        assert!((weights.present(Category::Guardian, Standing::Plain) - 0.5).abs() < 0.02);
    }
}
