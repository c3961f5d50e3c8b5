//! `passerelle ent` and `passerelle pronote`: one end, served until it is told to stop.

mod lock;
mod log;
mod metrics;
mod notify;

use std::{future::pending, io::ErrorKind, net::SocketAddr, time::Duration};

use anyhow::Context as _;
use tokio::{
    net::TcpListener,
    signal::unix::{Signal, SignalKind, signal},
    sync::watch,
    task::JoinSet,
};
use web::{Clock as _, Router, SystemClock, tls::Tls};

use crate::{
    config::{End, Listener, Settings},
    opening,
};

pub use lock::Lock;
use notify::Manager;

/// Serves the end that `settings` describe until the system or a person ends it. Answers under way are finished, for
/// ten seconds at most; then the database is closed.
///
/// # Errors
/// A sentence that says what to do, when the end cannot start.
pub async fn run(settings: Settings) -> anyhow::Result<()> {
    // From here on a signal waits for its turn: a stop during the start is an orderly one too.
    let mut told = Told::listen()?;
    log::start(&settings.log);
    opening::check_data_folder(&settings.data)?;
    let _lock = Lock::take(&settings.database)?;
    let watched = match settings.metrics {
        Some(address) => Some((web::Listener::from(bind_socket(address).await?), metrics::start()?)),
        None => None,
    };
    match &settings.end {
        End::Ent(own) => {
            let socket = bind(&own.listener).await?;
            let ent = opening::ent(&settings, own).await?;
            tracing::info!(end = "ent", url = own.public_url, address = %own.listener.address, "started");
            serve([(socket, ent.router())].into_iter().chain(watched), &mut told).await;
            ent.close().await;
        }
        End::Pronote(own) => {
            let (spaces, console) = (bind(&own.spaces).await?, bind(&own.console).await?);
            let pronote = opening::pronote(&settings, own).await?;
            let (address, console_address) = (own.spaces.address, own.console.address);
            tracing::info!(end = "pronote", url = own.spaces_url, %address, %console_address, "started");
            let sites = [(spaces, pronote.spaces_router()), (console, pronote.console_router())];
            serve(sites.into_iter().chain(watched), &mut told).await;
            pronote.close().await;
        }
    }
    tracing::info!("stopped");
    Ok(())
}

/// Binds a listener, with its certificate.
async fn bind(listener: &Listener) -> anyhow::Result<web::Listener> {
    let tls =
        listener.tls.as_ref().map(Tls::load).transpose().context("le chiffrement n'est pas possible")?;
    if let Some(concern) = tls.as_ref().and_then(|tls| tls.concern(SystemClock.now())) {
        tracing::warn!("{concern}");
    }
    let socket = bind_socket(listener.address).await?;
    Ok(web::Listener {
        tls,
        trusted_proxies: listener.trusted_proxies.clone(),
        ..web::Listener::from(socket)
    })
}

async fn bind_socket(address: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).await.map_err(|error| {
        let cure = match error.kind() {
            ErrorKind::AddrInUse => "un autre programme l'utilise déjà : arrêtez-le, ou choisissez un autre port",
            ErrorKind::AddrNotAvailable => {
                "cette machine n'a pas cette adresse : écoutez sur une des siennes (« ip address » les montre)"
            }
            ErrorKind::PermissionDenied => {
                "les ports au-dessous de 1024 sont réservés : choisissez-en un plus grand, ou donnez au programme la \
                 capacité CAP_NET_BIND_SERVICE"
            }
            _ => "vérifiez l'adresse et le port",
        };
        anyhow::Error::new(error).context(format!("l'adresse {address} ne peut pas être écoutée : {cure}"))
    })
}

/// Serves every site until told to stop, then waits for the answers under way.
async fn serve(sites: impl Iterator<Item = (web::Listener, Router)>, told: &mut Told) {
    let manager = Manager::from_environment();
    let (stop, stopped) = watch::channel(());
    let mut serving = JoinSet::new();
    for (listener, router) in sites {
        let mut stopped = stopped.clone();
        serving.spawn(web::serve(listener, router, async move {
            // The sender is dropped to stop every site at once.
            let _ = stopped.changed().await;
        }));
    }
    manager.tell("READY=1");
    tokio::select! {
        () = told.ended() => {}
        () = signs_of_life(&manager) => {}
        // A site that ends by itself takes the others with it: the service manager starts them all again.
        _ = serving.join_next() => tracing::error!("a site has ended by itself"),
    }
    manager.tell("STOPPING=1");
    tracing::info!("stopping");
    drop(stop);
    while serving.join_next().await.is_some() {}
}

/// Tells the service manager again and again that the program is alive, if it wants to know.
async fn signs_of_life(manager: &Manager) {
    let Some(period) = manager.watchdog else { return pending().await };
    let mut ticks = tokio::time::interval(period.max(Duration::from_millis(1)));
    loop {
        ticks.tick().await;
        manager.tell("WATCHDOG=1");
    }
}

/// The signals that end a service in order.
struct Told {
    terminated: Signal,
    interrupted: Signal,
}

impl Told {
    fn listen() -> anyhow::Result<Self> {
        let listen = |kind| signal(kind).context("les signaux du système ne peuvent pas être attendus");
        Ok(Self {
            terminated: listen(SignalKind::terminate())?,
            interrupted: listen(SignalKind::interrupt())?,
        })
    }

    async fn ended(&mut self) {
        tokio::select! {
            _ = self.terminated.recv() => {}
            _ = self.interrupted.recv() => {}
        }
    }
}
