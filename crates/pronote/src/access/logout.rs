//! Single logout: the ENT tells which of its tickets has ended, and the session that the ticket opened ends.

use cas_protocol::logout;
use db::{DbError, args};
use web::{Fields, token};

use super::sql;
use crate::{Pronote, bases::SchoolBase};

db::row! { struct Opened { digest: String => text } }

/// Ends, on every node, the sessions that the ticket of a message opened, and what waits under it; gives how many. A message that cannot be
/// read, or of a ticket that nobody knows, ends none: whoever sends it learns nothing.
///
/// # Errors
/// [`DbError`].
pub async fn end_by_ent(pronote: &Pronote, base: &SchoolBase, form: &str) -> Result<usize, DbError> {
    let ticket = match logout::ended_ticket(Fields::parse(form).exact(logout::PARAMETER)) {
        Ok(ticket) => token::digest(ticket.as_str()),
        Err(error) => {
            tracing::info!(cause = %error, "a logout message that ends nothing");
            return Ok(0);
        }
    };
    // Read first: messages of strangers must not take their turn at writing.
    let values = args![&base.id, &ticket];
    let opened: Vec<Opened> = pronote.db().all(sql::OF_TICKET, values).await?;
    if opened.is_empty() {
        return Ok(0);
    }
    let mut tx = pronote.db().begin().await?;
    tx.run(sql::DROP_PENDING_OF_TICKET, args![&base.id, &ticket]).await?;
    for Opened { digest } in &opened {
        if tx.run(sql::END, args![digest]).await? > 0 {
            pronote.caches().sessions.changed(&mut tx, digest).await?;
        }
    }
    pronote.generations().commit(tx).await?;
    Ok(opened.len())
}
