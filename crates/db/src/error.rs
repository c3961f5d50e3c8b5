//! What can go wrong with a database, as decisions for the caller.

mod trouble;

pub use trouble::Trouble;

/// A failure of the database. "Not found" is no failure: it is `Ok(None)`.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// The address of the database is not one we know.
    #[error("unknown database address: expected sqlite:PATH or postgres://USER@HOST/DATABASE")]
    UnknownAddress,
    /// The address names a schema that would have to be quoted.
    #[error("unusable schema name: expected a-z, then a-z, 0-9 or _, 63 signs at most, not pg_…")]
    UnusableSchema,
    /// The file cannot be used.
    #[error("the database cannot be opened: {0}")]
    Open(#[source] sqlx::Error),
    /// The server, or the database on it, cannot be used.
    #[error("the database at {place} cannot be used: {trouble}")]
    Server {
        /// Where it is, without user and password.
        place: String,
        /// What is wrong.
        trouble: Trouble,
        /// What the library or the server said.
        source: Option<Box<sqlx::Error>>,
    },
    /// The schema could not be brought up to date.
    #[error("the schema cannot be brought up to date: {0}")]
    Migration(#[source] Box<sqlx::migrate::MigrateError>),
    /// A value that must be unique is there already, or a reference leads nowhere.
    #[error("the change contradicts what is stored: {0}")]
    Constraint(#[source] sqlx::Error),
    /// A statement of this transaction was refused before: nothing of it can last.
    #[error("an earlier statement of this transaction was refused")]
    Aborted,
    /// Others write, and took too long.
    #[error("the transactions of others take too long: {0}")]
    Busy(#[source] sqlx::Error),
    /// The server has gone, or answers no more. Later calls try again.
    #[error("the database does not answer: {0}")]
    Gone(#[source] sqlx::Error),
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
    /// Only a plain INSERT can be loaded: a mistake in the program.
    #[error("only INSERT INTO table (a, b) VALUES ($1, $2) can be loaded: {statement}")]
    NotLoadable {
        /// Its text.
        statement: &'static str,
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

impl DbError {
    /// Whether the engine itself refused, so that it may have given the transaction up.
    pub(crate) const fn is_of_engine(&self) -> bool {
        matches!(self, Self::Constraint(_) | Self::Busy(_) | Self::Gone(_) | Self::Engine(_))
    }

    /// What to do about a database that cannot be opened, in French, for who starts the program.
    pub const fn advice(&self) -> Option<&'static str> {
        match self {
            Self::UnknownAddress => Some(
                "écrivez l'adresse sqlite:CHEMIN ou postgres://UTILISATEUR@SERVEUR/BASE, avec « %40 » pour un « @ » \
                 dans un nom",
            ),
            Self::UnusableSchema => Some(
                "donnez à schema= un nom en minuscules sans accent, chiffres et « _ », qui ne commence pas par « pg_ »",
            ),
            Self::Open(_) => Some(
                "vérifiez que le dossier existe, que vous pouvez y écrire et que le disque n'est pas plein",
            ),
            Self::Server { trouble, .. } => Some(trouble.advice()),
            Self::Migration(_) => Some(
                "cette base vient d'une autre version du programme : mettez le programme à jour, ou restaurez une \
                 sauvegarde",
            ),
            _ => None,
        }
    }
}

impl From<sqlx::Error> for DbError {
    fn from(error: sqlx::Error) -> Self {
        let read = Self::read(error);
        let kind = match &read {
            Self::Busy(_) => "busy",
            Self::Gone(_) => "gone",
            Self::Constraint(_) => "constraint",
            _ => "engine",
        };
        metrics::counter!("passerelle_database_errors_total", "kind" => kind).increment(1);
        read
    }
}

impl DbError {
    fn read(error: sqlx::Error) -> Self {
        let Some(told) = error.as_database_error() else {
            let gone = matches!(
                error,
                sqlx::Error::Io(_)
                    | sqlx::Error::PoolTimedOut
                    | sqlx::Error::Tls(_)
                    | sqlx::Error::Protocol(_)
            );
            return if gone { Self::Gone(error) } else { Self::Engine(error) };
        };
        if told.is_unique_violation() || told.is_foreign_key_violation() || told.is_check_violation() {
            return Self::Constraint(error);
        }
        match told.code().as_deref() {
            // lock_not_available and deadlock_detected of PostgreSQL; SQLITE_BUSY.
            Some("55P03" | "40P01" | "5") => Self::Busy(error),
            // The server stops, has crashed, starts, or has too many clients.
            Some("57P01" | "57P02" | "57P03" | "53300") => Self::Gone(error),
            _ => Self::Engine(error),
        }
    }
}
