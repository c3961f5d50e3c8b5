//! TLS by files: what a listener shows of itself, and whom it asks for a certificate.
//!
//! TLS 1.2 and 1.3, with the library aws-lc. Certificates are renewed every few weeks by others: files are read again
//! while the site runs, and connections under way keep the certificate they began with.

mod certificate;
mod client;
pub(crate) mod pem;

use std::{
    path::PathBuf,
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use rustls::{
    ServerConfig,
    crypto::{CryptoProvider, aws_lc_rs},
    server::danger::ClientCertVerifier,
    version::{TLS12, TLS13},
};

use crate::Timestamp;
pub use certificate::Concern;
use certificate::Validity;
pub use client::ClientCertificate;
pub(crate) use client::{CertificateWanted, judge};
use pem::Contents;
pub use pem::TlsError;

/// Files in PEM (RFC 7468).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Files {
    /// The certificate of the site, then those of the authorities between it and a known root.
    pub certificate: PathBuf,
    /// The private key of the first certificate, without password.
    pub key: PathBuf,
    /// Authorities whose certificates visitors must show; without it nobody is asked for one.
    pub client_ca: Option<PathBuf>,
}

/// How a listener speaks TLS. Clones share everything: what one reads again, all use.
#[derive(Clone)]
pub struct Tls(Arc<Shared>);

struct Shared {
    files: Files,
    current: RwLock<Arc<Loaded>>,
}

/// What was made of the files.
pub(crate) struct Loaded {
    digest: String,
    validity: Validity,
    pub(crate) config: Arc<ServerConfig>,
    /// Whose certificates are asked for.
    pub(crate) visitors: Option<Arc<dyn ClientCertVerifier>>,
}

impl Tls {
    /// Reads the files. A certificate that has expired is no error, since a site without it would be no better off:
    /// see [`Tls::concern`].
    ///
    /// # Errors
    /// [`TlsError`], in French, for the person who wrote the configuration.
    pub fn load(files: &Files) -> Result<Self, TlsError> {
        let loaded = Loaded::read(files)?;
        Ok(Self(Arc::new(Shared { files: files.clone(), current: RwLock::new(Arc::new(loaded)) })))
    }

    /// Reads the files again; says whether they had changed. New connections use them, those under way go on. Reads
    /// the disk: a few kilobytes.
    ///
    /// # Errors
    /// [`TlsError`]: what was there before stays in use.
    pub fn reload(&self) -> Result<bool, TlsError> {
        let digest = Contents::read(&self.0.files)?.digest();
        if digest == self.current().digest {
            return Ok(false);
        }
        let loaded = Loaded::read(&self.0.files)?;
        *self.0.current.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(loaded);
        Ok(true)
    }

    /// What is wrong with the dates of the certificate in use.
    pub fn concern(&self, now: Timestamp) -> Option<Concern> {
        self.current().validity.concern(&self.0.files.certificate, now)
    }

    pub(crate) fn current(&self) -> Arc<Loaded> {
        Arc::clone(&self.0.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Reads the files again from time to time, for ever.
    pub(crate) async fn follow_files(&self, every: Duration) {
        let mut ticks = tokio::time::interval(every);
        ticks.tick().await;
        loop {
            ticks.tick().await;
            let tls = self.clone();
            match tokio::task::spawn_blocking(move || tls.reload()).await {
                Ok(Ok(false)) | Err(_) => {}
                Ok(Ok(true)) => tracing::info!("the certificate has changed and is in use"),
                // Half of a renewal, most often: the next look finds the other half.
                Ok(Err(error)) => tracing::warn!(%error, "the former certificate stays in use"),
            }
        }
    }
}

impl Loaded {
    fn read(files: &Files) -> Result<Self, TlsError> {
        let contents = Contents::read(files)?;
        let (chain, key) = contents.chain_and_key(files)?;
        let validity =
            Validity::of(&chain).ok_or_else(|| TlsError::NoCertificate(files.certificate.clone()))?;
        let provider = provider();
        let visitors = contents.client_roots(files)?.map(|roots| client::visitors(roots, &provider));
        let visitors = visitors.transpose().map_err(|reason| TlsError::Unusable {
            file: files.client_ca.clone().unwrap_or_default(),
            reason: reason.to_string(),
        })?;
        let builder = ServerConfig::builder_with_provider(provider)
            .with_protocol_versions(&[&TLS13, &TLS12])
            .map_err(|error| TlsError::of_certificate(files, &error))?;
        let builder = match &visitors {
            Some(visitors) => builder.with_client_cert_verifier(client::asked_not_required(visitors)),
            None => builder.with_no_client_auth(),
        };
        let mut config =
            builder.with_single_cert(chain, key).map_err(|error| TlsError::of_certificate(files, &error))?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Self { digest: contents.digest(), validity, config: Arc::new(config), visitors })
    }
}

/// The one crypto library of the process.
fn provider() -> Arc<CryptoProvider> {
    Arc::new(aws_lc_rs::default_provider())
}
