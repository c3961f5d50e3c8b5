//! The export of PRONOTE identifiers to the ENT.

pub(crate) mod sql;
#[cfg(test)]
pub(crate) mod tests;

use std::collections::HashMap;

use db::{DbError, args};

use exchange::{
    identifiers::{self, ExportHeader, ExportedPerson},
    sealed::{self, ContentKey, Recipient},
};
use web::{Timestamp, clock};

use crate::{
    ExportRecipient, Failure, Pronote,
    bases::{BaseId, SchoolBase},
    delegation::{self, ExportReaders, ExportSettings},
    journal::{self, Kind, Line},
    operators::OperatorId,
    people::{self, Person, PersonId, Relation},
};

/// Who may read an exported file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Readers {
    /// Whoever holds a key of a recipient of the configuration; whoever has the file, where none is configured.
    Recipients,
    /// Whoever has the file.
    Anyone,
}

/// Writes the identifiers of a base; gives the bytes of the file. `None` as long as the base has no delegation: there
/// is no ENT to export to.
///
/// # Errors
/// [`Failure`].
pub async fn export(
    pronote: &Pronote,
    base: &SchoolBase,
    only_without_cas_id: bool,
    readers: Readers,
    operator: &OperatorId,
) -> Result<Option<Vec<u8>>, Failure> {
    if base.delegation.is_none() {
        return Ok(None);
    }
    let (people, relations) = people::exported(pronote, &base.id, only_without_cas_id).await?;
    let count = i64::try_from(people.len()).unwrap_or(i64::MAX);
    let people = exported(people, &relations);
    let set = delegation::export_settings(pronote, &base.id).await?;
    let header = ExportHeader {
        uai: set.as_ref().map_or_else(|| base.uai.clone(), |set| set.uai.clone()),
        school_name: base.school_name.clone(),
        pairing_code: set.as_ref().map(|set| set.pairing_code.as_str().to_owned()),
        software: format!("Passerelle {}", env!("CARGO_PKG_VERSION")),
        written_at: clock::legal(pronote.now()),
        only_without_cas_id,
    };
    let mut bytes = Vec::new();
    identifiers::write(&mut bytes, &header, &people)?;
    let recipients = recipients(pronote, set.as_ref());
    if readers == Readers::Recipients && !recipients.is_empty() {
        let recipients = recipients.into_iter().map(|recipient| recipient.sealed.clone()).collect();
        bytes = seal(recipients, &header, &bytes)?;
    }
    let detail = if only_without_cas_id { "without-cas-id" } else { "all" };
    let line = Line {
        base: Some(base.id.as_str()),
        operator: Some(operator.as_str()),
        detail: Some(detail),
        ..Line::new(Kind::Exported)
    };
    let mut tx = pronote.db().begin().await?;
    tx.run(sql::FORGET, args![&base.id, only_without_cas_id]).await?;
    let (now, year, version) = (pronote.now().as_millisecond(), &base.year_label, &base.version_label);
    tx.run(sql::REMEMBER, args![&base.id, only_without_cas_id, now, year, version, count]).await?;
    journal::append(pronote, &mut tx, line).await?;
    tx.commit().await?;
    Ok(Some(bytes))
}

db::row! {
    /// The last export of one kind.
    pub struct Exported {
        /// Whether those with a CAS identifier were left out.
        pub only_without_cas_id: bool => flag,
        at: i64 => int,
        /// The school year of the base then.
        pub year_label: String => text,
        /// Its version then.
        pub version_label: String => text,
        /// How many people were in the file.
        pub people: i64 => int,
    }
}

impl Exported {
    /// When.
    pub fn at(&self) -> Timestamp {
        clock::from_millis(self.at)
    }
}

/// The last export of each kind, the newest first.
///
/// # Errors
/// [`DbError`].
pub async fn exports(pronote: &Pronote, base: &BaseId) -> Result<Vec<Exported>, DbError> {
    pronote.db().all(sql::LATEST, args![base]).await
}

/// For whom the file is sealed: the recipient that the base has chosen, while the configuration has it, else all of
/// the configuration. Nobody only where the configuration has nobody.
fn recipients<'p>(pronote: &'p Pronote, set: Option<&ExportSettings>) -> Vec<&'p ExportRecipient> {
    let all = &pronote.config().recipients;
    let chosen = match set.map(|set| &set.readers) {
        Some(ExportReaders::Recipient(label)) => all.iter().find(|recipient| recipient.label == *label),
        _ => None,
    };
    chosen.map_or_else(|| all.iter().collect(), |chosen| vec![chosen])
}

/// What the export window offers.
#[derive(Debug)]
pub struct Offer {
    /// "Les données exportées peuvent être déchiffrées par": names of recipients; none where nobody is configured.
    pub recipients: Vec<String>,
    /// What the base has chosen in the console.
    pub usual: Readers,
}

/// Who may read the exports of a base.
///
/// # Errors
/// [`Failure`].
pub async fn offer(pronote: &Pronote, base: &BaseId) -> Result<Offer, Failure> {
    let set = delegation::export_settings(pronote, base).await?;
    let recipients = recipients(pronote, set.as_ref()).into_iter().map(|r| r.label.clone()).collect();
    let clear = set.is_some_and(|set| set.readers == ExportReaders::Anyone);
    Ok(Offer { recipients, usual: if clear { Readers::Anyone } else { Readers::Recipients } })
}

/// Seals an identifier file.
fn seal(recipients: Vec<Recipient>, header: &ExportHeader, clear: &[u8]) -> Result<Vec<u8>, Failure> {
    let container = sealed::ExportHeader {
        software: Some(header.software.clone()),
        written_at: Some(header.written_at.clone()),
        uai: Some(header.uai.clone()),
        school_name: Some(header.school_name.clone()),
        ..sealed::ExportHeader::default()
    };
    let key = ContentKey::from_random(web::token::random()?);
    let mut file = Vec::new();
    sealed::write_export(&mut file, &container, &recipients, clear, &key)?;
    Ok(file)
}

/// Numbers the people of the file, so that pupils can refer to guardians who are in it too.
fn exported(people: Vec<Person>, relations: &[Relation]) -> Vec<ExportedPerson> {
    let numbers: HashMap<PersonId, String> =
        people.iter().zip(1_u32..).map(|(person, n)| (person.id.clone(), n.to_string())).collect();
    let mut guardians: HashMap<&PersonId, Vec<String>> = HashMap::new();
    for relation in relations {
        if let Some(number) = numbers.get(&relation.guardian) {
            guardians.entry(&relation.pupil).or_default().push(number.clone());
        }
    }
    let write = |person: Person| ExportedPerson {
        line: 0,
        category: person.category,
        ident: numbers.get(&person.id).cloned(),
        guardians: guardians.remove(&person.id).unwrap_or_default(),
        pronote_id: person.pronote_id,
        name: person.name,
        birth_date: person.birth_date,
        civility: person.civility,
        postal_code: person.postal_code,
        classes: person.class.into_iter().collect(),
        cas_id: person.cas_id,
    };
    people.into_iter().map(write).collect()
}
