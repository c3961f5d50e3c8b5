//! What is over is deleted now and then.

use std::sync::atomic::{AtomicI64, Ordering::Relaxed};

use db::{DbError, args};
use web::clock::SignedDuration;

use super::{
    millis,
    sessions::{ABSOLUTE, IDLE, REMEMBERED},
    sql,
    throttle::{FAMILIAR, FORGOTTEN},
    ticket,
};
use crate::{Ent, ids::SessionId};

/// Sweeping reads whole tables: not at each of the sign-ins of eight o'clock.
const EVERY: SignedDuration = SignedDuration::from_mins(1);

db::row! { struct Key { id: SessionId => text } }

/// When this node last swept, in milliseconds.
#[derive(Debug, Default)]
pub(crate) struct Sweep(AtomicI64);

/// Deletes sessions, counters and used tickets that are too old to change anything, once a minute at most; nobody waits
/// for it.
pub(super) fn if_due(ent: &Ent) {
    let now = ent.now().as_millisecond();
    let last = ent.login_sweep().0.load(Relaxed);
    let due = now - last >= millis(EVERY);
    // Whoever comes second finds it done.
    if !due || ent.login_sweep().0.compare_exchange(last, now, Relaxed, Relaxed).is_err() {
        return;
    }
    let ent = ent.clone();
    tokio::spawn(async move {
        if let Err(error) = sweep(&ent, now).await {
            tracing::warn!(%error, "old sessions and counters could not be deleted");
        }
    });
}

/// Deletes what is too old at this instant.
pub(super) async fn sweep(ent: &Ent, now: i64) -> Result<(), DbError> {
    let before = |age| now - millis(age);
    let oldest = args![before(ABSOLUTE), before(IDLE), before(REMEMBERED)];
    let mut tx = ent.db().begin().await?;
    let over: Vec<Key> = tx.all(sql::CLOSE_OLD, oldest).await?;
    tx.commit().await?;
    ent.sessions_expired(over.into_iter().map(|session| session.id)).await?;
    ent.db().run(sql::SWEEP_FAILURES, args![before(FORGOTTEN), before(FAMILIAR)]).await?;
    ent.db().run(sql::SWEEP_TICKETS, args![before(ticket::LIFE)]).await?;
    Ok(())
}
