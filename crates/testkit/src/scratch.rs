//! Databases that are thrown away, on either engine.

use std::{cell::Cell, collections::BTreeMap, sync::Mutex};

use crate::postgres;

thread_local! {
    static ON_POSTGRES: Cell<bool> = const { Cell::new(false) };
}

/// Runs tests so that each [`Scratch::database`] is one of PostgreSQL, where it is a file of SQLite otherwise. For tests
/// of a single thread, as those of `tokio::test` are.
pub fn on_postgres(tests: &[fn()]) {
    ON_POSTGRES.set(true);
    for test in tests {
        test();
    }
    ON_POSTGRES.set(false);
}

/// A folder that goes away with its databases.
pub struct Scratch {
    folder: tempfile::TempDir,
    databases: Mutex<BTreeMap<String, String>>,
}

impl Scratch {
    /// A new folder.
    ///
    /// # Panics
    /// When none can be made.
    #[expect(clippy::new_without_default, reason = "it touches the disk")]
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), databases: Mutex::default() }
    }

    /// The address of a database in it, or, within [`on_postgres`], of a schema of the shared cluster; the same each time.
    ///
    /// # Panics
    /// When PostgreSQL is not installed or does not start.
    pub fn database(&self, name: &str) -> String {
        let mut databases = self.databases.lock().unwrap();
        let address = databases.entry(name.to_owned()).or_insert_with(|| {
            if ON_POSTGRES.get() {
                postgres::schema()
            } else {
                format!("sqlite:{}", self.path(&format!("{name}.db")).display())
            }
        });
        address.clone()
    }

    /// A path in it.
    pub fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }
}
