//! The tickets of several nodes, in a table that all of them reach. It holds digests: whoever reads it has no ticket.

use std::sync::{Mutex, PoisonError};

use cas_protocol::{service::ServiceAddress, ticket::ValidationTicket};
use db::{Db, DbError, args};
use web::{Timestamp, clock, token};

use super::{Granted, NotKept, Room};
use crate::{
    ids::{AccountId, ServiceId, SessionId},
    sso::sql,
};

pub(crate) struct Database {
    db: Db,
    known: Mutex<Known>,
}

/// What this node knows of the table without asking. Tickets of other nodes are counted at each sweep, so the bound
/// may be passed by what they issue in between: each of them at most once more the whole.
struct Known {
    room: Room,
    count: usize,
}

db::row! {
    struct Kept {
        account_id: AccountId => text,
        session_id: SessionId => text,
        service_id: ServiceId => text,
        address: String => text,
        authenticated_at: i64 => int,
        from_new_login: bool => flag,
        issued_at: i64 => int,
        proxies: String => text,
    }
}

db::row! { struct Count { tickets: i64 => int } }

impl Database {
    pub(super) fn new(db: Db, room: Room) -> Self {
        Self { db, known: Mutex::new(Known { room, count: 0 }) }
    }

    pub(super) async fn put(
        &self,
        ticket: &ValidationTicket,
        granted: &Granted,
        now: Timestamp,
    ) -> Result<(), NotKept> {
        let must_sweep = self.known(|known| known.room.must_sweep(known.count, now));
        if must_sweep {
            self.sweep(now).await?;
        }
        let full = self.known(|known| {
            let full = known.count >= known.room.capacity;
            known.count += usize::from(!full);
            full
        });
        if full {
            return Err(NotKept::Full);
        }
        let row = args![
            token::digest(ticket.as_str()),
            &granted.account,
            &granted.session,
            &granted.service,
            granted.address.as_str(),
            granted.authenticated_at.as_millisecond(),
            granted.from_new_login,
            now.as_millisecond(),
            granted.proxies.join("\n"),
        ];
        self.db.run(sql::PUT_TICKET, row).await?;
        Ok(())
    }

    pub(super) async fn take(
        &self,
        ticket: &ValidationTicket,
        now: Timestamp,
    ) -> Result<Option<Granted>, DbError> {
        let taken: Option<Kept> =
            self.db.take(sql::TAKE_TICKET, args![token::digest(ticket.as_str())]).await?;
        let Some(kept) = taken else { return Ok(None) };
        let alive = self.known(|known| {
            known.count = known.count.saturating_sub(1);
            known.room.alive(clock::from_millis(kept.issued_at), now)
        });
        if alive { kept.granted().map(Some) } else { Ok(None) }
    }

    async fn sweep(&self, now: Timestamp) -> Result<(), DbError> {
        let life = self.known(|known| known.room.life.as_millis());
        let oldest = now.as_millisecond().saturating_sub(i64::try_from(life).unwrap_or(i64::MAX));
        self.db.run(sql::SWEEP_TICKETS, args![oldest]).await?;
        let left: Option<Count> = self.db.optional(sql::COUNT_TICKETS, []).await?;
        let left = left.map_or(0, |row| usize::try_from(row.tickets).unwrap_or(0));
        self.known(|known| known.count = left);
        Ok(())
    }

    fn known<T>(&self, use_it: impl FnOnce(&mut Known) -> T) -> T {
        use_it(&mut self.known.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Kept {
    fn granted(self) -> Result<Granted, DbError> {
        let address = ServiceAddress::parse(&self.address)
            .map_err(|error| DbError::Stored { column: "address", reason: error.to_string() })?;
        Ok(Granted {
            account: self.account_id,
            session: self.session_id,
            service: self.service_id,
            address,
            authenticated_at: clock::from_millis(self.authenticated_at),
            from_new_login: self.from_new_login,
            proxies: self.proxies.lines().map(str::to_owned).collect(),
        })
    }
}
