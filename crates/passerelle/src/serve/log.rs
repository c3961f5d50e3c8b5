//! What the servers say while they run, on standard output: no name, birth date, identifier, ticket or password.

use tracing::Level;
use tracing_subscriber::{
    Layer as _, filter::Targets, layer::SubscriberExt as _, util::SubscriberInitExt as _,
};

use crate::config::Log;

/// Our crates; libraries are heard only when something is wrong.
const OURS: [&str; 5] = ["db", "ent", "passerelle", "pronote", "web"];

/// Starts the log. A later start changes nothing.
pub(super) fn start(log: &Log) {
    let filter = Targets::new()
        .with_default(log.level.min(Level::WARN))
        .with_targets(OURS.map(|crate_name| (crate_name, log.level)));
    let lines = tracing_subscriber::fmt::layer().log_internal_errors(false);
    let lines =
        if log.json { lines.json().flatten_event(true).boxed() } else { lines.with_ansi(false).boxed() };
    // A test may have started one already.
    let _ = tracing_subscriber::registry().with(lines.with_filter(filter)).try_init();
}
