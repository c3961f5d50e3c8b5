//! Certificates of visitors.
//!
//! A handshake that is broken off shows a visitor nothing but a code of their browser. So the handshake only proves that
//! the visitor holds the key of the certificate they show; whether that certificate is good is judged right after it,
//! and a visitor without a good one gets a page that says what to do ([`crate::site`]).

use std::sync::Arc;

use rustls::{
    DigitallySignedStruct, DistinguishedName, Error, RootCertStore, SignatureScheme,
    client::danger::HandshakeSignatureValid,
    crypto::CryptoProvider,
    pki_types::{CertificateDer, UnixTime},
    server::{
        VerifierBuilderError, WebPkiClientVerifier,
        danger::{ClientCertVerified, ClientCertVerifier},
    },
};

use super::certificate;

/// The certificate that the visitor has shown, and whose authority the listener trusts. In the extensions of every
/// request of a listener that asks for certificates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientCertificate {
    /// Common name of its subject; the whole name when it has none.
    pub name: String,
}

/// The listener asks for a certificate, and the visitor has shown none, or not a good one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct CertificateWanted;

/// Judges certificates by the authorities in `roots`.
pub(super) fn visitors(
    roots: RootCertStore,
    provider: &Arc<CryptoProvider>,
) -> Result<Arc<dyn ClientCertVerifier>, VerifierBuilderError> {
    WebPkiClientVerifier::builder_with_provider(Arc::new(roots), Arc::clone(provider)).build()
}

/// A verifier for the handshake, which lets everybody through who holds the key of what they show.
pub(super) fn asked_not_required(visitors: &Arc<dyn ClientCertVerifier>) -> Arc<dyn ClientCertVerifier> {
    Arc::new(AskedNotRequired(Arc::clone(visitors)))
}

/// Who the visitor is, by the chain they have shown in a handshake that is over.
pub(crate) fn judge(
    visitors: &dyn ClientCertVerifier,
    chain: Option<&[CertificateDer<'_>]>,
) -> Result<ClientCertificate, CertificateWanted> {
    let (shown, between) = chain.and_then(<[_]>::split_first).ok_or(CertificateWanted)?;
    if let Err(reason) = visitors.verify_client_cert(shown, between, UnixTime::now()) {
        // The reason names no person: an unknown issuer, a date.
        tracing::info!(%reason, "a visitor's certificate is refused");
        return Err(CertificateWanted);
    }
    certificate::subject(shown).map(|name| ClientCertificate { name }).ok_or(CertificateWanted)
}

#[derive(Debug)]
struct AskedNotRequired(Arc<dyn ClientCertVerifier>);

impl ClientCertVerifier for AskedNotRequired {
    fn client_auth_mandatory(&self) -> bool {
        false
    }

    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        self.0.root_hint_subjects()
    }

    /// Says nothing of the certificate: [`judge`] does.
    fn verify_client_cert(
        &self,
        _shown: &CertificateDer<'_>,
        _between: &[CertificateDer<'_>],
        _now: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        Ok(ClientCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        shown: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.0.verify_tls12_signature(message, shown, signed)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        shown: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.0.verify_tls13_signature(message, shown, signed)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.supported_verify_schemes()
    }
}
