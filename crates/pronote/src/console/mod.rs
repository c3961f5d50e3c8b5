//! The console of the hosting and the supervisor's pages: what an operator may do to a base.

pub(crate) mod account_pages;
pub mod applying;
mod delegation_form;
pub(crate) mod delegation_pages;
#[cfg(test)]
pub(crate) mod delegation_tests;
mod difference;
pub(crate) mod frame_pages;
#[cfg(test)]
pub(crate) mod frame_tests;
mod identification_form;
pub(crate) mod identification_pages;
pub(crate) mod pages;
mod preset_pages;
mod publication_form;
pub(crate) mod publication_pages;
pub(crate) mod security_pages;
#[cfg(test)]
pub(crate) mod security_tests;
#[cfg(test)]
mod settings_tests;
pub(crate) mod several_pages;
#[cfg(test)]
pub(crate) mod tests;
pub(crate) mod trial_pages;

use db::Tx;
use web::token;

use crate::{
    Failure, Pronote,
    bases::{self, BaseId, ChangeError, Parameters, SchoolBase, Security},
    journal::{self, Kind, Line},
    operators::Operator,
};

/// Publishes a base, or stops its publication.
///
/// # Errors
/// [`Failure`].
pub async fn set_published(
    pronote: &Pronote,
    operator: &Operator,
    base: &BaseId,
    published: bool,
) -> Result<(), Failure> {
    let mut tx = pronote.db().begin().await?;
    if bases::set_published(pronote, &mut tx, base, published).await? {
        let kind = if published { Kind::Published } else { Kind::Stopped };
        journal::append(pronote, &mut tx, line(kind, operator, base)).await?;
    }
    pronote.generations().commit(tx).await?;
    Ok(())
}

/// Changes the parameters of publication of a base that is not published.
///
/// # Errors
/// [`ChangeError`].
pub async fn set_parameters(
    pronote: &Pronote,
    operator: &Operator,
    base: &BaseId,
    new: &Parameters,
) -> Result<(), ChangeError> {
    let mut tx = pronote.db().begin().await?;
    set_parameters_in(pronote, &mut tx, operator, base, new).await?;
    pronote.generations().commit(tx).await?;
    Ok(())
}

/// Stops the publication of a base, changes its parameters, and publishes it again, all at once.
///
/// # Errors
/// [`ChangeError`].
pub async fn apply_parameters(
    pronote: &Pronote,
    operator: &Operator,
    base: &BaseId,
    new: &Parameters,
) -> Result<(), ChangeError> {
    let mut tx = applying::stop_to_apply(pronote, operator, base).await?;
    set_parameters_in(pronote, &mut tx, operator, base, new).await?;
    Ok(applying::publish_applied(pronote, operator, base, tx).await?)
}

async fn set_parameters_in(
    pronote: &Pronote,
    tx: &mut Tx,
    operator: &Operator,
    base: &BaseId,
    new: &Parameters,
) -> Result<(), ChangeError> {
    bases::set_parameters(pronote, tx, base, new).await?;
    journal::append(pronote, tx, line(Kind::ParametersChanged, operator, base)).await?;
    Ok(())
}

/// Opens the history of a base to whoever is given the code that this returns, for so many days.
///
/// # Errors
/// [`Failure`].
pub async fn open_history(
    pronote: &Pronote,
    operator: &Operator,
    base: &BaseId,
    days: i64,
) -> Result<String, Failure> {
    let code = token::secret()?;
    let until = pronote.now().as_millisecond() + days * 24 * 60 * 60 * 1000;
    set_history(pronote, operator, base, Some((&token::digest(&code), until))).await?;
    Ok(code)
}

/// Closes the history of a base: no code opens it any more.
///
/// # Errors
/// [`Failure`].
pub async fn close_history(pronote: &Pronote, operator: &Operator, base: &BaseId) -> Result<(), Failure> {
    set_history(pronote, operator, base, None).await
}

async fn set_history(
    pronote: &Pronote,
    operator: &Operator,
    base: &BaseId,
    open: Option<(&str, i64)>,
) -> Result<(), Failure> {
    let mut tx = pronote.db().begin().await?;
    bases::set_support(pronote, &mut tx, base, open).await?;
    let detail = Some(if open.is_some() { "opened" } else { "closed" });
    let line = Line { detail, ..line(Kind::HistoryOpened, operator, base) };
    journal::append(pronote, &mut tx, line).await?;
    pronote.generations().commit(tx).await?;
    Ok(())
}

/// The newest lines of the history of a base, for whoever has the code of the support; `None` when the code opens
/// nothing (any more). Reading is a line of the journal itself.
///
/// # Errors
/// [`Failure`].
pub async fn read_history(
    pronote: &Pronote,
    code: &str,
) -> Result<Option<(SchoolBase, Vec<journal::Stored>)>, Failure> {
    let Some(base) = bases::opened_to_support(pronote, code).await? else { return Ok(None) };
    let mut tx = pronote.db().begin().await?;
    let line = Line { base: Some(base.id.as_str()), ..Line::new(Kind::HistoryRead) };
    journal::append(pronote, &mut tx, line).await?;
    tx.commit().await?;
    let lines = journal::latest(pronote, base.id.as_str(), 200).await?;
    Ok(Some((base, lines)))
}

/// Changes the security parameters of a base.
///
/// # Errors
/// [`Failure`].
pub async fn set_security(
    pronote: &Pronote,
    operator: &Operator,
    base: &BaseId,
    security: &Security,
) -> Result<(), Failure> {
    let mut tx = pronote.db().begin().await?;
    bases::security::set_security(pronote, &mut tx, base, security).await?;
    journal::append(pronote, &mut tx, line(Kind::SecurityChanged, operator, base)).await?;
    pronote.generations().commit(tx).await?;
    Ok(())
}

fn line<'a>(kind: Kind, operator: &'a Operator, base: &'a BaseId) -> Line<'a> {
    Line { base: Some(base.as_str()), operator: Some(operator.id.as_str()), ..Line::new(kind) }
}
