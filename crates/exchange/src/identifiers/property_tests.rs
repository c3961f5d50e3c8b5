//! Whatever the bytes, reading ends, with a value or a refusal; whatever the people, what is written is read back.

use model::{BirthDate, CasId, Category, PersonName, PronoteId, Uai};
use proptest::{collection::vec, option, prelude::*};

use super::{
    ExportHeader, ExportedPerson, Unreadable, read,
    tests::{CLEAR, ENVELOPE},
    tidy, write,
};

#[test]
fn the_sample_cut_anywhere_is_refused() {
    let end = CLEAR.trim_end().len();
    for cut in 0..end {
        let got = read(&CLEAR.as_bytes()[..cut]);
        match got {
            Err(Unreadable::Empty) => assert_eq!(cut, 0),
            Err(Unreadable::Truncated { line }) => {
                let before = CLEAR.as_bytes()[..cut].iter().filter(|b| **b == b'\n').count();
                assert_eq!(line as usize, before + 1, "cut at {cut}");
            }
            other => panic!("cut at {cut}: {other:?}"),
        }
    }
    assert!(read(&CLEAR.as_bytes()[..end]).is_ok());
}

#[test]
fn the_sample_with_a_document_type_is_refused() {
    let with = CLEAR.replacen("<Identif", "<!DOCTYPE x [<!ENTITY a \"b\">]>\n<Identif", 1);
    assert!(matches!(read(with.as_bytes()), Err(Unreadable::Doctype { line: 5 })));
}

#[test]
fn a_million_empty_elements() {
    let text = format!("<x>{}</x>", "<b/>".repeat(1_000_000));
    assert!(matches!(read(text.as_bytes()), Err(Unreadable::NoPerson)));
}

/// Words and signs that make a text look like a file of ours.
fn fragment() -> impl Strategy<Value = String> {
    prop_oneof![
        proptest::sample::select(vec![
            "<Eleve ",
            "<Eleves>",
            "</Eleves>",
            "<Responsable Ident='1'/>",
            "/>",
            ">",
            "<",
            "</",
            "Nom='A' ",
            "IDPN='43' ",
            "<Nom>",
            "</Nom>",
            "<Classe Nom='1'/>",
            "&amp;",
            "&#x0;",
            "&",
            "<![CDATA[",
            "]]>",
            "<!--",
            "-->",
            "<?",
            "?>",
            "<!",
            "<!>",
            "<!DOCTYPE",
            "<!-->",
            "<PARTENAIRE>",
            "<EXPORT_INDEX_EDUCATION>",
            "<CONTENU>",
            "'",
            "\"",
            "=",
            "<?xml encoding='UTF-16'?>",
            "\u{FEFF}",
            "\0",
        ])
        .prop_map(str::to_owned),
        ".{0,4}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_survived(bytes in vec(any::<u8>(), 0..300)) {
        let _ = read(bytes.as_slice());
    }

    #[test]
    fn anything_that_looks_like_a_file_is_survived(fragments in vec(fragment(), 0..40)) {
        let text = fragments.concat();
        let _ = read(text.as_bytes());
        let _ = read(format!("<x>{text}").as_bytes());
    }

    #[test]
    fn a_damaged_sample_is_survived(
        sealed in any::<bool>(),
        hits in vec((any::<proptest::sample::Index>(), any::<u8>()), 1..8),
    ) {
        let mut bytes = if sealed { ENVELOPE } else { CLEAR }.as_bytes().to_vec();
        for (place, byte) in hits {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        if let Ok(file) = read(bytes.as_slice()) {
            prop_assert!(file.people.len() <= 11);
        }
    }
}

/// Names as people write them, and as nobody does. U+FFFD means damage, so it has its own test.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[A-ZÉÈŒÇ]{1,8}[-' ][a-zéèœç]{0,8}",
        "[<>&'\"\\]\\-!? a-z]{1,12}",
        vec(any::<char>().prop_filter("damage", |c| *c != '\u{FFFD}'), 1..8).prop_map(String::from_iter),
    ]
    .prop_map(|text| tidy(&text))
    .prop_filter("not empty", |text| !text.is_empty())
}

fn person() -> impl Strategy<Value = ExportedPerson> {
    let born = (1900_i32..2100, 1..13_i32, 1..29_i32)
        .prop_map(|(y, m, d)| BirthDate::parse(&format!("{y:04}-{m:02}-{d:02}")).unwrap());
    let ids = (any::<u64>(), option::of("[a-z0-9']{1,20}"), option::of("[0-9]{1,5}"));
    let extra = (option::of(text()), option::of("[0-9]{5}"), vec(text(), 0..3), vec("[0-9]{1,4}", 0..3));
    (proptest::sample::select(Category::ALL.to_vec()), text(), text(), option::of(born), ids, extra).prop_map(
        |(
            category,
            last,
            first,
            birth_date,
            (seed, cas, ident),
            (civility, postal_code, classes, guardians),
        )| {
            let mut state = seed;
            ExportedPerson {
                line: 0,
                category,
                pronote_id: PronoteId::generate(|n| {
                    state =
                        state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                    (state >> 33) as usize % n
                }),
                name: PersonName { last, first },
                birth_date,
                ident,
                civility,
                postal_code,
                classes,
                guardians,
                cas_id: cas.map(|raw| CasId::parse(&raw).unwrap()),
            }
        },
    )
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(
        people in vec(person(), 1..20),
        school_name in text(),
        pairing_code in option::of(text()),
        only_without_cas_id in any::<bool>(),
    ) {
        let mut people = people;
        let mut seen = std::collections::BTreeSet::new();
        people.retain(|person| seen.insert(person.pronote_id.clone()));
        let header = ExportHeader {
            uai: Uai::parse("0999990W").unwrap(),
            school_name,
            pairing_code,
            software: "Passerelle".into(),
            written_at: "2026-09-04T08:39:00".into(),
            only_without_cas_id,
        };
        let mut bytes = Vec::new();
        write(&mut bytes, &header, &people).unwrap();
        let mut file = read(bytes.as_slice()).unwrap();
        prop_assert_eq!(&file.issues, &[]);
        prop_assert_eq!(file.header.uai, Some(header.uai));
        prop_assert_eq!(file.header.school_name, Some(header.school_name));
        prop_assert_eq!(file.header.pairing_code, header.pairing_code);
        prop_assert_eq!(file.header.only_without_cas_id, Some(only_without_cas_id));
        for person in &mut file.people {
            prop_assert!(person.line > 2);
            person.line = 0;
        }
        people.sort_by_key(|person| person.category);
        prop_assert_eq!(file.people, people);
    }

    #[test]
    fn what_xml_cannot_carry_is_left_out_of_names(raw in vec(any::<char>(), 0..20).prop_map(String::from_iter)) {
        let mut one = read(CLEAR.as_bytes()).unwrap().people.remove(0);
        one.name.last = format!("A{raw}");
        let header = ExportHeader {
            uai: Uai::parse("0999990W").unwrap(),
            school_name: raw.clone(),
            pairing_code: None,
            software: String::new(),
            written_at: String::new(),
            only_without_cas_id: false,
        };
        let mut bytes = Vec::new();
        write(&mut bytes, &header, &[one]).unwrap();
        let file = read(bytes.as_slice()).unwrap();
        prop_assert_eq!(&file.people[0].name.last, &tidy(&format!("A{raw}")));
    }
}
