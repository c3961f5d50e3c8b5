//! Files that try to cost more than they may, and files that are cut.

use std::io::{Cursor, Read};

use proptest::prelude::*;

use super::{round_trips::between, *};
use crate::limits;

#[test]
fn a_file_cut_anywhere_is_truncated_and_opens_nothing() {
    let good = written(b"<x/>");
    let keys = ring(&[("KOSMOS", ours())]);
    let end = good.trim_end().len();
    for cut in (1..end).step_by(17).chain([end - 1]) {
        let refused = opened(&good[..cut], &keys).unwrap_err();
        assert!(matches!(refused, Unreadable::Truncated { .. }), "cut at {cut}: {refused:?}");
    }
}

#[test]
fn a_document_type_is_refused_outside_and_inside() {
    let keys = ring(&[("KOSMOS", ours())]);
    let outside = written(b"<x/>").replace("<EXPORT", "<!DOCTYPE x>\n<EXPORT");
    assert!(matches!(opened(&outside, &keys), Err(Unreadable::Doctype { line: 2 })));
    let inside = written(b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>");
    let refused = crate::identifiers::read_any(inside.as_bytes(), &keys);
    assert!(matches!(refused, Err(Unreadable::Doctype { line: 1 })));
}

#[test]
fn another_document_is_told_by_its_root() {
    let other = |refused| matches!(refused, Unreadable::OtherDocument { root } if root == "x");
    assert!(other(read_export(&b"<x/>"[..]).unwrap_err()) && other(read_import(&b"<x/>"[..]).unwrap_err()));
    assert!(matches!(read_import(SAMPLE.as_bytes()), Err(Unreadable::OtherDocument { .. })));
    assert!(matches!(read_export(&b""[..]), Err(Unreadable::Empty)));
    assert!(matches!(read_export(&b"Nom;"[..]), Err(Unreadable::NotXml { line: 1 })));
}

/// A container inside a container is no identifier file: what was opened once is not opened again.
#[test]
fn a_container_in_a_container_is_not_opened() {
    let keys = ring(&[("KOSMOS", ours())]);
    let nested = written(written(CLEAR.as_bytes()).as_bytes());
    let refused = crate::identifiers::read_any(nested.as_bytes(), &keys);
    assert!(refused.is_err(), "{refused:?}");
}

#[test]
fn a_bomb_stops_at_the_limit() {
    // 300 MiB of spaces weigh 300 KiB once compressed.
    let keys = ring(&[("KOSMOS", ours())]);
    let bomb = written(&vec![b' '; 300 << 20]);
    assert!(bomb.len() < 1 << 20);
    let (_, mut content) = read_export(bomb.as_bytes()).unwrap().open(&keys).unwrap();
    let (mut total, mut buffer) = (0_u64, vec![0; 64 << 10]);
    while let Ok(count) = content.read(&mut buffer) {
        assert!(count > 0, "the bomb went off whole");
        total += count as u64;
    }
    assert_eq!(total, limits::INFLATED_MIB << 20);
    assert!(matches!(content.failure(), Some(Unreadable::TooLarge { limit_mib: limits::INFLATED_MIB })));
}

#[test]
fn what_stands_around_the_content_is_bounded() {
    let good = written(b"<x/>");
    let keys = ring(&[("KOSMOS", ours())]);
    let long = "A".repeat(limits::VALUE_BYTES + 4);
    let hash = between(&good, "<VERIFICATION>", "<");
    let many = "<PARTENAIRE NOM='X'/>".repeat(limits::PARTNERS);
    for (what, changed) in [
        (
            "a long name of school",
            good.replace("<CLES>", &format!("<NOMETABLISSEMENT>{long}</NOMETABLISSEMENT><CLES>")),
        ),
        ("a long hash", good.replace(hash, &"A".repeat(limits::VALUE_BYTES * 2))),
        ("a long key block", good.replace("<CLES>", &format!("<CLES><PARTENAIRE>{long}{long}</PARTENAIRE>"))),
        ("too many key blocks", good.replace("</CLES>", &format!("{many}</CLES>"))),
    ] {
        let refused = opened(&changed, &keys).expect_err(what);
        assert!(matches!(refused, Unreadable::Limit { .. }), "{what}: {refused:?}");
    }
    // An endless content stops at the size of a file.
    let start = b"<EXPORT_INDEX_EDUCATION><CONTENU>".as_slice();
    let refused = read_export(start.chain(std::io::repeat(b'=')));
    assert!(matches!(refused, Err(Unreadable::TooLarge { limit_mib: limits::FILE_MIB })));
}

/// A name is shown to people: whatever the file says, it stays short and visible.
#[test]
fn a_hostile_name_is_shortened() {
    let hostile = written(b"x").replace("KOSMOS", &format!("\u{7}K{}", "k".repeat(2000)));
    let container = read_export(hostile.as_bytes()).unwrap();
    let shown: Vec<&str> = container.sealed_for().collect();
    assert_eq!(shown, [format!("K{}", "k".repeat(63))]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_container_changed_anywhere_never_gives_another_document(place in 0_usize..4000, byte in any::<u8>()) {
        let mut file = written(CLEAR.as_bytes()).into_bytes();
        let place = place % file.len();
        file[place] = byte;
        let read = read_export(Cursor::new(file)).and_then(|read| read.open(&ring(&[("KOSMOS", ours())])));
        if let Ok((_, content)) = read && let Ok(document) = content.read_whole() {
            // White space, words in clear or bits that base64 ignores were changed, nothing of the document.
            prop_assert!(document == CLEAR.as_bytes());
        }
    }
}
