//! The calls by which services are told that a session has ended: nobody waits for them, and one that does not answer
//! holds up no other.

use std::{sync::Arc, time::Duration};

use cas_protocol::{
    logout::LogoutRequest, saml11::MessageId, service::ServiceAddress, ticket::ValidationTicket,
};
use db::{DbError, args};
use tokio::{
    sync::{Mutex, Semaphore},
    task::JoinSet,
    time::{sleep, timeout},
};
use web::{outgoing::CallError, token};

use super::{Entered, remembered::Counts};
use crate::{
    Ent,
    ids::SessionId,
    services::{self, LogoutChannel, Service},
    sso::proxies,
};

/// How long after the end the services are told: what other nodes have not written yet is written by then.
const PAUSE: Duration = Duration::from_millis(300);
/// Sessions whose end is told at the same time; the others wait.
const AT_ONCE: usize = 32;
/// Calls under way at the same time: whoever enters very many services must not use up the connections of the server.
const CONNECTIONS: usize = 64;
/// How long the end of the program waits for the calls under way.
const LAST_WORDS: Duration = Duration::from_secs(5);

/// The calls under way.
pub(crate) struct Herald {
    pub(super) counts: Counts,
    calls: Mutex<JoinSet<()>>,
    places: Arc<Semaphore>,
    connections: Semaphore,
}

impl Default for Herald {
    fn default() -> Self {
        Self {
            counts: Counts::default(),
            calls: Mutex::new(JoinSet::new()),
            places: Arc::new(Semaphore::new(AT_ONCE)),
            connections: Semaphore::new(CONNECTIONS),
        }
    }
}

impl Herald {
    /// Tells the services that `session` has entered of its end, soon.
    pub(crate) async fn tell(&self, ent: &Ent, session: &SessionId) {
        self.counts.forget(session);
        let (ent, session, places) = (ent.clone(), session.clone(), Arc::clone(&self.places));
        let mut calls = self.calls.lock().await;
        // Those that are done leave no trace.
        while calls.try_join_next().is_some() {}
        calls.spawn(async move {
            sleep(PAUSE).await;
            // Never closed.
            let _place = places.acquire().await;
            if let Err(error) = tell_all(&ent, &session).await {
                tracing::error!(%error, "services could not be told that a session has ended");
            }
        });
    }

    /// Waits for the calls under way, for some seconds at most.
    pub(crate) async fn close(&self) {
        let mut calls = self.calls.lock().await;
        let all = async { while calls.join_next().await.is_some() {} };
        if timeout(LAST_WORDS, all).await.is_err() {
            tracing::warn!("some services were not told in time that a session has ended");
        }
    }
}

/// Tells the services of one session, all at once: there are few, and each has its time.
async fn tell_all(ent: &Ent, session: &SessionId) -> Result<(), DbError> {
    proxies::end(ent, session).await?;
    let entered = super::entered(ent, session).await?;
    let catalogue = services::catalogue(ent).await?;
    let mut calls = JoinSet::new();
    for entry in entered {
        let Some(service) = catalogue.get(&entry.service_id) else { continue };
        if service.logout == LogoutChannel::Back {
            calls.spawn(tell(ent.clone(), service, entry));
        }
    }
    while calls.join_next().await.is_some() {}
    super::forget(ent, session).await
}

/// Tells one service, and notes what came of it.
async fn tell(ent: Ent, service: Arc<Service>, entry: Entered) {
    let address = service.logout_url.clone().unwrap_or(entry.address);
    // Never closed.
    let _connection = ent.herald().connections.acquire().await;
    let outcome = match message(&ent, &entry.ticket) {
        Some(message) => {
            let form = [("content-type", "application/x-www-form-urlencoded")];
            let posted = ent.outgoing().post(&address, &form, message.form_body()).await;
            match posted {
                // Some clients end the session, then send whoever asked elsewhere: it is not followed.
                Ok(_) | Err(CallError::Status(300..400)) => "ok".to_owned(),
                Err(CallError::Status(status)) => format!("status {status}"),
                Err(CallError::Certificate(_)) => "certificate".to_owned(),
                Err(CallError::NoAnswer(_)) => "no-answer".to_owned(),
                Err(CallError::TooLong) => "too-long".to_owned(),
            }
        }
        None => "unwritten".to_owned(),
    };
    // Of the address only the host: the rest may tell about the person.
    let host = ServiceAddress::parse(&address).map_or_else(|_| String::new(), |at| at.host().to_owned());
    let now = ent.now().as_millisecond();
    let row = args![ent.new_key().to_string(), now, &service.id, host, outcome];
    if let Err(error) = ent.logout_calls().add(row.to_vec()).await {
        tracing::warn!(%error, "the result of a logout call is lost");
    }
}

/// The address of a picture that tells a service of the end of a session (front channel).
pub(super) fn picture(ent: &Ent, ticket: &str, address: &str) -> Option<String> {
    let address = ServiceAddress::parse(address).ok()?;
    Some(message(ent, ticket)?.front_channel_address(&address))
}

fn message(ent: &Ent, ticket: &str) -> Option<LogoutRequest> {
    Some(LogoutRequest {
        id: MessageId::from_random(token::random().ok()?),
        issue_instant: ent.now(),
        // Services know the session by its ticket: they learn no name that they do not have.
        name: None,
        ticket: ValidationTicket::parse(ticket).ok()?,
    })
}
