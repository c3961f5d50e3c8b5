//! The PRONOTE end: a stand-in with which an interconnection is rehearsed without a production PRONOTE.
//!
//! It has what the ENT meets of a PRONOTE: bases with their addresses, the console where publication and CAS
//! delegation are set, people with their identifiers, the export of these, and the spaces that people enter. It
//! holds no marks and no timetable, and says so on its pages.
//!
//! Two sites come out of it: the spaces ([`Pronote::spaces_router`]) and the console with the supervisor's pages
//! ([`Pronote::console_router`]). One folder per capability; each calls only those above it: journal and bases,
//! operators and people, delegation, access and transfer, spaces, console.

pub mod access;
pub mod bases;
mod config;
pub mod console;
pub mod delegation;
mod gate;
pub mod journal;
pub mod operators;
pub mod people;
mod spaces;
mod state;
pub mod supervisor;
#[cfg(test)]
mod tests;
mod transfer;
mod trial;
mod words;

use std::sync::Arc;

use db::{Db, DbError, Schema, Sql};
use web::{Clock, Mood, Router, Routes, Site};

pub use config::{Config, ExportRecipient};
pub(crate) use gate::Authority;
pub use state::{Failure, Pronote};

/// The schema of this end.
pub const SCHEMA: Schema = &[
    db::migration!(1, "0001_start.sql"),
    db::migration!(2, "0002_generations.sql"),
    db::migration!(3, "0003_demonstration.sql"),
    db::migration!(4, "0004_access.sql"),
    db::migration!(5, "0005_console.sql"),
    db::migration!(6, "0006_delegation.sql"),
    db::migration!(7, "0007_supervisor.sql"),
    db::migration!(8, "0008_trial.sql"),
];

impl Pronote {
    /// Opens the database at `database` (`sqlite:PATH`) and brings it up to date.
    ///
    /// # Errors
    /// [`Failure`].
    pub async fn open(database: &str, config: Config, clock: Arc<dyn Clock>) -> Result<Self, Failure> {
        let pronote = Self::new(Db::open(database, SCHEMA).await?, config, clock)?;
        pronote.generations().follow().await?;
        journal::drop_old(&pronote).await?;
        Ok(pronote)
    }

    /// The site of the spaces, for every base.
    pub fn spaces_router(&self) -> Router {
        let site = self.site("words-spaces", "PN", &self.config().spaces_url);
        let router = web::site(site, spaces_routes().into_router(self.clone()));
        bases::pages::under_roots(self.clone(), router)
    }

    /// The site of the console and of the supervisors.
    pub fn console_router(&self) -> Router {
        let site = self.site("words-console", "PNC", &self.config().console_url);
        web::site(site, console_routes().into_router(self.clone()))
    }

    /// Closes the database, so that its file is whole.
    pub async fn close(&self) {
        self.generations().stop();
        self.db().close().await;
    }

    /// Prepares every statement; one line per statement that does not fit the schema.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn check_statements(&self) -> Result<Vec<String>, DbError> {
        self.db().check(statements()).await
    }

    fn site(&self, name: &str, cookies: &'static str, origin: &str) -> Site {
        let catalogue = &words::CATALOGUE;
        Site {
            name: name.to_owned(),
            cookies,
            origin: origin.to_owned(),
            catalogue,
            mood: Mood::Pronote,
            home: "/",
        }
    }
}

/// The routes of the spaces, as below the root of a base.
pub(crate) fn spaces_routes() -> Routes<Pronote, Authority> {
    bases::pages::routes()
        .merge(access::pages::routes())
        .merge(spaces::pages::routes())
        .merge(trial::pages::routes())
}

/// The routes of the console and of the supervisors.
pub(crate) fn console_routes() -> Routes<Pronote, Authority> {
    let console = console::pages::routes().merge(console::delegation_pages::routes());
    let console = console.merge(console::trial_pages::routes());
    let console =
        console.merge(console::several_pages::routes()).merge(console::identification_pages::routes());
    let frame = console::frame_pages::routes().merge(console::account_pages::routes());
    let base = console::publication_pages::routes().merge(console::security_pages::routes());
    operators::pages::routes().merge(console).merge(frame).merge(base).merge(supervisor::pages::routes())
}

/// Every statement of every capability.
pub(crate) fn statements() -> impl Iterator<Item = &'static Sql> {
    [
        db::generation::STATEMENTS,
        journal::sql::STATEMENTS,
        bases::sql::STATEMENTS,
        operators::sql::STATEMENTS,
        people::sql::STATEMENTS,
        delegation::sql::STATEMENTS,
        access::sql::STATEMENTS,
        trial::sql::STATEMENTS,
        transfer::sql::STATEMENTS,
        supervisor::sql::STATEMENTS,
    ]
    .into_iter()
    .flatten()
}
