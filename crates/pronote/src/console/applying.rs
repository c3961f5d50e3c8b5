//! "Arrêter, appliquer, publier": parameters that are locked while a base is published, changed in one go.

use askama::Template;
use db::Tx;
use web::{Response, Shell, StatusCode};

use super::line;
use crate::{
    Failure, Pronote,
    bases::{self, BaseId, ChangeError, SchoolBase},
    journal::{self, Kind},
    operators::Operator,
};

/// Stops the publication of a base within a transaction in which its parameters can then be changed. Nothing of it is
/// seen before [`publish_applied`] commits: nobody meets a stopped base.
///
/// # Errors
/// [`ChangeError`].
pub async fn stop_to_apply(pronote: &Pronote, operator: &Operator, base: &BaseId) -> Result<Tx, ChangeError> {
    let mut tx = pronote.db().begin().await?;
    if bases::set_published(pronote, &mut tx, base, false).await? {
        journal::append(pronote, &mut tx, line(Kind::Stopped, operator, base)).await?;
    }
    Ok(tx)
}

/// Publishes the base again and commits what was changed since [`stop_to_apply`].
///
/// # Errors
/// [`Failure`].
pub async fn publish_applied(
    pronote: &Pronote,
    operator: &Operator,
    base: &BaseId,
    mut tx: Tx,
) -> Result<(), Failure> {
    if bases::set_published(pronote, &mut tx, base, true).await? {
        journal::append(pronote, &mut tx, line(Kind::Published, operator, base)).await?;
    }
    pronote.generations().commit(tx).await?;
    Ok(())
}

/// One line of what a change would change, in the words of the visitor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The parameter.
    pub what: String,
    /// Its value so far.
    pub before: String,
    /// Its value afterwards.
    pub after: String,
}

impl Change {
    /// The line, unless nothing changes.
    pub fn between(what: String, before: impl ToString, after: impl ToString) -> Option<Self> {
        let (before, after) = (before.to_string(), after.to_string());
        (before != after).then_some(Self { what, before, after })
    }
}

#[derive(Template)]
#[template(path = "console/changes.html")]
struct ChangesPage {
    shell: Shell,
    base: SchoolBase,
    changes: Vec<Change>,
    action: String,
    fields: Vec<(&'static str, String)>,
    back: String,
}

/// Shows what would change, with the button that does it: it posts `fields` and `action=apply` to `action`. `back`
/// leads to the form.
pub fn changes_page(
    shell: Shell,
    base: &SchoolBase,
    changes: Vec<Change>,
    action: String,
    fields: Vec<(&'static str, String)>,
    back: String,
) -> Response {
    web::page(StatusCode::OK, &ChangesPage { shell, base: base.clone(), changes, action, fields, back })
}
