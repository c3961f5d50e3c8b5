//! The members of the cast are there, are what their role says, and are recognised.

use std::collections::BTreeSet;

use crate::{District, EntProfile, PersonKey, PronotePerson};
use model::Category;

use super::recognition::{folded, plain_links};

fn districts() -> impl Iterator<Item = District> {
    (0..40).map(District::small).chain((0..3).map(District::generate))
}

/// Categories of the records of an account, by school.
fn categories(district: &District, key: PersonKey) -> [Vec<Category>; 2] {
    district.schools.each_ref().map(|school| {
        school.pronote.people.iter().filter(|p| p.truth == Some(key)).map(|p| p.category).collect()
    })
}

#[test]
fn each_role_is_played() {
    for district in districts() {
        let cast = &district.cast;
        let two_administrators = cast.administrators;
        for (key, in_first, in_second) in [
            (cast.pupil, vec![Category::Pupil], vec![]),
            (cast.guardian_of_two, vec![Category::Guardian], vec![]),
            (cast.guardian_of_both_schools, vec![Category::Guardian], vec![Category::Guardian]),
            (cast.teacher, vec![Category::Teacher], vec![]),
            (cast.teacher_and_guardian, vec![Category::Teacher, Category::Guardian], vec![]),
            (cast.staff, vec![Category::Staff], vec![]),
            (cast.without_pronote_id, vec![], vec![]),
            (cast.duplicated_teacher, vec![Category::Teacher; 2], vec![]),
            (two_administrators[0], vec![Category::Staff], vec![]),
            (two_administrators[1], vec![], vec![Category::Staff]),
            (cast.pupil_from_former_ent, vec![Category::Pupil], vec![]),
            (cast.teacher_from_former_ent, vec![Category::Teacher], vec![]),
        ] {
            assert_eq!(
                categories(&district, key),
                [in_first, in_second],
                "{}",
                district.account(key).unwrap().login
            );
        }
        assert_eq!(cast.everybody().into_iter().collect::<BTreeSet<_>>().len(), 12);
    }
}

#[test]
fn families_of_the_cast_agree_at_both_ends() {
    for district in districts() {
        let [first, second] = &district.schools;
        let children = |key: PersonKey| district.account(key).unwrap().children.clone();
        let two = children(district.cast.guardian_of_two);
        assert_eq!(two.len(), 2);
        assert!(two.iter().all(|child| district.account(*child).unwrap().is(EntProfile::Pupil, &first.uai)));
        let both = children(district.cast.guardian_of_both_schools);
        assert!(district.account(both[0]).unwrap().is(EntProfile::Pupil, &first.uai));
        assert!(district.account(both[1]).unwrap().is(EntProfile::Pupil, &second.uai));

        let counts =
            |key| -> Vec<usize> { district.records_of(key).map(|(_, p)| p.children.len()).collect() };
        assert_eq!(counts(district.cast.guardian_of_two), [2]);
        assert_eq!(counts(district.cast.guardian_of_both_schools), [1, 1]);
        assert_eq!(counts(district.cast.teacher_and_guardian), [0, 1]);
    }
}

#[test]
fn the_cast_is_recognised_except_the_duplicate_and_the_newcomer() {
    for district in districts() {
        let links: Vec<_> =
            district.schools.iter().flat_map(|school| plain_links(&district, school)).collect();
        let cast = &district.cast;
        let children = [cast.guardian_of_two, cast.guardian_of_both_schools, cast.teacher_and_guardian]
            .map(|key| district.account(key).unwrap().children.clone());
        for key in cast.everybody().into_iter().chain(children.into_iter().flatten()) {
            let linked = district.records_of(key).filter(|(_, p)| links.contains(&(p.key, key))).count();
            let expected = if key == cast.duplicated_teacher { 0 } else { district.records_of(key).count() };
            assert_eq!(linked, expected, "{}", district.account(key).unwrap().login);
        }
    }
}

#[test]
fn nobody_else_bears_a_name_of_the_cast() {
    for district in districts() {
        for key in district.cast.everybody() {
            let name = folded(&district.account(key).unwrap().name);
            assert_eq!(district.ent.accounts.iter().filter(|a| folded(&a.name) == name).count(), 1, "{name}");
            let strangers = |p: &PronotePerson| folded(&p.name) == name && p.truth != Some(key);
            assert!(!district.records().any(|(_, p)| strangers(p)), "{name}");
        }
    }
}

#[test]
fn only_two_of_the_cast_come_from_a_former_ent() {
    for district in districts() {
        for key in district.cast.everybody() {
            let former = [district.cast.pupil_from_former_ent, district.cast.teacher_from_former_ent];
            for (_, person) in district.records_of(key) {
                assert_eq!(person.former_cas_id.is_some(), former.contains(&key), "{:?}", person.name);
            }
        }
    }
}

#[test]
fn the_administrators_are_staff_of_their_school() {
    for district in districts() {
        for (school, key) in district.schools.iter().zip(district.cast.administrators) {
            let account = district.account(key).unwrap();
            assert_eq!(account.profiles, [(school.uai.clone(), EntProfile::Staff)]);
        }
    }
}
