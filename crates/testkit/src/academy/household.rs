//! Writes a family down: its children in their schools, its guardians in each base that knows a child.

use super::{
    case::{Case, Cases},
    district::{District, joined},
    family::{Adult, Child, Family, YOUNGEST},
    people::Person,
    records::Place,
    school::School,
};

/// What became of a child in the two lists.
#[derive(Debug, Default, Clone)]
struct Enrolled {
    school: usize,
    account: Option<String>,
    identity: Option<String>,
}

impl District<'_, '_> {
    /// Adds a family; `unknown` are those whom no base knows.
    pub(super) fn household(
        &mut self,
        teachers: &mut Vec<Person>,
        cousin: &mut Option<Person>,
        unknown: bool,
    ) {
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
        // Who enters a relative in PRONOTE has entered the parent: else nobody, person or program, could tell a parent from a relative of the same
        // name who guards the same child.
        let relative = family.adults.iter().any(|adult| adult.person.cases.has(Case::SameNameRelative));
        if account && !adult.extra && !relative && self.chance.is(presence.guardian_without_identity) {
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
}
