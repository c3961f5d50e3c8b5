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
use crate::Ent;

/// Sweeping reads whole tables: not at each of the sign-ins of eight o'clock.
const EVERY: SignedDuration = SignedDuration::from_mins(1);

/// When this node last swept, in milliseconds.
#[derive(Debug, Default)]
pub(crate) struct Sweep(AtomicI64);

/// Deletes sessions, counters and used tickets that are too old to change anything, once a minute at most.
pub(super) async fn if_due(ent: &Ent) -> Result<(), DbError> {
    let now = ent.now().as_millisecond();
    let last = ent.login_sweep().0.load(Relaxed);
    let due = now - last >= millis(EVERY);
    // Whoever comes second finds it done.
    if !due || ent.login_sweep().0.compare_exchange(last, now, Relaxed, Relaxed).is_err() {
        return Ok(());
    }
    let before = |age| now - millis(age);
    ent.db().run(sql::CLOSE_OLD, args![before(ABSOLUTE), before(IDLE), before(REMEMBERED)]).await?;
    ent.db().run(sql::SWEEP_FAILURES, args![before(FORGOTTEN), before(FAMILIAR)]).await?;
    ent.db().run(sql::SWEEP_TICKETS, args![before(ticket::LIFE)]).await?;
    Ok(())
}
