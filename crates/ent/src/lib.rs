//! The ENT end: accounts, a CAS server whose answers carry `idPronote`, third-party services and who may use them,
//! the identifiers of PRONOTE and their import, the portal page.
//!
//! One folder per capability. A capability may call those of the rows above its own, never the others:
//!
//! | row | capabilities |
//! |---|---|
//! | 1 | `journal`, `schools` |
//! | 2 | `directory` |
//! | 3 | `authority` |
//! | 4 | `login`, `services`, `identifiers` |
//! | 5 | `release` |
//! | 6 | `sso` |
//! | 7 | `home`, `simulate` |

pub mod authority;
mod config;
pub mod directory;
mod gate;
mod home;
pub mod identifiers;
pub mod ids;
mod journal;
pub mod login;
pub mod release;
pub mod schools;
pub mod services;
pub mod simulate;
mod sso;
mod words;

#[cfg(test)]
mod tests;

use std::{
    sync::{Arc, Weak},
    time::Duration,
};

use db::{Cache, Db, DbError, Generations, Schema, Snapshot, Sql};
use model::Uuid;
use web::{
    Clock, Mood, Passwords, Router, Routes, Site, Timestamp,
    outgoing::{Caller, OutgoingError},
};

pub use config::{Config, Tickets};

/// The schema of the ENT end's database.
const SCHEMA: Schema = &[
    db::migration!(1, "0001_start.sql"),
    db::migration!(2, "0002_generations.sql"),
    db::migration!(3, "0003_demonstration.sql"),
    db::migration!(4, "0004_cas.sql"),
    db::migration!(5, "0005_entered_services.sql"),
];

/// Why an ENT does not open.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The database cannot be used.
    #[error(transparent)]
    Db(#[from] DbError),
    /// No calls to other servers can be made.
    #[error(transparent)]
    Outgoing(#[from] OutgoingError),
}

/// How often what has been kept long enough is forgotten.
const TIDYING: Duration = Duration::from_secs(60 * 60);

/// One ENT: cheap to clone, shared by every request.
#[derive(Clone)]
pub struct Ent(Arc<Inner>);

struct Inner {
    db: Db,
    generations: Generations,
    caches: Caches,
    config: Config,
    clock: Arc<dyn Clock>,
    passwords: Passwords,
    login_sweep: login::Sweep,
    tickets: sso::TicketStore,
    journal: journal::Writer,
    entered: journal::Writer,
    logout_calls: journal::Writer,
    herald: sso::logout::Herald,
    outgoing: Caller,
}

/// What this node holds in memory. Each value is forgotten when its generation has passed.
struct Caches {
    people: Cache<Arc<directory::Person>>,
    sessions: Cache<login::Session>,
    sso_keys: Cache<ids::SessionId>,
    portal_keys: Cache<ids::SessionId>,
    services: Snapshot<services::Catalogue>,
    links: Cache<Arc<[identifiers::Link]>>,
    rules: Snapshot<release::Rules>,
    first_visits: Cache<()>,
}

impl Caches {
    /// People, sessions and the like held at the same time: some hundred bytes each, for the people of a large region
    /// who are at work in the same hours.
    const CAPACITY: usize = 100_000;

    fn new(generations: &Generations) -> Self {
        Self {
            people: Cache::new(generations, "person", Self::CAPACITY),
            sessions: Cache::new(generations, "session", Self::CAPACITY),
            sso_keys: Cache::new(generations, "sso-key", Self::CAPACITY),
            portal_keys: Cache::new(generations, "portal-key", Self::CAPACITY),
            services: Snapshot::new(generations, "service"),
            links: Cache::new(generations, "link", Self::CAPACITY),
            rules: Snapshot::new(generations, "release-rule"),
            first_visits: Cache::new(generations, "first-visit", Self::CAPACITY),
        }
    }
}

impl Ent {
    /// Opens the ENT over the database at `address`, bringing its schema up to date.
    ///
    /// # Errors
    /// [`OpenError`] when the database or the authorities for outgoing calls cannot be used.
    pub async fn open(address: &str, config: Config, clock: Arc<dyn Clock>) -> Result<Self, OpenError> {
        let outgoing = config.outgoing.caller()?;
        let db = Db::open(address, SCHEMA).await?;
        let generations = Generations::new(db.clone());
        let caches = Caches::new(&generations);
        generations.follow().await?;
        let place = config.tickets.unwrap_or_else(|| Tickets::over(address));
        let tickets = sso::TicketStore::new(place, &db, config.ticket_life);
        let passwords = Passwords::default();
        let journal = journal::Writer::start(db.clone(), journal::WRITTEN);
        let inner = Inner {
            entered: journal::Writer::start(db.clone(), sso::logout::WRITTEN),
            logout_calls: journal::Writer::start(db.clone(), sso::logout::RESULTS),
            herald: sso::logout::Herald::default(),
            outgoing,
            db,
            generations,
            caches,
            config,
            clock,
            passwords,
            login_sweep: login::Sweep::default(),
            tickets,
            journal,
        };
        let ent = Self(Arc::new(inner));
        services::keep_portal(&ent).await?;
        ent.tidy().await?;
        tokio::spawn(keep_tidy(Arc::downgrade(&ent.0)));
        Ok(ent)
    }

    /// Forgets what has been kept long enough.
    async fn tidy(&self) -> Result<(), DbError> {
        journal::forget_old(self).await?;
        sso::logout::forget_old(self).await
    }

    /// Everything that this end answers over HTTP. Where CAS has a host of its own, the same listener serves both hosts;
    /// `/cas` of the portal still answers, so that services can be moved one by one.
    pub fn router(&self) -> Router {
        let main = &self.0.config.public_url;
        let portal = web::site(self.site(main), routes().into_router(self.clone()));
        let Some(origin) = &self.0.config.cas_origin else { return portal };
        let cas = sso::routes();
        let door = web::OwnHost::new(origin, "/cas", &cas.table(), main);
        web::beside(portal, door, web::site(self.site(origin), cas.into_router(self.clone())))
    }

    fn site(&self, origin: &str) -> Site {
        Site {
            name: self.0.config.name.clone(),
            cookies: "ENT",
            origin: origin.to_owned(),
            catalogue: &words::CATALOGUE,
            mood: Mood::Ent,
            home: "/",
        }
    }

    /// Writes what waits to be written and closes the database, so that its file is whole. To be called once no more
    /// requests come.
    pub async fn close(&self) {
        self.0.herald.close().await;
        for writer in [&self.0.entered, &self.0.logout_calls, &self.0.journal] {
            writer.close().await;
        }
        self.0.generations.stop();
        self.0.db.close().await;
    }

    /// What was configured.
    pub fn config(&self) -> &Config {
        &self.0.config
    }

    pub(crate) fn db(&self) -> &Db {
        &self.0.db
    }

    pub(crate) fn generations(&self) -> &Generations {
        &self.0.generations
    }

    fn caches(&self) -> &Caches {
        &self.0.caches
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.0.clock.now()
    }

    pub(crate) fn passwords(&self) -> &Passwords {
        &self.0.passwords
    }

    pub(crate) fn login_sweep(&self) -> &login::Sweep {
        &self.0.login_sweep
    }

    pub(crate) fn journal(&self) -> &journal::Writer {
        &self.0.journal
    }

    pub(crate) fn entered(&self) -> &journal::Writer {
        &self.0.entered
    }

    pub(crate) fn logout_calls(&self) -> &journal::Writer {
        &self.0.logout_calls
    }

    pub(crate) fn herald(&self) -> &sso::logout::Herald {
        &self.0.herald
    }

    pub(crate) fn outgoing(&self) -> &Caller {
        &self.0.outgoing
    }

    /// What follows the end of an SSO session, once it is over for everybody: services are told.
    pub(crate) async fn session_ended(&self, session: &ids::SessionId) {
        self.0.herald.tell(self, session).await;
    }

    /// What follows when sessions have ended by their age.
    pub(crate) async fn sessions_expired(
        &self,
        sessions: impl Iterator<Item = ids::SessionId>,
    ) -> Result<(), DbError> {
        let sessions: Vec<_> = sessions.collect();
        sso::logout::forget_expired(self, &sessions).await
    }

    pub(crate) fn tickets(&self) -> &sso::TicketStore {
        &self.0.tickets
    }

    /// A new key for a row: sorts by time, so that new rows land side by side.
    pub(crate) fn new_key(&self) -> Uuid {
        web::token::row_key(self.now())
    }
}

/// Tidies up from time to time, as long as the ENT is there.
async fn keep_tidy(ent: Weak<Inner>) {
    loop {
        tokio::time::sleep(TIDYING).await;
        let Some(ent) = ent.upgrade().map(Ent) else { return };
        if let Err(error) = ent.tidy().await {
            tracing::warn!(%error, "what has been kept long enough could not be forgotten");
        }
    }
}

fn routes() -> Routes<Ent, gate::Audience> {
    home::routes().merge(sso::routes()).merge(identifiers::routes()).merge(simulate::routes())
}

/// The French words of this end, for the command line.
pub fn french() -> web::Words {
    words::CATALOGUE.words(web::Language::French)
}

/// Every statement of this end, for the test that prepares them all.
pub fn statements() -> impl Iterator<Item = &'static Sql> {
    [
        db::generation::STATEMENTS,
        journal::STATEMENTS,
        schools::STATEMENTS,
        directory::STATEMENTS,
        authority::STATEMENTS,
        login::STATEMENTS,
        services::STATEMENTS,
        identifiers::STATEMENTS,
        release::STATEMENTS,
        sso::STATEMENTS,
    ]
    .into_iter()
    .flatten()
}
