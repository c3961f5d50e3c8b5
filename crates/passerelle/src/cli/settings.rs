//! The configuration file that a command is given, and the commands about the file itself.

use std::path::{Path, PathBuf};

use anyhow::bail;
use clap::{Args, Subcommand, ValueEnum};

use super::say;
use crate::config::{self, End, Settings};

/// The option that every command about an end takes.
#[derive(Debug, Clone, Args)]
pub(super) struct ConfigFile {
    /// Fichier de configuration (TOML).
    #[arg(long = "config", value_name = "FICHIER")]
    path: PathBuf,
}

impl ConfigFile {
    pub(super) fn load(&self) -> anyhow::Result<Settings> {
        let password = std::env::var(config::PASSWORD_VARIABLE).ok();
        Ok(config::load(&self.path, password.as_deref())?)
    }

    /// The settings of an ENT.
    pub(super) fn load_ent(&self) -> anyhow::Result<(Settings, config::Ent)> {
        let settings = self.load()?;
        match settings.end.clone() {
            End::Ent(own) => Ok((settings, own)),
            End::Pronote(_) => bail!(
                "{} décrit un côté PRONOTE (section [pronote]) : donnez à --config le fichier d'un ENT",
                shown(&self.path)
            ),
        }
    }

    /// The settings of a PRONOTE end.
    pub(super) fn load_pronote(&self) -> anyhow::Result<(Settings, config::Pronote)> {
        let settings = self.load()?;
        match settings.end.clone() {
            End::Pronote(own) => Ok((settings, own)),
            End::Ent(_) => bail!(
                "{} décrit un ENT (section [ent]) : donnez à --config le fichier d'un côté PRONOTE",
                shown(&self.path)
            ),
        }
    }
}

fn shown(path: &Path) -> impl std::fmt::Display + '_ {
    path.display()
}

#[derive(Debug, Subcommand)]
pub(super) enum ConfigCommand {
    /// Vérifie un fichier de configuration sans rien démarrer.
    Check(ConfigFile),
    /// Écrit un exemple commenté sur la sortie standard.
    Example {
        /// Le côté voulu.
        #[arg(value_name = "CÔTÉ")]
        end: Example,
    },
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum Example {
    /// L'ENT.
    Ent,
    /// Le côté PRONOTE.
    Pronote,
}

/// Runs `passerelle config`.
pub(super) fn run(command: &ConfigCommand) -> anyhow::Result<()> {
    match command {
        ConfigCommand::Example { end: Example::Ent } => say(config::ENT_EXAMPLE.trim_end()),
        ConfigCommand::Example { end: Example::Pronote } => say(config::PRONOTE_EXAMPLE.trim_end()),
        ConfigCommand::Check(file) => {
            let settings = file.load()?;
            let what = match &settings.end {
                End::Ent(own) => format!("un ENT, {}", own.public_url),
                End::Pronote(own) => format!("un côté PRONOTE, {} et {}", own.spaces_url, own.console_url),
            };
            let file = shown(&file.path);
            say(&format!("{file} est bon : {what}, base de données {}.", settings.database))
        }
    }
}
