//! What every capability is given: database, clock, configuration.

use std::{sync::Arc, time::Duration};

use db::{Db, DbError};
use web::{Clock, Passwords, Timestamp};

use crate::config::Config;

/// How long a session, of a person or of an operator, lives without a request.
pub(crate) const IDLE_MILLIS: i64 = 60 * 60 * 1000;
/// A session seen less than this ago is not written again: most requests then only read.
pub(crate) const TOUCH_MILLIS: i64 = 60 * 1000;

/// The PRONOTE end. Cheap to clone: clones share everything.
#[derive(Clone)]
pub struct Pronote(Arc<Inner>);

struct Inner {
    db: Db,
    clock: Arc<dyn Clock>,
    config: Config,
    passwords: Passwords,
    http: reqwest::Client,
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
    /// The client that talks to CAS servers cannot be made.
    #[error("the HTTP client cannot be made")]
    Client(#[source] reqwest::Error),
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
        // A CAS server that redirects a validation is not the one that was configured.
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            // A ticket goes to the configured server, not to whatever proxy the environment names.
            .no_proxy()
            .timeout(Duration::from_secs(5))
            .build()
            .map_err(Failure::Client)?;
        let passwords = Passwords::default();
        Ok(Self(Arc::new(Inner { db, clock, config, passwords, http })))
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

    pub(crate) fn http(&self) -> &reqwest::Client {
        &self.0.http
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.0.clock.now()
    }

    /// A fresh database key: UUID version 7, so that rows made together lie together.
    pub(crate) fn new_key(&self) -> model::Uuid {
        web::token::row_key(self.now())
    }
}
