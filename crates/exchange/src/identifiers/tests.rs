//! The reader, by tables; every person is invented.

use model::{Category, PronoteId};

use super::{ExportedPerson, Imported, IssueKind, Unreadable, read};
use crate::limits::{self, Limit};

pub(super) const CLEAR: &str = include_str!("../../tests/samples/idpn-clair-hypothese.xml");
pub(super) const ENVELOPE: &str = include_str!("../../tests/samples/enveloppe-export-index-education.xml");

fn read_text(text: &str) -> Result<Imported, Unreadable> {
    read(text.as_bytes())
}

/// One line per person, so that tables stay readable.
fn listed(people: &[ExportedPerson]) -> Vec<String> {
    people
        .iter()
        .map(|p| {
            let born = p.birth_date.map(|d| d.to_string()).unwrap_or_default();
            format!(
                "{} {} {} {} {born} {} {} {}",
                p.line,
                p.category,
                p.pronote_id,
                p.name.listed(),
                p.ident.as_deref().unwrap_or("-"),
                p.classes.join("+"),
                p.guardians.join("+")
            )
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
        })
        .collect()
}

#[test]
fn the_clear_sample() {
    let file = read_text(CLEAR).unwrap();
    insta::assert_snapshot!(listed(&file.people).join("\n"), @"
    7 teacher C7XK4MZ9QH2RWT8B ROUGIER Hélène 1978-03-14 1
    8 teacher H5QBR8Y2ZWCK7N3T N'DIAYE Abdou 2
    11 pupil 9JT6VHC2XK8RMQZ4 DA COSTA-LEROY Inès 2014-02-27 11 6E 2 21+22
    16 pupil W3PZ7KDXY52BHRM6 DA COSTA-LEROY Noé 2012-11-05 12 4E 1 21
    21 pupil T8RC2MXH6QKW7ZB4 MARTIN Léo 2013-06-01 13
    22 pupil B2YJ9NVQ5KGX4TPR MARTIN Léo 2013-09-17 14
    25 guardian ZQ7H4KX9WM2CRTN6 LEROY Aurélie 21
    26 guardian 6FVXP3KY8JH2DMWR DA COSTA Rui 22
    29 internship-supervisor NR4X8QZT2WK7HC5V PUJOL Marc 31
    32 inspector K2M9X7QWZR4THBC6 BERTIN Claire 32
    35 staff 5XWQ8KCZ3HRN7MT4 BOUSQUET Mireille 33
    ");
    let header = &file.header;
    assert_eq!(header.pairing_code.as_deref(), Some("PRONOTECAS"));
    assert_eq!(header.software.as_deref(), Some("PRONOTE 2026"));
    assert_eq!(header.written_at.as_deref(), Some("2026-09-04T08:39:00"));
    assert_eq!(header.school_name.as_deref(), Some("CLG DES TILLEULS"));
    assert_eq!(header.only_without_cas_id, Some(false));
    // The school number of the sample has a wrong check letter: worth an issue, not a refusal.
    assert_eq!(header.uai, None);
    assert_eq!(file.issues.len(), 1);
    assert_eq!(file.issues[0].line, 5);
    assert_eq!(file.issues[0].kind, IssueKind::BadUai("0312345A".into()));
    assert_eq!(file.people[6].civility.as_deref(), Some("Mme"));
    assert_eq!(file.people[6].postal_code.as_deref(), Some("31490"));
}

#[test]
fn the_sealed_sample_says_whom_it_is_for() {
    match read_text(ENVELOPE) {
        Err(Unreadable::NotForUs { sealed_for, held }) => {
            assert_eq!((sealed_for, held), (vec!["KOSMOS".to_owned()], Vec::new()));
        }
        other => panic!("{other:?}"),
    }
    let cut = ENVELOPE.find("<CONTENU").unwrap();
    assert!(matches!(read_text(&ENVELOPE[..cut]), Err(Unreadable::Truncated { .. })));
    assert!(matches!(
        read_text(
            "<x:EXPORT_INDEX_EDUCATION xmlns:x='y'><x:CLES><x:PARTENAIRE NOM='A'/></x:CLES></x:EXPORT_INDEX_EDUCATION>"
        ),
        Err(Unreadable::CannotBeOpened)
    ));
}

const ID: &str = "IDPN='C7XK4MZ9QH2RWT8B'";
const ID2: &str = "IDPN='H5QBR8Y2ZWCK7N3T'";

#[test]
fn people_are_recognised_in_many_layouts() {
    for (what, text, expected) in [
        ("an item without container", format!("<x><Enseignant Nom='A' Prenom='B' {ID}/></x>"), vec!["1 teacher A B"]),
        ("the root is a person", format!("<Eleve Nom='A' Prenom='B' {ID}/>"), vec!["1 pupil A B"]),
        ("the root is a container", format!("<ELEVES><P Nom='A' Prenom='B' {ID}/></ELEVES>"), vec!["1 pupil A B"]),
        ("a prefix and other cases", format!("<p:x xmlns:p='q'><p:PARENT p:NOM='A' prenom='B' {ID}/></p:x>"), vec!["1 guardian A B"]),
        ("accents in words", format!("<x><Élève Nom='A' Prénom='B' {ID}/></x>"), vec!["1 pupil A B"]),
        ("a tutor", format!("<x><Tuteur Nom='A' Prenom='B' {ID}/></x>"), vec!["1 guardian A B"]),
        ("the older spelling", "<x><Professeur Nom='A' Prenom='B' IdPN='C7XK4MZ9QH2RWT8B'/></x>".into(), vec!["1 teacher A B"]),
        ("another spelling", "<x><Personnel Nom='A' Prenom='B' idPronote='c7xk4mz9qh2rwt8b'/></x>".into(), vec!["1 staff A B"]),
        (
            "a maître de stage in his container",
            format!("<x><MaitresDeStage>\n<Maitre_De_Stage Nom='A' Prenom='B' {ID}/></MaitresDeStage></x>"),
            vec!["2 internship-supervisor A B"],
        ),
        (
            "an inspector known by his container",
            format!("<x><InspecteursPedagogiques><Personne Nom='A' Prenom='B' {ID}/></InspecteursPedagogiques></x>"),
            vec!["1 inspector A B"],
        ),
        (
            "values as elements",
            "<x><Eleves>\n<Eleve><Nom>D&apos;A<!-- -->&amp;<![CDATA[B]]></Nom><Prenom> Zoé </Prenom>\
             <IDPN>C7XK4MZ9QH2RWT8B</IDPN><DateNaissance>27/02/2014</DateNaissance><Classe>6E 2</Classe></Eleve></Eleves></x>"
                .into(),
            vec!["2 pupil D'A&B Zoé 2014-02-27 6E 2"],
        ),
        (
            "a container within a container of the same name",
            format!("<x><Personnel><Personnel Nom='A' Prenom='B' {ID}/></Personnel></x>"),
            vec!["1 staff A B"],
        ),
        (
            "references and people inside a pupil",
            format!(
                "<x><Eleve Ident='1' Nom='A' Prenom='B' {ID}>\n<Responsables><Responsable Ident='7'/>\n\
                 <Responsable Ident='8' Nom='C' Prenom='D' {ID2}/></Responsables>\
                 <Classes><Classe Ident='41' Nom='6E 2'/></Classes></Eleve></x>"
            ),
            vec!["3 guardian C D 8", "1 pupil A B 1 6E 2 7+8"],
        ),
        (
            "a guardian repeated inside each child",
            format!(
                "<x><Eleve Nom='A' Prenom='B' {ID}><Responsable Ident='8' Nom='C' Prenom='D' {ID2}/></Eleve>\n\
                 <Eleve Nom='A' Prenom='E' IDPN='9JT6VHC2XK8RMQZ4'><Responsable Ident='8' Nom='C' Prenom='D' {ID2}/></Eleve></x>"
            ),
            vec!["1 guardian C D 8", "1 pupil A B 8", "2 pupil A E 8"],
        ),
        (
            "references outside people",
            format!("<x><Cours><Cours><Professeur Ident='1'/></Cours></Cours><Eleve Nom='A' Prenom='B' {ID}/></x>"),
            vec!["1 pupil A B"],
        ),
        (
            "a date with a time after it",
            format!("<x><Eleve Nom='A' Prenom='B' {ID} DateNaissance='2014-02-27T00:00:00+01:00'/></x>"),
            vec!["1 pupil A B 2014-02-27"],
        ),
    ] {
        let file = read_text(&text).unwrap_or_else(|error| panic!("{what}: {error}"));
        assert_eq!(file.issues, [], "{what}");
        // The identifiers are checked elsewhere; without them the table is easier to read.
        let people: Vec<String> =
            listed(&file.people).iter().map(|line| without_identifier(line, &file.people)).collect();
        assert_eq!(people, expected, "{what}");
    }
}

fn without_identifier(line: &str, people: &[ExportedPerson]) -> String {
    let known = |word: &&str| !people.iter().any(|p| p.pronote_id.as_str() == *word) && *word != "-";
    line.split(' ').filter(known).collect::<Vec<_>>().join(" ")
}

#[test]
fn what_is_wrong_becomes_an_issue() {
    use IssueKind::*;
    let person = |attributes: &str| format!("<x>\n<Eleves>\n<Eleve {attributes}/></Eleves></x>");
    for (text, kept, expected) in [
        (person("Nom='A' Prenom='B'"), 0, vec![MissingPronoteId]),
        (person("Ident='1'"), 0, vec![MissingPronoteId]),
        (person(ID), 0, vec![MissingName]),
        (person(&format!("Prenom='B' Nom=' ' {ID}")), 0, vec![MissingName]),
        (person(&format!("Nom='A' {ID}")), 1, vec![MissingFirstName]),
        (person("Nom='A' Prenom='B' IDPN='A-B'"), 0, vec![BadPronoteId("A-B".into())]),
        (person("Nom='A' Prenom='B' IDPN='43'"), 1, vec![UnusualPronoteId("43".into())]),
        (
            person(&format!("Nom='A' Prenom='B' {ID} DateNaissance='31/02/2014'")),
            1,
            vec![BadBirthDate("31/02/2014".into())],
        ),
        (person(&format!("Nom='A\u{FFFD}' Prenom='B' {ID}")), 1, vec![DamagedName]),
        (
            person(&format!("Nom='A' Prenom='B' {ID} IDCAS='{}'", "x".repeat(300))),
            1,
            vec![BadCasId("x".repeat(300))],
        ),
        (format!("<x>\n\n<Voisin Nom='A' {ID}/></x>"), 0, vec![UnknownCategory("Voisin".into())]),
    ] {
        let file = read_text(&text).unwrap();
        assert_eq!(file.people.len(), kept, "{text}");
        assert_eq!(
            file.issues.iter().map(|issue| issue.kind.clone()).collect::<Vec<_>>(),
            expected,
            "{text}"
        );
        assert!(file.issues.iter().all(|issue| issue.line == 3), "{text}");
        assert_eq!(file.issues.iter().filter(|issue| issue.kind.leaves_out()).count(), 1 - kept, "{text}");
    }
}

#[test]
fn the_first_holder_of_an_identifier_is_kept() {
    let file = read_text(&format!(
        "<x><Eleve Nom='A' Prenom='B' {ID}/>\n<Eleve Nom='A' Prenom='B' {ID}/>\n<Personnel Nom='A' Prenom='B' {ID2}/></x>"
    ))
    .unwrap();
    assert_eq!(file.people.iter().map(|p| p.line).collect::<Vec<_>>(), [1, 3]);
    assert_eq!(file.issues[0].line, 2);
    assert_eq!(file.issues[0].kind, IssueKind::DuplicatePronoteId { first_line: 1 });
}

#[test]
fn the_header_is_read_in_either_form_and_what_is_not_understood_is_said() {
    let file = read_text(&format!(
        "<x uai='0999990w' Version='2' Couleur='vert' UniquementSansIdentifiantCAS='peut-être'>\n\
         <CodeRapprochement>USER</CodeRapprochement>\n<Eleve Nom='A' Prenom='B' {ID} IDCAS='nab1'/></x>"
    ))
    .unwrap();
    assert_eq!(file.header.uai.as_ref().map(|uai| uai.as_str()), Some("0999990W"));
    assert_eq!(file.header.pairing_code.as_deref(), Some("USER"));
    assert_eq!(file.people[0].cas_id.as_ref().map(|cas| cas.as_str()), Some("nab1"));
    assert_eq!(file.people[0].pronote_id, PronoteId::parse("C7XK4MZ9QH2RWT8B").unwrap());
    let kinds: Vec<_> = file.issues.iter().map(|issue| (issue.line, issue.kind.clone())).collect();
    assert_eq!(
        kinds,
        [
            (1, IssueKind::UnknownHeader("Couleur".into())),
            (1, IssueKind::BadHeader("UniquementSansIdentifiantCAS".into())),
        ]
    );
}

#[test]
fn a_file_without_anybody_is_told_from_one_whose_people_are_all_wrong() {
    for text in [
        "<x/>",
        "<html><body><p>Erreur</p></body></html>",
        "<IdentifiantsPronote><Eleves/></IdentifiantsPronote>",
    ] {
        assert!(matches!(read_text(text), Err(Unreadable::NoPerson)), "{text}");
    }
    assert_eq!(read_text("<x><Eleve Nom='A'/></x>").unwrap().people, []);
}

#[test]
fn too_many_people_are_refused_and_too_many_issues_are_only_counted() {
    let people = |n: usize| format!("<Eleves>{}</Eleves>", "<Eleve Nom='A'/>".repeat(n));
    let file = read_text(&people(limits::RECORDS)).unwrap();
    assert_eq!(file.issues.len(), limits::ISSUES);
    assert_eq!(file.further_issues, limits::RECORDS - limits::ISSUES);
    assert!(matches!(
        read_text(&people(limits::RECORDS + 1)),
        Err(Unreadable::Limit { what: Limit::Records, line: 1 })
    ));
    let long = format!("<Eleve><Nom>{}</Nom></Eleve>", "&amp;".repeat(limits::VALUE_BYTES + 1));
    assert!(matches!(read_text(&long), Err(Unreadable::Limit { what: Limit::ValueBytes, line: 1 })));
}

#[test]
fn all_six_categories_have_an_item_and_a_container() {
    let words = "professeur eleve responsable maitredestage inspecteur personnel".split(' ');
    assert_eq!(words.filter_map(super::vocabulary::item).collect::<Vec<_>>(), Category::ALL);
    let words = "professeurs eleves responsables maitresdestage inspecteurs personnels".split(' ');
    assert_eq!(words.filter_map(super::vocabulary::container).collect::<Vec<_>>(), Category::ALL);
}
