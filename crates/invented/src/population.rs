//! Everybody whom no story is told about: they fill the schools up to their size.

use model::Category;

use crate::{
    SchoolSize,
    base::DUPLICATES,
    builder::{Builder, Family},
    naming::Logins,
    site::Place,
};

/// Fills both schools.
pub(crate) fn fill(builder: &mut Builder, shared_families: usize) {
    for _ in 0..shared_families {
        shared_family(builder);
    }
    for place in Place::BOTH {
        enrol(builder, place);
        employ(builder, place);
    }
    for place in Place::BOTH {
        find_guardians(builder, place);
    }
    for place in Place::BOTH {
        welcome(builder, place);
    }
    let mut logins = Logins::default();
    for account in &mut builder.accounts {
        account.login = logins.give(&account.name);
    }
}

/// A child in each school, two guardians who are in both bases.
fn shared_family(builder: &mut Builder) {
    let mut family = builder.family(None);
    for place in Place::BOTH {
        builder.any_child(&mut family, place);
    }
    for _ in 0..2 {
        builder.any_guardian(&mut family);
    }
    builder.families.push(family);
}

/// Families of one, two or three pupils, until the school is full.
fn enrol(builder: &mut Builder, place: Place) {
    let pupils = builder.site(place).size.pupils;
    let mut missing = pupils.saturating_sub(builder.known(place, Category::Pupil).len());
    while missing > 0 {
        let mut family = builder.family(None);
        let wanted = match builder.chance.below(100) {
            0..86 => 1,
            86..98 => 2,
            _ => 3,
        };
        let children = wanted.min(missing);
        for _ in 0..children {
            builder.any_child(&mut family, place);
        }
        missing -= children;
        builder.families.push(family);
    }
}

/// Those who work for the school, or with it.
fn employ(builder: &mut Builder, place: Place) {
    let SchoolSize { teachers, staff, inspectors, internship_supervisors, .. } = builder.site(place).size;
    for (category, wanted) in [
        (Category::Teacher, teachers),
        (Category::Staff, staff),
        (Category::Inspector, inspectors),
        (Category::InternshipSupervisor, internship_supervisors),
    ] {
        for _ in builder.known(place, category).len()..wanted {
            builder.any_adult(place, category);
        }
    }
}

/// Gives each family of the school a guardian, then further ones to random families until the base has its size.
fn find_guardians(builder: &mut Builder, place: Place) {
    let mut families = std::mem::take(&mut builder.families);
    let (mut here, elsewhere): (Vec<Family>, Vec<Family>) =
        families.drain(..).partition(|family| family.places.contains(&place) && family.places.len() == 1);
    for family in here.iter_mut().filter(|family| family.guardians == 0) {
        builder.any_guardian(family);
    }
    builder.chance.shuffle(&mut here);
    let mut missing = missing_guardians(builder, place);
    // Most children have a second guardian, some a third; the last round is for sizes that ask for more.
    let most = here.len() * 88 / 100;
    for (guardians, up_to) in [(1, most), (2, most), (1, here.len()), (2, here.len())] {
        for family in here.iter_mut().take(up_to).filter(|family| family.guardians == guardians).take(missing)
        {
            builder.any_guardian(family);
            missing -= 1;
        }
    }
    builder.families = here.into_iter().chain(elsewhere).collect();
}

/// How many guardians the base lacks to reach its number of identifiers.
fn missing_guardians(builder: &Builder, place: Place) -> usize {
    let size = builder.site(place).size;
    let known: usize = Category::ALL.into_iter().map(|category| builder.known(place, category).len()).sum();
    let duplicates = if place == Place::First { DUPLICATES } else { 0 };
    size.identifiers.saturating_sub(known + size.grandparents + size.former_pupils + duplicates)
}

/// Pupils and a teacher who have an account since yesterday.
fn welcome(builder: &mut Builder, place: Place) {
    let already = if place == Place::First { 1 } else { 0 };
    for _ in already..builder.site(place).size.new_arrivals {
        let mut family = builder.family(None);
        let pupil = builder.any_child(&mut family, place);
        let guardian = builder.any_guardian(&mut family);
        builder.hide(pupil);
        builder.hide(guardian);
    }
    if place == Place::First {
        let teacher = builder.any_adult(place, Category::Teacher);
        builder.hide(teacher);
    }
}
