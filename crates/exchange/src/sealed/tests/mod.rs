//! Sealed containers: the sample that we did not make up alone, round trips, and everything that may be wrong.

mod hostile;
mod keys;
mod known_answers;
mod round_trips;
mod tampering;

use std::sync::LazyLock;

use aws_lc_rs::{
    encoding::{AsDer as _, Pkcs8V1Der},
    rsa::{KeySize, PrivateDecryptingKey},
};

use super::{opening::Work, *};

pub(super) const SAMPLE: &str = include_str!("../../../tests/samples/enveloppe-export-index-education.xml");
pub(super) const CLEAR: &str = include_str!("../../../tests/samples/idpn-clair-hypothese.xml");

/// Keys made once for all tests: making one takes longer than most of them.
static KEYS: LazyLock<[PrivateKey; 2]> =
    LazyLock::new(|| [(); 2].map(|()| PrivateKey::from_pkcs8(&made()).unwrap()));

fn made() -> Vec<u8> {
    let key = PrivateDecryptingKey::generate(KeySize::Rsa2048).unwrap();
    let der: Pkcs8V1Der<'_> = key.as_der().unwrap();
    der.as_ref().to_vec()
}

fn ours() -> PrivateKey {
    KEYS[0].clone()
}

fn theirs() -> PrivateKey {
    KEYS[1].clone()
}

fn name(raw: &str) -> PartnerName {
    PartnerName::parse(raw).unwrap()
}

fn ring(keys: &[(&str, PrivateKey)]) -> KeyRing {
    let mut ring = KeyRing::default();
    keys.iter().for_each(|(held, key)| ring.add(name(held), key.clone()));
    ring
}

fn to(recipient: &str, key: &PrivateKey) -> Recipient {
    Recipient { name: name(recipient), key: key.public().clone() }
}

fn content_key() -> ContentKey {
    ContentKey::from_random(std::array::from_fn(|i| u8::try_from(i * 7).unwrap()))
}

/// A container for KOSMOS, which holds our key.
fn written(document: &[u8]) -> String {
    written_for(&[to("KOSMOS", &ours())], document)
}

fn written_for(recipients: &[Recipient], document: &[u8]) -> String {
    let mut out = Vec::new();
    write_export(&mut out, &ExportHeader::default(), recipients, document, &content_key()).unwrap();
    String::from_utf8(out).unwrap()
}

fn opened(container: &str, keys: &KeyRing) -> Result<Vec<u8>, Unreadable> {
    read_export(container.as_bytes())?.open(keys)?.1.read_whole()
}

/// The outcome of opening, and the work that it took.
fn opened_with_work(container: &str, keys: &KeyRing) -> (Result<Vec<u8>, Unreadable>, Work) {
    let mut work = Work::default();
    let sealed = read_export(container.as_bytes()).unwrap().sealed;
    (sealed.open(keys, &mut work).and_then(Content::read_whole), work)
}
