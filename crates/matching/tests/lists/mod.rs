//! Invented academies as the lists that the engine reads.

use matching::{Category, Day, People, Record, Title};
use testkit::academy::{Account, Identity};

/// Accounts as a directory.
pub fn directory<'a>(accounts: impl IntoIterator<Item = &'a Account>) -> People {
    let mut people = People::new();
    for account in accounts {
        people.push(&Record {
            id: &account.id,
            category: category(account.category),
            title: Title::read(account.title),
            last: &account.last,
            birth_last: &account.birth_last,
            first: &account.first,
            other_first: &account.other_first,
            born: account.born.map(day),
            schools: &account.schools,
            classes: &account.classes,
            subjects: &account.subjects,
            children: &account.children,
        });
    }
    people
}

/// Identities as an export.
pub fn exported<'a>(identities: impl IntoIterator<Item = &'a Identity>) -> People {
    let mut people = People::new();
    for identity in identities {
        people.push(&Record {
            id: &identity.id,
            category: category(identity.category),
            title: Title::read(identity.title),
            last: &identity.last,
            first: &identity.first,
            born: identity.born.map(day),
            schools: &identity.school,
            classes: &identity.class,
            subjects: &identity.subjects,
            children: &identity.children,
            ..Record::default()
        });
    }
    people
}

fn day((year, month, day): (i16, u8, u8)) -> Day {
    Day { year, month, day }
}

fn category(word: &str) -> Category {
    match word {
        "enseignant" => Category::Teacher,
        "responsable" => Category::Guardian,
        "maitre_stage" => Category::InternshipSupervisor,
        "inspecteur" => Category::Inspector,
        "personnel" => Category::Staff,
        _ => Category::Pupil,
    }
}
