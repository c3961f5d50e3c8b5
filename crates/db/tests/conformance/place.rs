//! Where a test keeps its database.

use testkit::{Scratch, postgres};

/// The engines that we know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Engine {
    Sqlite,
    Postgres,
}

/// A new, empty database of one engine.
pub(crate) struct Place {
    pub(crate) address: String,
    _scratch: Scratch,
}

impl Place {
    pub(crate) fn new(engine: Engine) -> Self {
        let scratch = Scratch::new();
        let address = match engine {
            Engine::Sqlite => scratch.database("boats"),
            Engine::Postgres => postgres::schema(),
        };
        Self { address, _scratch: scratch }
    }
}
