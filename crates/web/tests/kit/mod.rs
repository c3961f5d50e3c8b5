//! A small site behind a listener, and a client that says how it speaks TLS.

use std::{
    net::SocketAddr,
    path::Path,
    sync::{Arc, LazyLock},
    time::Duration,
};

use axum::{Extension, routing::get};
use rustls::{
    ClientConfig, RootCertStore, SupportedProtocolVersion,
    client::ResolvesClientCert,
    crypto::aws_lc_rs,
    pki_types::{CertificateDer, PrivateKeyDer, ServerName, pem::PemObject as _},
};
use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::oneshot,
    task::JoinHandle,
};
use tokio_rustls::{TlsConnector, client::TlsStream};
use web::{Catalogue, ClientAddress, Listener, Mood, Router, Site, tls::ClientCertificate};

static WORDS: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::new("", ""));

/// Nothing here waits longer.
pub const DEADLINE: Duration = Duration::from_secs(20);

/// A site that says who is there.
pub fn site() -> Router {
    let who = async |ClientAddress(address): ClientAddress, shown: Option<Extension<ClientCertificate>>| {
        format!("{address} {}", shown.map_or("nobody".to_owned(), |Extension(certificate)| certificate.name))
    };
    let site = Site {
        name: "Essai".to_owned(),
        cookies: "T",
        origin: "https://a.example".to_owned(),
        catalogue: &WORDS,
        mood: Mood::Ent,
        home: "/",
    };
    web::site(site, Router::new().route("/", get(who)))
}

pub struct Server {
    pub at: SocketAddr,
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

impl Server {
    pub async fn start(settle: impl FnOnce(&mut Listener)) -> Self {
        let socket = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let at = socket.local_addr().unwrap();
        let mut listener = Listener::from(socket);
        settle(&mut listener);
        let (stop, stopped) = oneshot::channel();
        let task = tokio::spawn(web::serve(listener, site(), async {
            let _ = stopped.await;
        }));
        Self { at, stop, task }
    }

    pub async fn stop(self) {
        self.stop.send(()).unwrap();
        self.task.await.unwrap();
    }

    pub async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.at).await.unwrap()
    }

    /// Agrees on the terms of TLS.
    pub async fn handshake(&self, client: &Arc<ClientConfig>) -> std::io::Result<TlsStream<TcpStream>> {
        let name = ServerName::try_from("localhost").unwrap();
        let connector = TlsConnector::from(Arc::clone(client));
        tokio::time::timeout(DEADLINE, connector.connect(name, self.connect().await)).await.unwrap()
    }

    /// Asks for a path by TLS.
    pub async fn get(&self, client: &Arc<ClientConfig>, path: &str) -> String {
        ask(self.handshake(client).await.unwrap(), path, "connection: close\r\n").await
    }
}

/// Sends a request and reads until the server has nothing more to say.
pub async fn ask(mut stream: impl AsyncRead + AsyncWrite + Unpin, path: &str, headers: &str) -> String {
    let request = format!("GET {path} HTTP/1.1\r\nhost: a.example\r\n{headers}\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    everything(stream).await
}

/// All that a server says until it closes, however it closes.
pub async fn everything(mut stream: impl AsyncRead + Unpin) -> String {
    let mut answer = Vec::new();
    let _ = tokio::time::timeout(DEADLINE, stream.read_to_end(&mut answer)).await.unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

pub const BOTH: &[&SupportedProtocolVersion] = &[&rustls::version::TLS13, &rustls::version::TLS12];

/// A client that trusts this authority.
pub fn client(
    ca: &str,
    versions: &[&'static SupportedProtocolVersion],
    shown: Option<Arc<dyn ResolvesClientCert>>,
) -> Arc<ClientConfig> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(ca.as_bytes()).unwrap()).unwrap();
    let builder = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_protocol_versions(versions)
        .unwrap()
        .with_root_certificates(roots);
    let mut config = match shown {
        Some(shown) => builder.with_client_cert_resolver(shown),
        None => builder.with_no_client_auth(),
    };
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Arc::new(config)
}

/// Shows a certificate whoever asks for it, with a key that may be of another.
#[derive(Debug)]
pub struct Shows(Arc<rustls::sign::CertifiedKey>);

impl Shows {
    pub fn pem(certificate: &str, key: &str) -> Arc<dyn ResolvesClientCert> {
        let chain = vec![CertificateDer::from_pem_slice(certificate.as_bytes()).unwrap()];
        let key = PrivateKeyDer::from_pem_slice(key.as_bytes()).unwrap();
        let key = aws_lc_rs::sign::any_supported_type(&key).unwrap();
        Arc::new(Self(Arc::new(rustls::sign::CertifiedKey::new(chain, key))))
    }
}

impl ResolvesClientCert for Shows {
    fn resolve(
        &self,
        _hints: &[&[u8]],
        _schemes: &[rustls::SignatureScheme],
    ) -> Option<Arc<rustls::sign::CertifiedKey>> {
        Some(Arc::clone(&self.0))
    }

    fn has_certs(&self) -> bool {
        true
    }
}

/// Puts a file in the place of another.
pub fn replace(file: &Path, text: &str) {
    std::fs::write(file, text).unwrap();
}
