//! Single logout (CAS 3.0.3, section 2.3.3): when a session ends, the services that it has entered are told, each with
//! the ticket that opened their own session.
//!
//! | channel | who tells the service |
//! |---|---|
//! | back | this server, by a post, soon after and without anybody waiting for it |
//! | front | the browser, by a picture of the page that says "signed out" |
//! | none | nobody |

mod herald;
mod pages;
mod remembered;

#[cfg(test)]
pub(crate) mod tests;

use std::sync::Arc;

use db::{DbError, args};
use model::Uai;
use web::clock::SignedDuration;

use super::sql;
use crate::{
    Ent,
    ids::{ServiceId, SessionId},
    journal::{SOON, Statements},
    services::{self, LogoutChannel, Service},
};

pub(crate) use herald::Herald;
pub(super) use pages::routes;
pub(crate) use remembered::WRITTEN;
pub(super) use remembered::{Entered, carry_over, entered, forget, remember};

/// No session lasts longer: what is older belongs to one that ended without a word, such as an idle one.
const KEPT: SignedDuration = SignedDuration::from_hours(31 * 24);
/// How many results of calls an administrator sees.
const SHOWN: i64 = 200;

/// How the results of calls are written.
pub(crate) const RESULTS: Statements = Statements {
    what: "logout calls",
    new: sql::ADD_CALL,
    again: sql::ADD_CALL_AGAIN,
    arrange: |rows| rows,
    linger: SOON,
};

db::row! {
    /// What became of telling one service.
    pub(super) struct Call {
        /// When.
        pub(super) at: i64 => int,
        /// Which service.
        pub(super) service_id: ServiceId => text,
        /// Where.
        pub(super) host: String => text,
        /// `ok`, or what went wrong: `status` with its number, `certificate`, `no-answer`, `too-long`, `unwritten`.
        pub(super) outcome: String => text,
    }
}

/// A call as an administrator sees it.
pub(super) struct Told {
    /// When.
    pub(super) at: i64,
    /// "Intitulé" of the service.
    pub(super) service: String,
    /// Where it was told.
    pub(super) host: String,
    /// What went wrong, as it was noted; nothing when it has heard.
    pub(super) trouble: Option<String>,
}

/// The latest calls to the services that an administrator looks after: all of them, or those of some schools.
pub(super) async fn calls(ent: &Ent, schools: Option<&[Uai]>) -> Result<Vec<Told>, DbError> {
    let catalogue = services::catalogue(ent).await?;
    ent.logout_calls().flush().await;
    let mut calls: Vec<Call> = Vec::new();
    match schools {
        None => calls = ent.db().all(sql::CALLS, args![SHOWN]).await?,
        Some(schools) => {
            let theirs =
                |service: &&Arc<Service>| service.uai.as_ref().is_some_and(|uai| schools.contains(uai));
            for service in catalogue.services().filter(theirs) {
                calls.extend(ent.db().all::<Call>(sql::CALLS_OF_SERVICE, args![&service.id, SHOWN]).await?);
            }
            calls.sort_by_key(|call| std::cmp::Reverse(call.at));
        }
    }
    let shown = usize::try_from(SHOWN).unwrap_or(usize::MAX);
    let told = calls.into_iter().take(shown).filter_map(|call| {
        let service = catalogue.get(&call.service_id)?.title.clone();
        let trouble = Some(call.outcome).filter(|outcome| outcome != "ok");
        Some(Told { at: call.at, service, host: call.host, trouble })
    });
    Ok(told.collect())
}

/// The pictures by which a browser tells the services of the front channel that the session has ended.
pub(super) async fn pictures(ent: &Ent, entered: &[Entered]) -> Result<Vec<String>, DbError> {
    let catalogue = services::catalogue(ent).await?;
    let front = entered.iter().filter_map(|entry| {
        let service = catalogue.get(&entry.service_id)?;
        let address = service.logout_url.as_ref().unwrap_or(&entry.address);
        (service.logout == LogoutChannel::Front).then(|| herald::picture(ent, &entry.ticket, address))?
    });
    Ok(front.collect())
}

/// Forgets what hangs on sessions that ended by their age: nobody has signed out, so nobody is told.
///
/// # Errors
/// [`DbError`].
pub(crate) async fn forget_expired(ent: &Ent, sessions: &[SessionId]) -> Result<(), DbError> {
    // A few at a time: others write in between.
    for some in sessions.chunks(500) {
        let mut tx = ent.db().begin().await?;
        for session in some {
            tx.run(sql::FORGET_ENTERED_OF, args![session]).await?;
            tx.run(sql::FORGET_PGTS_OF_SESSION, args![session]).await?;
        }
        tx.commit().await?;
    }
    Ok(())
}

/// Forgets what has been kept long enough.
///
/// # Errors
/// [`DbError`].
pub(crate) async fn forget_old(ent: &Ent) -> Result<(), DbError> {
    let before = ent.now().saturating_sub(KEPT).map_or(0, |at| at.as_millisecond());
    for statement in [sql::FORGET_ENTERED, sql::FORGET_CALLS, sql::FORGET_PGTS] {
        ent.db().run(statement, args![before]).await?;
    }
    Ok(())
}
