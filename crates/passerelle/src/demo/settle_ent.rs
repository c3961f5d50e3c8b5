//! The invented people, as the ENT knows them.

use std::collections::BTreeMap;

use anyhow::Context as _;
use ent::{
    Ent, authority,
    directory::{self, Affiliation, NewAccount, Profile},
    ids::AccountId,
    login,
    schools::{self, School},
};
use invented::{District, EntProfile, PersonKey};

use super::{Account, settle_pronote};
use crate::settle;

/// Puts schools, people, services and rights into the ENT; gives the accounts that have a password.
pub(super) async fn settle(ent: &Ent, district: &District, spaces_url: &str) -> anyhow::Result<Vec<Account>> {
    // First, so that no account with a printed password is ever in an unmarked database.
    schools::mark_demonstration(ent).await?;
    for (place, school) in district.schools.iter().enumerate() {
        let known = School { uai: school.uai.clone(), name: school.name.to_owned() };
        schools::add(ent, &known).await?;
        let url = format!("{spaces_url}/{}/", settle_pronote::root(place));
        settle::offer_pronote(ent, &known, &url).await?;
    }
    let ids = add_people(ent, district).await?;
    for (school, administrator) in district.schools.iter().zip(district.cast.administrators) {
        authority::appoint(ent, id_of(&ids, administrator)?, &school.uai).await?;
    }
    give_passwords(ent, district, &ids).await
}

async fn add_people(ent: &Ent, district: &District) -> anyhow::Result<BTreeMap<PersonKey, AccountId>> {
    let people = &district.ent.accounts;
    let accounts: Vec<NewAccount> = people.iter().map(new_account).collect();
    let ids = directory::add_all(ent, &accounts).await?;
    let ids: BTreeMap<PersonKey, AccountId> = people.iter().map(|person| person.key).zip(ids).collect();
    let mut guardians = Vec::new();
    for person in people {
        for child in &person.children {
            guardians.push((id_of(&ids, person.key)?.clone(), id_of(&ids, *child)?.clone()));
        }
    }
    directory::add_guardians(ent, &guardians).await?;
    Ok(ids)
}

fn new_account(person: &invented::Account) -> NewAccount {
    let affiliation = |(uai, profile): &(model::Uai, EntProfile)| Affiliation {
        uai: uai.clone(),
        profile: profile_of(*profile),
        class: person.class.as_ref().map(|class| class.name.clone()),
    };
    NewAccount {
        name: person.name.clone(),
        login: person.login.clone(),
        birth_date: person.birth_date,
        affiliations: person.profiles.iter().map(affiliation).collect(),
    }
}

const fn profile_of(profile: EntProfile) -> Profile {
    match profile {
        EntProfile::Pupil => Profile::Pupil,
        EntProfile::Guardian => Profile::Parent,
        EntProfile::Teacher => Profile::Teacher,
        EntProfile::Staff => Profile::Staff,
        EntProfile::Other => Profile::Other,
    }
}

async fn give_passwords(
    ent: &Ent,
    district: &District,
    ids: &BTreeMap<PersonKey, AccountId>,
) -> anyhow::Result<Vec<Account>> {
    let cast = &district.cast;
    let [administrator, second_administrator] = cast.administrators;
    let mut accounts = Vec::new();
    let mut hashing = Vec::new();
    for (role, who, key) in [
        ("pupil", "élève", cast.pupil),
        ("guardian-of-two", "parent de deux élèves", cast.guardian_of_two),
        ("guardian-of-both-schools", "parent dans les deux écoles", cast.guardian_of_both_schools),
        ("teacher", "enseignante", cast.teacher),
        ("teacher-and-guardian", "enseignant et parent", cast.teacher_and_guardian),
        ("staff", "personnel", cast.staff),
        ("without-pronote-id", "nouvel élève, sans idPronote", cast.without_pronote_id),
        ("duplicated-teacher", "en double dans PRONOTE, non relié", cast.duplicated_teacher),
        ("pupil-from-former-ent", "élève venu de l'ancien ENT", cast.pupil_from_former_ent),
        ("teacher-from-former-ent", "enseignant de l'ancien ENT", cast.teacher_from_former_ent),
        ("admin", "administratrice, collège", administrator),
        ("admin-second-school", "administrateur, lycée", second_administrator),
    ] {
        let person = district.account(key).context("une personne de la distribution n'a pas de compte")?;
        let account = Account::new("ent", (role, who), &person.login)?;
        let (ent, id, password) = (ent.clone(), id_of(ids, key)?.clone(), account.password.clone());
        // Side by side: each costs tens of milliseconds on purpose.
        hashing.push(tokio::spawn(async move { login::set_password(&ent, &id, &password).await }));
        accounts.push(account);
    }
    for hashed in hashing {
        hashed.await??;
    }
    Ok(accounts)
}

fn id_of(ids: &BTreeMap<PersonKey, AccountId>, key: PersonKey) -> anyhow::Result<&AccountId> {
    ids.get(&key).with_context(|| format!("la personne {key} n'a pas de compte"))
}
