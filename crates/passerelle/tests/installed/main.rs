//! The program as an operator installs it: configuration, service, accounts, backups, packaging, guide.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "the helpers of a test may fail loudly too"
)]

mod backup;
mod failures;
mod furnish;
mod guide;
mod guide_cas;
mod metrics;
mod packaging;
mod place;
mod service;
mod services;
mod tls;
