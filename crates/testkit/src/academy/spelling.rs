//! How a base writes the name of a person.

use super::{
    case::{Case, Cases},
    chance::Chance,
    letters,
    people::Person,
    profile::Spelling,
    stock::Age,
    variants::{self, Variants},
};

/// The habits of a base, which all its names share.
#[derive(Debug, Clone, Copy)]
pub struct Habits {
    /// Surnames in capitals.
    pub capitals: bool,
    /// No accents.
    pub without_accents: bool,
    /// Surnames are cut.
    pub truncates: bool,
}

impl Habits {
    /// Draws the habits of a base.
    pub fn draw(rates: &Spelling, chance: &mut Chance) -> Self {
        Self {
            capitals: chance.is(0.9),
            without_accents: chance.is(rates.base_without_accents),
            truncates: chance.is(rates.base_truncates),
        }
    }
}

/// Writes names with a profile's rates.
#[derive(Debug)]
pub struct Writer<'a> {
    /// How often what happens.
    pub rates: &'a Spelling,
    /// Known variants of given names.
    pub variants: &'a Variants,
}

/// A name as it was written, and what happened to it.
#[derive(Debug, Clone)]
pub struct Written {
    /// Surname.
    pub last: String,
    /// Given name.
    pub first: String,
    /// What happened.
    pub cases: Cases,
}

/// Particles that are not a surname by themselves.
const PARTICLES: [&str; 17] = [
    "le", "la", "de", "du", "des", "da", "dos", "di", "del", "ben", "el", "ait", "van", "von", "den", "der",
    "della",
];

/// The two surnames of a double one; none when a part is only a particle.
fn halves(last: &str) -> Option<(&str, &str)> {
    let (left, right) = last.split_once('-').or_else(|| last.rsplit_once(' '))?;
    let particle = |part: &str| {
        let word = part.rsplit(' ').next().unwrap_or(part).to_lowercase();
        PARTICLES.contains(&word.as_str())
    };
    let long = |part: &str| part.chars().count() > 2;
    (!particle(left) && long(left) && long(right)).then_some((left, right))
}

impl Writer<'_> {
    /// Writes the name of a person as a base with these habits may.
    pub fn write(&self, person: &Person, habits: Habits, chance: &mut Chance) -> Written {
        let mut cases = Cases::default();
        let mut last = self.last(person, &mut cases, chance);
        let mut first = self.first(person, &mut cases, chance);
        self.slips(&mut last, &mut first, person, &mut cases, chance);
        self.signs(&mut last, &mut first, habits, &mut cases, chance);
        Written { last, first, cases }
    }

    /// The surname that was chosen among those a person has.
    fn last(&self, person: &Person, cases: &mut Cases, chance: &mut Chance) -> String {
        let rates = self.rates;
        let (usage, birth) = (&person.last, &person.birth_last);
        if usage != birth && !usage.contains(birth.as_str()) {
            match chance.weighted(&[
                rates.birth_name,
                rates.both_names,
                rates.decorated,
                (1.0 - rates.birth_name - rates.both_names - rates.decorated).max(0.0),
            ]) {
                0 => {
                    cases.add(Case::BirthName);
                    return birth.clone();
                }
                1 => {
                    cases.add(Case::BothNames);
                    let sign = if chance.is(0.5) { '-' } else { ' ' };
                    return if chance.is(0.6) {
                        format!("{usage}{sign}{birth}")
                    } else {
                        format!("{birth}{sign}{usage}")
                    };
                }
                2 => {
                    cases.add(Case::Decorated);
                    return match chance.below(4) {
                        0 => format!("{birth} ép. {usage}"),
                        1 => format!("{usage} née {birth}"),
                        2 => format!("{usage} ({birth})"),
                        _ => format!("{birth} EPOUSE {usage}"),
                    };
                }
                _ => {}
            }
        }
        if let Some((left, right)) = halves(usage) {
            if chance.is(rates.half_surname) {
                cases.add(Case::HalfSurname);
                return if chance.is(0.65) { left } else { right }.to_owned();
            }
            if chance.is(rates.surnames_swapped) {
                cases.add(Case::SurnamesSwapped);
                let sign = if usage.contains('-') { '-' } else { ' ' };
                return format!("{right}{sign}{left}");
            }
        } else if let Some((particle, rest)) = usage.split_once([' ', '\''])
            && chance.is(rates.particle)
        {
            cases.add(Case::Particle);
            return if chance.is(0.6) {
                format!("{particle}{}", rest.to_lowercase().replace(' ', ""))
            } else {
                rest.to_owned()
            };
        }
        usage.clone()
    }

    /// The given name that was chosen among those a person has or is called by.
    fn first(&self, person: &Person, cases: &mut Cases, chance: &mut Chance) -> String {
        let rates = self.rates;
        let first = person.first.as_str();
        if let Some((left, right)) = first.split_once('-') {
            if chance.is(rates.compound_short) {
                cases.add(Case::CompoundShort);
                return left.to_owned();
            }
            if chance.is(rates.compound_odd) {
                cases.add(Case::CompoundOdd);
                let initial: String = left.chars().take(1).collect();
                return match chance.below(3) {
                    0 => format!("{initial}-{right}"),
                    1 => format!("{initial}. {right}"),
                    _ => format!("{left}{}", right.to_lowercase()),
                };
            }
        }
        if chance.is(rates.variant)
            && let Some(other) = self.variants.other(first, chance)
        {
            cases.add(Case::Variant);
            return other.to_owned();
        }
        let called = if person.age == Age::Young { rates.diminutive / 3.0 } else { rates.diminutive };
        if chance.is(called)
            && let Some(short) = self.variants.diminutive(first)
        {
            cases.add(Case::Diminutive);
            return short.to_owned();
        }
        if let Some(second) = person.others.first() {
            if chance.is(rates.second_alone) {
                cases.add(Case::SecondAlone);
                return second.clone();
            }
            if chance.is(rates.second_added) {
                cases.add(Case::SecondAdded);
                let sign = chance.pick(&[" ", ", ", " "]);
                return match person.others.get(1).filter(|_| chance.is(0.3)) {
                    Some(third) => format!("{first}{sign}{second}{sign}{third}"),
                    None => format!("{first}{sign}{second}"),
                };
            }
        }
        if chance.is(rates.initial) {
            cases.add(Case::Initial);
            return first.chars().take(1).chain(chance.is(0.5).then_some('.')).collect();
        }
        first.to_owned()
    }

    /// What a hand or an ear does to a name.
    fn slips(
        &self,
        last: &mut String,
        first: &mut String,
        person: &Person,
        cases: &mut Cases,
        chance: &mut Chance,
    ) {
        let rates = self.rates;
        if person.origin != 0
            && chance.is(rates.transliterated)
            && let Some(other) = variants::transliterated(last, chance)
        {
            cases.add(Case::Transliterated);
            *last = other;
        }
        if chance.is(rates.phonetic)
            && let Some(other) = variants::by_sound(last, chance)
        {
            cases.add(Case::Phonetic);
            *last = other;
        }
        let typos = if chance.is(rates.second_typo) { 2 } else { usize::from(chance.is(rates.typo)) };
        for _ in 0..typos {
            let name = if chance.is(0.6) { &mut *last } else { &mut *first };
            let new = letters::mistyped(name, chance);
            if new != *name {
                cases.add(Case::Typo);
                *name = new;
            }
        }
        if chance.is(rates.keyboard) {
            let name = if chance.is(0.6) { &mut *last } else { &mut *first };
            let new = letters::beside(name, chance);
            if new != *name {
                cases.add(Case::Keyboard);
                *name = new;
            }
        }
    }

    /// What programs do to the signs of a name.
    fn signs(
        &self,
        last: &mut String,
        first: &mut String,
        habits: Habits,
        cases: &mut Cases,
        chance: &mut Chance,
    ) {
        let rates = self.rates;
        if (last.contains(['-', '\'']) || first.contains('-')) && chance.is(rates.hyphen_lost) {
            cases.add(Case::HyphenLost);
            *last = last.replace(['-', '\''], " ");
            *first = first.replace('-', if chance.is(0.85) { " " } else { "" });
        }
        if habits.capitals {
            *last = last.to_uppercase();
        }
        if habits.without_accents || chance.is(rates.accents_lost) {
            let (plain_last, plain_first) = (letters::unaccented(last), letters::unaccented(first));
            if plain_last != *last || plain_first != *first {
                cases.add(Case::AccentsLost);
            }
            (*last, *first) = (plain_last, plain_first);
        }
        if chance.is(rates.mojibake) && !(last.is_ascii() && first.is_ascii()) {
            cases.add(Case::Mojibake);
            let kind = chance.clone();
            *last = letters::garbled(last, &mut kind.clone());
            *first = letters::garbled(first, &mut kind.clone());
        }
        if habits.truncates && last.chars().count() > rates.truncated_at {
            cases.add(Case::Truncated);
            *last = last.chars().take(rates.truncated_at).collect::<String>().trim_end().to_owned();
        }
        if chance.is(rates.doubled_spaces) {
            cases.add(Case::DoubledSpaces);
            if last.contains(' ') {
                *last = last.replace(' ', "  ");
            } else {
                last.push_str(if chance.is(0.5) { " " } else { "  " });
            }
        }
        if chance.is(rates.fields_swapped) {
            cases.add(Case::FieldsSwapped);
            std::mem::swap(last, first);
        }
    }
}
