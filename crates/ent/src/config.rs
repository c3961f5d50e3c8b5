//! What an ENT is told when it starts.

use std::time::Duration;

use exchange::sealed::KeyRing;
use web::outgoing::Outgoing;

/// Settings of one ENT.
#[derive(Debug, Clone)]
pub struct Config {
    /// Name shown on its pages.
    pub name: String,
    /// Public address, scheme, host and port, without a slash at the end: `https://ent.example`.
    /// Addresses in answers are built from it, never from a request.
    pub public_url: String,
    /// Public address of the CAS server where it has a host of its own, scheme, host and port: `https://cas.example`.
    /// Without it, CAS is at `/cas` of the portal.
    pub cas_origin: Option<String>,
    /// How long a service ticket lives.
    pub ticket_life: Duration,
    /// The keys that open sealed identifier files, each with the name under which others seal for this ENT.
    pub keys: KeyRing,
    /// Where service tickets are kept; unless told, in memory over SQLite and in the database over PostgreSQL.
    pub tickets: Option<Tickets>,
    /// How services are called: to give them proxy-granting tickets, and to tell them that a session has ended.
    pub outgoing: Outgoing,
}

/// Where service tickets are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tickets {
    /// In the memory of the only node.
    Memory,
    /// In the database that several nodes share.
    Database,
}

impl Tickets {
    /// Where they are kept over the database at `address`: SQLite is for one node, anything else may have several.
    pub(crate) fn over(address: &str) -> Self {
        if address.starts_with("sqlite:") { Self::Memory } else { Self::Database }
    }
}

impl Config {
    /// Settings for an ENT at `public_url`, with the usual ticket life of ten seconds and no keys.
    pub fn new(public_url: &str) -> Self {
        Self {
            name: "Mon ENT".to_owned(),
            public_url: public_url.trim_end_matches('/').to_owned(),
            cas_origin: None,
            ticket_life: Duration::from_secs(10),
            tickets: None,
            outgoing: Outgoing::default(),
            keys: KeyRing::default(),
        }
    }

    /// The address of the CAS server, the one that a PRONOTE is given.
    pub fn cas_url(&self) -> String {
        self.cas_origin.clone().unwrap_or_else(|| format!("{}/cas", self.public_url))
    }
}
