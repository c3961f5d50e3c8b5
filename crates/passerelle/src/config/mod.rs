//! The configuration file of `passerelle ent` and `passerelle pronote`: one TOML file per end, read strictly.
//!
//! What comes out is typed and checked: whoever holds [`Settings`] need not look again at the file. Relative paths
//! start at the folder of the file.

mod check;
mod file;
mod mistake;
#[cfg(test)]
mod tests;

use std::{
    fmt,
    net::SocketAddr,
    path::{Path, PathBuf},
    time::Duration,
};

use ent::Tickets;
use exchange::sealed::PartnerName;
use ipnet::IpNet;
use tracing::Level;
use url::Url;
use web::{outgoing::Outgoing, tls::Files};

pub use mistake::Mistake;

/// Variable of the environment that may hold the password of the database.
pub const PASSWORD_VARIABLE: &str = "PASSERELLE_DATABASE_PASSWORD";

/// A commented example for an ENT.
pub const ENT_EXAMPLE: &str = include_str!("ent.toml");
/// A commented example for a PRONOTE end.
pub const PRONOTE_EXAMPLE: &str = include_str!("pronote.toml");

/// What a file settles, for either end.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Folder of what the end keeps.
    pub data: PathBuf,
    /// Its database.
    pub database: Database,
    /// Which end it is, and what only that end has.
    pub end: End,
    /// How it reaches other servers.
    pub outgoing: Outgoing,
    /// What it writes on standard output.
    pub log: Log,
    /// Where it tells Prometheus how it is.
    pub metrics: Option<SocketAddr>,
}

/// The section that the file has.
#[derive(Debug, Clone)]
pub enum End {
    /// `[ent]`
    Ent(Ent),
    /// `[pronote]`
    Pronote(Pronote),
}

/// Settings of an ENT.
#[derive(Debug, Clone)]
pub struct Ent {
    /// Name shown on its pages.
    pub name: String,
    /// Public address without a slash at the end.
    pub public_url: String,
    /// Public address of its CAS server where that has a host of its own, without a slash at the end.
    pub cas_origin: Option<String>,
    /// How long a service ticket lives: 1 to 30 s.
    pub ticket_life: Duration,
    /// Where service tickets are kept; by default the database's kind decides.
    pub tickets: Option<Tickets>,
    /// Where it listens.
    pub listener: Listener,
    /// Folder of the keys that open sealed files; there need be none unless the file names it.
    pub keys: Keys,
}

/// Where the keys of an ENT lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Keys {
    /// Where the file says: they must be there.
    Named(PathBuf),
    /// In the data folder, if there are any.
    Usual(PathBuf),
}

/// Settings of a PRONOTE end.
#[derive(Debug, Clone)]
pub struct Pronote {
    /// Public address of the spaces, without a slash at the end.
    pub spaces_url: String,
    /// Where the spaces listen.
    pub spaces: Listener,
    /// Public address of the console, without a slash at the end.
    pub console_url: String,
    /// Where the console listens.
    pub console: Listener,
    /// For whom exports are sealed.
    pub recipients: Vec<Recipient>,
}

/// Where a site listens, and for whom it believes forwarded headers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listener {
    /// Address and port.
    pub address: SocketAddr,
    /// Files of TLS; without them the listener speaks plain http.
    pub tls: Option<Files>,
    /// Proxies whose `X-Forwarded-*` headers are believed.
    pub trusted_proxies: Vec<IpNet>,
}

/// Somebody for whom the PRONOTE end seals its export.
#[derive(Debug, Clone)]
pub struct Recipient {
    /// The name in the file.
    pub name: PartnerName,
    /// The name on the screens.
    pub label: String,
    /// Their public key, in PEM.
    pub key: PathBuf,
}

/// Where the database is.
#[derive(Clone, PartialEq, Eq)]
pub enum Database {
    /// A file.
    Sqlite(PathBuf),
    /// An address of a PostgreSQL server, password included: never shown.
    Postgres(Url),
}

impl Database {
    /// The address that `db` opens.
    pub fn address(&self) -> String {
        match self {
            Self::Sqlite(path) => format!("sqlite:{}", path.display()),
            Self::Postgres(url) => url.to_string(),
        }
    }
}

/// For people: no password.
impl fmt::Display for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "{}", path.display()),
            Self::Postgres(url) => {
                write!(f, "postgres://{}{}", url.host_str().unwrap_or_default(), url.path())
            }
        }
    }
}

impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// What is written on standard output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Log {
    /// One JSON object a line, instead of text.
    pub json: bool,
    /// The least important lines that are still written.
    pub level: Level,
}

/// Reads and checks a file. `password` is what [`PASSWORD_VARIABLE`] holds.
///
/// # Errors
/// [`Mistake`], the first one found.
pub fn load(path: &Path, password: Option<&str>) -> Result<Settings, Mistake> {
    let text = std::fs::read_to_string(path).map_err(|error| {
        let (sentence, help) = match error.kind() {
            std::io::ErrorKind::NotFound => (
                "ce fichier n'existe pas",
                "Vérifiez le chemin donné à --config ; « passerelle config example ent » en écrit un exemple.",
            ),
            std::io::ErrorKind::PermissionDenied => (
                "ce fichier ne peut pas être lu",
                "Donnez le droit de lecture à l'utilisateur qui lance passerelle.",
            ),
            std::io::ErrorKind::InvalidData => {
                ("ce fichier n'est pas du texte en UTF-8", "Enregistrez-le de nouveau en UTF-8.")
            }
            _ => ("ce fichier ne peut pas être lu", "Vérifiez que le chemin mène à un fichier."),
        };
        Mistake::new(sentence, help).of(path, "")
    })?;
    read(&text, path.parent().unwrap_or(Path::new("")), password).map_err(|mistake| mistake.of(path, &text))
}

/// Reads and checks the text of a file that stands in `folder`.
fn read(text: &str, folder: &Path, password: Option<&str>) -> Result<Settings, Mistake> {
    let file = toml::from_str(text).map_err(|error| Mistake::of_toml(&error, file::SECTIONS))?;
    check::settings(file, folder, password)
}
