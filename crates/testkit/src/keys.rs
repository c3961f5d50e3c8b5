//! Keys for sealed files.

use std::sync::LazyLock;

use aws_lc_rs::{
    encoding::{AsDer as _, Pkcs8V1Der},
    rsa::{KeySize, PrivateDecryptingKey},
};
use exchange::sealed::PrivateKey;

/// Two keys for sealed files, made once for a program of tests.
///
/// # Panics
/// When the crypto library gives none.
pub fn private_keys() -> [PrivateKey; 2] {
    static KEYS: LazyLock<[PrivateKey; 2]> = LazyLock::new(|| {
        [(); 2].map(|()| {
            let key = PrivateDecryptingKey::generate(KeySize::Rsa2048).unwrap();
            let der: Pkcs8V1Der<'_> = key.as_der().unwrap();
            PrivateKey::from_pkcs8(der.as_ref()).unwrap()
        })
    });
    KEYS.clone()
}
