//! What tests share: a clock that can be set, a site on a free loopback port, a database that is thrown away.

#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may fail loudly")]

pub mod academy;
pub mod browser;

mod ca;
mod clock;
mod keys;
pub mod postgres;
mod promptness;
mod recorder;
mod scratch;
pub mod upgrade;

use web::Router;

pub use ca::{EXPIRED, Issued, TO_COME, TestCa, VALID};
pub use clock::TestClock;
pub use keys::private_keys;
pub use promptness::{in_time, until};
pub use recorder::{Recorded, Recorder};
pub use scratch::{Scratch, on_postgres};

/// A socket on a free port of `host` (`localhost`, `127.0.0.1`), with the address that a site on it has.
///
/// # Panics
/// When no port is free.
pub async fn socket(host: &str) -> (tokio::net::TcpListener, String) {
    let listener = tokio::net::TcpListener::bind((host, 0)).await.unwrap();
    let url = format!("http://{host}:{}", listener.local_addr().unwrap().port());
    (listener, url)
}

/// Serves a site until the test ends.
pub fn serve(listener: impl Into<web::Listener> + Send + 'static, router: Router) {
    tokio::spawn(web::serve(listener, router, std::future::pending()));
}
