//! Why the file of a database cannot be used, as far as the person who runs the program can mend it.

use sqlx::migrate::MigrateError;

use crate::DbError;

/// What stands behind a [`DbError`], read from the result code of SQLite.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// The address names no engine we know.
    UnknownAddress,
    /// There is a file, and it is no database or a damaged one.
    Damaged,
    /// Another program holds the database and does not let go.
    Locked,
    /// It can be read and not written.
    ReadOnly,
    /// The disk has no room left, or refuses to write.
    DiskFull,
    /// There is no such file or folder, or it may not be opened.
    Unreachable,
    /// A newer version of the program has changed the schema.
    Newer,
    /// The schema is another one: the database of another end or of another program.
    Foreign,
    /// Anything else.
    Other,
}

impl DbError {
    /// What the person who runs the program can do something about.
    pub fn cause(&self) -> Cause {
        match self {
            Self::UnknownAddress => Cause::UnknownAddress,
            Self::Broken(_) => Cause::Damaged,
            Self::Open(error) | Self::Engine(error) => of_engine(error),
            Self::Migration(error) => match error.as_ref() {
                MigrateError::VersionMissing(_) | MigrateError::VersionTooNew(..) => Cause::Newer,
                MigrateError::VersionMismatch(_) => Cause::Foreign,
                MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => of_engine(error),
                _ => Cause::Other,
            },
            _ => Cause::Other,
        }
    }
}

fn of_engine(error: &sqlx::Error) -> Cause {
    match error {
        sqlx::Error::Database(error) => of_code(error.code().and_then(|code| code.parse().ok()).unwrap_or(0)),
        _ => Cause::Other,
    }
}

/// <https://www.sqlite.org/rescode.html>: the low byte of an extended code is the primary one.
fn of_code(code: u32) -> Cause {
    // SQLITE_IOERR_WRITE, _FSYNC and _SHMSIZE: no room, a quota or a limit, where SQLite does not say "full".
    if matches!(code, 778 | 1034 | 4874) {
        return Cause::DiskFull;
    }
    match code & 0xff {
        5 | 6 => Cause::Locked,
        8 => Cause::ReadOnly,
        11 | 26 => Cause::Damaged,
        13 => Cause::DiskFull,
        3 | 14 => Cause::Unreachable,
        _ => Cause::Other,
    }
}
