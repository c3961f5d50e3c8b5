//! Families: who lives with whom, who guards whom, and what they are called.

use super::{
    case::Case,
    chance::Chance,
    people::{Person, date_in},
    profile::Families,
    stock::{Age, Stock},
};

/// A child that is or was at school.
#[derive(Debug)]
pub struct Child {
    /// Who.
    pub person: Person,
    /// Indices of the guardians in [`Family::adults`].
    pub guardians: Vec<usize>,
}

/// A guardian.
#[derive(Debug)]
pub struct Adult {
    /// Who.
    pub person: Person,
    /// A relative or neighbour whom PRONOTE knows and the school's own files mostly do not.
    pub extra: bool,
}

/// A family, with those who help it.
#[derive(Debug, Default)]
pub struct Family {
    /// Guardians.
    pub adults: Vec<Adult>,
    /// Children born early enough to be in the sixth form at least.
    pub children: Vec<Child>,
}

/// The youngest year of birth of the school year.
pub const YOUNGEST: i16 = 2014;

/// Makes families.
#[derive(Debug)]
pub struct Maker<'a> {
    /// How families are.
    pub rates: &'a Families,
    /// Couples of one origin.
    pub same_origin: f64,
    /// Names.
    pub stock: &'a Stock,
    /// The next number of a person.
    pub next: u32,
}

impl Maker<'_> {
    fn number(&mut self) -> u32 {
        self.next += 1;
        self.next - 1
    }

    /// An adult of their own.
    pub fn adult(&mut self, woman: bool, origin: usize, years: (i16, i16), chance: &mut Chance) -> Person {
        let number = self.number();
        Person::adult(number, woman, origin, years, self.stock, chance)
    }

    /// A family; `teacher` is one of its parents, when given; `cousin` is a child of another family, for a namesake.
    pub fn family(
        &mut self,
        teacher: Option<Person>,
        cousin: Option<&Person>,
        chance: &mut Chance,
    ) -> Family {
        let rates = self.rates;
        let married_more = (1.0 - rates.married - rates.apart - rates.alone).max(0.0);
        let kind = chance.weighted(&[rates.married, married_more, rates.apart, rates.alone]);
        let (mut mother, father) = self.couple(teacher, chance);
        if (kind == 0 || (kind == 2 && chance.is(0.3))) && mother.birth_last != father.last {
            match chance.weighted(&[
                rates.husband_name,
                rates.joined_name,
                1.0 - rates.husband_name - rates.joined_name,
            ]) {
                0 => mother.last.clone_from(&father.last),
                1 if chance.is(0.5) => mother.last = format!("{}-{}", mother.birth_last, father.last),
                1 => mother.last = format!("{}-{}", father.last, mother.birth_last),
                _ => {}
            }
        }
        let last = self.child_surname(&mother, &father, kind == 3, chance);
        let children = self.children(&last, &mother, &father, cousin, chance);
        let mut family = Family::default();
        let with_mother = kind != 3 || chance.is(0.85);
        let with_father = kind != 3 || !with_mother;
        for parent in [with_mother.then_some(mother), with_father.then_some(father)].into_iter().flatten() {
            family.adults.push(Adult { person: parent, extra: false });
        }
        if kind == 2 {
            for woman in [false, true] {
                if chance.is(rates.step_parent) {
                    let origin = self.stock.origin(chance);
                    let person = self.adult(woman, origin, (1968, 1990), chance);
                    family.adults.push(Adult { person, extra: false });
                }
            }
        }
        let everybody: Vec<usize> = (0..family.adults.len()).collect();
        for person in children {
            let mut guardians = everybody.clone();
            if chance.is(rates.extra_guardian) {
                guardians.push(self.extra(&mut family, chance));
            }
            family.children.push(Child { person, guardians });
        }
        family
    }

    fn couple(&mut self, teacher: Option<Person>, chance: &mut Chance) -> (Person, Person) {
        let origin = self.stock.origin(chance);
        let other = if chance.is(self.same_origin) { origin } else { self.stock.origin(chance) };
        let years = (1966, 1990);
        match teacher {
            Some(person) if person.woman => (person, self.adult(false, other, years, chance)),
            Some(person) => (self.adult(true, other, years, chance), person),
            None => (self.adult(true, origin, years, chance), self.adult(false, other, years, chance)),
        }
    }

    fn child_surname(&self, mother: &Person, father: &Person, alone: bool, chance: &mut Chance) -> String {
        let (one, two) = (&father.last, &mother.birth_last);
        if one != two && chance.is(self.rates.two_surnames) && !one.contains('-') && !two.contains('-') {
            let sign = if chance.is(0.6) { '-' } else { ' ' };
            return if chance.is(0.65) { format!("{one}{sign}{two}") } else { format!("{two}{sign}{one}") };
        }
        if chance.is(if alone { 0.5 } else { 0.12 }) { two.clone() } else { one.clone() }
    }

    /// Births of a family, eldest first; only those that are at school, or were not long ago.
    fn children(
        &mut self,
        last: &str,
        mother: &Person,
        father: &Person,
        cousin: Option<&Person>,
        chance: &mut Chance,
    ) -> Vec<Person> {
        let mut children: Vec<Person> = Vec::new();
        let births = 1 + chance.weighted(&[0.24, 0.44, 0.22, 0.07, 0.03]);
        let mut year = chance.between(2004, YOUNGEST);
        for _ in 0..births {
            if year > YOUNGEST {
                break;
            }
            let born = date_in(year, chance);
            let count = 1 + chance.weighted(&[
                1.0 - self.rates.twins - self.rates.triplets,
                self.rates.twins,
                self.rates.triplets,
            ]);
            for _ in 0..count {
                let mut child = self.child(last, mother.origin.min(father.origin), born, &children, chance);
                if count > 1 {
                    child.cases.add(Case::Twin);
                    self.name_like_twin(&mut child, &children, chance);
                }
                children.push(child);
            }
            year += 1 + chance.weighted(&[0.15, 0.34, 0.28, 0.13, 0.1]) as i16;
        }
        if let Some(eldest) = children.first_mut() {
            if !eldest.woman && chance.is(self.rates.father_and_son) {
                eldest.first.clone_from(&father.first);
            }
            if let Some(cousin) = cousin {
                eldest.woman = cousin.woman;
                eldest.first.clone_from(&cousin.first);
                eldest.further_names(self.stock, chance);
                if chance.is(self.rates.namesake_birth_date) && children.len() == 1 {
                    children[0].born = cousin.born;
                }
                for child in &mut children {
                    child.last.clone_from(&cousin.last);
                    child.birth_last.clone_from(&cousin.last);
                }
                children[0].cases.add(Case::NamesakeCousin);
            }
        }
        children
    }

    fn child(
        &mut self,
        last: &str,
        origin: usize,
        born: (i16, u8, u8),
        siblings: &[Person],
        chance: &mut Chance,
    ) -> Person {
        let woman = chance.is(0.488);
        let mut first = self.stock.given(origin, woman, Age::Young, chance);
        for _ in 0..8 {
            if siblings.iter().all(|sibling| sibling.first != first) {
                break;
            }
            first = self.stock.given(origin, woman, Age::Young, chance);
        }
        let mut child = Person {
            number: self.number(),
            woman,
            origin,
            last: last.to_owned(),
            birth_last: last.to_owned(),
            first,
            others: Vec::new(),
            born,
            age: Age::Young,
            cases: super::case::Cases::default(),
        };
        child.further_names(self.stock, chance);
        child
    }

    /// Looks for a given name with the two letters that the twin's begins with.
    fn name_like_twin(&self, child: &mut Person, siblings: &[Person], chance: &mut Chance) {
        let Some(twin) = siblings.last().filter(|twin| twin.born == child.born) else { return };
        if !chance.is(self.rates.twins_alike) {
            return;
        }
        let start = |name: &str| name.chars().take(2).collect::<String>();
        for _ in 0..60 {
            let first = self.stock.given(child.origin, child.woman, Age::Young, chance);
            if start(&first) == start(&twin.first) && siblings.iter().all(|other| other.first != first) {
                child.first = first;
                break;
            }
        }
    }

    /// Adds a grandparent, an aunt, an uncle or a neighbour; gives the index.
    fn extra(&mut self, family: &mut Family, chance: &mut Chance) -> usize {
        let parents = family.adults.iter().filter(|adult| !adult.extra).count();
        let parent = family.adults[chance.below(parents)].person.clone();
        let woman = chance.is(0.62);
        let mut person = match chance.weighted(&[0.5, 0.25, 0.25]) {
            0 => {
                let mut person = self.adult(woman, parent.origin, (1940, 1962), chance);
                person.last.clone_from(&parent.birth_last);
                if !woman {
                    person.birth_last.clone_from(&person.last);
                }
                person
            }
            1 => {
                let mut person = self.adult(woman, parent.origin, (1965, 1998), chance);
                person.last.clone_from(&parent.last);
                person.birth_last.clone_from(&parent.birth_last);
                person
            }
            _ => {
                let origin = self.stock.origin(chance);
                self.adult(woman, origin, (1945, 1998), chance)
            }
        };
        person.cases.add(Case::ExtraGuardian);
        if chance.is(self.rates.same_name_relative) {
            person.woman = parent.woman;
            person.last.clone_from(&parent.last);
            person.birth_last.clone_from(&parent.birth_last);
            person.first.clone_from(&parent.first);
            person.cases.add(Case::SameNameRelative);
        }
        family.adults.push(Adult { person, extra: true });
        family.adults.len() - 1
    }
}
