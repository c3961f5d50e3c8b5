//! Why a server cannot be used, and what to do.

use std::fmt;

/// What is wrong with a server, or with a database on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// Nothing answers there, or not in time.
    Unreachable,
    /// The server does not know the user, or not with this password, or not from here.
    NotAdmitted,
    /// The server has no database of that name.
    NoDatabase,
    /// The user may not do what the program needs, such as creating tables.
    NotAllowed,
    /// The server has too many clients.
    Crowded,
    /// The server starts or stops.
    NotReady,
    /// No protected connection as asked.
    Tls,
    /// The database keeps texts in another encoding than UTF-8.
    Encoding,
    /// Something else.
    Other,
}

impl Trouble {
    /// Judges by the kind of error, and by the SQLSTATE code of those that the server tells.
    pub(crate) fn of(error: &sqlx::Error) -> Self {
        match error {
            sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut => Self::Unreachable,
            sqlx::Error::Tls(_) => Self::Tls,
            sqlx::Error::Database(told) => match told.code().as_deref() {
                Some("28P01" | "28000") => Self::NotAdmitted,
                Some("3D000") => Self::NoDatabase,
                Some("42501") => Self::NotAllowed,
                Some("53300") => Self::Crowded,
                Some("57P01" | "57P02" | "57P03") => Self::NotReady,
                _ => Self::Other,
            },
            _ => Self::Other,
        }
    }

    /// What to do, in French, for who starts the program.
    pub const fn advice(self) -> &'static str {
        match self {
            Self::Unreachable => {
                "vérifiez le nom du serveur et le port, que PostgreSQL est démarré et qu'aucun pare-feu ne l'isole"
            }
            Self::NotAdmitted => {
                "vérifiez l'utilisateur et le mot de passe (adresse, PGPASSWORD ou ~/.pgpass), et pg_hba.conf sur le \
                 serveur"
            }
            Self::NoDatabase => {
                "créez-la : createdb --owner=UTILISATEUR --template=template0 --encoding=UTF8 --locale=C.UTF-8 BASE"
            }
            Self::NotAllowed => {
                "donnez la base à cet utilisateur : ALTER DATABASE base OWNER TO utilisateur (depuis la version 15, le \
                 schéma public n'est ouvert qu'au propriétaire)"
            }
            Self::Crowded => "augmentez max_connections sur le serveur, ou arrêtez des clients",
            Self::NotReady => "attendez que PostgreSQL ait fini de démarrer, puis recommencez",
            Self::Tls => {
                "vérifiez le certificat du serveur et les paramètres sslmode et sslrootcert de l'adresse"
            }
            Self::Encoding => {
                "créez-en une en UTF-8 : createdb --template=template0 --encoding=UTF8 --locale=C.UTF-8 BASE"
            }
            Self::Other => "lisez ce que dit le serveur, ici et dans son journal",
        }
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unreachable => "nothing answers there",
            Self::NotAdmitted => "the server does not admit this user with this password",
            Self::NoDatabase => "the server has no such database",
            Self::NotAllowed => "this user may not create what is needed",
            Self::Crowded => "the server has too many clients",
            Self::NotReady => "the server is starting or stopping",
            Self::Tls => "no protected connection can be had",
            Self::Encoding => "its encoding is not UTF-8",
            Self::Other => "the server refuses",
        })
    }
}
