//! What is written is read back, in the words and the order of the schemas.

use model::Uai;
use proptest::{collection::vec, prelude::*};

use super::*;
use crate::sealed::sealing::seal;

#[test]
fn an_export_has_the_elements_of_the_schema_in_order() {
    let header = ExportHeader {
        version: Some("1.0".to_owned()),
        software: Some("Passerelle & Cie".to_owned()),
        written_at: Some("2026-09-07T08:30:00".to_owned()),
        uai: Some(Uai::parse("0999990W").unwrap()),
        school_name: Some("Collège des Essais".to_owned()),
        postal_town: Some("00000 NULLE PART".to_owned()),
    };
    let recipients = [to("KOSMOS", &ours()), to("K-d'école \"2\"", &theirs())];
    let mut file = Vec::new();
    write_export(&mut file, &header, &recipients, b"<a/>", &content_key()).unwrap();
    let text = String::from_utf8(file).unwrap();
    let words = [
        "<EXPORT_INDEX_EDUCATION xmlns=\"http://www.index-education.com/conteneurexportchiffre\">",
        "<VERSION>1.0</VERSION>",
        "<LOGICIEL>Passerelle &amp; Cie</LOGICIEL>",
        "<CLES>",
        "<PARTENAIRE NOM=\"KOSMOS\">",
        "</CLES>",
        "<CONTENU CompresseAvantChiffrement=\"true\">",
        "<VERIFICATION>",
        "<DATEHEURE>2026-09-07T08:30:00</DATEHEURE>",
        "<UAI>0999990W</UAI>",
        "<NOMETABLISSEMENT>Collège des Essais</NOMETABLISSEMENT>",
        "<CODEPOSTALVILLE>00000 NULLE PART</CODEPOSTALVILLE>",
        "</EXPORT_INDEX_EDUCATION>",
    ];
    let places: Vec<usize> = words.iter().map(|word| text.find(word).expect(word)).collect();
    assert!(places.is_sorted(), "{text}");
    let container = read_export(text.as_bytes()).unwrap();
    assert_eq!(container.header, header);
    assert_eq!(container.sealed_for().collect::<Vec<_>>(), ["KOSMOS", "K-d'école \"2\""]);
}

#[test]
fn an_import_has_the_elements_of_the_schema_in_order() {
    let header = ImportHeader {
        partner: Some("Passerelle".to_owned()),
        description: Some("Rapprochement".to_owned()),
        written_at: Some("2026-09-07T08:30:00".to_owned()),
        uai: Some(Uai::parse("0999990W").unwrap()),
    };
    let mut file = Vec::new();
    write_import(&mut file, &header, &to("Index", &theirs()), CLEAR.as_bytes(), &content_key()).unwrap();
    let text = String::from_utf8(file).unwrap();
    let words = [
        "<ImportChiffre xmlns=\"http://www.index-education.com/containeurimportchiffreV1\" Version=\"1.0\">",
        "<Partenaire>Passerelle</Partenaire>",
        "<Description>Rapprochement</Description>",
        "<Cle>",
        "<Contenu>",
        "<Verification>",
        "<DateExport>2026-09-07T08:30:00</DateExport>",
        "<UAI>0999990W</UAI>",
        "</ImportChiffre>",
    ];
    let places: Vec<usize> = words.iter().map(|word| text.find(word).expect(word)).collect();
    assert!(places.is_sorted(), "{text}");
    // No recipient is named: whatever the key is called here, it opens.
    let keys = ring(&[("x", ours()), ("y", theirs())]);
    let (read, content) = read_import(text.as_bytes()).unwrap().open(&keys).unwrap();
    assert_eq!((read, content.read_whole().unwrap()), (header, CLEAR.as_bytes().to_vec()));
    let refused = read_import(text.as_bytes()).unwrap().open(&ring(&[("x", ours())]));
    assert!(matches!(refused, Err(Unreadable::CannotBeOpened)));
    let without = read_import(text.as_bytes()).unwrap().open(&KeyRing::default());
    assert!(
        matches!(without, Err(Unreadable::NotForUs { sealed_for, held }) if sealed_for.is_empty() && held.is_empty())
    );
}

#[test]
fn each_of_two_recipients_opens_with_their_own_key() {
    let container = written_for(&[to("A", &ours()), to("B", &theirs())], CLEAR.as_bytes());
    for keys in [ring(&[("A", ours())]), ring(&[("B", theirs())]), ring(&[("C", ours()), ("B", theirs())])] {
        assert_eq!(opened(&container, &keys).unwrap(), CLEAR.as_bytes());
    }
    // The names are right, the keys exchanged.
    let exchanged = ring(&[("A", theirs()), ("B", ours())]);
    assert!(matches!(opened(&container, &exchanged), Err(Unreadable::CannotBeOpened)));
}

#[test]
fn who_it_is_sealed_for_and_what_we_hold_are_named() {
    let container = written_for(&[to("A", &ours()), to("B", &ours()), to("A", &theirs())], b"x");
    let held = ring(&[("KOSMOS", ours()), ("a", ours()), ("KOSMOS", theirs())]);
    match opened(&container, &held) {
        Err(Unreadable::NotForUs { sealed_for, held }) => {
            assert_eq!((sealed_for, held), (vec!["A".into(), "B".into()], vec!["KOSMOS".into(), "a".into()]));
        }
        other => panic!("{other:?}"),
    }
    let error = opened(&container, &ring(&[("KOSMOS", ours())])).unwrap_err();
    assert_eq!(error.to_string(), "the file is sealed for A, B; the keys held are for KOSMOS");
}

#[test]
fn after_a_rotation_the_old_key_still_opens() {
    let before = written(b"old");
    let after = written_for(&[to("KOSMOS", &theirs())], b"new");
    let keys = ring(&[("KOSMOS", theirs()), ("KOSMOS", ours())]);
    assert_eq!(
        (opened(&before, &keys).unwrap(), opened(&after, &keys).unwrap()),
        (b"old".to_vec(), b"new".to_vec())
    );
}

#[test]
fn readers_are_tolerant() {
    let written = written(b"\xEF\xBB\xBF<x/>");
    let content = between(&written, "Chiffrement=\"true\">", "<").to_owned();
    let wrapped = content.as_bytes().chunks(7).map(|line| str::from_utf8(line).unwrap()).collect::<Vec<_>>();
    for (what, changed) in [
        ("line feeds", written.replace(&content, &wrapped.join("\n"))),
        ("escaped carriage returns", written.replace(&content, &wrapped.join("&#13;\n"))),
        ("comments inside", written.replace(&content, &wrapped.join("<!-- - -->"))),
        ("a byte order mark", format!("\u{FEFF}{written}")),
        ("no flag", written.replace(" CompresseAvantChiffrement=\"true\"", "")),
        ("the flag as a digit", written.replace("Chiffrement=\"true\"", "Chiffrement=' 1 '")),
        ("unknown elements", written.replace("<CLES>", "<AUTRE><CONTENU>!</CONTENU></AUTRE><CLES><X>!</X>")),
        (
            "another namespace",
            written.replace("http://www.index-education.com/conteneurexportchiffre", "urn:x"),
        ),
        (
            "a prefix",
            ["EXPORT_INDEX", "CLES", "CONTENU"]
                .iter()
                .fold(written.clone(), |text, word| {
                    text.replace(&format!("<{word}"), &format!("<p:{word}"))
                        .replace(&format!("</{word}"), &format!("</p:{word}"))
                })
                .replace("xmlns=", "xmlns:p="),
        ),
        ("a partner without a key", written.replace("<CLES>", "<CLES><PARTENAIRE NOM='X'>AAAA</PARTENAIRE>")),
    ] {
        assert_eq!(
            opened(&changed, &ring(&[("KOSMOS", ours())])).expect(what),
            b"\xEF\xBB\xBF<x/>",
            "{what}"
        );
    }
}

pub(super) fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    text.split_once(start).unwrap().1.split_once(end).unwrap().0
}

#[test]
fn a_container_that_nobody_or_a_crowd_could_open_is_not_written() {
    let refused = |recipients: &[Recipient]| {
        write_export(Vec::new(), &ExportHeader::default(), recipients, b"", &content_key()).unwrap_err()
    };
    assert!(matches!(refused(&[]), SealError::NoRecipient));
    assert!(matches!(refused(&vec![to("A", &ours()); 33]), SealError::TooManyRecipients));
}

#[test]
fn the_identifier_file_keeps_the_school_of_the_container_when_it_names_none() {
    let keys = ring(&[("KOSMOS", ours())]);
    let header = ExportHeader { uai: Some(Uai::parse("0999990W").unwrap()), ..ExportHeader::default() };
    for (clear, expected) in [("", "0999990W"), ("UAI='0999991X'", "0999991X")] {
        let clear = format!("<x {clear}><Eleve Nom='A' Prenom='B' IDPN='C7XK4MZ9QH2RWT8B'/></x>");
        let mut file = Vec::new();
        write_export(&mut file, &header, &[to("KOSMOS", &ours())], clear.as_bytes(), &content_key()).unwrap();
        let imported = crate::identifiers::read_any(file.as_slice(), &keys).unwrap();
        assert_eq!(imported.header.uai.unwrap().as_str(), expected);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_bytes_come_back(document in vec(any::<u8>(), 0..300), key in any::<[u8; 32]>(), compress: bool) {
        let sealed = seal(&document, &[to("A", &ours())], &ContentKey::from_random(key), compress).unwrap();
        let mut file = Vec::new();
        export::write(&mut file, &ExportHeader::default(), &sealed).unwrap();
        let read = read_export(file.as_slice()).unwrap();
        prop_assert_eq!(&read.sealed, &sealed);
        let (_, content) = read.open(&ring(&[("A", ours())])).unwrap();
        prop_assert_eq!(content.read_whole().unwrap(), document);
    }
}

#[test]
fn every_length_around_blocks_and_powers_of_two_comes_back() {
    let lengths = (0..=33).chain((6..=20).flat_map(|power| [(1 << power) - 1, 1 << power, (1 << power) + 1]));
    for length in lengths {
        let document: Vec<u8> = (0..length).map(|i: u32| i.to_le_bytes()[0]).collect();
        let sealed = seal(&document, &[to("A", &ours())], &content_key(), false).unwrap();
        let content = sealed.open(&ring(&[("A", ours())]), &mut Work::default()).unwrap();
        assert!(content.read_whole().unwrap() == document, "{length} bytes");
    }
}
