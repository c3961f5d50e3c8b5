//! An authority that signs whatever a test asks for.

use std::path::PathBuf;

use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, SanType,
    date_time_ymd,
};

use crate::Scratch;

/// Years, from the first to the beginning of the last.
pub type Years = (i32, i32);
/// Valid when the test runs.
pub const VALID: Years = (2000, 2500);
/// Expired long ago.
pub const EXPIRED: Years = (2000, 2001);
/// Not valid before a time that no test will see.
pub const TO_COME: Years = (2400, 2500);

/// A certificate authority, whose key lives as long as the test.
pub struct TestCa {
    issuer: Issuer<'static, KeyPair>,
    /// Its certificate, in PEM.
    pub pem: String,
}

/// A certificate with its key, in PEM.
pub struct Issued {
    /// The certificate.
    pub certificate: String,
    /// Its key.
    pub key: String,
}

impl TestCa {
    /// An authority of this name.
    ///
    /// # Panics
    /// When no key can be made.
    pub fn new(name: &str) -> Self {
        let key = KeyPair::generate().unwrap();
        let mut params = params(name, VALID);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let pem = params.self_signed(&key).unwrap().pem();
        Self { issuer: Issuer::new(params, key), pem }
    }

    /// A certificate for hosts or addresses.
    ///
    /// # Panics
    /// When a name cannot stand in a certificate.
    pub fn for_hosts(&self, hosts: &[&str], years: Years) -> Issued {
        let mut params = params("Un site inventé", years);
        params.subject_alt_names = hosts
            .iter()
            .map(|host| match host.parse() {
                Ok(address) => SanType::IpAddress(address),
                Err(_) => SanType::DnsName((*host).try_into().unwrap()),
            })
            .collect();
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        self.sign(&params)
    }

    /// A certificate for a visitor.
    ///
    /// # Panics
    /// When no key can be made.
    pub fn for_visitor(&self, name: &str, years: Years) -> Issued {
        let mut params = params(name, years);
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
        self.sign(&params)
    }

    /// Writes the certificate of the authority; gives the path.
    ///
    /// # Panics
    /// When the disk is full.
    pub fn write(&self, scratch: &Scratch, name: &str) -> PathBuf {
        write(scratch, name, &self.pem)
    }

    fn sign(&self, params: &CertificateParams) -> Issued {
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap().pem();
        Issued { certificate, key: key.serialize_pem() }
    }
}

impl Issued {
    /// Writes both files under a name, over former ones.
    ///
    /// # Panics
    /// When the disk is full.
    pub fn write(&self, scratch: &Scratch, name: &str) -> web::tls::Files {
        web::tls::Files {
            certificate: write(scratch, &format!("{name}.crt"), &self.certificate),
            key: write(scratch, &format!("{name}.key"), &self.key),
            client_ca: None,
        }
    }
}

fn write(scratch: &Scratch, name: &str, text: &str) -> PathBuf {
    let path = scratch.path(name);
    std::fs::write(&path, text).unwrap();
    path
}

fn params(name: &str, (first, last): Years) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, name);
    params.not_before = date_time_ymd(first, 1, 1);
    params.not_after = date_time_ymd(last, 1, 1);
    params
}
