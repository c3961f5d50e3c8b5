//! PRONOTE's own logins and passwords, which the delegation leaves alone.

use std::collections::BTreeSet;

use model::{Category, PersonName};
use web::token;

use super::line;
use crate::{
    Failure, Pronote,
    bases::BaseId,
    journal::{self, Kind, Line},
    operators::Operator,
    people::{self, Entry},
};

/// What a letter tells somebody. The password is nowhere else: only its hash is kept.
#[derive(Debug)]
pub(super) struct Letter {
    pub(super) person: Entry,
    pub(super) login: String,
    pub(super) password: String,
}

/// Letters made at once: each costs the time of a hash.
pub(super) const AT_ONCE: usize = 60;

/// Gives these people a login, where they have none, and a password drawn anew.
pub(super) async fn issue(
    pronote: &Pronote,
    operator: &Operator,
    base: &BaseId,
    people: Vec<Entry>,
) -> Result<Vec<Letter>, Failure> {
    let known = people::entries(pronote, base).await?;
    let mut taken: BTreeSet<String> = known.into_iter().filter_map(|entry| entry.own_login).collect();
    let mut letters = Vec::new();
    for person in people.into_iter().take(AT_ONCE) {
        let login = person.own_login.clone().unwrap_or_else(|| free(&person.name(), &taken));
        taken.insert(login.clone());
        let password = password(token::random()?);
        people::give_own_login(pronote, base, &person.pronote_id, &login, &password).await?;
        let mut tx = pronote.db().begin().await?;
        let line = Line { person: Some(person.id.as_str()), ..line(Kind::OwnLoginIssued, operator, base) };
        journal::append(pronote, &mut tx, line).await?;
        tx.commit().await?;
        letters.push(Letter { person, login, password });
    }
    Ok(letters)
}

/// `anne.dete`, with a number when others have it.
fn free(name: &PersonName, taken: &BTreeSet<String>) -> String {
    let plain = |text: &str| -> String {
        matching::fold(text).chars().filter(char::is_ascii_alphanumeric).take(24).collect()
    };
    let login = format!("{}.{}", plain(&name.first), plain(&name.last));
    let numbered = (2_u32..).map(|number| format!("{login}{number}"));
    let mut all = std::iter::once(login.clone()).chain(numbered);
    all.find(|login| !taken.contains(login)).unwrap_or(login)
}

/// Twelve signs that are not mistaken for one another, in groups of four: 60 bits.
fn password(random: [u8; 12]) -> String {
    const SIGNS: [u8; 32] = *b"abcdefghijkmnopqrstuvwxyz2345678";
    let sign = |byte: &u8| SIGNS.get(usize::from(byte % 32)).copied().map_or('a', char::from);
    let groups = random.chunks(4).map(|group| group.iter().map(sign).collect::<String>());
    groups.collect::<Vec<_>>().join("-")
}

/// The people who can be chosen together: the pupils of a class, or their guardians.
pub(super) async fn of_class(
    pronote: &Pronote,
    base: &BaseId,
    class: &str,
    guardians: bool,
) -> Result<Vec<Entry>, Failure> {
    let entries = people::entries(pronote, base).await?;
    let pupils = entries
        .iter()
        .filter(|entry| entry.category == Category::Pupil && entry.class.as_deref() == Some(class));
    if !guardians {
        return Ok(pupils.cloned().collect());
    }
    let pupils: BTreeSet<_> = pupils.map(|entry| entry.id.clone()).collect();
    let relations = people::relations(pronote, base).await?.into_iter();
    let of: BTreeSet<_> = relations
        .filter(|relation| pupils.contains(&relation.pupil))
        .map(|relation| relation.guardian)
        .collect();
    Ok(entries.iter().filter(|entry| of.contains(&entry.id)).cloned().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logins_are_plain_and_passwords_easy_to_type() {
        let taken = ["anne.dete".to_owned(), "anne.dete2".to_owned()].into();
        assert_eq!(free(&PersonName::new("D'Été", "Anne"), &taken), "anne.dete3");
        assert_eq!(free(&PersonName::new("Noël-Œuvré", "Awa"), &taken), "awa.noeloeuvre");
        assert_eq!(password([0, 1, 2, 3, 31, 30, 29, 28, 255, 32, 64, 7]), "abcd-8765-8aah");
        let all: BTreeSet<char> =
            (0..=255).flat_map(|byte| password([byte; 12]).chars().collect::<Vec<_>>()).collect();
        assert_eq!(all.len(), 33, "32 signs and the hyphen");
        assert!(!all.contains(&'l') && !all.contains(&'0') && !all.contains(&'1'));
    }
}
