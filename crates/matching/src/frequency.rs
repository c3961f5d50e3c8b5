//! How common names, dates, classes and subjects are: agreeing on a rare one says more.

use hashbrown::HashMap;

use crate::Category;
use crate::country;
use crate::names::{NO_GROUP, NameId, TokenId};
use crate::people::{Date, Row};
use crate::prepared::Vocabulary;

/// How often what was counted occurs among so many people.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tally {
    exact: Vec<u32>,
    tokens: Vec<u32>,
    sounds: HashMap<u32, u32>,
    groups: HashMap<u16, u32>,
    /// The share of each name in the country.
    country: Vec<f32>,
    people: u32,
}

impl Tally {
    /// What is added to each count: nothing is impossible because it was not seen.
    const UNSEEN: f32 = 0.5;

    /// So many people of the whole country are added to those of the lists, which are often only one school.
    const COUNTRY: f32 = 500.0;

    /// The share of a name, a word or a sound that the country's commonest do not hold.
    const RARE: f32 = 5e-5;

    /// Counts the names of one kind from how often each occurs; `common` tells the share of a name in the country.
    fn of(
        vocabulary: &Vocabulary,
        exact: Vec<u32>,
        people: u32,
        common: impl Fn(&str) -> Option<f32>,
        group: impl Fn(TokenId) -> u16,
    ) -> Self {
        let names = &vocabulary.names;
        let mut tally = Self { tokens: vec![0; names.tokens()], people, ..Self::default() };
        let share = |name| common(names.text(name)).unwrap_or(Self::RARE);
        tally.country = (0..).zip(&exact).map(|(name, _)| share(name)).collect();
        for (name, count) in (0..).zip(&exact).filter(|(_, count)| **count > 0) {
            let form = names.form(name);
            *tally.sounds.entry(form.sound).or_default() += count;
            for token in form.all() {
                if let Some(sum) = tally.tokens.get_mut(*token as usize) {
                    *sum += count;
                }
            }
            if let [token] = form.strong()
                && group(*token) != NO_GROUP
            {
                *tally.groups.entry(group(*token)).or_default() += count;
            }
        }
        tally.exact = exact;
        tally
    }

    fn share(&self, count: u32, but: u32, country: f32) -> f32 {
        let seen = count.saturating_sub(but) as f32 + Self::UNSEEN;
        (seen + Self::COUNTRY * country) / (self.people as f32 + Self::COUNTRY)
    }

    /// The share of people of this name, leaving out so many who are compared.
    pub(crate) fn name(&self, name: NameId, but: u32) -> f32 {
        let at = name as usize;
        let country = self.country.get(at).copied().unwrap_or(Self::RARE);
        self.share(self.exact.get(at).copied().unwrap_or(0), but, country)
    }

    /// The share of people in whose name this word stands.
    pub(crate) fn token(&self, token: TokenId, but: u32) -> f32 {
        self.share(self.tokens.get(token as usize).copied().unwrap_or(0), but, 10.0 * Self::RARE)
    }

    /// The share of people whose name sounds so.
    pub(crate) fn sound(&self, sound: u32, but: u32) -> f32 {
        self.share(self.sounds.get(&sound).copied().unwrap_or(0), but, 10.0 * Self::RARE)
    }

    /// The share of people whose name is of this group of spellings.
    pub(crate) fn group(&self, group: u16, but: u32) -> f32 {
        self.share(self.groups.get(&group).copied().unwrap_or(0), but, 10.0 * Self::RARE)
    }
}

/// The generation that a category belongs to: given names change with it.
const fn generation(category: Category) -> usize {
    match category {
        Category::Pupil => 0,
        _ => 1,
    }
}

/// The first names that go with each last name.
#[derive(Debug, Clone, Default)]
struct Together {
    ends: Vec<u32>,
    firsts: Vec<NameId>,
}

impl Together {
    fn of(lists: [&[Row]; 2], names: usize) -> Self {
        let adults = || lists.into_iter().flatten().filter(|row| row.category != Category::Pupil);
        let mut ends = vec![0_u32; names];
        for row in adults() {
            if let Some(count) = ends.get_mut(row.last as usize) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for cell in &mut ends {
            sum += *cell;
            *cell = sum;
        }
        // Each range is filled from its end, which so becomes its start.
        let mut starts = ends.clone();
        let mut firsts = vec![0; sum as usize];
        for row in adults() {
            let Some(place) = starts.get_mut(row.last as usize) else { continue };
            *place -= 1;
            if let Some(cell) = firsts.get_mut(*place as usize) {
                *cell = row.first;
            }
        }
        for (start, end) in starts.iter().zip(&ends) {
            firsts.get_mut(*start as usize..*end as usize).unwrap_or_default().sort_unstable();
        }
        Self { ends, firsts }
    }

    fn firsts(&self, last: NameId) -> &[NameId] {
        let bound = |at: usize| self.ends.get(at).map_or(0, |end| *end as usize);
        let start = (last as usize).checked_sub(1).map_or(0, bound);
        self.firsts.get(start..bound(last as usize)).unwrap_or_default()
    }
}

/// All that is counted.
#[derive(Debug, Clone, Default)]
pub(crate) struct Frequencies {
    pub(crate) last: Tally,
    first: [Tally; 2],
    /// Of each last name the first names of adults, in order: names of one origin go together.
    together: Together,
    dates: HashMap<Date, u32>,
    dated: u32,
}

impl Frequencies {
    /// Counts both lists.
    pub(crate) fn of(vocabulary: &Vocabulary, lists: [&[Row]; 2]) -> Self {
        let names = vocabulary.names.len();
        let mut last = vec![0_u32; names];
        let mut first = [vec![0_u32; names], vec![0_u32; names]];
        let mut people = [0_u32; 2];
        let mut dates: HashMap<Date, u32> = HashMap::new();
        let mut dated = 0;
        let count = |counts: &mut Vec<u32>, name: NameId| {
            if let Some(count) = counts.get_mut(name as usize).filter(|_| name != 0) {
                *count += 1;
            }
        };
        for row in lists.into_iter().flatten() {
            count(&mut last, row.last);
            if row.birth_last != row.last {
                count(&mut last, row.birth_last);
            }
            let generation = generation(row.category);
            if let (Some(counts), Some(people)) = (first.get_mut(generation), people.get_mut(generation)) {
                count(counts, row.first);
                *people += 1;
            }
            if row.category == Category::Pupil && row.born.is_known() {
                *dates.entry(row.born).or_default() += 1;
                dated += 1;
            }
        }
        let [pupils, adults] = first;
        let token = |token| vocabulary.names.token(token);
        let given = |counts, people, common: fn(&str) -> Option<f32>| {
            Tally::of(vocabulary, counts, people, common, |id| token(id).given)
        };
        let pupils = given(pupils, people[0], country::pupil);
        let adults = given(adults, people[1], country::adult);
        Self {
            last: Tally::of(vocabulary, last, people[0] + people[1], country::surname, |id| {
                token(id).surname
            }),
            first: [pupils, adults],
            together: Together::of(lists, names),
            dates,
            dated,
        }
    }

    /// First names among people of this category's generation.
    pub(crate) fn first(&self, category: Category) -> &Tally {
        let [pupils, adults] = &self.first;
        if generation(category) == 0 { pupils } else { adults }
    }

    /// The share of this first name among the adults of a last name, leaving out the two who are compared; zero for
    /// pupils, whose namesakes have birth dates.
    pub(crate) fn first_with_last(&self, category: Category, last: NameId, first: NameId) -> f32 {
        if category == Category::Pupil {
            return 0.0;
        }
        let firsts = self.together.firsts(last);
        let before = firsts.partition_point(|other| *other < first);
        let until = firsts.partition_point(|other| *other <= first);
        let both = (until - before).saturating_sub(2);
        both as f32 / (firsts.len().saturating_sub(2) as f32 + Self::FEW)
    }

    /// Among so few bearers of a last name, first names tell nothing yet.
    const FEW: f32 = 30.0;

    /// The share of pupils born on this day, leaving out so many.
    pub(crate) fn date(&self, date: Date, but: u32) -> f32 {
        const DAYS: f32 = 6_600.0;
        const ASSUMED: f32 = 300.0;
        let seen = self.dates.get(&date).copied().unwrap_or(0).saturating_sub(but) as f32 + Tally::UNSEEN;
        ((seen + ASSUMED / DAYS) / (self.dated as f32 + ASSUMED)).max(1.0 / 11_000.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_names_are_counted_with_the_last_names_of_adults() {
        let person = |category, last, first| Row { category, last, first, ..Row::default() };
        let adult = |last, first| person(Category::Guardian, last, first);
        let directory: Vec<Row> =
            [(1, 5), (3, 4), (1, 6), (1, 5)].map(|(last, first)| adult(last, first)).into();
        let exported = vec![adult(1, 5), person(Category::Pupil, 1, 6), adult(3, 7)];
        let together = Together::of([&directory, &exported], 8);
        assert_eq!(together.firsts(1), [5, 5, 5, 6]);
        assert_eq!((together.firsts(3), together.firsts(2)), (&[4, 7][..], &[][..]));
        let frequencies = Frequencies { together, ..Frequencies::default() };
        // The two who are compared do not count: one of two others is called so, among some thirty assumed.
        let share = frequencies.first_with_last(Category::Guardian, 1, 5);
        assert!((share - 1.0 / 32.0).abs() < 1e-6, "{share}");
        assert_eq!(frequencies.first_with_last(Category::Pupil, 1, 5), 0.0);
    }
}
