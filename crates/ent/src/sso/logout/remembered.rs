//! The services that a session has entered, until it ends.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use cas_protocol::ticket::ValidationTicket;
use db::{DbError, args};

use super::super::{sql, tickets::Granted};
use crate::{
    Ent,
    ids::{ServiceId, SessionId},
    journal::{Overflow, Row, Statements},
    services::{LogoutChannel, Service},
};

/// How many of the services entered by one session are told of its end, the latest first.
pub(super) const REMEMBERED: u32 = 200;
/// After how many more the oldest are forgotten.
pub(super) const SPARED: u32 = 400;
/// Sessions counted at the same time; beyond, the count begins anew.
const COUNTED: usize = 100_000;

/// How they are written. The longer they wait, the more of one session lie side by side and are written as one; whoever
/// signs out has those of this node written first.
pub(crate) const WRITTEN: Statements = Statements {
    what: "entered services",
    new: sql::ENTER,
    again: sql::ENTER_AGAIN,
    arrange: in_order,
    linger: Duration::from_millis(500),
};

/// In the order of their keys, neighbours are written one after the other: by session, and within one as they came.
fn in_order(mut rows: Vec<Row>) -> Vec<Row> {
    rows.sort_by(|one, other| one.first().cmp(&other.first()));
    rows
}

db::row! {
    /// A service that a session has entered.
    pub(crate) struct Entered {
        /// The ticket, spent, by which the service knows its own session.
        pub(crate) ticket: String => text,
        /// Which service.
        pub(crate) service_id: ServiceId => text,
        /// At which address.
        pub(crate) address: String => text,
    }
}

/// How many services each session has entered, as far as this node knows: what is beyond [`REMEMBERED`] is forgotten
/// now and then, not at each entry.
#[derive(Default)]
pub(super) struct Counts(Mutex<HashMap<SessionId, u32>>);

impl Counts {
    /// Counts one more; says whether it is time to forget the oldest.
    fn one_more(&self, session: &SessionId) -> bool {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if counts.len() >= COUNTED && !counts.contains_key(session) {
            counts.clear();
        }
        let count = counts.entry(session.clone()).or_default();
        *count += 1;
        let many = *count >= SPARED;
        if many {
            *count = 0;
        }
        many
    }

    pub(super) fn forget(&self, session: &SessionId) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(session);
    }
}

/// Remembers that a ticket has opened a session at a service.
pub(crate) async fn remember(
    ent: &Ent,
    ticket: &ValidationTicket,
    granted: &Granted,
    service: &Service,
) -> Result<(), Overflow> {
    if service.logout == LogoutChannel::None {
        return Ok(());
    }
    let now = ent.now().as_millisecond();
    let address = granted.address.as_str();
    let row = args![&granted.session, ticket.as_str(), &granted.service, address, now];
    ent.entered().add(row.into()).await?;
    if ent.herald().counts.one_more(&granted.session) {
        let (ent, session) = (ent.clone(), granted.session.clone());
        tokio::spawn(async move { forget_oldest(&ent, &session).await });
    }
    Ok(())
}

async fn forget_oldest(ent: &Ent, session: &SessionId) {
    let forgotten = ent.db().run(sql::FORGET_OLDEST, args![session, i64::from(REMEMBERED)]).await;
    if let Err(error) = forgotten {
        tracing::warn!(%error, "the oldest services entered by a session could not be forgotten");
    }
}

/// The services that a session has entered, the latest first.
pub(crate) async fn entered(ent: &Ent, session: &SessionId) -> Result<Vec<Entered>, DbError> {
    // What this node has not written yet counts too.
    ent.entered().flush().await;
    ent.db().all(sql::ENTERED, args![session, i64::from(REMEMBERED)]).await
}

/// Lets a session have the services that the one in whose place it was opened has entered.
pub(crate) async fn carry_over(ent: &Ent, former: &SessionId, session: &SessionId) -> Result<(), DbError> {
    ent.entered().flush().await;
    ent.db().run(sql::CARRY_ENTERED, args![former, session]).await.map(drop)
}

/// Forgets them, once they are told.
pub(crate) async fn forget(ent: &Ent, session: &SessionId) -> Result<(), DbError> {
    ent.db().run(sql::FORGET_ENTERED_OF, args![session]).await.map(drop)
}
