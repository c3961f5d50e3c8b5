use encoding_rs::WINDOWS_1252;
use proptest::prelude::*;

use super::*;

const TABLE: &str = "Nom;Prénom;Né(e) le;Identifiant PRONOTE;Identifiant CAS\r\n\
                     Étoilé;Zoé;01/06/2013;;NZE1\r\n\
                     \r\n\
                     ;;;ZQ7H4KX9WM2CRTN5;NAW2\r\n";

#[test]
fn both_encodings_and_all_separators_give_the_same() {
    let expected = read(TABLE.as_bytes()).unwrap();
    assert_eq!((expected.rows.len(), expected.issues.len()), (2, 0), "{expected:?}");
    let [zoe, awa] = expected.rows.as_slice() else { panic!("two lines") };
    assert_eq!((zoe.line, zoe.name.clone()), (2, Some(PersonName::new("Étoilé", "Zoé"))));
    assert_eq!(zoe.birth_date.map(BirthDate::french).as_deref(), Some("01/06/2013"));
    assert_eq!((awa.line, awa.pronote_id.as_ref().map(PronoteId::as_str)), (4, Some("ZQ7H4KX9WM2CRTN5")));
    assert_eq!((awa.cas_id.as_str(), awa.name.is_none()), ("NAW2", true));
    let western = WINDOWS_1252.encode(TABLE).0.into_owned();
    assert_ne!(western, TABLE.as_bytes());
    let marked = format!("\u{feff}{TABLE}");
    let commas = TABLE.replace(';', ",");
    let tabs = TABLE.replace(';', "\t");
    let unix = TABLE.replace("\r\n", "\n");
    for bytes in [&western, marked.as_bytes(), commas.as_bytes(), tabs.as_bytes(), unix.as_bytes()] {
        assert_eq!(read(bytes).unwrap(), expected);
    }
}

#[test]
fn what_cannot_be_read_is_kept_with_its_line() {
    let table = "identifiant pronote,IDENTIFIANT CAS,Classe,Nom,Prenom,date de naissance\n\
                 ZQ7H4KX9WM2CRTN5,,6e 2,,,\n\
                 \"pas un identifiant\",NX1,,,,\n\
                 ,NX2,,Étoilé,,\n\
                 ,NX3,,Étoilé,Zoé,31/02/2013\n\
                 ,\"NX,4\",\"6e\n2\",\"D\"\"Été\",Anne-Lou,2012-02-29\n\
                 ,NX5,,Gué,Io\n";
    let read = read(table.as_bytes()).unwrap();
    assert_eq!(read.issues.iter().map(|issue| issue.line).collect::<Vec<_>>(), [2, 3, 4, 5]);
    assert_eq!(read.issues[3].given, " ; NX3 ;  ; Étoilé ; Zoé ; 31/02/2013");
    assert_eq!(read.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [6, 8], "a cell of two lines");
    assert_eq!(read.rows[0].name, Some(PersonName::new("D\"Été", "Anne-Lou")));
    assert_eq!(read.rows[0].cas_id.as_str(), "NX,4");
}

#[test]
fn what_is_no_table_is_told_apart() {
    for (bytes, expected) in [
        (&b""[..], NoTable::Empty),
        (b"\r\n \r\n", NoTable::Empty),
        (b"PK\x03\x04rest of a workbook", NoTable::NotText),
        (b"Identifiant CAS;Nom\0", NoTable::NotText),
        (b"Identifiant PRONOTE;Nom\nX;Y\n", NoTable::NoCasId),
        (b"Identifiant CAS;Nom\nX;Y\n", NoTable::NoPerson),
    ] {
        assert_eq!(read(bytes), Err(expected), "{bytes:?}");
    }
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = read(&bytes);
        let under = [b"Identifiant CAS;Identifiant PRONOTE\n".as_slice(), &bytes].concat();
        let _ = read(&under);
    }

    #[test]
    fn every_line_comes_out_once(cells in proptest::collection::vec("[a-zA-Z0-9 ]{1,8}", 1..20)) {
        let lines: String = cells.iter().map(|cell| format!("x{cell};ZQ7H4KX9WM2CRTN5\n")).collect();
        let table = read(format!("Identifiant CAS;Identifiant PRONOTE\n{lines}").as_bytes()).unwrap();
        prop_assert_eq!(table.rows.len() + table.issues.len(), cells.len());
    }
}
