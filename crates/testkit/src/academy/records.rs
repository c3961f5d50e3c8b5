//! Writes people down: as accounts of the directory, and as identities of a base.

use super::{
    Account, Identity,
    case::{Case, Cases},
    chance::{Chance, mixed},
    letters,
    people::{Date, Person},
    profile::Profile,
    school::School,
    spelling::Writer,
    stock::Age,
};

/// Signs of a PRONOTE identifier.
const SIGNS: &[u8; 30] = b"2345789ABCDEFGHJKMNPQRSTUVWXYZ";

/// Sixteen signs, all different.
fn pronote_id(chance: &mut Chance) -> String {
    let mut signs = *SIGNS;
    let (mut high, mut low) = (chance.bits(), chance.bits());
    for place in 0..16 {
        let source = if place < 8 { &mut high } else { &mut low };
        let left = (30 - place) as u64;
        signs.swap(place, place + (*source % left) as usize);
        *source /= left;
    }
    signs[..16].iter().map(|sign| char::from(*sign)).collect()
}

/// What a record says beside the names.
#[derive(Debug, Default)]
pub struct Place {
    /// Word of the category.
    pub category: &'static str,
    /// Schools, or the school.
    pub schools: String,
    /// Classes, or the class.
    pub classes: String,
    /// Subjects.
    pub subjects: String,
    /// Children.
    pub children: String,
}

/// Writes both kinds of records.
#[derive(Debug)]
pub struct Scribe<'a> {
    /// Rates.
    pub profile: &'a Profile,
    /// Names in PRONOTE.
    pub writer: Writer<'a>,
    /// Mixed into the identifiers of accounts, so that their order tells nothing.
    pub seed: u64,
    /// Accounts so far.
    pub accounts: Vec<Account>,
    /// Identities so far.
    pub identities: Vec<Identity>,
}

impl Scribe<'_> {
    /// Adds the account of a person; gives its identifier. `old` is a second account, as the person was in another year.
    pub fn account(&mut self, person: &Person, place: Place, old: bool, chance: &mut Chance) -> String {
        let rates = &self.profile.directory;
        // An odd factor makes distinct numbers of distinct counts.
        let number = (self.accounts.len() as u32).wrapping_mul(0x9E37_79B1) ^ mixed(self.seed) as u32;
        let id = format!("u{number:08x}");
        let mut last = person.last.clone();
        let mut birth_last = person.birth_last.clone();
        if old && person.age == Age::Grown {
            last.clone_from(&birth_last);
        }
        if last != birth_last && chance.is(rates.birth_name_missing) || last == birth_last && chance.is(0.5) {
            birth_last.clear();
        }
        let mut first = person.first.clone();
        let mut other_first = String::new();
        if !person.others.is_empty() {
            if chance.is(rates.all_first) {
                first = format!("{first} {}", person.others.join(" "));
            } else if !chance.is(rates.other_first_missing) {
                other_first = person.others.join(rates.other_first_joined_by);
            }
        }
        if chance.is(rates.typo) {
            let name = if chance.is(0.6) { &mut last } else { &mut first };
            *name = letters::mistyped(name, chance);
        }
        if chance.is(rates.accents_lost) {
            for name in [&mut last, &mut birth_last, &mut first, &mut other_first] {
                *name = letters::unaccented(name);
            }
        }
        if chance.is(0.35) {
            last = last.to_uppercase();
            birth_last = birth_last.to_uppercase();
        }
        let known = match place.category {
            "eleve" => 1.0 - rates.date_missing,
            "responsable" | "maitre_stage" => rates.guardian_date,
            _ => rates.adult_date,
        };
        let title = if chance.is(rates.title_missing) { "" } else { title(person) };
        self.accounts.push(Account {
            id: id.clone(),
            category: place.category,
            title,
            last,
            birth_last,
            first,
            other_first,
            born: chance.is(known).then_some(person.born),
            schools: place.schools,
            classes: place.classes,
            subjects: place.subjects,
            children: place.children,
            person: person.number,
        });
        id
    }

    /// Adds an identity of a person to a base; gives its identifier. `cases` is what befell it already.
    pub fn identity(
        &mut self,
        person: &Person,
        school: &School,
        mut place: Place,
        cases: Cases,
        chance: &mut Chance,
    ) -> String {
        let profile = self.profile;
        let facts = &profile.facts;
        let written = self.writer.write(person, school.habits, chance);
        let mut cases = cases.with(person.cases).with(written.cases);
        let born = self.date_in_base(person, place.category, &mut cases, chance);
        let missing = facts.title_missing.max(if profile.minimal { 0.5 } else { 0.0 });
        let title = if chance.is(missing) {
            cases.add(Case::TitleMissing);
            ""
        } else if chance.is(facts.title_wrong) {
            cases.add(Case::TitleWrong);
            if person.woman { "M." } else { "Mme" }
        } else if person.woman && person.age == Age::Young && school.old_titles {
            "Mlle"
        } else {
            title(person)
        };
        if profile.minimal {
            (place.classes, place.subjects, place.children) = Default::default();
        }
        let id = pronote_id(chance);
        self.identities.push(Identity {
            id: id.clone(),
            school: school.uai.clone(),
            category: place.category,
            title,
            last: written.last,
            first: written.first,
            born,
            class: place.classes,
            subjects: place.subjects,
            children: place.children,
            person: person.number,
            cases,
        });
        id
    }

    fn date_in_base(
        &self,
        person: &Person,
        category: &str,
        cases: &mut Cases,
        chance: &mut Chance,
    ) -> Option<Date> {
        let facts = &self.profile.facts;
        let known = match category {
            "eleve" => 1.0 - facts.date_missing,
            "enseignant" | "personnel" if !self.profile.minimal => facts.adult_date,
            _ => 0.0,
        };
        if !chance.is(known) {
            if category == "eleve" {
                cases.add(Case::DateMissing);
            }
            return None;
        }
        if !chance.is(facts.date_wrong) {
            return Some(person.born);
        }
        let wrong = wrong_date(person.born, chance);
        if wrong != person.born {
            cases.add(Case::DateWrong);
        }
        Some(wrong)
    }
}

/// The usual title.
fn title(person: &Person) -> &'static str {
    if person.woman { "Mme" } else { "M." }
}

/// A date as somebody may have mistaken it.
fn wrong_date((year, month, day): Date, chance: &mut Chance) -> Date {
    match chance.below(10) {
        0..=2 if day <= 12 => (year, day, month),
        0..=3 => (year, month, 1 + (day + chance.below(9) as u8) % 28),
        4..=5 => (year, 1 + (month + chance.below(10) as u8) % 12, day.min(28)),
        6..=7 => (year + if chance.is(0.5) { 1 } else { -1 }, month, day.min(28)),
        8 => (year, 1, 1),
        _ => (year, month, if day % 10 == 1 { day - 1 } else { day + 1 }.clamp(1, 28)),
    }
}
