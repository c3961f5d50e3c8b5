//! The words of identifier files, in every spelling met in the exports of the same vendor.

use model::Category;

/// A value of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Ident,
    PronoteId,
    CasId,
    Last,
    First,
    BirthDate,
    Civility,
    PostalCode,
    Class,
}

/// A value of the file itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HeaderField {
    Uai,
    PairingCode,
    Software,
    WrittenAt,
    OnlyWithoutCasId,
    SchoolName,
    /// Understood, and of no use.
    Ignored,
}

/// A name in the form in which the tables below hold it: lower case, no accent on `e`, no `_`, `-` or `.`.
pub(super) fn word(name: &str) -> String {
    name.chars()
        .filter(|c| !matches!(c, '_' | '-' | '.'))
        .map(|c| match c {
            'é' | 'è' | 'É' | 'È' => 'e',
            'î' | 'Î' => 'i',
            _ => c.to_ascii_lowercase(),
        })
        .collect()
}

/// The element of one person.
pub(super) fn item(word: &str) -> Option<Category> {
    Some(match word {
        "professeur" | "enseignant" => Category::Teacher,
        "eleve" => Category::Pupil,
        "responsable" | "parent" | "tuteur" => Category::Guardian,
        "maitredestage" => Category::InternshipSupervisor,
        "inspecteur" | "inspecteurpedagogique" => Category::Inspector,
        "personnel" => Category::Staff,
        _ => return None,
    })
}

/// The element around the people of one category.
pub(super) fn container(word: &str) -> Option<Category> {
    match word {
        "maitresdestage" => Some(Category::InternshipSupervisor),
        "inspecteurspedagogiques" => Some(Category::Inspector),
        _ => item(word.strip_suffix('s')?),
    }
}

pub(super) fn field(word: &str) -> Option<Field> {
    Some(match word {
        "ident" => Field::Ident,
        "idpn" | "idpronote" | "identifiantpronote" => Field::PronoteId,
        "idcas" | "identifiantcas" => Field::CasId,
        "nom" => Field::Last,
        "prenom" => Field::First,
        "datenaissance" | "datedenaissance" => Field::BirthDate,
        "civilite" => Field::Civility,
        "codepostal" => Field::PostalCode,
        "classe" => Field::Class,
        _ => return None,
    })
}

pub(super) fn header_field(word: &str) -> Option<HeaderField> {
    Some(match word {
        "uai" | "rne" | "numeroetablissement" => HeaderField::Uai,
        "coderapprochement" => HeaderField::PairingCode,
        "logiciel" => HeaderField::Software,
        "date" | "dateheure" => HeaderField::WrittenAt,
        "uniquementsansidentifiantcas" | "uniquementsansidentifiantscas" => HeaderField::OnlyWithoutCasId,
        "nometablissement" => HeaderField::SchoolName,
        "version" | "partenaire" => HeaderField::Ignored,
        _ => return None,
    })
}
