//! What a certificate says of itself: dates and names (RFC 5280, section 4.1.2).

use std::{
    fmt,
    path::{Path, PathBuf},
};

use rustls::pki_types::CertificateDer;
use x509_parser::{certificate::X509Certificate, prelude::FromDer as _};

use crate::{
    Timestamp,
    clock::{SignedDuration, seed_form},
};

/// Less than this before its end, a certificate should have been renewed: the usual tools do it a month before.
const SOON: SignedDuration = SignedDuration::from_hours(14 * 24);

/// From when until when a certificate is valid.
#[derive(Debug, Clone, Copy)]
pub(super) struct Validity {
    from: Timestamp,
    until: Timestamp,
}

impl Validity {
    /// That of the first certificate of a chain, if it is one.
    pub(super) fn of(chain: &[CertificateDer<'_>]) -> Option<Self> {
        let (_, certificate) = X509Certificate::from_der(chain.first()?).ok()?;
        // "Without end" is written as the last second of the year 9999, which is later than our last instant.
        let at = |time: x509_parser::time::ASN1Time| {
            Timestamp::from_second(time.timestamp()).unwrap_or(Timestamp::MAX)
        };
        let validity = certificate.validity();
        Some(Self { from: at(validity.not_before), until: at(validity.not_after) })
    }

    pub(super) fn concern(self, file: &Path, now: Timestamp) -> Option<Concern> {
        let file = file.to_owned();
        if now > self.until {
            return Some(Concern::Expired { file, since: self.until });
        }
        if now < self.from {
            return Some(Concern::NotYetValid { file, from: self.from });
        }
        (self.until.duration_since(now) < SOON).then_some(Concern::EndsSoon { file, on: self.until })
    }
}

/// What is wrong, or soon will be, with the dates of a certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Concern {
    /// It has expired.
    Expired {
        /// Its file.
        file: PathBuf,
        /// Since when.
        since: Timestamp,
    },
    /// Its time has not come.
    NotYetValid {
        /// Its file.
        file: PathBuf,
        /// From when on it is valid.
        from: Timestamp,
    },
    /// It expires within two weeks.
    EndsSoon {
        /// Its file.
        file: PathBuf,
        /// When.
        on: Timestamp,
    },
}

impl fmt::Display for Concern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Expired { file, since } => write!(
                f,
                "le certificat {} a expiré le {} : les navigateurs refusent le site tant qu'il n'est pas renouvelé",
                file.display(),
                seed_form(*since)
            ),
            Self::NotYetValid { file, from } => write!(
                f,
                "le certificat {} n'est valable qu'à partir du {} : vérifiez la date de cette machine",
                file.display(),
                seed_form(*from)
            ),
            Self::EndsSoon { file, on } => write!(
                f,
                "le certificat {} expire le {} : renouvelez-le, il sera relu sans redémarrage",
                file.display(),
                seed_form(*on)
            ),
        }
    }
}

/// The common name of the subject; its whole name when it has none.
pub(super) fn subject(certificate: &CertificateDer<'_>) -> Option<String> {
    let (_, certificate) = X509Certificate::from_der(certificate).ok()?;
    let subject = certificate.subject();
    let common = subject.iter_common_name().next().and_then(|name| name.as_str().ok());
    Some(common.map_or_else(|| subject.to_string(), str::to_owned))
}
