//! Where the demonstration keeps its two databases.

use std::{path::Path, str::FromStr};

use db::{Db, DbError};

/// Files of the folder, or two schemas of one PostgreSQL database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Store {
    /// `ent.db` and `pronote.db`.
    Sqlite,
    /// The address of the database.
    Postgres(String),
}

/// Why a text names no store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Neither of the engines.
    #[error("« sqlite » ou postgres://UTILISATEUR@SERVEUR/BASE est attendu")]
    Unknown,
    /// The demonstration names the schemas itself.
    #[error("retirez schema= de l'adresse : la démonstration crée elle-même ses deux schémas")]
    Schema,
}

impl FromStr for Store {
    type Err = StoreError;

    fn from_str(text: &str) -> Result<Self, StoreError> {
        match text.split_once("://") {
            None if text == "sqlite" => Ok(Self::Sqlite),
            Some(("postgres" | "postgresql", rest)) if rest.contains("schema=") => Err(StoreError::Schema),
            Some(("postgres" | "postgresql", _)) => Ok(Self::Postgres(text.to_owned())),
            _ => Err(StoreError::Unknown),
        }
    }
}

impl Store {
    /// The address of the database of one end.
    pub(super) fn address(&self, folder: &Path, end: &str) -> String {
        match self {
            Self::Sqlite => format!("sqlite:{}", folder.join(format!("{end}.db")).display()),
            Self::Postgres(address) => {
                let separator = if address.contains('?') { '&' } else { '?' };
                format!("{address}{separator}schema={}", schema(end))
            }
        }
    }

    /// Makes sure that no end finds the data of another demonstration.
    ///
    /// # Errors
    /// When there are some, or the server cannot be used.
    pub(super) async fn refuse_used(&self, folder: &Path) -> anyhow::Result<()> {
        for end in ["ent", "pronote"] {
            let new = Db::is_new(&self.address(folder, end)).await;
            let schema = schema(end);
            anyhow::ensure!(
                new.map_err(|error| explained(error, end))?,
                "le schéma {schema} de cette base n'est pas vide : la démonstration part toujours de zéro, videz-le \
                 (DROP SCHEMA {schema} CASCADE) ou indiquez une autre base"
            );
        }
        Ok(())
    }
}

fn schema(end: &str) -> String {
    format!("passerelle_{end}")
}

/// Says which end's database cannot be used, and what to do.
pub(super) fn explained(error: DbError, end: &str) -> anyhow::Error {
    let advice = error.advice().map(|advice| format!(" : {advice}")).unwrap_or_default();
    anyhow::Error::new(error).context(format!("la base du côté {end} ne peut pas être utilisée{advice}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_store_is_an_engine_or_an_address() {
        let folder = Path::new("/data");
        let address = |text: &str| text.parse::<Store>().map(|store| store.address(folder, "ent")).ok();
        for (text, expected) in [
            ("sqlite", Some("sqlite:/data/ent.db")),
            ("postgres://awa@db.example/demo", Some("postgres://awa@db.example/demo?schema=passerelle_ent")),
            (
                "postgresql://db.example/demo?sslmode=require",
                Some("postgresql://db.example/demo?sslmode=require&schema=passerelle_ent"),
            ),
            ("postgres://db.example/demo?schema=other", None),
            ("mysql://db.example/demo", None),
            ("postgres", None),
            ("sqlite://x", None),
        ] {
            assert_eq!(address(text).as_deref(), expected, "{text}");
        }
    }
}
