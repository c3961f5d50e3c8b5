//! From what is written to what holds: required settings, addresses, files.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    time::Duration,
};

use ent::Tickets;
use exchange::sealed::PartnerName;
use ipnet::IpNet;
use tracing::Level;
use url::{Host, Url};
use web::{outgoing::Outgoing, tls::Files};

use super::{
    Database, End, Ent, Keys, Listener, Log, Mistake, PASSWORD_VARIABLE, Pronote, Recipient, Settings,
    file::{self, File, Text},
};

type Checked<T> = Result<T, Mistake>;

/// Checks a whole file whose relative paths start at `folder`.
pub(super) fn settings(file: File, folder: &Path, password: Option<&str>) -> Checked<Settings> {
    let data = folder.join(require(file.data.as_ref(), "data", "au début du fichier")?.get_ref());
    let tls = file.tls.as_ref().map(|tls| tls_files(tls.get_ref(), folder)).transpose()?;
    let proxies = file.network.trusted_proxies.iter().map(network).collect::<Checked<Vec<_>>>()?;
    let front = Front { tls, proxies };
    let (end, database_name) = match (&file.ent, &file.pronote) {
        (Some(ent), None) => {
            no_recipients(&file)?;
            (End::Ent(ent_end(ent.get_ref(), &front, folder, &data)?), "ent.db")
        }
        (None, Some(pronote)) => {
            let recipients = recipients(&file, folder)?;
            (End::Pronote(pronote_end(pronote.get_ref(), &front, folder, recipients)?), "pronote.db")
        }
        (Some(_), Some(second)) => {
            return Err(Mistake::new(
                "ce fichier a deux sections, [ent] et [pronote]",
                "Les deux côtés ne partagent rien : écrivez un fichier pour chacun.",
            )
            .at(second.span()));
        }
        (None, None) => {
            return Err(Mistake::new(
                "il manque la section [ent] ou [pronote]",
                "« passerelle config example ent » et « passerelle config example pronote » en écrivent un exemple.",
            ));
        }
    };
    let database = database(&file, &data.join(database_name), folder, password)?;
    Ok(Settings {
        data,
        database,
        end,
        outgoing: outgoing(&file.network, folder)?,
        log: log(&file.log)?,
        metrics: metrics(&file)?,
    })
}

/// What stands between the visitors and the listeners.
struct Front {
    tls: Option<Files>,
    proxies: Vec<IpNet>,
}

fn ent_end(ent: &file::Ent, front: &Front, folder: &Path, data: &Path) -> Checked<Ent> {
    let url = require(ent.public_url.as_ref(), "public_url", "dans [ent]")?;
    let listen = require(ent.listen.as_ref(), "listen", "dans [ent]")?;
    let ticket_life = match &ent.ticket_life {
        None => 10,
        Some(life) => {
            u64::try_from(*life.get_ref()).ok().filter(|s| (1..=30).contains(s)).ok_or_else(|| {
                Mistake::new(
                    "un ticket ne peut pas vivre aussi longtemps ou aussi peu",
                    "Indiquez un nombre de secondes de 1 à 30 ; 10 convient presque toujours.",
                )
                .at(life.span())
            })?
        }
    };
    Ok(Ent {
        name: ent.name.as_ref().map_or("Mon ENT", |name| name.get_ref().trim()).to_owned(),
        cas_origin: cas_origin(ent.cas_url.as_ref(), &origin(url, front)?, front)?,
        public_url: origin(url, front)?,
        ticket_life: Duration::from_secs(ticket_life),
        tickets: ent.tickets.as_ref().map(tickets).transpose()?,
        listener: listener(listen, url, front, None)?,
        keys: match &ent.keys {
            Some(keys) => Keys::Named(folder.join(keys.get_ref())),
            None => Keys::Usual(data.join("cles")),
        },
    })
}

/// The host of CAS, when it is not `/cas` of the portal.
fn cas_origin(text: Option<&Text>, portal: &str, front: &Front) -> Checked<Option<String>> {
    let Some(text) = text else { return Ok(None) };
    if text.get_ref().trim_end_matches('/') == format!("{portal}/cas") {
        return Ok(None);
    }
    let refuse = |sentence: &str| {
        let help = format!(
            "Écrivez {portal}/cas, ou retirez la ligne : c'est pareil. Pour un nom à lui, écrivez ce nom seul, comme \
             https://cas.exemple.fr : les adresses y commencent à la racine (/login, /serviceValidate)."
        );
        Mistake::new(sentence, help).at(text.span())
    };
    let own = origin(text, front).map_err(|_| refuse("ce n'est pas une adresse possible du serveur CAS"))?;
    let scheme = |address: &str| address.split_once("://").map(|(scheme, _)| scheme.to_owned());
    if own == portal {
        return Err(refuse("le serveur CAS et le portail ont la même adresse"));
    }
    if scheme(&own) != scheme(portal) {
        return Err(refuse("le serveur CAS et le portail sont l'un en https, l'autre en http"));
    }
    Ok(Some(own))
}

fn tickets(text: &Text) -> Checked<Tickets> {
    match text.get_ref().as_str() {
        "memory" => Ok(Tickets::Memory),
        "database" => Ok(Tickets::Database),
        other => Err(Mistake::new(
            format!("« {other} » n'est pas un endroit connu pour les tickets"),
            "Écrivez \"memory\", pour un ENT servi par un seul programme, ou \"database\", pour plusieurs ; sans ce \
             réglage, SQLite va avec le premier et PostgreSQL avec le second.",
        )
        .at(text.span())),
    }
}

fn pronote_end(
    pronote: &file::Pronote,
    front: &Front,
    folder: &Path,
    recipients: Vec<Recipient>,
) -> Checked<Pronote> {
    let spaces_url = require(pronote.spaces_url.as_ref(), "spaces_url", "dans [pronote]")?;
    let spaces_listen = require(pronote.spaces_listen.as_ref(), "spaces_listen", "dans [pronote]")?;
    let console_url = require(pronote.console_url.as_ref(), "console_url", "dans [pronote]")?;
    let console_listen = require(pronote.console_listen.as_ref(), "console_listen", "dans [pronote]")?;
    let client_ca = match &pronote.console_client_ca {
        Some(path) if front.tls.is_none() => {
            return Err(Mistake::new(
                "des certificats de visiteurs ne peuvent être demandés que par un programme qui chiffre lui-même",
                "Ajoutez la section [tls], ou demandez les certificats au serveur placé devant et retirez cette ligne.",
            )
            .at(path.span()));
        }
        Some(path) => Some(existing(path, folder)?),
        None => None,
    };
    let settled = Pronote {
        spaces_url: origin(spaces_url, front)?,
        spaces: listener(spaces_listen, spaces_url, front, None)?,
        console_url: origin(console_url, front)?,
        console: listener(console_listen, console_url, front, client_ca)?,
        recipients,
    };
    if settled.spaces_url == settled.console_url {
        return Err(Mistake::new(
            "la console et les espaces ont la même adresse publique",
            "Donnez à la console un nom ou un port à elle.",
        )
        .at(console_url.span()));
    }
    if settled.spaces.address == settled.console.address {
        return Err(Mistake::new(
            "la console et les espaces écoutent au même endroit",
            "Donnez à la console un autre port.",
        )
        .at(console_listen.span()));
    }
    Ok(settled)
}

fn require<'f, T>(value: Option<&'f T>, name: &str, place: &str) -> Checked<&'f T> {
    value.ok_or_else(|| {
        Mistake::new(
            format!("il manque « {name} » {place}"),
            "Ajoutez cette ligne ; « passerelle config example ent » (ou pronote) montre comment.",
        )
    })
}

/// A public address, as browsers write origins: scheme, host, port unless it is the usual one.
fn origin(text: &Text, front: &Front) -> Checked<String> {
    let refuse = |sentence: &str, help: &str| Mistake::new(sentence, help).at(text.span());
    let example = "Écrivez par exemple https://ent.exemple.fr, sans rien après le nom (ou après le port).";
    let url = Url::parse(text.get_ref()).map_err(|_| refuse("ce n'est pas une adresse publique", example))?;
    let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
    if !bare || !url.username().is_empty() || url.password().is_some() || url.host().is_none() {
        return Err(refuse("ce n'est pas une adresse publique", example));
    }
    match url.scheme() {
        "https" if front.tls.is_none() && front.proxies.is_empty() => Err(refuse(
            "l'adresse publique est en https, mais rien ne chiffre",
            "Ajoutez la section [tls], ou indiquez le serveur placé devant dans trusted_proxies de [network].",
        )),
        "http" if !is_loopback(&url) => Err(refuse(
            "une adresse publique en http n'est acceptée que sur cette machine",
            "Écrivez https:// ; le chiffrement est fait par la section [tls] ou par un serveur placé devant.",
        )),
        "http" if front.tls.is_some() => Err(refuse(
            "l'adresse publique est en http, mais la section [tls] chiffre",
            "Écrivez https://, ou retirez la section [tls].",
        )),
        "http" | "https" => Ok(url.origin().ascii_serialization()),
        _ => Err(refuse("ce n'est pas une adresse publique", example)),
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// Where Prometheus may ask. What it gets names nobody; which host may ask is for the network to say.
fn metrics(file: &File) -> Checked<Option<SocketAddr>> {
    let Some(metrics) = &file.metrics else { return Ok(None) };
    let listen = require(metrics.get_ref().listen.as_ref(), "listen", "dans [metrics]")?;
    socket(listen).map(Some)
}

fn socket(text: &Text) -> Checked<SocketAddr> {
    let address: Option<SocketAddr> = text.get_ref().parse().ok();
    address.filter(|address| address.port() != 0).ok_or_else(|| {
        Mistake::new(
            "ce n'est pas une adresse d'écoute",
            "Écrivez une adresse IP, deux points et un port de 1 à 65535 : 127.0.0.1:8080, 0.0.0.0:443 ou [::]:443.",
        )
        .at(text.span())
    })
}

fn listener(text: &Text, url: &Text, front: &Front, client_ca: Option<PathBuf>) -> Checked<Listener> {
    let address = socket(text)?;
    let open = !address.ip().is_loopback() && front.tls.is_none() && front.proxies.is_empty();
    if open {
        let address = url.get_ref();
        return Err(Mistake::new(
            "ce qui est écouté ici serait visible d'autres machines sans être chiffré",
            format!("Pour {address}, écoutez sur 127.0.0.1 ; sinon chiffrez par la section [tls]."),
        )
        .at(text.span()));
    }
    let tls = front.tls.clone().map(|tls| Files { client_ca, ..tls });
    Ok(Listener { address, tls, trusted_proxies: front.proxies.clone() })
}

fn network(text: &Text) -> Checked<IpNet> {
    let text_of = text.get_ref();
    let one = text_of.parse::<std::net::IpAddr>().map(IpNet::from).ok();
    one.or_else(|| text_of.parse().ok()).ok_or_else(|| {
        Mistake::new(
            "ce n'est pas l'adresse d'un serveur ou d'un réseau",
            "Écrivez une adresse IP (192.0.2.7) ou un réseau (192.0.2.0/24), pas un nom.",
        )
        .at(text.span())
    })
}

fn tls_files(tls: &file::Tls, folder: &Path) -> Checked<Files> {
    let certificate = existing(require(tls.certificate.as_ref(), "certificate", "dans [tls]")?, folder)?;
    let key = existing(require(tls.key.as_ref(), "key", "dans [tls]")?, folder)?;
    Ok(Files { certificate, key, client_ca: None })
}

/// A path to a file that can be read.
fn existing(text: &Text, folder: &Path) -> Checked<PathBuf> {
    let path = folder.join(text.get_ref());
    let refuse = |sentence: &str, help: &str| {
        Mistake::new(format!("{} {sentence}", path.display()), help).at(text.span())
    };
    match std::fs::File::open(&path).and_then(|file| file.metadata()) {
        Ok(found) if found.is_file() => Ok(path),
        Ok(_) => Err(refuse("n'est pas un fichier", "Indiquez le chemin d'un fichier.")),
        Err(error) if error.kind() == std::io::ErrorKind::PermissionDenied => Err(refuse(
            "ne peut pas être lu",
            "Donnez le droit de lecture à l'utilisateur qui lance passerelle.",
        )),
        Err(_) => Err(refuse(
            "n'existe pas",
            "Vérifiez le chemin ; un chemin relatif part du dossier du fichier de configuration.",
        )),
    }
}

/// Only the PRONOTE end exports.
fn no_recipients(file: &File) -> Checked<()> {
    match file.recipients.keys().next() {
        None => Ok(()),
        Some(name) => Err(Mistake::new(
            "un ENT n'exporte rien : ses destinataires ne servent pas",
            "Écrivez [recipients] dans la configuration du côté PRONOTE, ou retirez cette section.",
        )
        .at(name.span())),
    }
}

fn recipients(file: &File, folder: &Path) -> Checked<Vec<Recipient>> {
    let one = |(name, recipient): (&Text, &file::Recipient)| {
        let key = require(recipient.key.as_ref(), "key", &format!("dans [recipients.{}]", name.get_ref()))?;
        let label = recipient.label.as_ref().map_or(name.get_ref(), |label| label.get_ref());
        let parsed = PartnerName::parse(name.get_ref()).map_err(|_| {
            Mistake::new(
                "ce n'est pas le nom d'un partenaire",
                "Écrivez le nom qu'il cherche dans les fichiers, de 1 à 64 caractères visibles : [recipients.KOSMOS].",
            )
            .at(name.span())
        })?;
        Ok(Recipient { name: parsed, label: label.trim().to_owned(), key: existing(key, folder)? })
    };
    file.recipients.iter().map(one).collect()
}

fn outgoing(network: &file::Network, folder: &Path) -> Checked<Outgoing> {
    let extra_ca = network.extra_ca.iter().map(|path| existing(path, folder)).collect::<Checked<_>>()?;
    let proxy = network.outgoing_proxy.as_ref().map(|text| {
        let url = Url::parse(text.get_ref()).ok();
        url.filter(|url| matches!(url.scheme(), "http" | "https") && url.host().is_some()).ok_or_else(|| {
            Mistake::new(
                "ce n'est pas l'adresse d'un serveur mandataire",
                "Écrivez par exemple http://proxy.exemple.fr:3128.",
            )
            .at(text.span())
        })
    });
    Ok(Outgoing { extra_ca, proxy: proxy.transpose()?, patience: None })
}

fn database(file: &File, usual: &Path, folder: &Path, password: Option<&str>) -> Checked<Database> {
    let Some(text) = &file.database else { return Ok(Database::Sqlite(usual.to_owned())) };
    if let Some(path) = text.get_ref().strip_prefix("sqlite:").filter(|path| !path.is_empty()) {
        return Ok(Database::Sqlite(folder.join(path)));
    }
    let url = Url::parse(text.get_ref()).ok();
    let url = url.filter(|url| matches!(url.scheme(), "postgres" | "postgresql") && url.host().is_some());
    let mut url = url.ok_or_else(|| {
        Mistake::new(
            "ce n'est pas l'adresse d'une base de données",
            "Écrivez sqlite:CHEMIN ou postgres://UTILISATEUR@SERVEUR/BASE, ou retirez la ligne pour un fichier du dossier data.",
        )
        .at(text.span())
    })?;
    let given = database_password(file, url.password().is_some(), folder, password)?;
    // An address with a host takes a password.
    let _ = given.map(|given| url.set_password(Some(&given)));
    Ok(Database::Postgres(url))
}

/// The password from its file or from the environment; from one place only, so that nobody wonders which one counts.
fn database_password(
    file: &File,
    in_address: bool,
    folder: &Path,
    variable: Option<&str>,
) -> Checked<Option<String>> {
    let Some(path) = &file.database_password_file else {
        return Ok(variable.filter(|_| !in_address).map(ToOwned::to_owned));
    };
    let several = if in_address {
        Some("l'adresse de la base".to_owned())
    } else {
        variable.map(|_| format!("la variable {PASSWORD_VARIABLE}"))
    };
    if let Some(other) = several {
        return Err(Mistake::new(
            format!("le mot de passe de la base est donné deux fois : dans ce fichier et dans {other}"),
            "Gardez un seul des deux.",
        )
        .at(path.span()));
    }
    let found = existing(path, folder)?;
    let content = std::fs::read_to_string(&found).unwrap_or_default();
    match content.lines().next() {
        Some(first) if !first.is_empty() => Ok(Some(first.to_owned())),
        _ => Err(Mistake::new(
            format!("{} ne contient pas de mot de passe", found.display()),
            "Écrivez-le sur la première ligne du fichier.",
        )
        .at(path.span())),
    }
}

fn log(log: &file::Log) -> Checked<Log> {
    let refuse = |text: &Text, known: &str| {
        Mistake::new(format!("« {} » n'est pas connu ici", text.get_ref()), format!("Écrivez {known}."))
            .at(text.span())
    };
    let json = match &log.format {
        None => false,
        Some(text) => match text.get_ref().as_str() {
            "text" => false,
            "json" => true,
            _ => return Err(refuse(text, "\"text\" ou \"json\"")),
        },
    };
    let level = match &log.level {
        None => Level::INFO,
        Some(text) => match text.get_ref().as_str() {
            "error" => Level::ERROR,
            "warn" => Level::WARN,
            "info" => Level::INFO,
            "debug" => Level::DEBUG,
            _ => return Err(refuse(text, "\"error\", \"warn\", \"info\" ou \"debug\"")),
        },
    };
    Ok(Log { json, level })
}
