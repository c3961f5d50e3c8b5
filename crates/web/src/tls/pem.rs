//! Reading certificates and keys, and saying plainly what is wrong with them.

use std::{
    io::ErrorKind,
    path::{Path, PathBuf},
};

use rustls::{
    RootCertStore,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _},
};
use sha2::{Digest as _, Sha256};

use super::Files;
use crate::token;

/// Why TLS cannot be spoken. The sentences are for the person who wrote the configuration.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// There is no such file.
    #[error("le fichier {} n'existe pas : vérifiez le chemin écrit dans la configuration", .0.display())]
    Missing(PathBuf),
    /// The file cannot be read.
    #[error(
        "le fichier {} ne peut pas être lu : vérifiez que le compte qui lance Passerelle en a le droit, \
         sur le fichier et sur ses dossiers",
        file.display()
    )]
    Unreadable {
        /// Which one.
        file: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The file holds no certificate in PEM.
    #[error(
        "le fichier {} ne contient pas de certificat PEM (un bloc « BEGIN CERTIFICATE ») : indiquez le certificat du \
         site suivi de ceux des autorités intermédiaires, ou convertissez-le en PEM",
        .0.display()
    )]
    NoCertificate(PathBuf),
    /// The file holds no private key in PEM.
    #[error(
        "le fichier {} ne contient pas de clé privée PEM sans mot de passe (un bloc « BEGIN PRIVATE KEY ») : \
         indiquez la clé du certificat, déchiffrée",
        .0.display()
    )]
    NoKey(PathBuf),
    /// The key is not that of the certificate.
    #[error(
        "la clé {} n'est pas celle du certificat {} : indiquez les deux fichiers d'un même renouvellement, et le \
         certificat du site en premier dans le sien",
        key.display(), certificate.display()
    )]
    KeyOfAnother {
        /// The certificate.
        certificate: PathBuf,
        /// The key.
        key: PathBuf,
    },
    /// The library refuses what the file holds.
    #[error("le contenu du fichier {} ne convient pas ({reason}) : demandez-en un autre", file.display())]
    Unusable {
        /// Which one.
        file: PathBuf,
        /// What the library says.
        reason: String,
    },
}

impl TlsError {
    pub(super) fn of_certificate(files: &Files, error: &rustls::Error) -> Self {
        match error {
            rustls::Error::InconsistentKeys(_) => {
                Self::KeyOfAnother { certificate: files.certificate.clone(), key: files.key.clone() }
            }
            // A kind of key that no signature can be made with.
            rustls::Error::General(reason) => {
                Self::Unusable { file: files.key.clone(), reason: reason.clone() }
            }
            other => Self::Unusable { file: files.certificate.clone(), reason: other.to_string() },
        }
    }
}

/// The bytes of the files, read together.
pub(super) struct Contents {
    certificate: Vec<u8>,
    key: Vec<u8>,
    client_ca: Option<Vec<u8>>,
}

type ChainAndKey = (Vec<CertificateDer<'static>>, PrivateKeyDer<'static>);

impl Contents {
    pub(super) fn read(files: &Files) -> Result<Self, TlsError> {
        Ok(Self {
            certificate: read(&files.certificate)?,
            key: read(&files.key)?,
            client_ca: files.client_ca.as_deref().map(read).transpose()?,
        })
    }

    /// Tells changed files from unchanged ones, whatever their dates say.
    pub(super) fn digest(&self) -> String {
        let client_ca = self.client_ca.as_deref().unwrap_or_default();
        let parts = [&self.certificate, &self.key, client_ca].map(Sha256::digest);
        token::hex(&Sha256::digest(parts.concat()))
    }

    pub(super) fn chain_and_key(&self, files: &Files) -> Result<ChainAndKey, TlsError> {
        let chain = certificates(&self.certificate, &files.certificate)?;
        let key = PrivateKeyDer::from_pem_slice(&self.key).map_err(|_| TlsError::NoKey(files.key.clone()))?;
        Ok((chain, key))
    }

    pub(super) fn client_roots(&self, files: &Files) -> Result<Option<RootCertStore>, TlsError> {
        let (Some(bytes), Some(file)) = (&self.client_ca, &files.client_ca) else { return Ok(None) };
        let mut roots = RootCertStore::empty();
        for certificate in certificates(bytes, file)? {
            roots
                .add(certificate)
                .map_err(|error| TlsError::Unusable { file: file.clone(), reason: error.to_string() })?;
        }
        Ok(Some(roots))
    }
}

pub(crate) fn read(file: &Path) -> Result<Vec<u8>, TlsError> {
    std::fs::read(file).map_err(|source| match source.kind() {
        ErrorKind::NotFound => TlsError::Missing(file.to_owned()),
        _ => TlsError::Unreadable { file: file.to_owned(), source },
    })
}

/// Every certificate of a file, at least one.
pub(crate) fn certificates(pem: &[u8], file: &Path) -> Result<Vec<CertificateDer<'static>>, TlsError> {
    let found: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).collect();
    found.ok().filter(|all| !all.is_empty()).ok_or_else(|| TlsError::NoCertificate(file.to_owned()))
}
