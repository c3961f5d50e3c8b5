//! The published values of the sample. Its private key was thrown away: the content key stands beside it.

use super::*;
use crate::sealed::opening::{decrypt, verify};

const KEY_AND_IV: &str = "000102030405060708090a0b0c0d0e0ff0e0d0c0b0a090807060504030201000";
const BLOCK: &str =
    "000102030405060708090a0b0c0d0e0ff0e0d0c0b0a09080706050403020100049c971805c84147ffdaabe2b5a561543";
const SHA_256: &str = "79ed668113dd80a79b08b6efb107b21b2804018aa6c3e51c1c60a158b1ec5402";

fn bytes<const N: usize>(hex: &str) -> [u8; N] {
    assert_eq!(hex.len(), 2 * N);
    std::array::from_fn(|i| u8::from_str_radix(&hex[2 * i..2 * i + 2], 16).unwrap())
}

fn known_key() -> ContentKey {
    ContentKey::from_random(bytes(KEY_AND_IV))
}

#[test]
fn the_key_block_is_key_iv_and_their_md5() {
    assert_eq!(*known_key().block(), bytes::<48>(BLOCK));
}

#[test]
fn the_sample_says_in_clear_what_it_is() {
    let container = read_export(SAMPLE.as_bytes()).unwrap();
    assert_eq!(container.sealed_for().collect::<Vec<_>>(), ["KOSMOS"]);
    let header = &container.header;
    assert_eq!(header.version.as_deref(), Some("1.0"));
    assert_eq!(header.software.as_deref(), Some("PRONOTE 2026"));
    assert_eq!(header.written_at.as_deref(), Some("2026-09-04T08:39:00"));
    // Its check letter is wrong.
    assert_eq!(header.uai, None);
    assert_eq!(header.school_name.as_deref(), Some("CLG DES TILLEULS"));
    assert_eq!(header.postal_town.as_deref(), Some("31570 LANTA"));
    assert_eq!(container.sealed.blocks[0].encrypted.len(), 256);
    assert!(container.sealed.compressed);
}

#[test]
fn the_sample_opens_to_the_clear_sample_byte_for_byte() {
    let mut sealed = read_export(SAMPLE.as_bytes()).unwrap().sealed;
    assert_eq!(sealed.verification, bytes::<32>(SHA_256));
    let mut work = Work::default();
    decrypt(&known_key(), &mut sealed.content, &mut work).unwrap();
    let (length, verified) = verify(&sealed.content, &bytes(SHA_256), &mut work);
    assert!(bool::from(verified));
    sealed.content.truncate(length);
    let document = Content::new(sealed.content, true).read_whole().unwrap();
    assert_eq!(String::from_utf8(document).unwrap(), CLEAR);
}

/// The sample once more, with a key block for us: the road of a real file from end to end.
#[test]
fn the_sample_sealed_anew_for_us_is_imported_as_the_clear_one() {
    let mut sealed = read_export(SAMPLE.as_bytes()).unwrap().sealed;
    sealed.blocks[0].encrypted = ours().public().encrypt(&*known_key().block()).unwrap();
    let mut file = Vec::new();
    export::write(&mut file, &ExportHeader::default(), &sealed).unwrap();
    let keys = ring(&[("KOSMOS", ours())]);
    let sealed = crate::identifiers::read_any(file.as_slice(), &keys).unwrap();
    assert_eq!(sealed, crate::identifiers::read(CLEAR.as_bytes()).unwrap());
}
