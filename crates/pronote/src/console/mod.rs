//! The console of the hosting and the supervisor's pages: what an operator may do to a base.

mod delegation_form;
pub(crate) mod delegation_pages;
#[cfg(test)]
pub(crate) mod delegation_tests;
mod difference;
mod identification_form;
pub(crate) mod identification_pages;
pub(crate) mod pages;
#[cfg(test)]
mod settings_tests;
pub(crate) mod several_pages;
#[cfg(test)]
pub(crate) mod tests;
pub(crate) mod trial_pages;

use crate::{
    Failure, Pronote,
    bases::{self, BaseId, ChangeError, Root, Spaces},
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
    root: &Root,
    spaces: &Spaces,
) -> Result<(), ChangeError> {
    let mut tx = pronote.db().begin().await?;
    bases::set_parameters(pronote, &mut tx, base, root, spaces).await?;
    journal::append(pronote, &mut tx, line(Kind::ParametersChanged, operator, base)).await?;
    pronote.generations().commit(tx).await?;
    Ok(())
}

fn line<'a>(kind: Kind, operator: &'a Operator, base: &'a BaseId) -> Line<'a> {
    Line { base: Some(base.as_str()), operator: Some(operator.id.as_str()), ..Line::new(kind) }
}
