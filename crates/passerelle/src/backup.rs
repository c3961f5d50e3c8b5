//! Backups of an SQLite database, made while it is served, and their way back.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail, ensure};
use db::Cause;
use tempfile::NamedTempFile;
use web::Clock as _;

use crate::{
    config::{Database, End, Settings},
    opening,
    serve::Lock,
};

/// Writes a copy of the database to `target`, readable by its owner alone, and reads it back. The end may be serving
/// meanwhile. Nothing is at `target` before the copy is whole, and nothing there is ever replaced.
///
/// # Errors
/// A sentence that says what to do.
pub async fn write(settings: &Settings, target: &Path) -> anyhow::Result<()> {
    let source = file_of(&settings.database)?;
    let shown = target.display();
    ensure!(std::fs::exists(target).is_ok_and(|there| !there), taken(target));
    ensure!(
        source.exists(),
        "la base de données {} n'existe pas encore : démarrez d'abord le service",
        settings.database
    );
    let copy = temporary_beside(target)?;
    db::backup::copy(source, copy.path()).await.map_err(|error| match error.cause() {
        Cause::DiskFull => anyhow::Error::new(error)
            .context(format!("la sauvegarde {shown} ne tient pas sur le disque : libérez de la place")),
        _ => opening::explain(error, &settings.database),
    })?;
    copy.as_file().sync_all().with_context(|| format!("la sauvegarde {shown} ne peut pas être écrite"))?;
    match copy.persist_noclobber(target) {
        Ok(_) => Ok(()),
        Err(failed) if failed.error.kind() == std::io::ErrorKind::AlreadyExists => bail!(taken(target)),
        Err(failed) => {
            Err(failed.error).with_context(|| format!("la sauvegarde {shown} ne peut pas être écrite"))
        }
    }
}

/// Puts the database of a backup in the place of the present one, which is kept beside; gives the path where. The
/// backup is first copied, read from end to end and brought up to date: what cannot be served replaces nothing.
///
/// # Errors
/// A sentence that says what to do; the present database is then still in its place.
pub async fn restore(settings: &Settings, from: &Path) -> anyhow::Result<Option<PathBuf>> {
    let place = file_of(&settings.database)?;
    ensure!(
        from.is_file(),
        "la sauvegarde {} n'existe pas : vérifiez le chemin donné à --from",
        from.display()
    );
    opening::check_data_folder(&settings.data)?;
    let _lock = Lock::take(&settings.database)?;
    let copy = temporary_beside(place)?;
    let unfit = || format!("la sauvegarde {} ne peut pas être reprise ; rien n'a été changé", from.display());
    db::backup::copy(from, copy.path())
        .await
        .map_err(|error| opening::explain(error, &Database::Sqlite(from.to_owned())))
        .with_context(unfit)?;
    open_once(&Settings { database: Database::Sqlite(copy.path().to_owned()), ..settings.clone() })
        .await
        .with_context(unfit)?;
    copy.as_file().sync_all().context("la base reprise ne peut pas être écrite")?;
    let kept = if place.exists() { Some(keep(settings, place).await?) } else { None };
    copy.persist(place)
        .map_err(|failed| failed.error)
        .context("la base reprise ne peut pas être mise en place")?;
    Ok(kept)
}

/// Opens the end over a database as a service would, and closes it.
async fn open_once(settings: &Settings) -> anyhow::Result<()> {
    match &settings.end {
        End::Ent(own) => opening::ent(settings, own).await?.close().await,
        End::Pronote(own) => opening::pronote(settings, own).await?.close().await,
    }
    Ok(())
}

/// Gives the present database a second name, so that there is one in its place at every moment.
async fn keep(settings: &Settings, place: &Path) -> anyhow::Result<PathBuf> {
    let stamp: String =
        web::SystemClock.now().to_string().chars().filter(char::is_ascii_alphanumeric).take(15).collect();
    let kept = with_suffix(place, &format!(".before-{stamp}"));
    match db::backup::gather(place).await {
        Err(error) if error.cause() == Cause::Damaged => {
            // Its log may hold what a specialist can still read.
            for log in ["-wal", "-shm"] {
                let log_file = with_suffix(place, log);
                if log_file.exists() {
                    std::fs::rename(&log_file, with_suffix(&kept, log))
                        .context("l'ancienne base ne peut pas être gardée")?;
                }
            }
        }
        gathered => gathered.map_err(|error| opening::explain(error, &settings.database))?,
    }
    std::fs::hard_link(place, &kept).context("l'ancienne base ne peut pas être gardée")?;
    Ok(kept)
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

fn taken(target: &Path) -> String {
    format!("{} existe déjà et n'est jamais remplacé : choisissez un autre nom", target.display())
}

/// The file of an SQLite database. PostgreSQL has tools of its own, made for databases in use.
fn file_of(database: &Database) -> anyhow::Result<&Path> {
    match database {
        Database::Sqlite(path) => Ok(path),
        Database::Postgres(_) => bail!(
            "cette base est dans PostgreSQL, dont les outils font des sauvegardes en service :\n  \
             sauvegarder : pg_dump --format=custom --file=FICHIER BASE\n  \
             reprendre, service arrêté : pg_restore --clean --if-exists --single-transaction --dbname=BASE FICHIER"
        ),
    }
}

fn temporary_beside(path: &Path) -> anyhow::Result<NamedTempFile> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    NamedTempFile::new_in(folder).with_context(|| {
        format!(
            "rien ne peut être écrit dans le dossier {} : vérifiez qu'il existe et que vous en avez le droit",
            folder.display()
        )
    })
}
