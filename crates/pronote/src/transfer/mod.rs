//! The export of PRONOTE identifiers to the ENT.

#[cfg(test)]
pub(crate) mod tests;

use std::collections::HashMap;

use exchange::{
    identifiers::{self, ExportHeader, ExportedPerson},
    sealed::{self, ContentKey, Recipient},
};
use web::clock;

use crate::{
    Failure, Pronote,
    bases::SchoolBase,
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
    journal::append(pronote, &mut tx, line).await?;
    tx.commit().await?;
    Ok(Some(bytes))
}

/// For whom the file is sealed: the recipient that the base has chosen, while the configuration has it, else all of
/// the configuration. Nobody only where the configuration has nobody.
fn recipients(pronote: &Pronote, set: Option<&ExportSettings>) -> Vec<Recipient> {
    let all = &pronote.config().recipients;
    let chosen = match set.map(|set| &set.readers) {
        Some(ExportReaders::Recipient(label)) => all.iter().find(|recipient| recipient.label == *label),
        _ => None,
    };
    chosen.map_or_else(|| all.iter().map(|r| r.sealed.clone()).collect(), |r| vec![r.sealed.clone()])
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
        postal_code: None,
        classes: person.class.into_iter().collect(),
        cas_id: person.cas_id,
    };
    people.into_iter().map(write).collect()
}
