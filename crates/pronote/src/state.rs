//! What every capability is given: database, clock, configuration.

use std::{collections::HashMap, sync::Arc};

use db::{Cache, Db, DbError, Generations, Snapshot};
use web::{
    Clock, Passwords, Timestamp,
    outgoing::{Caller, OutgoingError},
};

use crate::{
    access::Session,
    bases::{BaseId, SchoolBase},
    config::Config,
    delegation::Delegation,
    people::Person,
};

/// How long a session, of a person or of an operator, lives without a request.
pub(crate) const IDLE_MILLIS: i64 = 60 * 60 * 1000;
/// A session seen less than this ago is not written again: most requests then only read.
pub(crate) const TOUCH_MILLIS: i64 = 60 * 1000;

/// The PRONOTE end. Cheap to clone: clones share everything.
#[derive(Clone)]
pub struct Pronote(Arc<Inner>);

struct Inner {
    db: Db,
    generations: Generations,
    caches: Caches,
    clock: Arc<dyn Clock>,
    started: Timestamp,
    config: Config,
    passwords: Passwords,
    cas: Caller,
}

/// What this node holds in memory. Each value is forgotten when its generation has passed.
pub(crate) struct Caches {
    pub(crate) bases: Snapshot<Vec<SchoolBase>>,
    pub(crate) delegations: Snapshot<HashMap<BaseId, Vec<Delegation>>>,
    pub(crate) people: Cache<(BaseId, Person)>,
    pub(crate) sessions: Cache<Session>,
}

impl Caches {
    /// People and sessions held at the same time: some hundred bytes each.
    const CAPACITY: usize = 100_000;

    fn new(generations: &Generations) -> Self {
        Self {
            bases: Snapshot::new(generations, "base"),
            delegations: Snapshot::new(generations, "delegation"),
            people: Cache::new(generations, "person", Self::CAPACITY),
            sessions: Cache::new(generations, "space-session", Self::CAPACITY),
        }
    }
}

/// A failure of ours, never of the visitor: logged once, where it becomes a page.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The database.
    #[error(transparent)]
    Db(#[from] DbError),
    /// A password could not be hashed or compared.
    #[error(transparent)]
    Hashing(#[from] web::passwords::HashingFailed),
    /// No randomness.
    #[error(transparent)]
    Randomness(#[from] web::token::NoRandomness),
    /// The configured public address cannot be the address of a service.
    #[error("the public address of the spaces cannot be used: {0}")]
    Address(#[from] cas_protocol::service::ServiceAddressError),
    /// CAS servers cannot be asked.
    #[error(transparent)]
    Outgoing(#[from] OutgoingError),
    /// The list of ENT that ships with the program cannot be read.
    #[error("the list of ENT cannot be read")]
    Presets(#[from] toml::de::Error),
    /// A document could not be sealed.
    #[error("a document cannot be sealed")]
    Seal(#[from] exchange::sealed::SealError),
    /// A document could not be written.
    #[error("a document cannot be written")]
    Write(#[from] std::io::Error),
}

impl Pronote {
    pub(crate) fn new(db: Db, config: Config, clock: Arc<dyn Clock>) -> Result<Self, Failure> {
        let cas = config.outgoing.caller()?;
        let passwords = Passwords::default();
        let generations = Generations::new(db.clone());
        let caches = Caches::new(&generations);
        let started = clock.now();
        Ok(Self(Arc::new(Inner { db, generations, caches, clock, started, config, passwords, cas })))
    }

    pub(crate) fn generations(&self) -> &Generations {
        &self.0.generations
    }

    pub(crate) fn caches(&self) -> &Caches {
        &self.0.caches
    }

    pub(crate) fn db(&self) -> &Db {
        &self.0.db
    }

    pub(crate) fn config(&self) -> &Config {
        &self.0.config
    }

    pub(crate) fn passwords(&self) -> &Passwords {
        &self.0.passwords
    }

    /// What CAS servers are asked with.
    pub(crate) fn cas(&self) -> &Caller {
        &self.0.cas
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.0.clock.now()
    }

    /// Since when this node runs.
    pub(crate) fn started(&self) -> Timestamp {
        self.0.started
    }

    /// A fresh database key: UUID version 7, so that rows made together lie together.
    pub(crate) fn new_key(&self) -> model::Uuid {
        web::token::row_key(self.now())
    }
}
