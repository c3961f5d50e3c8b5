//! A throw-away authority, so that the demonstration speaks https as a school would, without asking anybody.

use std::{
    fs,
    io::Write as _,
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::Context as _;
use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, SanType, date_time_ymd,
};
use web::{
    Clock as _, SystemClock,
    tls::{Files, Tls},
};

/// How long the certificates last: longer than any demonstration.
const LIFE: Duration = DAY.saturating_mul(30);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// The authority of one demonstration. Its key is in no file and is gone once the sites have their certificate.
#[derive(Debug, Clone)]
pub struct Authority {
    /// Where its certificate is, for a browser that is to trust it.
    pub file: PathBuf,
    /// The same certificate, in PEM.
    pub pem: String,
}

/// Makes an authority and one certificate for all sites on this machine, in `folder`. `hosts` are names and addresses
/// besides the usual ones.
pub(super) fn make(folder: &Path, hosts: &[&str]) -> anyhow::Result<(Authority, Tls)> {
    let authority_key = KeyPair::generate()?;
    let mut authority = params("Passerelle, autorité jetable de la démonstration")?;
    authority.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    authority.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    let pem = authority.self_signed(&authority_key)?.pem();

    let site_key = KeyPair::generate()?;
    let mut site = params("Passerelle (démonstration)")?;
    site.subject_alt_names = names(hosts)?;
    site.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    site.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    site.use_authority_key_identifier_extension = true;
    let certificate = site.signed_by(&site_key, &Issuer::new(authority, authority_key))?.pem();

    let file = write(folder, "ca.pem", &pem)?;
    let files = Files {
        certificate: write(folder, "certificate.pem", &certificate)?,
        key: write(folder, "key.pem", &site_key.serialize_pem())?,
        client_ca: None,
    };
    Ok((Authority { file, pem }, Tls::load(&files)?))
}

fn params(name: &str) -> anyhow::Result<CertificateParams> {
    let now = Duration::from_secs(u64::try_from(SystemClock.now().as_second())?);
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, name);
    // A day earlier: the clock of a virtual machine is not always that of the browser beside it.
    params.not_before = date_time_ymd(1970, 1, 1) + now.saturating_sub(DAY);
    params.not_after = date_time_ymd(1970, 1, 1) + now + LIFE;
    Ok(params)
}

fn names(hosts: &[&str]) -> anyhow::Result<Vec<SanType>> {
    let mut all = vec!["localhost", "127.0.0.1", "::1"];
    all.extend(hosts.iter().map(|host| host.trim_matches(['[', ']'])));
    all.sort_unstable();
    all.dedup();
    let name = |host: &str| match host.parse() {
        Ok(address) => Ok(SanType::IpAddress(address)),
        Err(_) => host.try_into().map(SanType::DnsName),
    };
    let names: Result<_, rcgen::Error> = all.into_iter().map(name).collect();
    names.context("un nom d'hôte ne peut pas figurer dans un certificat")
}

/// Readable by nobody else: one of the files is a key.
fn write(folder: &Path, name: &str, text: &str) -> anyhow::Result<PathBuf> {
    let path = folder.join(name);
    fs::OpenOptions::new()
        .create_new(true)
        .write(true)
        .mode(0o600)
        .open(&path)
        .and_then(|mut file| file.write_all(text.as_bytes()))
        .with_context(|| format!("le fichier {} ne peut pas être écrit", path.display()))?;
    Ok(path)
}
