//! What an ENT is told when it starts.

use std::time::Duration;

/// Settings of one ENT.
#[derive(Debug, Clone)]
pub struct Config {
    /// Name shown on its pages.
    pub name: String,
    /// Public address, scheme, host and port, without a slash at the end: `https://ent.example`.
    /// Addresses in answers are built from it, never from a request.
    pub public_url: String,
    /// How long a service ticket lives.
    pub ticket_life: Duration,
}

impl Config {
    /// Settings for an ENT at `public_url`, with the usual ticket life of ten seconds.
    pub fn new(public_url: &str) -> Self {
        Self {
            name: "Mon ENT".to_owned(),
            public_url: public_url.trim_end_matches('/').to_owned(),
            ticket_life: Duration::from_secs(10),
        }
    }

    /// The address of the CAS server, the one that a PRONOTE is given.
    pub fn cas_url(&self) -> String {
        format!("{}/cas", self.public_url)
    }
}
