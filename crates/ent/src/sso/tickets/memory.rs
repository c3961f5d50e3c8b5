//! The tickets of the only node.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use cas_protocol::ticket::ValidationTicket;
use web::Timestamp;

use super::{Granted, NotKept, Room};

pub(crate) struct Memory(Mutex<Live>);

struct Live {
    room: Room,
    tickets: HashMap<ValidationTicket, (Timestamp, Granted)>,
}

impl Memory {
    pub(super) fn new(room: Room) -> Self {
        Self(Mutex::new(Live { room, tickets: HashMap::new() }))
    }

    pub(super) fn put(
        &self,
        ticket: ValidationTicket,
        granted: Granted,
        now: Timestamp,
    ) -> Result<(), NotKept> {
        let mut live = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Live { room, tickets } = &mut *live;
        if room.must_sweep(tickets.len(), now) {
            tickets.retain(|_, (issued, _)| room.alive(*issued, now));
        }
        if tickets.len() >= room.capacity {
            return Err(NotKept::Full);
        }
        tickets.insert(ticket, (now, granted));
        Ok(())
    }

    pub(super) fn take(&self, ticket: &ValidationTicket, now: Timestamp) -> Option<Granted> {
        let mut live = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (issued, granted) = live.tickets.remove(ticket)?;
        live.room.alive(issued, now).then_some(granted)
    }
}
