//! The supervisor of a base (SPR): what they may change about its people, and who of several writes.

mod bulk;
mod bulk_pages;
mod checks;
mod checks_pages;
mod export_pages;
mod failures_pages;
mod logins;
mod logins_pages;
pub(crate) mod pages;
mod people_pages;
mod person_pages;
mod seats;
pub(crate) mod sql;
#[cfg(test)]
pub(crate) mod tests;
mod year_pages;

use db::{DbError, args};
use exchange::cas_ids::Table;
use model::CasId;

pub use seats::{Mode, by_mode};

use crate::{
    Failure, Pronote,
    bases::{self, BaseId},
    journal::{self, Kind, Line},
    operators::Operator,
    people::{
        self, Entry, PersonId,
        cas_ids::{self, Change, RunId, RunKind, Undone},
    },
};

/// Why CAS identifiers were not changed.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    /// Somebody else of the category has the identifier; who, where one person is asked for.
    #[error("the identifier is somebody else's")]
    Taken(Option<Box<Entry>>),
    /// There is nothing to give, or the person who should get it has one.
    #[error("nothing to transfer, or no room for it")]
    NothingToGive,
    /// A failure of ours.
    #[error(transparent)]
    Failure(#[from] Failure),
}

impl From<DbError> for ChangeError {
    fn from(error: DbError) -> Self {
        match error {
            DbError::Constraint(_) => Self::Taken(None),
            other => Self::Failure(other.into()),
        }
    }
}

/// Erases the CAS identifier of a person: the cure of a conflict or a duplicate. It can be undone; nothing when there
/// was none.
///
/// # Errors
/// [`Failure`].
pub async fn erase_cas_id(
    pronote: &Pronote,
    operator: &Operator,
    base: &BaseId,
    person: &PersonId,
) -> Result<Option<RunId>, Failure> {
    let known = people::entry(pronote, base, person).await?;
    if known.is_none_or(|known| known.cas_id.is_none()) {
        return Ok(None);
    }
    let change = Change { person: person.clone(), cas_id: None, taught_by: None };
    match change_at_once(pronote, operator, base, RunKind::Erased, vec![change]).await {
        Ok(run) => Ok(Some(run)),
        Err(ChangeError::Failure(failure)) => Err(failure),
        // Erasing takes nothing from anybody.
        Err(ChangeError::Taken(_) | ChangeError::NothingToGive) => Ok(None),
    }
}

/// Gives a person the CAS identifier that was typed.
///
/// # Errors
/// [`ChangeError::Taken`] with the one who has it, or a failure.
pub async fn type_cas_id(
    pronote: &Pronote,
    operator: &Operator,
    base: &BaseId,
    person: &Entry,
    cas_id: CasId,
) -> Result<RunId, ChangeError> {
    let others = people::entries(pronote, base).await?.into_iter();
    let holder = others.filter(|entry| entry.category == person.category && entry.id != person.id);
    let holder = holder.into_iter().find(|entry| entry.cas_id.as_ref() == Some(&cas_id));
    if let Some(holder) = holder {
        return Err(ChangeError::Taken(Some(Box::new(holder))));
    }
    let change = Change { person: person.id.clone(), cas_id: Some(cas_id), taught_by: None };
    change_at_once(pronote, operator, base, RunKind::Typed, vec![change]).await
}

/// Takes the CAS identifier of one record and gives it to another that has none, in one
/// transaction. Who taught it is kept.
///
/// # Errors
/// [`ChangeError`].
pub async fn transfer_cas_id(
    pronote: &Pronote,
    operator: &Operator,
    base: &BaseId,
    from: &PersonId,
    to: &PersonId,
) -> Result<RunId, ChangeError> {
    let source = people::find(pronote, base, from).await?;
    let target = people::find(pronote, base, to).await?;
    let (Some(source), Some(target)) = (source, target) else { return Err(ChangeError::NothingToGive) };
    if source.id == target.id || source.cas_id.is_none() || target.cas_id.is_some() {
        return Err(ChangeError::NothingToGive);
    }
    let changes = vec![
        Change { person: source.id, cas_id: None, taught_by: None },
        Change { person: target.id, cas_id: source.cas_id, taught_by: source.cas_taught_by },
    ];
    change_at_once(pronote, operator, base, RunKind::Transferred, changes).await
}

async fn change_at_once(
    pronote: &Pronote,
    operator: &Operator,
    base: &BaseId,
    kind: RunKind,
    changes: Vec<Change>,
) -> Result<RunId, ChangeError> {
    let of: Vec<PersonId> = changes.iter().map(|change| change.person.clone()).collect();
    let mut tx = pronote.db().begin().await?;
    let run = cas_ids::change(pronote, &mut tx, base, kind, changes).await?;
    for person in of {
        let what = if kind == RunKind::Erased { Kind::CasIdErased } else { Kind::CasIdChanged };
        let line =
            Line { person: Some(person.as_str()), detail: Some(kind.as_str()), ..line(what, operator, base) };
        journal::append(pronote, &mut tx, line).await?;
    }
    pronote.generations().commit(tx).await?;
    Ok(run)
}

/// Keeps what a table would change, to be looked at before it is applied.
///
/// # Errors
/// [`Failure`].
pub async fn propose_table(pronote: &Pronote, base: &BaseId, table: Table) -> Result<RunId, Failure> {
    let entries = people::entries(pronote, base).await?;
    let lines = bulk::resolve(table, &entries);
    let mut tx = pronote.db().begin().await?;
    let run = cas_ids::propose(pronote, &mut tx, base, RunKind::Csv, &lines).await?;
    tx.commit().await?;
    Ok(run)
}

/// Applies what was proposed; says how many identifiers changed.
///
/// # Errors
/// [`ChangeError::Taken`] when somebody got one of the identifiers meanwhile; nothing is changed then.
pub async fn apply_table(
    pronote: &Pronote,
    operator: &Operator,
    base: &BaseId,
    run: &RunId,
) -> Result<u64, ChangeError> {
    let mut tx = pronote.db().begin().await?;
    let changed = cas_ids::apply(pronote, &mut tx, base, run).await?;
    let line = Line { detail: Some(RunKind::Csv.as_str()), ..line(Kind::CasIdChanged, operator, base) };
    journal::append(pronote, &mut tx, line).await?;
    pronote.generations().commit(tx).await?;
    Ok(changed)
}

/// Takes back the last change of CAS identifiers.
///
/// # Errors
/// [`ChangeError::Taken`] when somebody else has one of the former identifiers now; nothing is changed then.
pub async fn undo(
    pronote: &Pronote,
    operator: &Operator,
    base: &BaseId,
    run: &RunId,
) -> Result<Option<Undone>, ChangeError> {
    let mut tx = pronote.db().begin().await?;
    let undone = cas_ids::undo(pronote, &mut tx, base, run).await?;
    if undone.is_some() {
        let line = Line { detail: Some("undone"), ..line(Kind::CasIdChanged, operator, base) };
        journal::append(pronote, &mut tx, line).await?;
    }
    pronote.generations().commit(tx).await?;
    Ok(undone)
}

/// Takes a person out of the base.
///
/// # Errors
/// [`Failure`].
pub async fn remove_person(
    pronote: &Pronote,
    operator: &Operator,
    base: &BaseId,
    person: &PersonId,
) -> Result<bool, Failure> {
    let mut tx = pronote.db().begin().await?;
    let removed = people::remove(pronote, &mut tx, base, person).await?;
    if removed {
        journal::append(pronote, &mut tx, line(Kind::PersonRemoved, operator, base)).await?;
    }
    pronote.generations().commit(tx).await?;
    Ok(removed)
}

/// Sets what is right of a guardian.
///
/// # Errors
/// [`Failure`].
pub async fn set_rights(
    pronote: &Pronote,
    operator: &Operator,
    base: &BaseId,
    guardian: &PersonId,
    legal_guardian: bool,
    consults: bool,
) -> Result<bool, Failure> {
    let mut tx = pronote.db().begin().await?;
    let known = people::set_rights(pronote, &mut tx, base, guardian, legal_guardian, consults).await?;
    if known {
        let line = Line { person: Some(guardian.as_str()), ..line(Kind::RightsChanged, operator, base) };
        journal::append(pronote, &mut tx, line).await?;
    }
    pronote.generations().commit(tx).await?;
    Ok(known)
}

/// Moves a base to another school year or another version. People, their identifiers, the address and the delegation
/// stay, so that nobody loses the link to the ENT.
///
/// # Errors
/// [`Failure`].
pub async fn set_labels(
    pronote: &Pronote,
    operator: &Operator,
    base: &BaseId,
    year_label: &str,
    version_label: &str,
) -> Result<(), Failure> {
    let mut tx = pronote.db().begin().await?;
    bases::set_labels(pronote, &mut tx, base, year_label, version_label).await?;
    journal::append(pronote, &mut tx, line(Kind::LabelsChanged, operator, base)).await?;
    pronote.generations().commit(tx).await?;
    Ok(())
}

db::row! { struct Choice { ent_identifiers: bool => flag } }

/// Whether the lists of a base show the identifiers of the ENT ("Activer la gestion des identifiants ENT"): yes, until
/// somebody says no.
///
/// # Errors
/// [`DbError`].
pub async fn shows_ent_identifiers(pronote: &Pronote, base: &BaseId) -> Result<bool, DbError> {
    let choice: Option<Choice> = pronote.db().optional(sql::CHOICE, args![base]).await?;
    Ok(choice.is_none_or(|choice| choice.ent_identifiers))
}

/// Sets the same.
///
/// # Errors
/// [`DbError`].
pub async fn show_ent_identifiers(pronote: &Pronote, base: &BaseId, shown: bool) -> Result<(), DbError> {
    let mut tx = pronote.db().begin().await?;
    tx.run(sql::DROP_CHOICE, args![base]).await?;
    tx.run(sql::ADD_CHOICE, args![base, shown]).await?;
    tx.commit().await
}

fn line<'a>(kind: Kind, operator: &'a Operator, base: &'a BaseId) -> Line<'a> {
    Line { base: Some(base.as_str()), operator: Some(operator.id.as_str()), ..Line::new(kind) }
}
