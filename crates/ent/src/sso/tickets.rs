//! Service tickets: in memory, for seconds, taken by the operation that reads them.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use cas_protocol::{service::ServiceAddress, ticket::ServiceTicket};
use web::Timestamp;

use crate::ids::{AccountId, ServiceId, SessionId};

/// Tickets alive at the same time. Each lives ten seconds: a whole region in a rush stays far below. When full, new
/// tickets are refused, since throwing live ones out would break the entries under way.
const CAPACITY: usize = 200_000;

/// What a ticket stands for.
#[derive(Debug, Clone)]
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
}

/// The store is full.
#[derive(Debug, thiserror::Error)]
#[error("too many service tickets are alive")]
pub(crate) struct Full;

/// The tickets of one node.
pub(crate) struct TicketStore {
    life: Duration,
    live: Mutex<Live>,
}

#[derive(Default)]
struct Live {
    tickets: HashMap<ServiceTicket, (Timestamp, Granted)>,
    swept_at: Option<Timestamp>,
}

impl TicketStore {
    pub(crate) fn new(life: Duration) -> Self {
        Self { life, live: Mutex::default() }
    }

    /// Keeps a ticket until it is taken or its life is over.
    pub(crate) fn put(&self, ticket: ServiceTicket, granted: Granted, now: Timestamp) -> Result<(), Full> {
        let mut live = self.live.lock().unwrap_or_else(PoisonError::into_inner);
        let due = live.swept_at.is_none_or(|at| now.duration_since(at).unsigned_abs() >= self.life);
        if due || live.tickets.len() >= CAPACITY {
            live.tickets.retain(|_, (issued, _)| self.alive(*issued, now));
            live.swept_at = Some(now);
        }
        if live.tickets.len() >= CAPACITY {
            return Err(Full);
        }
        live.tickets.insert(ticket, (now, granted));
        Ok(())
    }

    /// Takes a ticket: whatever comes of it, nobody takes it again.
    pub(crate) fn take(&self, ticket: &ServiceTicket, now: Timestamp) -> Option<Granted> {
        let mut live = self.live.lock().unwrap_or_else(PoisonError::into_inner);
        let (issued, granted) = live.tickets.remove(ticket)?;
        self.alive(issued, now).then_some(granted)
    }

    fn alive(&self, issued: Timestamp, now: Timestamp) -> bool {
        now.duration_since(issued).unsigned_abs() < self.life
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Barrier};

    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + seconds).unwrap()
    }

    fn granted() -> Granted {
        Granted {
            account: "a".parse().unwrap(),
            session: "s".parse().unwrap(),
            service: "v".parse().unwrap(),
            address: ServiceAddress::parse("https://p.example/").unwrap(),
            authenticated_at: at(0),
            from_new_login: true,
        }
    }

    fn ticket(n: u8) -> ServiceTicket {
        ServiceTicket::from_random([n; 32])
    }

    #[test]
    fn a_ticket_lives_its_time_and_no_longer() {
        for (age, lives) in [(0, true), (9, true), (10, false), (60, false)] {
            let store = TicketStore::new(Duration::from_secs(10));
            store.put(ticket(1), granted(), at(0)).unwrap();
            assert_eq!(store.take(&ticket(1), at(age)).is_some(), lives, "{age} s");
            assert!(store.take(&ticket(1), at(age)).is_none(), "taken once, even when too old");
        }
    }

    #[test]
    fn one_of_many_takers_wins() {
        for round in 0..200 {
            let store = Arc::new(TicketStore::new(Duration::from_secs(10)));
            store.put(ticket(7), granted(), at(0)).unwrap();
            let start = Arc::new(Barrier::new(8));
            let takers = (0..8).map(|_| {
                let (store, start) = (Arc::clone(&store), Arc::clone(&start));
                std::thread::spawn(move || {
                    start.wait();
                    store.take(&ticket(7), at(1)).is_some()
                })
            });
            let takers: Vec<_> = takers.collect();
            let winners = takers.into_iter().map(|t| t.join().unwrap()).filter(|won| *won).count();
            assert_eq!(winners, 1, "round {round}");
        }
    }

    #[test]
    fn old_tickets_make_room() {
        let store = TicketStore::new(Duration::from_secs(10));
        for n in 0..100 {
            store.put(ticket(n), granted(), at(i64::from(n))).unwrap();
        }
        assert!(store.live.lock().unwrap().tickets.len() <= 21);
    }
}
