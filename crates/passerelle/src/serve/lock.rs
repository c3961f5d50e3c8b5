//! One server per SQLite database: tickets live in the memory of one process.

use std::{
    fs::{File, TryLockError},
    path::{Path, PathBuf},
};

use anyhow::Context as _;

use crate::config::Database;

/// Held while a server uses a database, or while a restored one takes its place. The system lets go of it when the
/// process ends, however it ends; the empty file stays.
#[derive(Debug)]
pub struct Lock(#[expect(dead_code, reason = "what counts is that it stays open")] Option<File>);

impl Lock {
    /// Takes the lock. PostgreSQL needs none.
    ///
    /// # Errors
    /// A sentence that says what to do, when another process holds it.
    pub fn take(database: &Database) -> anyhow::Result<Self> {
        let Database::Sqlite(path) = database else { return Ok(Self(None)) };
        let beside = beside(path);
        let file = File::options().create(true).truncate(false).write(true).open(&beside).with_context(|| {
            format!(
                "le fichier {} ne peut pas être écrit : vérifiez que le dossier existe et que l'utilisateur qui lance \
                 passerelle peut y écrire",
                beside.display()
            )
        })?;
        match file.try_lock() {
            Ok(()) => Ok(Self(Some(file))),
            Err(TryLockError::WouldBlock) => anyhow::bail!(
                "la base de données {database} est déjà servie : arrêtez d'abord l'autre passerelle (systemctl stop, \
                 ou Ctrl+C)"
            ),
            Err(TryLockError::Error(error)) => Err(anyhow::Error::new(error).context(format!(
                "la base de données {database} ne peut pas être réservée : son dossier doit être sur un disque de \
                 cette machine"
            ))),
        }
    }
}

fn beside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".lock");
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_is_served_once() {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::Sqlite(folder.path().join("ent.db"));
        let first = Lock::take(&database).unwrap();
        let refused = Lock::take(&database).unwrap_err().to_string();
        assert!(refused.contains("déjà servie"), "{refused}");
        drop(first);
        Lock::take(&database).unwrap();
    }
}
