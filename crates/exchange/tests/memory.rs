//! How much memory the largest sealed file takes: measured in a process of its own.

#![expect(clippy::unwrap_used, reason = "the helpers of a test may fail loudly too")]

use std::{fs, io::Read as _};

use aws_lc_rs::{
    encoding::{AsDer as _, Pkcs8V1Der},
    rsa::{KeySize, PrivateDecryptingKey},
};
use exchange::{
    Unreadable,
    identifiers::read_any,
    limits,
    sealed::{KeyRing, PartnerName, PrivateKey},
};

/// The most that this process held at once so far, in bytes.
fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().strip_suffix(" kB").unwrap().parse::<u64>().unwrap() << 10
}

/// Content that fills the file, decrypted and hashed to its end: only then is it refused.
#[test]
fn the_largest_sealed_file_takes_less_than_twice_its_size() {
    let key = PrivateDecryptingKey::generate(KeySize::Rsa2048).unwrap();
    let der: Pkcs8V1Der<'_> = key.as_der().unwrap();
    let mut keys = KeyRing::default();
    keys.add(PartnerName::parse("KOSMOS").unwrap(), PrivateKey::from_pkcs8(der.as_ref()).unwrap());

    let size = limits::FILE_MIB << 20;
    let head = b"<EXPORT_INDEX_EDUCATION><CLES><PARTENAIRE NOM='KOSMOS'>AAAA</PARTENAIRE></CLES><CONTENU>";
    let hash = "A".repeat(43);
    let tail = format!("</CONTENU><VERIFICATION>{hash}=</VERIFICATION></EXPORT_INDEX_EDUCATION>");
    // Whole groups of 16 bytes: 64 signs are 48 bytes.
    let content = (size - 4096) / 64 * 64;
    let file = head.chain(std::io::repeat(b'A').take(content)).chain(tail.as_bytes());
    let before = peak();
    let refused = read_any(file, &keys);
    assert!(matches!(refused, Err(Unreadable::CannotBeOpened)), "{refused:?}");
    let taken = peak() - before;
    println!("{} MiB for a file of {} MiB", taken >> 20, size >> 20);
    assert!(taken < 2 * size, "{} MiB for a file of {} MiB", taken >> 20, size >> 20);
    assert!(taken > content / 2, "the content was read whole: {taken} bytes");
}
