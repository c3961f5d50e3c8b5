//! People as they are, before anybody writes them down.

use super::{
    case::Cases,
    chance::Chance,
    stock::{Age, Stock},
};

/// Year, month, day.
pub type Date = (i16, u8, u8);

/// A human being.
#[derive(Debug, Clone)]
pub struct Person {
    /// Number that the truth goes by.
    pub number: u32,
    /// Woman or girl.
    pub woman: bool,
    /// Where the names come from.
    pub origin: usize,
    /// Surname in use, well written.
    pub last: String,
    /// Surname at birth.
    pub birth_last: String,
    /// First given name.
    pub first: String,
    /// Further given names.
    pub others: Vec<String>,
    /// Birth date.
    pub born: Date,
    /// Pupil or adult.
    pub age: Age,
    /// What makes this person special, whatever happens to the data.
    pub cases: Cases,
}

/// A date in a year.
pub fn date_in(year: i16, chance: &mut Chance) -> Date {
    let month = 1 + chance.below(12) as u8;
    let days = match month {
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    (year, month, 1 + chance.below(days) as u8)
}

impl Person {
    /// An adult born in one of these years, with a surname of their own.
    pub fn adult(
        number: u32,
        woman: bool,
        origin: usize,
        years: (i16, i16),
        stock: &Stock,
        chance: &mut Chance,
    ) -> Self {
        let last = stock.surname(origin, chance);
        let year = chance.between(years.0, years.1);
        let mut person = Self {
            number,
            woman,
            origin,
            birth_last: last.clone(),
            last,
            first: stock.given(origin, woman, Age::Grown, chance),
            others: Vec::new(),
            born: date_in(year, chance),
            age: Age::Grown,
            cases: Cases::default(),
        };
        person.further_names(stock, chance);
        person
    }

    /// Gives one or two further given names to most people.
    pub fn further_names(&mut self, stock: &Stock, chance: &mut Chance) {
        self.others.clear();
        for share in [0.72, 0.35] {
            if !chance.is(share) {
                break;
            }
            let other = stock.given(self.origin, self.woman, Age::Grown, chance);
            if other != self.first && !self.others.contains(&other) {
                self.others.push(other);
            }
        }
    }
}
