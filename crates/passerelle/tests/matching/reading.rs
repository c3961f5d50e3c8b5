//! Files as they come from elsewhere.

use exchange::sealed::{ContentKey, ExportHeader, PartnerName, Recipient, write_export};
use passerelle::keys::Folder;
use serde_json::Value;

use super::{DIRECTORY, EXPORT, Place, USUAL, decided, rows, said, told};

/// Identifier and account of each row.
fn pairs(rows: &[Vec<String>]) -> Vec<(&str, &str)> {
    decided(rows).into_iter().map(|(identity, account, _)| (identity, account)).collect()
}

#[test]
fn columns_encodings_and_separators_are_read_as_they_come() {
    let windows = |text: &str| text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect::<Vec<u8>>();
    let marked = |text: &str| [b"\xEF\xBB\xBF", text.as_bytes()].concat();
    let semicolons = DIRECTORY.replace(',', ";").replace('\n', "\r\n");
    let quoted = DIRECTORY.replace("L'Étang-Roux", "\"L'Étang-Roux\"");
    let titled = DIRECTORY
        .replace("ent_id,categorie", "ENT_ID,Catégorie")
        .replace("prenom,", "Prénom,")
        .replace(",eleve,", ",Élèves,");
    for (name, directory) in [
        ("marked", marked(DIRECTORY)),
        ("semicolons, carriage returns", semicolons.into_bytes()),
        ("marked semicolons", marked(&DIRECTORY.replace(',', ";"))),
        ("tabs", DIRECTORY.replace(',', "\t").into_bytes()),
        ("quotes", quoted.into_bytes()),
        ("titles and categories as people type them", titled.into_bytes()),
    ] {
        let output = Place::new(&directory, EXPORT);
        assert_eq!(decided(&output.links(&[])), USUAL, "{name}");
        assert!(output.run(&[]).stderr.is_empty(), "{name}");
    }
    let place = Place::new(windows(DIRECTORY), windows(EXPORT));
    assert_eq!(decided(&place.links(&[])), USUAL);
    let warned = said(&place.run(&[]));
    assert!(warned.contains("ent.csv : 2 lignes lues comme du Windows-1252"), "{warned}");
    assert!(warned.contains("pronote.csv : 1 lignes lues comme du Windows-1252"), "{warned}");
}

#[test]
fn columns_stand_in_any_order_and_only_four_must_be_there() {
    let export = "couleur,prenom,pronote_id,nom,categorie\nbleu,Ines,P1,Oscar,enseignant\n";
    let directory = "nom,prenom,categorie,ent_id\nOSCAR,INES,enseignant,t1\n";
    assert_eq!(pairs(&Place::new(directory, export).links(&[])), [("P1", "t1")]);
    for (missing, export) in [
        ("pronote_id", "ent_id,nom,prenom,categorie\n"),
        ("categorie", "pronote_id,nom,prenom\n"),
        ("nom", "pronote_id,prenom,categorie\n"),
        ("prenom", "pronote_id,nom,categorie\n"),
    ] {
        let output = Place::new(directory, export).run(&[]);
        assert_eq!(output.status.code(), Some(1));
        let sentence = said(&output);
        assert!(sentence.contains(&format!("pronote.csv n'a pas de colonne « {missing} »")), "{sentence}");
    }
}

#[test]
fn quoted_fields_hold_separators_line_ends_and_quotes() {
    let directory = "ent_id,categorie,nom,prenom,date_naissance\n\
                     \"e,1\",eleve,\"Saule, du\",\"Nil\",2013-05-04\n\"e\"\"2\",eleve,\"Mar\ntel\",Léo,2013-06-01\n";
    let export = "pronote_id,categorie,nom,prenom,date_naissance\n\
                  \"A;1\",eleve,\"Saule, du\",Nil,04/05/2013\nA2,eleve,\"Mar tel\",Léo,01/06/2013\n";
    let rows = Place::new(directory, export).links(&[]);
    assert_eq!(pairs(&rows), [("A;1", "e,1"), ("A2", "e\"2")]);
}

#[test]
fn a_wrong_row_is_told_with_its_line_and_its_person_is_not_lost() {
    let export = "\
pronote_id,categorie,nom,prenom,date_naissance
C1,eleve,MARTEL,Léo,01/06/2013
X1,cousin,MARTEL,Léo,01/06/2013
X2,eleve,MARTEL
C1,eleve,MARTEL,Léo,01/06/2013
,eleve,MARTEL,Léo,01/06/2013
X3,eleve,BORROMÉE,Côme,31/02/2013

,,,,
X4,eleve,DUPRÉ,Ana,01/06/2013,en trop
X5,eleve,DUPRÉ,Ana,02/06/2013,,
";
    let place = Place::new(DIRECTORY, export);
    let output = place.run(&["--json"]);
    assert!(output.status.success(), "wrong rows are no failure");
    assert_eq!(
        decided(&rows(&place.path("links.csv"))),
        [
            ("C1", "e2", "auto"),
            ("X1", "", "none"),
            ("X2", "", "none"),
            ("X3", "", "none"),
            ("X4", "", "none"),
            ("X5", "", "none")
        ]
    );
    let warned = said(&output);
    for line in [
        "pronote.csv, ligne 3 : catégorie « cousin » inconnue",
        "pronote.csv, ligne 4 : 3 champs au lieu de 5",
        "pronote.csv, ligne 5 : identifiant déjà lu plus haut",
        "pronote.csv, ligne 6 : pas d'identifiant",
        "pronote.csv, ligne 7 : date de naissance illisible",
        "pronote.csv, ligne 10 : 6 champs au lieu de 5",
    ] {
        assert!(warned.contains(line), "{line}: {warned}");
    }
    assert_eq!(warned.lines().count(), 6, "{warned}");
    assert!(!warned.contains("MARTEL"), "no name is told");
    let summary: Value = serde_json::from_str(&told(&output)).unwrap();
    assert_eq!((&summary["unread"], &summary["exported"]), (&3.into(), &6.into()));
    let kinds = ["unknown-category", "wrong-width", "repeated-id", "missing-id", "bad-birth-date"];
    assert_eq!(kinds.map(|kind| summary["warnings"][kind].as_u64().unwrap()), [1, 2, 1, 1, 1]);
}

#[test]
fn of_many_wrong_rows_twenty_are_listed_and_all_counted() {
    let mut export = "pronote_id,categorie,nom,prenom\n".to_owned();
    for number in 0..500 {
        export += &format!("X{number},licorne,A,B\n");
    }
    let place = Place::new(DIRECTORY, export);
    let output = place.run(&[]);
    let warned = said(&output);
    assert_eq!(warned.lines().count(), 21, "{warned}");
    assert!(warned.contains("480 autres remarques ne sont pas listées"), "{warned}");
    assert_eq!(rows(&place.path("links.csv")).len(), 501);
}

#[test]
fn an_account_may_be_in_two_categories_and_a_row_that_is_right_elsewhere_counts() {
    let directory = format!("{DIRECTORY}t1,responsable,Mme,Oscar,,Ines,,,0990001N,,,e1\n");
    let twice = "P1,0990001N,licorne,,OSCAR,Ines,,,,\n";
    let parent = "R3,0990001N,responsable,Mme,OSCAR,Ines,,,,C1\n";
    let place = Place::new(directory, format!("{EXPORT}{twice}{parent}"));
    let rows = place.links(&[]);
    assert_eq!(pairs(&rows)[5..], [("P1", "t1"), ("R3", "t1")]);
    let warned = said(&place.run(&[]));
    assert!(warned.contains("licorne") && !warned.contains("déjà lu"), "{warned}");
}

#[test]
fn the_xml_export_is_read_clear_or_sealed() {
    let xml = r#"<x UAI="0990001N">
  <Professeurs><Professeur Civilite="Mme" Nom="OSCAR" Prenom="Ines" IDPN="C7XK4MZ9QH2RWT8B"/></Professeurs>
  <Eleves>
    <Eleve Nom="DIARRA" Prenom="Moussa" DateNaissance="2012-01-01" IDPN="9JT7VHC2XK8RMQZ4">
      <Classe Nom="5E 1"/><Responsable Ident="7"/></Eleve>
    <Eleve Nom="SANS" Prenom="Identifiant"/>
  </Eleves>
  <Responsables><Responsable Ident="7" Nom="DIARRA" Prenom="Awa" IDPN="ZQ7H4KX9WM2CRTN8"/></Responsables>
</x>"#;
    let expected = [("C7XK4MZ9QH2RWT8B", "t1"), ("9JT7VHC2XK8RMQZ4", "e3"), ("ZQ7H4KX9WM2CRTN8", "p1")];
    let place = Place::new(DIRECTORY, xml);
    let rows = place.links(&["--explain"]);
    assert_eq!(pairs(&rows), expected);
    assert!(rows[3][4].contains("famille identique"), "her child tells: {rows:?}");
    let warned = said(&place.run(&[]));
    assert!(warned.contains("pronote.csv, ligne 6 : "), "a person without identifier is told: {warned}");

    let name = PartnerName::parse("KOSMOS").unwrap();
    let made = place.passerelle(&["keys", "make", "--name", "KOSMOS", "--folder", "cles"]);
    assert!(made.status.success(), "{}", said(&made));
    let key = Folder::at(&place.path("cles")).keys().unwrap().remove(0).key.public().clone();
    let mut sealed = Vec::new();
    let to = [Recipient { name, key }];
    write_export(
        &mut sealed,
        &ExportHeader::default(),
        &to,
        xml.as_bytes(),
        &ContentKey::from_random([5; 32]),
    )
    .unwrap();
    place.write("pronote.csv", &sealed);
    assert_eq!(pairs(&place.links(&["--keys", "cles"])), expected);
    let output = place.run(&[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        said(&output).contains("est chiffré : donnez le dossier de vos clés avec --keys"),
        "{}",
        said(&output)
    );
}

#[test]
fn a_name_of_ten_megabytes_is_nobodys_and_stops_nothing() {
    let huge = "é".repeat(5 << 20);
    let directory = format!("{DIRECTORY}h1,eleve,,{huge},,Ana,,2013-01-01,0990001N,,,\n");
    let export = format!("{EXPORT}H1,0990001N,eleve,,{huge}B,Eva,02/02/2012,,,\n");
    let rows = Place::new(directory, export).links(&[]);
    let decided = decided(&rows);
    assert_eq!(decided[..6], USUAL);
    assert!(decided[6].0 == "H1" && decided[6].2 != "auto", "{decided:?}");
}

#[test]
fn an_empty_list_is_no_failure() {
    let (titles, _) = DIRECTORY.split_once('\n').unwrap();
    let rows = Place::new(titles, EXPORT).links(&[]);
    assert!(decided(&rows).iter().all(|row| row.2 == "none") && rows.len() == 47, "{rows:?}");
    let (titles, _) = EXPORT.split_once('\n').unwrap();
    assert_eq!(Place::new(DIRECTORY, titles).links(&[]).len(), 1);
}
