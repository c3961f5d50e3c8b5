//! Eighty families around the handful of people of the tests: from so few, nobody learns which names are rare, and a
//! link by the name alone needs that.

use std::{fmt::Write as _, sync::LazyLock};

use model::{BirthDate, PersonName, PronoteId};

use super::tests::FEW;
use crate::{
    directory::{self, Affiliation, NewAccount, Profile},
    tests::{SCHOOL, TestEnt, uai},
};

/// How many.
const FAMILIES: usize = 80;

/// The file of the tests: its few people, and the families.
pub(super) static GOOD: LazyLock<String> = LazyLock::new(|| among_families(FEW));

/// A file of these people, with the families in its lists of pupils and of guardians.
pub(crate) fn among_families(few: &str) -> String {
    let (mut pupils, mut parents) = (String::new(), String::new());
    for number in 0..FAMILIES {
        let Family { last, pupil, parent, born } = family(number);
        let last = last.to_uppercase();
        let [first_id, second_id] = [2 * number, 2 * number + 1].map(identifier);
        writeln!(pupils, "<Eleve Nom='{last}' Prenom='{pupil}' DateNaissance='{born}' IDPN='{first_id}'/>")
            .unwrap();
        writeln!(parents, "<Responsable Nom='{last}' Prenom='{parent}' IDPN='{second_id}'/>").unwrap();
    }
    let with = few.replace("</Eleves>", &format!("{pupils}</Eleves>"));
    with.replace("</Responsables>", &format!("{parents}</Responsables>"))
}

struct Family {
    last: String,
    pupil: String,
    parent: String,
    born: BirthDate,
}

fn family(number: usize) -> Family {
    let heads = ["Bal", "Cor", "Dur", "Fal", "Ger", "Hau", "Jol", "Ker"];
    let tails = ["dane", "mont", "vier", "rois", "sac", "tel", "bry", "gny", "lois", "pin"];
    let ends = ["ia", "an", "rine", "ko"];
    let first = |of: [&str; 5], end: usize| of[number % 5].to_owned() + ends[end % 4];
    Family {
        last: heads[number % 8].to_owned() + tails[number / 8],
        pupil: first(["Al", "El", "Mo", "Sa", "Lu"], number / 5),
        parent: first(["Be", "Da", "Jo", "Ni", "Ro"], number),
        born: BirthDate::parse(&format!(
            "201{}-{:02}-{:02}",
            1 + number % 3,
            1 + number % 12,
            1 + number % 28
        ))
        .unwrap(),
    }
}

fn identifier(number: usize) -> PronoteId {
    let mut state = number as u64 + 1;
    PronoteId::generate(|bound| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % bound
    })
}

impl TestEnt {
    /// The same with the families.
    pub(super) async fn with_families(self) -> Self {
        self.settle_families().await;
        self
    }

    /// Gives the first school its families, once.
    pub(crate) async fn settle_families(&self) {
        let Family { last, pupil, .. } = family(0);
        if directory::by_login(&self.ent, &format!("{pupil}.{last}")).await.unwrap().is_some() {
            return;
        }
        let account = |last: &str, first: &str, born: Option<BirthDate>, profile| NewAccount {
            name: PersonName::new(last, first),
            login: format!("{first}.{last}"),
            birth_date: born,
            affiliations: vec![Affiliation { uai: uai(SCHOOL), profile, class: None }],
        };
        let people = (0..FAMILIES).flat_map(|number| {
            let Family { last, pupil, parent, born } = family(number);
            let pupil = account(&last, &pupil, Some(born), Profile::Pupil);
            [pupil, account(&last, &parent, None, Profile::Parent)]
        });
        directory::add_all(&self.ent, &people.collect::<Vec<_>>()).await.unwrap();
    }
}
