//! What can go wrong with a database, as decisions for the caller.

/// A failure of the database. "Not found" is no failure: it is `Ok(None)`.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// The address of the database is not one we know.
    #[error("unknown database address: expected sqlite:PATH")]
    UnknownAddress,
    /// The file or server cannot be used.
    #[error("the database cannot be opened: {0}")]
    Open(#[source] sqlx::Error),
    /// The schema could not be brought up to date.
    #[error("the schema cannot be brought up to date: {0}")]
    Migration(#[source] Box<sqlx::migrate::MigrateError>),
    /// A value that must be unique is there already, or a reference leads nowhere.
    #[error("the change contradicts what is stored: {0}")]
    Constraint(#[source] sqlx::Error),
    /// A statement was given too few or too many arguments: a mistake in the program.
    #[error("a statement takes {expected} arguments, {given} were given: {statement}")]
    Arity {
        /// Its text.
        statement: &'static str,
        /// The highest parameter number of the text.
        expected: usize,
        /// How many arguments came.
        given: usize,
    },
    /// A stored value cannot be what the program reads it as: the data contradicts itself.
    #[error("column {column} holds a value that cannot be read: {reason}")]
    Stored {
        /// Name of the column.
        column: &'static str,
        /// What was wrong, without the value.
        reason: String,
    },
    /// A text with a NUL character: PostgreSQL refuses it, so it is refused everywhere.
    #[error("a text with a NUL character cannot be stored")]
    Nul,
    /// A copy that was just read from end to end is not whole.
    #[error("the database is not whole: {0}")]
    Broken(String),
    /// The engine failed.
    #[error("the database failed: {0}")]
    Engine(#[source] sqlx::Error),
}

impl From<sqlx::Error> for DbError {
    fn from(error: sqlx::Error) -> Self {
        let contradicts = error.as_database_error().is_some_and(|e| {
            e.is_unique_violation() || e.is_foreign_key_violation() || e.is_check_violation()
        });
        if contradicts { Self::Constraint(error) } else { Self::Engine(error) }
    }
}
