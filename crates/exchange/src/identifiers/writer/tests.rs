use model::{BirthDate, CasId, Category, PersonName, PronoteId, Uai};

use super::{ExportHeader, write};
use crate::identifiers::{ExportedPerson, read};

fn header() -> ExportHeader {
    ExportHeader {
        uai: Uai::parse("0999990W").unwrap(),
        school_name: "Collège \"Les Aulnes\"".into(),
        pairing_code: Some("AULNES<1>".into()),
        software: "Passerelle 0.1.0".into(),
        written_at: "2026-09-04T08:39:00".into(),
        only_without_cas_id: true,
    }
}

fn person(category: Category, id: &str, last: &str, first: &str) -> ExportedPerson {
    ExportedPerson {
        line: 0,
        category,
        pronote_id: PronoteId::parse(id).unwrap(),
        name: PersonName::new(last, first),
        birth_date: None,
        ident: None,
        civility: None,
        postal_code: None,
        classes: Vec::new(),
        guardians: Vec::new(),
        cas_id: None,
    }
}

fn written(people: &[ExportedPerson]) -> String {
    let mut out = Vec::new();
    write(&mut out, &header(), people).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn a_small_file() {
    let guardian = ExportedPerson {
        ident: Some("21".into()),
        civility: Some("Mme".into()),
        postal_code: Some("31000".into()),
        cas_id: Some(CasId::parse("nab-1").unwrap()),
        ..person(Category::Guardian, "ZQ7H4KX9WM2CRTN8", "D'ARTOIS & Fils", "Maïté")
    };
    let pupil = ExportedPerson {
        birth_date: Some(BirthDate::parse("2014-02-27").unwrap()),
        classes: vec!["6E 2".into()],
        guardians: vec!["21".into(), "22".into()],
        ..person(Category::Pupil, "9JT7VHC2XK8RMQZ4", "ŒUVRARD\u{1}", "Zoé")
    };
    let teacher = person(Category::Teacher, "C7XK4MZ9QH2RWT8B", "ROUX", "Anne-Lou");
    insta::assert_snapshot!(written(&[guardian, pupil, teacher]), @r#"
    <?xml version="1.0" encoding="UTF-8"?>
    <IdentifiantsPronote xmlns="urn:passerelle:identifiants-pronote:hypothese" Version="1.0" Logiciel="Passerelle 0.1.0" UAI="0999990W" NomEtablissement="Collège &quot;Les Aulnes&quot;" CodeRapprochement="AULNES&lt;1&gt;" Date="2026-09-04T08:39:00" UniquementSansIdentifiantCAS="true">
      <Professeurs>
        <Professeur Nom="ROUX" Prenom="Anne-Lou" IDPN="C7XK4MZ9QH2RWT8B"/>
      </Professeurs>
      <Eleves>
        <Eleve Nom="ŒUVRARD" Prenom="Zoé" DateNaissance="2014-02-27" IDPN="9JT7VHC2XK8RMQZ4">
          <Classe Nom="6E 2"/>
          <Responsable Ident="21"/>
          <Responsable Ident="22"/>
        </Eleve>
      </Eleves>
      <Responsables>
        <Responsable Ident="21" Civilite="Mme" Nom="D&apos;ARTOIS &amp; Fils" Prenom="Maïté" CodePostal="31000" IDPN="ZQ7H4KX9WM2CRTN8" IDCAS="nab-1"/>
      </Responsables>
    </IdentifiantsPronote>
    "#);
}

#[test]
fn a_file_without_anybody() {
    insta::assert_snapshot!(written(&[]), @r#"
    <?xml version="1.0" encoding="UTF-8"?>
    <IdentifiantsPronote xmlns="urn:passerelle:identifiants-pronote:hypothese" Version="1.0" Logiciel="Passerelle 0.1.0" UAI="0999990W" NomEtablissement="Collège &quot;Les Aulnes&quot;" CodeRapprochement="AULNES&lt;1&gt;" Date="2026-09-04T08:39:00" UniquementSansIdentifiantCAS="true"/>
    "#);
}

/// Several chunks of the reader: nobody is lost at their borders, and the lines stay right.
#[test]
fn many_people() {
    const SIGNS: &[u8; 30] = b"2345789ABCDEFGHJKMNPQRSTUVWXYZ";
    let people: Vec<ExportedPerson> = (0..20_000_usize)
        .map(|i| {
            let start = [i / 27_000, i / 900 % 30, i / 30 % 30, i % 30].map(|n| char::from(SIGNS[n]));
            let id: String = start.iter().collect::<String>() + "CDEFGHJKMNPQ";
            ExportedPerson {
                birth_date: Some(BirthDate::parse("2014-02-27").unwrap()),
                classes: vec!["6E 2".into()],
                guardians: vec![i.to_string()],
                ..person(Category::Pupil, &id, &format!("NOM{i}"), "Léa")
            }
        })
        .collect();
    let text = written(&people);
    let file = read(text.as_bytes()).unwrap();
    assert_eq!(file.people.len(), people.len());
    assert_eq!(file.people.last().map(|p| p.line), Some(4 * 20_000));
}
