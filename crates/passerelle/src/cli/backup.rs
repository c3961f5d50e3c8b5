//! `passerelle backup` and `passerelle restore`.

use std::path::PathBuf;

use clap::Args;

use super::{ConfigFile, say};
use crate::backup;

#[derive(Debug, Args)]
pub(super) struct Backup {
    #[command(flatten)]
    config: ConfigFile,
    /// Fichier à écrire ; il ne doit pas exister.
    #[arg(long, value_name = "FICHIER")]
    to: PathBuf,
}

#[derive(Debug, Args)]
pub(super) struct Restore {
    #[command(flatten)]
    config: ConfigFile,
    /// Fichier écrit par « passerelle backup ».
    #[arg(long, value_name = "FICHIER")]
    from: PathBuf,
}

pub(super) async fn backup(asked: Backup) -> anyhow::Result<()> {
    backup::write(&asked.config.load()?, &asked.to).await?;
    say(&format!("La sauvegarde {} est écrite et relue.", asked.to.display()))
}

pub(super) async fn restore(asked: Restore) -> anyhow::Result<()> {
    let settings = asked.config.load()?;
    let kept = backup::restore(&settings, &asked.from).await?;
    say(&format!("La base de données {} est celle de {}.", settings.database, asked.from.display()))?;
    match kept {
        Some(kept) => say(&format!("L'ancienne est gardée : {}", kept.display())),
        None => Ok(()),
    }
}
