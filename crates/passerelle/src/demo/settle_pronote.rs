//! The invented people, as PRONOTE knows them.

use std::collections::BTreeMap;

use anyhow::Context as _;
use exchange::{
    identifiers::PARTNER,
    sealed::{PartnerName, PublicKey, Recipient},
};
use invented::{District, PersonKey, PronoteKey, PronotePerson, SCHOOL_YEAR, SchoolData};
use model::{Category, PronoteId};
use pronote::{
    ExportRecipient, Pronote,
    bases::{self, BaseId, NewBase, Parameters, Root, Space, Spaces},
    console,
    delegation::{self, CasUrl, Preset, Settings},
    operators::{self, NewOperator, Operator, Role},
    people::{self, NewPerson},
};

use web::outgoing::Outgoing;

use super::Account;

/// Name of this ENT in the list "Mon ENT".
pub(super) const PRESET: &str = "passerelle-demo";
/// The ENT that the first school had before. Nothing answers there, as after a change of ENT.
const FORMER_CAS: &str = "https://cas.ancien-ent.example";

/// The root under which the base of each school answers.
pub(super) const fn root(place: usize) -> &'static str {
    if place == 0 { "pronote" } else { "lycee/pronote" }
}

/// What the PRONOTE end is told: its addresses, this ENT in its list, the public half of this ENT's key, and how ENT
/// are reached.
pub(super) fn config(
    spaces_url: &str,
    console_url: &str,
    cas_url: &str,
    key: PublicKey,
    outgoing: Outgoing,
) -> anyhow::Result<pronote::Config> {
    // Checked here, where the reason can still be said plainly.
    CasUrl::parse(cas_url).context("l'adresse du serveur CAS de la démonstration ne convient pas")?;
    Ok(pronote::Config {
        spaces_url: spaces_url.to_owned(),
        console_url: console_url.to_owned(),
        extra_presets: vec![Preset {
            id: PRESET.to_owned(),
            label: "Passerelle (démonstration)".to_owned(),
            older: String::new(),
            cas_url: cas_url.to_owned(),
            source: "cette démonstration".to_owned(),
        }],
        recipients: vec![ExportRecipient {
            label: "K-d'école".to_owned(),
            sealed: Recipient { name: PartnerName::parse(PARTNER)?, key },
        }],
        outgoing,
    })
}

/// Puts bases, people and operators into PRONOTE; gives the accounts that have a password.
pub(super) async fn settle(pronote: &Pronote, district: &District) -> anyhow::Result<Vec<Account>> {
    bases::mark_demonstration(pronote).await?;
    let mut all = Vec::new();
    for (place, school) in district.schools.iter().enumerate() {
        all.push(add_base(pronote, school, place).await?);
    }
    let [first, second] = all.as_slice() else { anyhow::bail!("deux établissements sont attendus") };
    let both = vec![first.clone(), second.clone()];
    let accounts = [
        (Role::Console, ("console", "console d'hébergement"), "console.demo", "Console d'hébergement", both),
        (Role::Supervisor, ("supervisor", "superviseur, collège"), "SPR", "Superviseur", vec![first.clone()]),
        (
            Role::Supervisor,
            ("supervisor-second-school", "superviseur, lycée"),
            "SPR2",
            "Superviseur",
            vec![second.clone()],
        ),
    ];
    let mut printed = Vec::new();
    for (kind, role, login, name, bases) in accounts {
        let account = Account::new("pronote", role, login)?;
        let (login, name, password) = (login.to_owned(), name.to_owned(), account.password.clone());
        let new = NewOperator { role: kind, login, name: name.clone(), password, bases };
        let id = operators::create(pronote, new).await?;
        if kind == Role::Console {
            let operator = Operator { id, name, bases: Vec::new() };
            for base in [first, second] {
                publish(pronote, &operator, base).await?;
            }
        }
        printed.push(account);
    }
    printed.push(direct_login(pronote, first, district).await?);
    Ok(printed)
}

/// Publishes a base with the space of the staff besides the usual ones: some of the printed accounts are of the staff.
async fn publish(pronote: &Pronote, operator: &Operator, base: &BaseId) -> anyhow::Result<()> {
    let known = bases::find(pronote, base).await?.context("la base a disparu")?;
    let spaces: Vec<Space> = Space::USUAL.into_iter().chain([Space::SchoolLife]).collect();
    let new = Parameters { spaces: Spaces::of(&spaces), ..known.parameters() };
    console::set_parameters(pronote, operator, base, &new).await?;
    Ok(console::set_published(pronote, operator, base, true).await?)
}

async fn add_base(pronote: &Pronote, school: &SchoolData, place: usize) -> anyhow::Result<BaseId> {
    let new = NewBase {
        school_name: school.name.to_owned(),
        uai: school.uai.clone(),
        year_label: format!("{SCHOOL_YEAR}-{}", SCHOOL_YEAR + 1),
        version_label: SCHOOL_YEAR.to_string(),
        host: None,
        root: Root::parse(root(place)).context("la racine de la base")?,
    };
    let base = bases::create(pronote, new).await?;
    if school.pronote.people.iter().any(|person| person.former_cas_id.is_some()) {
        // Identifiers of the former ENT are remembered with the delegation that taught them.
        delegation::set(pronote, &base, Settings::of(CasUrl::parse(FORMER_CAS)?)).await?;
    }
    let ids: BTreeMap<PronoteKey, &PronoteId> =
        school.pronote.people.iter().map(|person| (person.key, &person.pronote_id)).collect();
    let people = school.pronote.people.iter().map(|person| new_person(person, &ids)).collect();
    people::add_all(pronote, &base, people).await?;
    Ok(base)
}

fn new_person(person: &PronotePerson, ids: &BTreeMap<PronoteKey, &PronoteId>) -> NewPerson {
    NewPerson {
        category: person.category,
        pronote_id: person.pronote_id.clone(),
        name: person.name.clone(),
        civility: Some(person.civility.as_str().to_owned()),
        birth_date: person.birth_date,
        postal_code: None,
        class: person.class.as_ref().map(|class| class.name.clone()),
        children: person.children.iter().filter_map(|child| ids.get(child)).map(|id| (*id).clone()).collect(),
        // Grandparents have no account, and are no guardians by law.
        legal_guardian: person.truth.is_some() || person.category != Category::Guardian,
        cas_id: person.former_cas_id.clone(),
    }
}

/// A teacher who may also enter without the ENT, by `?login=true`.
async fn direct_login(pronote: &Pronote, base: &BaseId, district: &District) -> anyhow::Result<Account> {
    let teacher = identifier(district, district.cast.teacher, Category::Teacher)?;
    let account =
        Account::new("pronote", ("teacher-direct", "enseignante, sans passer par l'ENT"), "professeur")?;
    let known = people::give_own_login(pronote, base, &teacher, &account.login, &account.password).await?;
    anyhow::ensure!(known, "l'enseignante de la distribution n'est pas dans la base");
    Ok(account)
}

/// The identifier of a person in the first school's base.
pub(super) fn identifier(
    district: &District,
    key: PersonKey,
    category: Category,
) -> anyhow::Result<PronoteId> {
    let first = district.schools.first().map(|school| &school.uai);
    let mut records = district.records_of(key);
    let found = records.find(|(school, record)| Some(&school.uai) == first && record.category == category);
    Ok(found.context("la personne n'est pas dans la base du premier établissement")?.1.pronote_id.clone())
}
