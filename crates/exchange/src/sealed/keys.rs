//! The keys: those that open containers, and those that containers are sealed for.

use std::{fmt, sync::Arc};

use aws_lc_rs::{
    digest,
    encoding::{AsDer as _, PublicKeyX509Der},
    hmac,
    rsa::{Pkcs1PrivateDecryptingKey, Pkcs1PublicEncryptingKey, PrivateDecryptingKey, PublicEncryptingKey},
};
use zeroize::Zeroizing;

use super::{PartnerName, pem};

const PRIVATE_LABEL: &str = "PRIVATE KEY";
const PUBLIC_LABEL: &str = "PUBLIC KEY";

/// A text that is no key for these containers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// No section of this kind, or one that is not base64.
    #[error("no \"BEGIN {expected}\" section that can be read")]
    NotPem {
        /// `PRIVATE KEY` or `PUBLIC KEY`.
        expected: &'static str,
    },
    /// Not an RSA key of 2048 to 8192 bits.
    #[error("not an RSA key of 2048 to 8192 bits")]
    NotRsa,
    /// The crypto library failed.
    #[error("the crypto library failed")]
    Crypto,
}

/// The public half of a key: what somebody needs to seal a container for its holder. No secret.
#[derive(Clone)]
pub struct PublicKey {
    key: PublicEncryptingKey,
    der: Vec<u8>,
}

impl PublicKey {
    /// Reads an RSA public key of 2048 to 8192 bits in PEM (`BEGIN PUBLIC KEY`, X.509 SubjectPublicKeyInfo).
    ///
    /// # Errors
    /// [`KeyError`].
    pub fn from_pem(text: &str) -> Result<Self, KeyError> {
        let der = pem::decode(text, PUBLIC_LABEL).ok_or(KeyError::NotPem { expected: PUBLIC_LABEL })?;
        Self::of(PublicEncryptingKey::from_der(&der).map_err(|_| KeyError::NotRsa)?)
    }

    fn of(key: PublicEncryptingKey) -> Result<Self, KeyError> {
        let der: PublicKeyX509Der<'_> = key.as_der().map_err(|_| KeyError::Crypto)?;
        let der = der.as_ref().to_vec();
        Ok(Self { key, der })
    }

    /// The key in PEM, as [`PublicKey::from_pem`] reads it.
    pub fn to_pem(&self) -> String {
        pem::encode(&self.der, PUBLIC_LABEL).to_string()
    }

    /// The length of its modulus.
    pub fn bits(&self) -> usize {
        self.key.key_size_bits()
    }

    /// SHA-256 of the key (of its SubjectPublicKeyInfo), in lower-case hexadecimal: what two people compare.
    pub fn fingerprint(&self) -> String {
        let digest = digest::digest(&digest::SHA256, &self.der);
        digest.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Encrypts a key block. The padding is drawn by the crypto library.
    pub(super) fn encrypt(&self, block: &[u8]) -> Option<Vec<u8>> {
        let key = Pkcs1PublicEncryptingKey::new(self.key.clone()).ok()?;
        let mut encrypted = vec![0; key.ciphertext_size()];
        let length = key.encrypt(block, &mut encrypted).ok()?.len();
        encrypted.truncate(length);
        Some(encrypted)
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("PublicKey").field(&self.fingerprint()).finish()
    }
}

/// A key that opens containers. Cheap to clone; its memory is wiped when the last clone goes.
#[derive(Clone)]
pub struct PrivateKey(Arc<Opener>);

struct Opener {
    key: Pkcs1PrivateDecryptingKey,
    public: PublicKey,
    /// What keys that take the place of a refused one are derived from: known to nobody without the private key.
    rejection: hmac::Key,
}

impl PrivateKey {
    /// Reads an RSA private key of 2048 to 8192 bits in PEM (`BEGIN PRIVATE KEY`, PKCS#8 without password).
    ///
    /// # Errors
    /// [`KeyError`].
    pub fn from_pem(text: &str) -> Result<Self, KeyError> {
        let der = pem::decode(text, PRIVATE_LABEL).ok_or(KeyError::NotPem { expected: PRIVATE_LABEL })?;
        Self::from_pkcs8(&der)
    }

    /// Reads an RSA private key of 2048 to 8192 bits in PKCS#8 (DER, version 1).
    ///
    /// # Errors
    /// [`KeyError`].
    pub fn from_pkcs8(der: &[u8]) -> Result<Self, KeyError> {
        let key = PrivateDecryptingKey::from_pkcs8(der).map_err(|_| KeyError::NotRsa)?;
        let public = PublicKey::of(key.public_key())?;
        let rejection = hmac::Key::new(hmac::HMAC_SHA256, digest::digest(&digest::SHA256, der).as_ref());
        let key = Pkcs1PrivateDecryptingKey::new(key).map_err(|_| KeyError::Crypto)?;
        Ok(Self(Arc::new(Opener { key, public, rejection })))
    }

    /// The PEM form of a private key in PKCS#8 (DER), as [`PrivateKey::from_pem`] reads it. Making a key takes
    /// chance, so it is the caller's affair.
    pub fn pem_of(pkcs8: &[u8]) -> Zeroizing<String> {
        pem::encode(pkcs8, PRIVATE_LABEL)
    }

    /// Its public half.
    pub fn public(&self) -> &PublicKey {
        &self.0.public
    }

    /// Decrypts a block; the bytes are zeros, as many as asked, when it does not hold that many.
    pub(super) fn decrypt<const BYTES: usize>(&self, block: &[u8]) -> (Zeroizing<[u8; BYTES]>, bool) {
        let mut plain = Zeroizing::new(vec![0; self.0.key.min_output_size()]);
        let decrypted = self.0.key.decrypt(block, &mut plain).ok();
        let bytes = decrypted.and_then(|bytes| <&[u8; BYTES]>::try_from(&*bytes).ok());
        (Zeroizing::new(bytes.copied().unwrap_or([0; BYTES])), bytes.is_some())
    }

    /// 32 bytes that depend on the block and on nothing that a stranger knows.
    pub(super) fn rejected(&self, block: &[u8]) -> Zeroizing<[u8; 32]> {
        let tag = hmac::sign(&self.0.rejection, block);
        Zeroizing::new(<[u8; 32]>::try_from(tag.as_ref()).unwrap_or_default())
    }
}

impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("PrivateKey").field(&self.0.public).finish()
    }
}

/// The keys that we hold, each with the name under which others seal for it. One name may have several keys: the
/// newest, and older ones that still open what was sealed before.
#[derive(Debug, Clone, Default)]
pub struct KeyRing(Vec<(PartnerName, PrivateKey)>);

impl KeyRing {
    /// Adds a key. Of one name, the newest is added first.
    pub fn add(&mut self, name: PartnerName, key: PrivateKey) {
        self.0.push((name, key));
    }

    /// The names, each once, in the order of adding.
    pub fn names(&self) -> Vec<&PartnerName> {
        let mut names = Vec::new();
        for (name, _) in &self.0 {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// The keys held under a name; all keys for a block that names nobody.
    pub(super) fn held_for(&self, name: Option<&str>) -> impl Iterator<Item = &PrivateKey> {
        self.0
            .iter()
            .filter(move |(held, _)| name.is_none_or(|name| held.as_str() == name))
            .map(|(_, key)| key)
    }
}

/// Somebody a container is sealed for.
#[derive(Debug, Clone)]
pub struct Recipient {
    /// The name by which the recipient finds their block.
    pub name: PartnerName,
    /// Their key.
    pub key: PublicKey,
}
