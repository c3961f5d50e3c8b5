//! Calls to other servers: only to the address given, with its certificate checked, bounded in time and size.

use std::{error::Error, fmt, path::PathBuf, time::Duration};

use reqwest::{Certificate, Client, Proxy, RequestBuilder, redirect};
use rustls::CertificateError;
use url::Url;

use crate::{
    limits,
    tls::{TlsError, pem},
};

/// Connections to one server that are kept for the next call.
const IDLE_CONNECTIONS: usize = 8;

/// How this machine reaches other servers.
#[derive(Clone, Default)]
pub struct Outgoing {
    /// Certificates of authorities (PEM) that are trusted besides those of the system.
    pub extra_ca: Vec<PathBuf>,
    /// The proxy that all calls go through (`http://proxy.example:3128`). Without it calls go straight, whatever the
    /// environment says.
    pub proxy: Option<Url>,
    /// How long a server may take for its whole answer; [`limits::OUTGOING_TIME`] unless told otherwise.
    pub patience: Option<Duration>,
}

/// Without the password of the proxy.
impl fmt::Debug for Outgoing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let proxy = self.proxy.as_ref().and_then(Url::host_str);
        f.debug_struct("Outgoing")
            .field("extra_ca", &self.extra_ca)
            .field("proxy", &proxy)
            .field("patience", &self.patience)
            .finish()
    }
}

/// Why no call can be made. The sentences are for the person who wrote the configuration.
#[derive(Debug, thiserror::Error)]
pub enum OutgoingError {
    /// The file of an authority.
    #[error(transparent)]
    ExtraCa(#[from] TlsError),
    /// The address of the proxy.
    #[error("l'adresse du proxy de sortie ne convient pas : écrivez-la comme http://proxy.example:3128")]
    Proxy(#[source] reqwest::Error),
    /// The library.
    #[error(
        "aucun appel sortant n'est possible : installez les autorités de certification du système \
         (paquet ca-certificates) ou indiquez-en dans la configuration"
    )]
    Client(#[source] reqwest::Error),
}

/// Why a call came to nothing.
#[derive(Debug, thiserror::Error)]
pub enum CallError {
    /// The certificate of the server cannot be trusted.
    #[error("its certificate cannot be trusted: {0}")]
    Certificate(CertificateFault),
    /// It does not answer, or not in time.
    // In words without its address, which may carry a ticket.
    #[error("it does not answer: {0}")]
    NoAnswer(String),
    /// It answers with a status that is no success.
    #[error("it answers with status {0}")]
    Status(u16),
    /// It says too much.
    #[error("its answer is longer than {} bytes", limits::OUTGOING_ANSWER)]
    TooLong,
}

/// What is wrong with the certificate of a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CertificateFault {
    /// No authority that we trust has signed it.
    #[error("signed by an unknown authority")]
    UnknownIssuer,
    /// It is for another host.
    #[error("made for another host")]
    OtherName,
    /// It has expired.
    #[error("expired")]
    Expired,
    /// Its time has not come.
    #[error("not valid yet")]
    NotYetValid,
    /// Anything else: revoked, weak, badly made.
    #[error("not acceptable")]
    Unacceptable,
}

/// Makes calls. Cheap to clone: clones share their connections.
#[derive(Debug, Clone)]
pub struct Caller(Client);

impl Outgoing {
    /// Reads the authorities, and makes what calls are made with.
    ///
    /// # Errors
    /// [`OutgoingError`].
    pub fn caller(&self) -> Result<Caller, OutgoingError> {
        let mut authorities = Vec::new();
        for file in &self.extra_ca {
            for certificate in pem::certificates(&pem::read(file)?, file)? {
                authorities.push(Certificate::from_der(&certificate).map_err(OutgoingError::Client)?);
            }
        }
        let builder = Client::builder()
            .tls_certs_merge(authorities)
            // A server that redirects is not the one that was configured.
            .redirect(redirect::Policy::none())
            .pool_max_idle_per_host(IDLE_CONNECTIONS)
            .timeout(self.patience.unwrap_or(limits::OUTGOING_TIME));
        let builder = match &self.proxy {
            Some(proxy) => builder.proxy(Proxy::all(proxy.clone()).map_err(OutgoingError::Proxy)?),
            // A ticket goes to the configured server, not to whatever proxy the environment names.
            None => builder.no_proxy(),
        };
        builder.build().map(Caller).map_err(OutgoingError::Client)
    }
}

impl Caller {
    /// Posts a text, and gives the body of a successful answer.
    ///
    /// # Errors
    /// [`CallError`].
    pub async fn post(
        &self,
        address: &str,
        headers: &[(&str, &str)],
        body: String,
    ) -> Result<Vec<u8>, CallError> {
        let request = headers
            .iter()
            .fold(self.0.post(address).body(body), |request, (name, value)| request.header(*name, *value));
        read(successful(request).await?).await
    }

    /// Asks for an address, and gives the body of a successful answer.
    ///
    /// # Errors
    /// [`CallError`].
    pub async fn fetch(&self, address: &str) -> Result<Vec<u8>, CallError> {
        read(successful(self.0.get(address)).await?).await
    }

    /// Asks for an address of which only the success counts; the body is not read.
    ///
    /// # Errors
    /// [`CallError`].
    pub async fn get(&self, address: &str) -> Result<(), CallError> {
        successful(self.0.get(address)).await.map(drop)
    }
}

/// The body of an answer, bounded.
async fn read(mut answer: reqwest::Response) -> Result<Vec<u8>, CallError> {
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await? {
        if body.len() + chunk.len() > limits::OUTGOING_ANSWER {
            return Err(CallError::TooLong);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// Sends a request; an answer of any other kind than 2xx is an error.
async fn successful(request: RequestBuilder) -> Result<reqwest::Response, CallError> {
    let answer = request.send().await?;
    let status = answer.status();
    if status.is_success() { Ok(answer) } else { Err(CallError::Status(status.as_u16())) }
}

impl From<reqwest::Error> for CallError {
    fn from(error: reqwest::Error) -> Self {
        let error = error.without_url();
        match fault(&error) {
            Some(fault) => Self::Certificate(fault),
            None => Self::NoAnswer(root_cause(&error)),
        }
    }
}

/// The last cause, which says most: "connection refused" rather than "error sending request".
fn root_cause(error: &reqwest::Error) -> String {
    let causes = std::iter::successors(Some(error as &(dyn Error + 'static)), |error| Error::source(*error));
    causes.last().map(ToString::to_string).unwrap_or_default()
}

fn fault(error: &(dyn Error + 'static)) -> Option<CertificateFault> {
    if let Some(rustls::Error::InvalidCertificate(refusal)) = error.downcast_ref() {
        return Some(match refusal {
            CertificateError::UnknownIssuer => CertificateFault::UnknownIssuer,
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                CertificateFault::OtherName
            }
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => CertificateFault::Expired,
            CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
                CertificateFault::NotYetValid
            }
            _ => CertificateFault::Unacceptable,
        });
    }
    // The `source` of an input error skips the error that it was made of.
    let inner = error.downcast_ref::<std::io::Error>().and_then(|error| error.get_ref());
    inner.and_then(|inner| fault(inner)).or_else(|| error.source().and_then(fault))
}
