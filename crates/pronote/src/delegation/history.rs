//! What the delegations of a base were before each change, so that a change can be undone.

use db::{Tx, args};
use web::Timestamp;

use super::sql;
use crate::{
    Pronote,
    bases::{self, BaseId, ChangeError, DelegationId},
    journal::{self, Kind, Line},
};

model::identifier! {
    /// Key of a change.
    ChangeId
}

db::row! {
    struct Change {
        id: ChangeId => text,
        changed_at: i64 => int,
        former: Option<DelegationId> => text_opt,
    }
}

/// How many changes of a base can be undone, the last one first.
const KEPT: i64 = 20;

/// Keeps the delegations of a base as they are, before they are changed.
pub(super) async fn remember(
    pronote: &Pronote,
    tx: &mut Tx,
    base: &BaseId,
    former: Option<&DelegationId>,
) -> Result<(), ChangeError> {
    let id = ChangeId::from_uuid(pronote.new_key());
    tx.run(sql::NOTE_CHANGE, args![&id, base, pronote.now().as_millisecond(), former]).await?;
    tx.run(sql::KEEP, args![&id, base]).await?;
    tx.run(sql::DROP_OLD_CHANGES, args![base, KEPT]).await?;
    Ok(())
}

/// When the delegations of a base were last changed, as far as that can still be undone.
///
/// # Errors
/// [`ChangeError`].
pub async fn last_change(pronote: &Pronote, base: &BaseId) -> Result<Option<Timestamp>, ChangeError> {
    let last: Option<Change> = pronote.db().optional(sql::LAST_CHANGE, args![base]).await?;
    Ok(last.map(|change| web::clock::from_millis(change.changed_at)))
}

/// Takes the last change of the delegations of a base back; says whether there was one.
///
/// # Errors
/// [`ChangeError::Published`] or a failure.
pub async fn undo(pronote: &Pronote, base: &BaseId) -> Result<bool, ChangeError> {
    let mut tx = pronote.db().begin().await?;
    let last: Option<Change> = tx.optional(sql::LAST_CHANGE, args![base]).await?;
    let Some(last) = last else { return Ok(false) };
    bases::set_delegation(pronote, &mut tx, base, last.former.as_ref()).await?;
    tx.run(sql::PUT_BACK, args![&last.id, base]).await?;
    tx.run(sql::PUT_ASIDE, args![&last.id, base]).await?;
    tx.run(sql::FORGET_CHANGE, args![&last.id]).await?;
    pronote.caches().delegations.changed(&mut tx).await?;
    let line = Line { base: Some(base.as_str()), detail: Some("undone"), ..Line::new(Kind::DelegationSet) };
    journal::append(pronote, &mut tx, line).await?;
    pronote.generations().commit(tx).await?;
    Ok(true)
}
