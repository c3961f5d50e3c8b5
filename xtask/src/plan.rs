//! The plan of the house as data: who may stand on whom. `ARCHITECTURE.md` says why.

/// A crate of the workspace, the layer it sits on, and, where the layer alone says too much, the only
/// workspace crates it may use.
pub struct Room {
    /// Package name, which is also the folder under `crates/`.
    pub name: &'static str,
    /// A crate depends only on strictly lower layers.
    pub layer: u8,
    /// `None`: every lower layer.
    pub only: Option<&'static [&'static str]>,
    /// No clock, files, network, runtime or chance: these are arguments.
    pub pure: bool,
}

/// Every crate under `crates/`.
pub const ROOMS: &[Room] = &[
    Room { name: "model", layer: 0, only: Some(&[]), pure: true },
    Room { name: "cas-protocol", layer: 0, only: Some(&[]), pure: true },
    Room { name: "matching", layer: 0, only: Some(&[]), pure: true },
    Room { name: "exchange", layer: 1, only: Some(&["model", "cas-protocol"]), pure: true },
    Room { name: "invented", layer: 1, only: Some(&["model"]), pure: true },
    Room { name: "db", layer: 1, only: Some(&[]), pure: false },
    Room { name: "web", layer: 1, only: Some(&["model", "cas-protocol"]), pure: false },
    Room { name: "walker", layer: 1, only: Some(&[]), pure: false },
    Room { name: "ent", layer: 2, only: None, pure: false },
    Room { name: "pronote", layer: 2, only: None, pure: false },
    Room { name: "passerelle", layer: 3, only: None, pure: false },
    Room { name: "testkit", layer: 3, only: None, pure: false },
];

/// The two ends, which never depend on one another, not even in tests.
pub const ENDS: [&str; 2] = ["ent", "pronote"];

/// Crates that any crate's tests may use, whatever the layers say.
pub const FOR_TESTS: &[&str] = &["testkit", "invented"];

/// What only tests use: it may hold statements of tests, as tests do.
pub const KIT_OF_TESTS: &str = "testkit";

/// Developer tooling: outside the layers, and no crate may depend on it.
pub const TOOLING: &str = "xtask";

/// Libraries that a pure crate does not depend on: runtime, network, database, chance.
pub const IMPURE_LIBRARIES: &[&str] = &[
    "tokio",
    "tokio-util",
    "axum",
    "axum-core",
    "axum-extra",
    "sqlx",
    "sqlx-core",
    "reqwest",
    "hyper",
    "hyper-util",
    "tower",
    "tower-http",
    "rand",
    "getrandom",
];

/// Paths that the source of a pure crate does not name.
pub const IMPURE_PATHS: &[&[&str]] = &[
    &["std", "fs"],
    &["std", "net"],
    &["std", "env"],
    &["std", "process"],
    &["std", "time", "SystemTime"],
    &["std", "time", "Instant"],
    &["tokio"],
    &["rand"],
    &["getrandom"],
];

/// The only crate that depends on sqlx and names it.
pub const NAMES_SQLX: &str = "db";

/// Crates that may depend on axum.
pub const DEPENDS_ON_AXUM: &[&str] = &["web", "ent", "pronote", "passerelle"];

/// Crates in which every file may name axum.
pub const NAMES_AXUM: &[&str] = &["web", "passerelle"];

/// In an end, the files that read requests: the only ones that name axum.
pub const HTTP_FILES: &[&str] = &["pages.rs", "api.rs"];

/// The capabilities of the ENT end with their rows: each calls only rows above its own.
pub const ENT: &[(&str, u8)] = &[
    ("journal", 1),
    ("schools", 1),
    ("directory", 2),
    ("authority", 3),
    ("login", 4),
    ("services", 4),
    ("identifiers", 4),
    ("upstream", 5),
    ("release", 5),
    ("sso", 6),
    ("home", 7),
    ("simulate", 7),
    ("activity", 8),
    ("settings", 8),
];

/// The capabilities of the PRONOTE end with their rows.
pub const PRONOTE: &[(&str, u8)] = &[
    ("journal", 1),
    ("bases", 1),
    ("operators", 2),
    ("people", 2),
    ("delegation", 3),
    ("school_life", 3),
    ("access", 4),
    ("transfer", 4),
    ("spaces", 5),
    ("trial", 5),
    ("block", 5),
    ("client_api", 5),
    ("supervisor", 6),
    ("console", 7),
];

/// Files that stand beside the capabilities in the `src` of an end, and may use all of them.
pub const END_FILES: &[&str] =
    &["lib.rs", "gate.rs", "config.rs", "ids.rs", "words.rs", "tests.rs", "state.rs"];

/// Crates whose public functions may take an identifier as text: tooling, tests, and the database layer,
/// which knows no identifier of the field.
pub const UNTYPED_IDENTIFIERS: &[&str] = &["xtask", "testkit", "db"];

/// The room of this name.
pub fn room(name: &str) -> Option<&'static Room> {
    ROOMS.iter().find(|room| room.name == name)
}

/// The rows of this end, or nothing when `end` is not an end.
pub fn rows(end: &str) -> &'static [(&'static str, u8)] {
    match end {
        "ent" => ENT,
        "pronote" => PRONOTE,
        _ => &[],
    }
}

/// The row of a capability of this end.
pub fn row(end: &str, capability: &str) -> Option<u8> {
    rows(end).iter().find(|(name, _)| *name == capability).map(|(_, row)| *row)
}
