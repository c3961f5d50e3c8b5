//! Service tickets and proxy tickets: for seconds, taken by the operation that reads them.
//!
//! One node keeps them in its memory. Several share a table, so that the ticket issued by one is validated by another.

mod database;
mod memory;

#[cfg(test)]
pub(crate) mod tests;

use std::time::Duration;

use cas_protocol::{service::ServiceAddress, ticket::ValidationTicket};
use db::{Db, DbError};
use web::Timestamp;

use crate::{
    config::Tickets,
    ids::{AccountId, ServiceId, SessionId},
};

/// Tickets alive at the same time. Each lives ten seconds: a whole region in a rush stays far below. When full, new
/// tickets are refused, since throwing live ones out would break the entries under way.
const CAPACITY: usize = 200_000;

/// A store that is full looks for tickets that are too old once in this time, not at every ticket refused.
const FULL_PAUSE: Duration = Duration::from_secs(1);

/// What a ticket stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Granted {
    /// Who.
    pub(crate) account: AccountId,
    /// Under which SSO session.
    pub(crate) session: SessionId,
    /// For which service.
    pub(crate) service: ServiceId,
    /// For which of its addresses.
    pub(crate) address: ServiceAddress,
    /// When the password was typed.
    pub(crate) authenticated_at: Timestamp,
    /// Whether it was typed for this ticket.
    pub(crate) from_new_login: bool,
    /// The addresses of the proxies that a proxy ticket has come through, the last first; none for a service ticket.
    pub(crate) proxies: Vec<String>,
}

/// Why a ticket is not kept.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotKept {
    /// The store is full.
    #[error("too many service tickets are alive")]
    Full,
    /// A failure of ours.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Where the tickets are.
pub(crate) enum TicketStore {
    Memory(memory::Memory),
    Database(database::Database),
}

impl TicketStore {
    pub(crate) fn new(place: Tickets, db: &Db, life: Duration) -> Self {
        Self::with_room(place, db, life, CAPACITY)
    }

    fn with_room(place: Tickets, db: &Db, life: Duration, capacity: usize) -> Self {
        let room = Room { life, capacity, swept_at: None };
        match place {
            Tickets::Memory => Self::Memory(memory::Memory::new(room)),
            Tickets::Database => Self::Database(database::Database::new(db.clone(), room)),
        }
    }

    /// Keeps a ticket until it is taken or its life is over.
    pub(crate) async fn put(
        &self,
        ticket: ValidationTicket,
        granted: Granted,
        now: Timestamp,
    ) -> Result<(), NotKept> {
        match self {
            Self::Memory(memory) => memory.put(ticket, granted, now),
            Self::Database(database) => database.put(&ticket, &granted, now).await,
        }
    }

    /// Takes a ticket: whatever comes of it, nobody takes it again.
    pub(crate) async fn take(
        &self,
        ticket: &ValidationTicket,
        now: Timestamp,
    ) -> Result<Option<Granted>, DbError> {
        match self {
            Self::Memory(memory) => Ok(memory.take(ticket, now)),
            Self::Database(database) => database.take(ticket, now).await,
        }
    }
}

/// How long tickets live, how many may, and when the old ones were last swept out.
#[derive(Debug, Clone, Copy)]
struct Room {
    life: Duration,
    capacity: usize,
    swept_at: Option<Timestamp>,
}

impl Room {
    /// Whether a ticket issued then is alive now. Clocks of two nodes may differ a little, either way.
    fn alive(&self, issued: Timestamp, now: Timestamp) -> bool {
        now.duration_since(issued).unsigned_abs() < self.life
    }

    /// Whether old tickets must be swept out before the next is kept, beside so many; if so, they will have been.
    fn must_sweep(&mut self, count: usize, now: Timestamp) -> bool {
        let pause = if count >= self.capacity { FULL_PAUSE.min(self.life) } else { self.life };
        let due = self.swept_at.is_none_or(|at| now.duration_since(at).unsigned_abs() >= pause);
        if due {
            self.swept_at = Some(now);
        }
        due
    }
}
