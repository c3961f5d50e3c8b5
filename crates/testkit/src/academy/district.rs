//! A district: a lycée, the collèges around it, and the people who come there.

use super::{
    case::{Case, Cases},
    chance::Chance,
    family::{Adult, Child, Family, Maker, YOUNGEST},
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

/// What became of a child in the two lists.
#[derive(Debug, Default, Clone)]
struct Enrolled {
    school: usize,
    account: Option<String>,
    identity: Option<String>,
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
    fn account(&mut self, person: &Person, place: Place, cases: &mut Cases) -> String {
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

    /// Adds a family; `unknown` are those whom no base knows.
    fn household(&mut self, teachers: &mut Vec<Person>, cousin: &mut Option<Person>, unknown: bool) {
        let rates = &self.scribe.profile.families;
        let mut teacher = None;
        if !unknown && self.chance.is(rates.teacher_parent) {
            teacher = teachers.pop().filter(|person| (1966..=1992).contains(&person.born.0));
            if let Some(person) = &mut teacher {
                person.cases.add(Case::TeacherParent);
            }
        }
        let namesake = if self.chance.is(rates.namesake_cousin * 1.6) { cousin.as_ref() } else { None };
        let family = self.maker.family(teacher, namesake, &mut self.chance);
        if let Some(child) = family.children.last() {
            *cousin = Some(child.person.clone());
        }
        let left = !unknown && self.chance.is(self.scribe.profile.presence.left_family);
        let enrolled: Vec<Enrolled> =
            family.children.iter().map(|child| self.enrol(child, unknown, left)).collect();
        for (index, adult) in family.adults.iter().enumerate() {
            self.guardian(&family, index, adult, &enrolled, left);
        }
    }

    /// Finds a school for a child, and writes the child down.
    fn enrol(&mut self, child: &Child, unknown: bool, left: bool) -> Enrolled {
        let presence = &self.scribe.profile.presence;
        let chance = &mut self.chance;
        let behind = i16::from(chance.is(0.04));
        let level = YOUNGEST - child.person.born.0 - behind;
        let fits = |school: &School| school.levels.contains(&level);
        let choices: Vec<usize> = (0..self.schools.len()).filter(|at| fits(&self.schools[*at])).collect();
        let mut cases = Cases::default();
        let Some(at) = choices.get(chance.below(choices.len())).copied() else {
            return self.former(child, unknown, left);
        };
        let school = &self.schools[at];
        let index = chance.below(school.classes);
        let mut enrolled = Enrolled { school: at, ..Enrolled::default() };
        let gone = left && !chance.is(presence.account_outlives);
        if unknown || !(gone || chance.is(presence.pupil_without_account)) {
            let place = Place {
                category: "eleve",
                schools: school.uai.clone(),
                classes: School::class(school.style, level, index),
                ..Place::default()
            };
            enrolled.account = Some(self.account(&child.person, place, &mut cases));
        }
        if unknown {
            return enrolled;
        }
        if left {
            cases.add(Case::LeftFamily);
        }
        enrolled.identity = Some(self.pupil(&child.person, at, (level, index), cases, left));
        if at > 0 && self.chance.is(self.scribe.profile.presence.kept_by_old_school) {
            cases.add(Case::KeptByOldSchool);
            let old = self.chance.below(at);
            let level = level.min(*self.schools[old].levels.end() + 1) - 1;
            self.pupil(&child.person, old, (level.max(0), index), cases, true);
        }
        enrolled
    }

    /// The identity of a pupil, and now and then another one.
    fn pupil(
        &mut self,
        person: &Person,
        at: usize,
        (level, index): (i16, usize),
        mut cases: Cases,
        gone: bool,
    ) -> String {
        let (facts, presence) = (&self.scribe.profile.facts, &self.scribe.profile.presence);
        let chance = &mut self.chance;
        let school = &self.schools[at];
        let style = school.style_in_base;
        let class = if chance.is(if gone { 0.8 } else { facts.stale_class }) {
            cases.add(Case::StaleClass);
            match chance.is(0.6) && level > *school.levels.start() {
                true => School::class(style, level - 1, chance.below(school.classes)),
                false => String::new(),
            }
        } else {
            School::class(style, level, index)
        };
        let place = Place { category: "eleve", classes: class, ..Place::default() };
        let id = self.scribe.identity(person, school, place, cases, chance);
        if chance.is(presence.identity_twice) {
            cases.add(Case::IdentityTwice);
            let place = Place { category: "eleve", ..Place::default() };
            self.scribe.identity(person, school, place, cases, chance);
        }
        id
    }

    /// A child who finished school, or goes to one outside the district: perhaps a base kept the name.
    fn former(&mut self, child: &Child, unknown: bool, left: bool) -> Enrolled {
        let presence = &self.scribe.profile.presence;
        let at = self.chance.below(self.schools.len());
        let last = *self.schools[at].levels.end();
        let mut enrolled = Enrolled { school: at, ..Enrolled::default() };
        let mut cases = Cases::default();
        let recent = (last + 1..=last + 3).contains(&(YOUNGEST - child.person.born.0));
        if unknown || !recent || !self.chance.is(presence.left_sibling) {
            return enrolled;
        }
        if self.chance.is(presence.account_outlives) {
            let place =
                Place { category: "eleve", schools: self.schools[at].uai.clone(), ..Place::default() };
            enrolled.account = Some(self.account(&child.person, place, &mut cases));
        }
        cases.add(if left { Case::LeftFamily } else { Case::LeftSibling });
        enrolled.identity = Some(self.pupil(&child.person, at, (last, 0), cases, true));
        enrolled
    }

    /// Writes a guardian down: one account, and an identity in each base that knows a child.
    fn guardian(&mut self, family: &Family, index: usize, adult: &Adult, enrolled: &[Enrolled], left: bool) {
        let (presence, facts) = (&self.scribe.profile.presence, &self.scribe.profile.facts);
        let guarded: Vec<&Enrolled> = family
            .children
            .iter()
            .zip(enrolled)
            .filter(|(child, _)| child.guardians.contains(&index))
            .map(|(_, enrolled)| enrolled)
            .collect();
        let mut places: Vec<usize> =
            guarded.iter().filter(|e| e.identity.is_some()).map(|e| e.school).collect();
        places.sort_unstable();
        places.dedup();
        let known: Vec<&Enrolled> = guarded.iter().copied().filter(|e| e.account.is_some()).collect();
        let has_account = match (adult.extra, known.is_empty()) {
            (true, false) => presence.extra_with_account,
            (true, true) => 0.1 * presence.extra_with_account,
            (false, true) => presence.account_outlives,
            (false, false) => 1.0 - presence.guardian_without_account,
        };
        let mut cases = Cases::default();
        if left {
            cases.add(Case::LeftFamily);
        }
        let mut account = false;
        if (!places.is_empty() || !known.is_empty()) && self.chance.is(has_account) {
            account = true;
            let mut schools: Vec<usize> = known.iter().map(|e| e.school).collect();
            if schools.is_empty() {
                schools.clone_from(&places);
            }
            schools.sort_unstable();
            schools.dedup();
            let kept = 1.0 - self.scribe.profile.directory.child_link_missing;
            let children =
                joined(known.iter().filter_map(|e| e.account.clone()).filter(|_| self.chance.is(kept)));
            let place =
                Place { category: "responsable", schools: self.uais(&schools), children, ..Place::default() };
            self.account(&adult.person, place, &mut cases);
        }
        if account && !adult.extra && self.chance.is(presence.guardian_without_identity) {
            return;
        }
        for at in places {
            let mut cases = cases;
            let mut children =
                joined(guarded.iter().filter(|e| e.school == at).filter_map(|e| e.identity.clone()));
            if self.chance.is(facts.child_link_missing) {
                cases.add(Case::ChildLinkMissing);
                children.clear();
            }
            let twice = self.chance.is(presence.identity_twice);
            let again = if self.chance.is(0.5) { children.clone() } else { String::new() };
            let place = Place { category: "responsable", children, ..Place::default() };
            let school = &self.schools[at];
            self.scribe.identity(&adult.person, school, place, cases, &mut self.chance);
            if twice {
                cases.add(Case::IdentityTwice);
                let place = Place { category: "responsable", children: again, ..Place::default() };
                self.scribe.identity(&adult.person, school, place, cases, &mut self.chance);
            }
        }
    }

    fn uais(&self, places: &[usize]) -> String {
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
fn joined(values: impl Iterator<Item = String>) -> String {
    let mut all: Vec<String> = Vec::new();
    for value in values {
        if !all.contains(&value) {
            all.push(value);
        }
    }
    all.join("|")
}
