//! Serving a router on a socket: bounded connections, bounded patience, an orderly end.

mod greeting;

use std::{
    convert::Infallible,
    future::{Future, pending},
    net::IpAddr,
    sync::Arc,
    time::Duration,
};

use axum::Router;
use http::Request;
use hyper::body::Incoming;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::{GracefulShutdown, Watcher},
};
use ipnet::IpNet;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpStream},
    sync::{Semaphore, watch},
};
use tower::ServiceExt as _;

use crate::{
    ClientAddress, limits,
    tls::{CertificateWanted, ClientCertificate, Tls},
};

/// Where and how a site is reached. A bare socket is a listener too: plain HTTP, no proxy.
pub struct Listener {
    /// The socket, bound.
    pub socket: TcpListener,
    /// How it speaks TLS; plain HTTP without it, which is for loopback and for the network of a trusted proxy.
    pub tls: Option<Tls>,
    /// Proxies whose `X-Forwarded-For` is believed. They change nothing else: addresses that a site gives are built
    /// from its public address, never from `X-Forwarded-Proto` or `X-Forwarded-Host`.
    pub trusted_proxies: Vec<IpNet>,
    /// How long a client may take to agree on the terms of TLS; [`limits::HANDSHAKE_TIME`] unless a test says less.
    pub handshake_time: Duration,
    /// How often the files of the certificate are read again; [`limits::CERTIFICATE_CHECK`] unless a test says less.
    pub certificate_check: Duration,
}

impl From<TcpListener> for Listener {
    fn from(socket: TcpListener) -> Self {
        Self {
            socket,
            tls: None,
            trusted_proxies: Vec::new(),
            handshake_time: limits::HANDSHAKE_TIME,
            certificate_check: limits::CERTIFICATE_CHECK,
        }
    }
}

/// Serves `router` until `stop` resolves, then lets answers under way finish. Every request carries a
/// [`ClientAddress`]; where visitors must show a certificate, a [`ClientCertificate`] too, or the site made by
/// [`crate::site`] answers that one is needed. The certificate of the site is read again when its files change.
pub async fn serve(listener: impl Into<Listener>, router: Router, stop: impl Future<Output = ()> + Send) {
    let Listener { socket, tls, trusted_proxies, handshake_time, certificate_check } = listener.into();
    let places = Arc::new(Semaphore::new(limits::CONNECTIONS));
    let graceful = GracefulShutdown::new();
    // Its end tells clients who have not finished their handshake.
    let (_open, closing) = watch::channel(());
    let follow = follow_files(tls.clone(), certificate_check);
    let mut http = hyper::server::conn::http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(limits::HEAD_TIME).max_buf_size(limits::HEAD);
    let handshakes = Semaphore::new(limits::HANDSHAKES);
    let door = Arc::new(Door { http, router, tls, trusted_proxies, handshakes, handshake_time });
    tokio::pin!(stop, follow);
    loop {
        let next = async {
            let place = Arc::clone(&places).acquire_owned().await;
            (place, socket.accept().await)
        };
        let (Ok(place), accepted) = (tokio::select! {
            next = next => next,
            () = &mut follow => continue,
            () = &mut stop => break,
        }) else {
            break;
        };
        let (client, address) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                // Out of file descriptors, most often: wait for some to be given back.
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        // Small answers must not wait for more.
        let _ = client.set_nodelay(true);
        let (door, watcher, closing) = (Arc::clone(&door), graceful.watcher(), closing.clone());
        tokio::spawn(async move {
            door.receive(client, address.ip(), watcher, closing).await;
            drop(place);
        });
    }
    drop((socket, _open));
    let _ = tokio::time::timeout(limits::STOP_TIME, graceful.shutdown()).await;
}

/// Never ends.
async fn follow_files(tls: Option<Tls>, every: Duration) {
    match tls {
        Some(tls) => tls.follow_files(every).await,
        None => pending().await,
    }
}

/// What every connection of a listener shares.
struct Door {
    http: hyper::server::conn::http1::Builder,
    router: Router,
    tls: Option<Tls>,
    trusted_proxies: Vec<IpNet>,
    handshakes: Semaphore,
    handshake_time: Duration,
}

/// Whoever is at the other end of a connection.
#[derive(Clone)]
struct Caller {
    peer: IpAddr,
    /// Nothing where nobody is asked for a certificate.
    certificate: Option<Result<ClientCertificate, CertificateWanted>>,
}

impl Door {
    async fn receive(
        self: Arc<Self>,
        client: TcpStream,
        peer: IpAddr,
        watcher: Watcher,
        mut closing: watch::Receiver<()>,
    ) {
        let Some(tls) = &self.tls else {
            return Arc::clone(&self).speak(client, Caller { peer, certificate: None }, watcher).await;
        };
        let greeting = greeting::greet(client, tls.current(), &self.handshakes);
        let greeted = tokio::select! {
            greeted = tokio::time::timeout(self.handshake_time, greeting) => greeted,
            _ = closing.changed() => return,
        };
        // Whoever does not get through the handshake is scanning, or gone: no event.
        if let Ok(Some((stream, certificate))) = greeted {
            Arc::clone(&self).speak(stream, Caller { peer, certificate }, watcher).await;
        }
    }

    async fn speak(
        self: Arc<Self>,
        stream: impl AsyncRead + AsyncWrite + Unpin + 'static,
        caller: Caller,
        watcher: Watcher,
    ) {
        let door = Arc::clone(&self);
        let service = hyper::service::service_fn(move |request| {
            let (door, caller) = (Arc::clone(&door), caller.clone());
            async move { Ok::<_, Infallible>(door.answer(request, caller).await) }
        });
        // A client that leaves in the middle is no event.
        let _ = watcher.watch(self.http.serve_connection(TokioIo::new(stream), service)).await;
    }

    async fn answer(&self, mut request: Request<Incoming>, caller: Caller) -> axum::response::Response {
        let address = ClientAddress::of(caller.peer, request.headers(), &self.trusted_proxies);
        let extensions = request.extensions_mut();
        extensions.insert(address);
        match caller.certificate {
            Some(Ok(certificate)) => {
                extensions.insert(certificate);
            }
            Some(Err(wanted)) => {
                extensions.insert(wanted);
            }
            None => {}
        }
        self.router.clone().oneshot(request).await.unwrap_or_else(|never| match never {})
    }
}
