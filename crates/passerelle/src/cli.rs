//! The command line.

mod backup;
mod ent;
mod matching;
mod password;
mod pronote;
mod service;
mod settings;

use std::{ffi::OsString, io::Write as _, path::PathBuf, process::ExitCode};

use anyhow::Context as _;
use clap::{Args, Parser, Subcommand};
use model::{BirthDate, Uai, UaiError};

use crate::{demo, keys, serve};
use settings::ConfigFile;

/// Passerelle relie le portail d'un établissement (ENT) à PRONOTE.
#[derive(Debug, Parser)]
#[command(name = "passerelle", version, disable_help_subcommand = true)]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Lance les deux côtés avec des établissements inventés et parcourt toute la route.
    Demo(DemoArguments),
    /// Sert un ENT jusqu'à ce qu'on l'arrête (Ctrl+C, systemctl stop).
    Ent(ConfigFile),
    /// Sert un côté PRONOTE jusqu'à ce qu'on l'arrête.
    Pronote(ConfigFile),
    /// Vérifie une configuration ou en écrit un exemple.
    #[command(subcommand)]
    Config(settings::ConfigCommand),
    /// Établissements d'un ENT.
    #[command(subcommand)]
    School(ent::SchoolCommand),
    /// Comptes d'un ENT.
    #[command(subcommand)]
    Account(ent::AccountCommand),
    /// Services d'un ENT : les enregistrer, les lister, essayer une adresse.
    #[command(subcommand)]
    Service(service::ServiceCommand),
    /// Bases d'un côté PRONOTE.
    #[command(subcommand)]
    Base(pronote::BaseCommand),
    /// Opérateurs d'un côté PRONOTE.
    #[command(subcommand)]
    Operator(pronote::OperatorCommand),
    /// Écrit une sauvegarde de la base de données, sans arrêter le service.
    Backup(backup::Backup),
    /// Remet une sauvegarde en place, service arrêté ; la base remplacée est gardée.
    Restore(backup::Restore),
    /// Rapproche les comptes d'un ENT des identités de PRONOTE, de fichier à fichier.
    Match(matching::Match),
    /// Crée, liste et remplace les clés qui ouvrent les fichiers chiffrés.
    #[command(subcommand)]
    Keys(keys::Command),
}

#[derive(Debug, Args)]
struct DemoArguments {
    /// Adresse de l'ENT ; le port 0 en choisit un libre.
    #[arg(long, value_name = "HÔTE:PORT", default_value = "localhost:8080")]
    ent: demo::Place,
    /// Adresse des espaces PRONOTE (sous /pronote/).
    #[arg(long, value_name = "HÔTE:PORT", default_value = "127.0.0.1:8081")]
    pronote: demo::Place,
    /// Adresse de la console et du client superviseur.
    #[arg(long, value_name = "HÔTE:PORT", default_value = "127.0.0.1:8082")]
    console: demo::Place,
    /// Dossier des bases de données et du fichier exporté, vide ou à créer ; sans lui, un dossier provisoire.
    #[arg(long, value_name = "DOSSIER")]
    data: Option<PathBuf>,
    /// Où sont les données : « sqlite », dans le dossier, ou une base PostgreSQL postgres://UTILISATEUR@SERVEUR/BASE. Les
    /// deux côtés y créent chacun leur schéma, passerelle_ent et passerelle_pronote, qui doivent être vides ou absents et
    /// qui restent ensuite. Le mot de passe se donne par PGPASSWORD ou ~/.pgpass.
    #[arg(long, value_name = "BASE", default_value = "sqlite")]
    database: demo::Store,
    /// Graine des établissements inventés : la même donne les mêmes personnes.
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Parle https, avec une autorité de certification jetable (fichier ca.pem du dossier des données).
    #[arg(long)]
    tls: bool,
    /// S'arrête après la route ; le code de sortie est 0 si chaque étape a réussi.
    #[arg(long)]
    once: bool,
    /// Écrit un objet JSON par ligne sur la sortie standard ; le texte va sur la sortie d'erreur.
    #[arg(long)]
    json: bool,
}

/// Understands and runs a command.
///
/// # Errors
/// What the command could not do, with its causes.
pub fn run_command(arguments: impl IntoIterator<Item = OsString>) -> anyhow::Result<ExitCode> {
    let command = match CommandLine::try_parse_from(arguments) {
        Ok(line) => line.command,
        Err(help_or_error) => {
            let code = u8::try_from(help_or_error.exit_code()).unwrap_or(2);
            help_or_error.print().context("le terminal n'accepte pas de texte")?;
            return Ok(ExitCode::from(code));
        }
    };
    let done = match command {
        Command::Demo(arguments) => return run_demo(arguments),
        Command::Keys(command) => return keys::run(command),
        Command::Match(asked) => return matching::run(&asked),
        Command::Ent(file) => runtime()?.block_on(serve::run(file.load_ent()?.0)),
        Command::Pronote(file) => runtime()?.block_on(serve::run(file.load_pronote()?.0)),
        Command::Config(command) => settings::run(&command),
        Command::School(command) => runtime()?.block_on(ent::add_school(command)),
        Command::Account(command) => runtime()?.block_on(ent::create_account(command)),
        Command::Service(command) => runtime()?.block_on(service::run(command)),
        Command::Base(command) => runtime()?.block_on(pronote::add_base(command)),
        Command::Operator(command) => runtime()?.block_on(pronote::create_operator(command)),
        Command::Backup(asked) => runtime()?.block_on(backup::backup(asked)),
        Command::Restore(asked) => runtime()?.block_on(backup::restore(asked)),
    };
    done.map(|()| ExitCode::SUCCESS)
}

fn run_demo(arguments: DemoArguments) -> anyhow::Result<ExitCode> {
    start_log();
    let options = demo::Options {
        ent: arguments.ent,
        pronote: arguments.pronote,
        console: arguments.console,
        data: arguments.data,
        database: arguments.database,
        seed: arguments.seed,
        tls: arguments.tls,
        once: arguments.once,
        json: arguments.json,
    };
    runtime()?.block_on(demo::run(options))
}

fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    tokio::runtime::Runtime::new().context("le programme ne peut pas démarrer")
}

/// Writes a line on standard output.
fn say(line: &str) -> anyhow::Result<()> {
    writeln!(std::io::stdout(), "{line}").context("la sortie standard ne peut pas être écrite")
}

fn uai(text: &str) -> Result<Uai, String> {
    Uai::parse(text).map_err(|error| match error {
        UaiError::Shape(_) => "un UAI a sept chiffres et une lettre".to_owned(),
        UaiError::CheckLetter { expected, .. } => {
            format!("la lettre ne va pas avec ces chiffres : {expected} ?")
        }
    })
}

fn birth_date(text: &str) -> Result<BirthDate, String> {
    BirthDate::parse(text).map_err(|_| "JJ/MM/AAAA ou AAAA-MM-JJ est attendu".to_owned())
}

/// The log of the servers goes to standard error: standard output belongs to the command.
fn start_log() {
    let log = tracing_subscriber::fmt().with_writer(std::io::stderr).with_max_level(tracing::Level::WARN);
    // A test may have started one already.
    let _ = log.try_init();
}

/// Says on standard error why a command failed, cause after cause.
pub(crate) fn complain(error: &anyhow::Error) {
    let mut text = format!("passerelle : {error}\n");
    for cause in error.chain().skip(1) {
        text += &format!("  parce que : {cause}\n");
    }
    // Without a standard error there is nobody to tell.
    let _ = std::io::stderr().write_all(text.as_bytes());
}
