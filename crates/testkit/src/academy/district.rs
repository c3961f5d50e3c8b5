//! A district: a lycée, the collèges around it, and the people who come there.

use super::{
    case::{Case, Cases},
    chance::Chance,
    family::Maker,
    people::Person,
    records::{Place, Scribe},
    school::{SUBJECTS, School},
};

/// How many records a district shall have.
#[derive(Debug, Clone, Copy)]
pub struct Quota {
    /// Identities, all schools together.
    pub identities: usize,
    /// Accounts; those that identities do not account for are families whom no base knows.
    pub accounts: usize,
}

/// Fills two lists with the people of a district.
#[derive(Debug)]
pub struct District<'a, 'b> {
    /// Writes people down.
    pub scribe: &'a mut Scribe<'b>,
    /// Invents families.
    pub maker: &'a mut Maker<'b>,
    /// Chance of this district.
    pub chance: Chance,
    /// The schools, those of the youngest pupils first.
    pub schools: Vec<School>,
}

impl District<'_, '_> {
    /// Adds everybody until both lists are as long as the quota says; families are added whole.
    pub fn fill(&mut self, quota: Quota) {
        let (accounts, identities) = (self.scribe.accounts.len(), self.scribe.identities.len());
        let pupils = quota.identities * 2 / 5;
        let mut teachers = self.teachers(pupils / 12);
        self.staff(pupils / 40);
        self.visitors(pupils / 220);
        let mut cousin: Option<Person> = None;
        while self.scribe.identities.len() < identities + quota.identities {
            self.household(&mut teachers, &mut cousin, false);
        }
        while self.scribe.accounts.len() < accounts + quota.accounts {
            self.household(&mut teachers, &mut cousin, true);
        }
    }

    /// Teachers, each with an identity in every school where they teach; gives them for the families.
    fn teachers(&mut self, count: usize) -> Vec<Person> {
        let profile = self.scribe.profile;
        let mut all = Vec::with_capacity(count);
        for _ in 0..count {
            let chance = &mut self.chance;
            let origin = self.maker.stock.origin(chance);
            let mut person = self.maker.adult(chance.is(0.6), origin, (1961, 2001), chance);
            self.marry(&mut person);
            let chance = &mut self.chance;
            let mut places = vec![chance.below(self.schools.len())];
            while places.len() < self.schools.len() && chance.is(profile.families.second_school) {
                let more = chance.below(self.schools.len());
                if !places.contains(&more) {
                    places.push(more);
                }
            }
            let subject = SUBJECTS[chance.rank(SUBJECTS.len(), 4.0, 0.8)];
            let mut classes = Vec::new();
            for place in &places {
                let school = &self.schools[*place];
                let taught: Vec<(i16, usize)> = (0..2 + chance.below(4))
                    .map(|_| {
                        let level = chance.between(*school.levels.start(), *school.levels.end());
                        (level, chance.below(school.classes))
                    })
                    .collect();
                classes.push(taught);
            }
            let mut cases = Cases::default();
            if !chance.is(profile.presence.teacher_without_account) {
                let place = Place {
                    category: "enseignant",
                    schools: self.uais(&places),
                    classes: self.class_names(&places, &classes),
                    subjects: subject.0.to_owned(),
                    children: String::new(),
                };
                self.account(&person, place, &mut cases);
            }
            for (place, taught) in places.iter().zip(&classes) {
                self.teacher_identity(&person, *place, taught, subject, cases);
            }
            all.push(person);
        }
        all
    }

    fn teacher_identity(
        &mut self,
        person: &Person,
        place: usize,
        taught: &[(i16, usize)],
        subject: (&str, &str),
        mut cases: Cases,
    ) {
        let chance = &mut self.chance;
        let school = &self.schools[place];
        let style = school.style_in_base;
        let mut subjects = if school.short_subjects { subject.1 } else { subject.0 };
        if chance.is(self.scribe.profile.facts.subject_differs) {
            cases.add(Case::SubjectDiffers);
            subjects = if chance.is(0.6) { "" } else { SUBJECTS[chance.below(SUBJECTS.len())].1 };
        }
        let place = Place {
            category: "enseignant",
            classes: joined(taught.iter().map(|(level, index)| School::class(style, *level, *index))),
            subjects: subjects.to_owned(),
            ..Place::default()
        };
        self.scribe.identity(person, school, place, cases, chance);
        if chance.is(self.scribe.profile.presence.identity_twice) {
            cases.add(Case::IdentityTwice);
            let place = Place { category: "enseignant", ..Place::default() };
            self.scribe.identity(person, school, place, cases, chance);
        }
    }

    /// Gives the surname of a husband to some women.
    fn marry(&mut self, person: &mut Person) {
        let rates = &self.scribe.profile.families;
        if person.woman && self.chance.is(0.75 * rates.married) {
            let husband = self.maker.stock.surname(person.origin, &mut self.chance);
            match self.chance.weighted(&[
                rates.husband_name,
                rates.joined_name,
                1.0 - rates.husband_name - rates.joined_name,
            ]) {
                0 => person.last = husband,
                1 => person.last = format!("{}-{husband}", person.birth_last),
                _ => {}
            }
        }
    }

    fn staff(&mut self, count: usize) {
        for _ in 0..count {
            let origin = self.maker.stock.origin(&mut self.chance);
            let woman = self.chance.is(0.65);
            let mut person = self.maker.adult(woman, origin, (1961, 2003), &mut self.chance);
            self.marry(&mut person);
            let school = self.chance.below(self.schools.len());
            let without = self.scribe.profile.presence.staff_without_account;
            self.visitor(&person, "personnel", &[school], without);
        }
    }

    /// Internship supervisors, and an inspector or two who come to several schools.
    fn visitors(&mut self, count: usize) {
        let without = self.scribe.profile.presence.visitor_without_account;
        for number in 0..count + 2 {
            let origin = self.maker.stock.origin(&mut self.chance);
            let woman = self.chance.is(0.45);
            let person = self.maker.adult(woman, origin, (1958, 1995), &mut self.chance);
            if number < count {
                let school = self.chance.below(self.schools.len());
                self.visitor(&person, "maitre_stage", &[school], without);
            } else {
                let all: Vec<usize> = (0..self.schools.len().min(3)).collect();
                self.visitor(&person, "inspecteur", &all, without);
            }
        }
    }

    fn visitor(&mut self, person: &Person, category: &'static str, places: &[usize], without: f64) {
        let mut cases = Cases::default();
        if !self.chance.is(without) {
            let place = Place { category, schools: self.uais(places), ..Place::default() };
            self.account(person, place, &mut cases);
        }
        for place in places {
            let empty = Place { category, ..Place::default() };
            self.scribe.identity(person, &self.schools[*place], empty, cases, &mut self.chance);
        }
    }

    /// Adds an account, and now and then an older one of the same person.
    pub(super) fn account(&mut self, person: &Person, place: Place, cases: &mut Cases) -> String {
        let twice = self.chance.is(self.scribe.profile.presence.account_twice);
        if twice {
            cases.add(Case::AccountTwice);
            let schools = if self.chance.is(0.6) {
                place.schools.clone()
            } else {
                self.uais(&[self.chance.clone().below(self.schools.len())])
            };
            let old = Place { category: place.category, schools, ..Place::default() };
            self.scribe.account(person, old, true, &mut self.chance);
        }
        self.scribe.account(person, place, false, &mut self.chance)
    }

    pub(super) fn uais(&self, places: &[usize]) -> String {
        joined(places.iter().map(|at| self.schools[*at].uai.clone()))
    }

    /// The classes that a teacher has, as the directory names them.
    fn class_names(&self, places: &[usize], classes: &[Vec<(i16, usize)>]) -> String {
        let named = places.iter().zip(classes).flat_map(|(at, taught)| {
            let style = self.schools[*at].style;
            taught.iter().map(move |(level, index)| School::class(style, *level, *index))
        });
        joined(named)
    }
}

/// Several values in one field; those that occur twice, once.
pub fn joined(values: impl Iterator<Item = String>) -> String {
    let mut all: Vec<String> = Vec::new();
    for value in values {
        if !all.contains(&value) {
            all.push(value);
        }
    }
    all.join("|")
}
