//! What makes reconciliation hard, one example of each in the first school.

use std::collections::BTreeSet;

use model::Category;

use crate::{
    PersonKey,
    builder::{Builder, Family},
    site::Place,
};

/// Accounts that are there to be confused, all of the first school. Names are otherwise unique in the district.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cases {
    /// Two pupils of one name, born on different days, of two families.
    pub homonym_pupils: [PersonKey; 2],
    /// Two guardians of one name and civility, of two families.
    pub homonym_guardians: [PersonKey; 2],
    /// Two teachers of one name and civility.
    pub homonym_teachers: [PersonKey; 2],
    /// Two pupils of one family, born on the same day.
    pub twins: [PersonKey; 2],
    /// A guardian whose name a grandparent of the same children bears; the grandparent has no account.
    pub namesake_of_grandparent: PersonKey,
    /// Accounts of either school that no base knows yet: pupils, their guardians, a teacher.
    pub new_arrivals: BTreeSet<PersonKey>,
}

impl Cases {
    /// Makes the special cases; new arrivals are known when the schools are full.
    pub(crate) fn invent(builder: &mut Builder) -> Self {
        let (twins, namesake_of_grandparent) = twins(builder);
        let cases = Self {
            homonym_pupils: homonym_pupils(builder),
            homonym_guardians: homonym_guardians(builder),
            homonym_teachers: homonym_teachers(builder),
            twins,
            namesake_of_grandparent,
            new_arrivals: BTreeSet::new(),
        };
        builder.steady.extend(cases.homonym_pupils);
        builder.steady.extend(cases.homonym_guardians);
        builder.steady.extend(cases.homonym_teachers);
        builder.steady.extend(cases.twins);
        builder.steady.insert(cases.namesake_of_grandparent);
        cases
    }
}

fn twins(builder: &mut Builder) -> ([PersonKey; 2], PersonKey) {
    let mut family = builder.family(None);
    let one = builder.any_child(&mut family, Place::First);
    let birth_date = builder.account(one).and_then(|account| account.birth_date);
    let level =
        builder.account(one).and_then(|account| account.class.as_ref()).map_or("", |class| class.level);
    let civility = builder.civility();
    let name = builder.names.draw(&mut builder.chance, civility, &family.last);
    let other = builder.child_born(&mut family, Place::First, name, civility, (level, birth_date));
    let guardian = builder.any_guardian(&mut family);
    builder.families.push(family);
    ([one, other], guardian)
}

fn homonym_pupils(builder: &mut Builder) -> [PersonKey; 2] {
    let mut one_family = builder.family(None);
    let civility = builder.civility();
    let name = builder.names.draw(&mut builder.chance, civility, &one_family.last);
    let one = builder.child(&mut one_family, Place::First, name.clone(), civility);
    let mut other_family = builder.family(Some(&name.last));
    other_family.born_apart_from(&one_family);
    let other = builder.child(&mut other_family, Place::First, name, civility);
    builder.families.extend([one_family, other_family]);
    [one, other]
}

fn homonym_guardians(builder: &mut Builder) -> [PersonKey; 2] {
    let civility = builder.civility();
    let name = builder.name(civility);
    let with_child = |builder: &mut Builder| -> Family {
        let mut family = builder.family(Some(&name.last));
        builder.any_child(&mut family, Place::First);
        family
    };
    let mut families = [with_child(builder), with_child(builder)];
    let guardians = families.each_mut().map(|family| builder.guardian(family, name.clone(), civility));
    builder.families.extend(families);
    guardians
}

fn homonym_teachers(builder: &mut Builder) -> [PersonKey; 2] {
    let civility = builder.civility();
    let name = builder.name(civility);
    [(); 2].map(|()| builder.adult(Place::First, Category::Teacher, name.clone(), civility))
}
