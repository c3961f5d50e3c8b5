//! The two ends, started side by side. They share neither database nor state: what one learns of the other comes by
//! HTTP or by the written file.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use anyhow::Context as _;
use ent::Ent;
use exchange::{
    identifiers::PARTNER,
    sealed::{KeyRing, PartnerName, PublicKey},
};
use invented::District;
use pronote::Pronote;
use tokio::{net::TcpListener, sync::oneshot, task::JoinHandle};
use walker::{WalkError, Walker};
use web::{Listener, Router, SystemClock, outgoing::Outgoing, tls::Tls};

use super::{Account, Authority, Options, certificates, settle_ent, settle_pronote, store::explained};
use crate::keys::Folder;

/// Both ends, running.
pub struct Ends {
    /// The ENT end.
    pub ent: Ent,
    /// The PRONOTE end.
    pub pronote: Pronote,
    /// Public address of the ENT.
    pub ent_url: String,
    /// Public address of the spaces of PRONOTE, without the root of a base.
    pub spaces_url: String,
    /// Public address of the console.
    pub console_url: String,
    /// The throw-away authority, where https is spoken.
    pub authority: Option<Authority>,
    /// The people of both ends.
    pub district: District,
    /// Those who have a password.
    pub accounts: Vec<Account>,
    /// Where the exported file is written.
    pub export_file: PathBuf,
    /// How long both ends took to be ready.
    pub ready_after: Duration,
    servers: Mutex<Vec<Server>>,
}

/// The key under which PRONOTE seals its export for this ENT, and its public half. Shorter than those of
/// `passerelle keys make`, since it serves for an afternoon and for invented people.
fn make_key(folder: &Folder) -> anyhow::Result<(KeyRing, PublicKey)> {
    let made = folder.make(&PartnerName::parse(PARTNER)?, 2048)?;
    Ok((folder.ring()?, made.key.public().clone()))
}

struct Server {
    name: Site,
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

/// One of the three sites.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Site {
    /// The ENT.
    Ent,
    /// The spaces of PRONOTE.
    Spaces,
    /// Its console.
    Console,
}

impl Ends {
    /// Starts both ends in `folder` and settles the people of a district in them.
    ///
    /// # Errors
    /// When a port is taken or a database cannot be written.
    pub async fn start(
        options: &Options,
        folder: &Path,
        invent: impl FnOnce() -> District,
    ) -> anyhow::Result<Self> {
        let started = Instant::now();
        // Making a key takes as long as all the rest: beside it.
        let keys = Folder::at(&folder.join("cles"));
        let key = tokio::task::spawn_blocking(move || make_key(&keys));
        let district = invent();
        let (authority, tls) = if options.tls {
            let hosts = [&options.ent, &options.pronote, &options.console].map(super::Place::host);
            let made = certificates::make(folder, &hosts).context("les certificats de la démonstration")?;
            (Some(made.0), Some(made.1))
        } else {
            (None, None)
        };
        let scheme = if options.tls { "https" } else { "http" };
        let (ent_socket, ent_url) = options.ent.bind(scheme).await?;
        let (spaces_socket, spaces_url) = options.pronote.bind(scheme).await?;
        let (console_socket, console_url) = options.console.bind(scheme).await?;
        let clock = Arc::new(SystemClock);

        let store = &options.database;
        store.refuse_used(folder).await?;
        let (ent_keys, public_key) = key.await.context("la clé de l'ENT")??;
        let extra_ca = authority.iter().map(|authority| authority.file.clone()).collect();
        let outgoing = Outgoing { extra_ca, ..Outgoing::default() };
        let ent_config =
            ent::Config { keys: ent_keys, outgoing: outgoing.clone(), ..ent::Config::new(&ent_url) };
        let cas_url = ent_config.cas_url();
        let opened = Ent::open(&store.address(folder, "ent"), ent_config, clock.clone()).await;
        let ent = opened.map_err(|failure| match failure {
            ent::OpenError::Db(error) => explained(error, "ent"),
            other => other.into(),
        })?;
        let pronote_config =
            settle_pronote::config(&spaces_url, &console_url, &cas_url, public_key, outgoing)?;
        let opened = Pronote::open(&store.address(folder, "pronote"), pronote_config, clock).await;
        let pronote = opened.map_err(|failure| match failure {
            pronote::Failure::Db(error) => explained(error, "pronote"),
            other => other.into(),
        })?;

        let (mut accounts, others) = tokio::try_join!(
            settle_ent::settle(&ent, &district, &spaces_url),
            settle_pronote::settle(&pronote, &district),
        )?;
        accounts.extend(others);
        let servers = vec![
            serve(Site::Ent, (ent_socket, &tls), ent.router()),
            serve(Site::Spaces, (spaces_socket, &tls), pronote.spaces_router()),
            serve(Site::Console, (console_socket, &tls), pronote.console_router()),
        ];
        Ok(Self {
            ent,
            pronote,
            ent_url,
            spaces_url,
            console_url,
            authority,
            district,
            accounts,
            export_file: folder.join("IdPN_To_KOSMOS.xml"),
            ready_after: started.elapsed(),
            servers: Mutex::new(servers),
        })
    }

    /// Somebody one can sign in as.
    ///
    /// # Errors
    /// When nobody has this role.
    pub fn account(&self, end: &str, role: &str) -> anyhow::Result<&Account> {
        let found = self.accounts.iter().find(|account| account.end == end && account.role == role);
        found.with_context(|| format!("aucun compte « {role} » du côté {end}"))
    }

    /// Somebody at a fresh browser, who trusts the throw-away authority where there is one.
    ///
    /// # Errors
    /// When the browser cannot be made.
    pub fn walker(&self) -> Result<Walker, WalkError> {
        self.authority
            .as_ref()
            .map_or_else(Walker::new, |authority| Walker::trusting(authority.pem.as_bytes()))
    }

    /// Stops one site, as if its machine were switched off.
    pub async fn stop_site(&self, site: Site) {
        let stopped: Vec<Server> = {
            let mut servers = self.servers.lock().unwrap_or_else(PoisonError::into_inner);
            servers.extract_if(.., |server| server.name == site).collect()
        };
        for server in stopped {
            server.stop().await;
        }
    }

    /// Stops everything in order: answers under way are finished, databases closed.
    pub async fn stop(self) {
        for server in self.servers.into_inner().unwrap_or_else(PoisonError::into_inner) {
            server.stop().await;
        }
        self.ent.close().await;
        self.pronote.close().await;
    }
}

impl Server {
    async fn stop(self) {
        // A server that ended by itself needs no word.
        let _ = self.stop.send(());
        let _ = self.task.await;
    }
}

fn serve(name: Site, (socket, tls): (TcpListener, &Option<Tls>), router: Router) -> Server {
    let listener = Listener { tls: tls.clone(), ..Listener::from(socket) };
    let (stop, stopped) = oneshot::channel();
    let task = tokio::spawn(web::serve(listener, router, async {
        let _ = stopped.await;
    }));
    Server { name, stop, task }
}
