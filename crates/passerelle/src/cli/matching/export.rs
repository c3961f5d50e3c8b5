//! The identities of PRONOTE: a CSV, or the export of identifiers, clear or sealed.

use std::path::Path;

use exchange::{
    Unreadable,
    identifiers::{self, Imported},
    sealed::KeyRing,
};
use matching::{Category, People, Record, Title};

use super::{
    issues::{Issues, Oddity},
    people::{self, List, Side, day},
    source::{Kind, Source},
};
use crate::keys::Folder;

/// Reads the exported identities. A sealed file is opened with the keys of the folder.
///
/// # Errors
/// When the file cannot be read, or no key opens it.
pub(super) fn read(source: Source, keys: Option<&Path>) -> anyhow::Result<List> {
    if source.kind()? == Kind::Csv {
        return people::read(source, Side::Export);
    }
    let name = source.name();
    let ring = keys.map_or_else(|| Ok(KeyRing::default()), |folder| Folder::at(folder).ring())?;
    let imported = identifiers::read_any(source.into_bytes(), &ring)
        .map_err(|error| anyhow::anyhow!(unreadable(&name, &error)))?;
    Ok(list(name, &imported))
}

fn unreadable(name: &str, error: &Unreadable) -> String {
    let more = match error {
        Unreadable::NotForUs { held, .. } if held.is_empty() => {
            "le fichier est chiffré : donnez le dossier de vos clés avec --keys"
        }
        Unreadable::NotForUs { .. } | Unreadable::CannotBeOpened => {
            "le fichier est chiffré, et aucune clé du dossier ne l'ouvre"
        }
        Unreadable::NoPerson | Unreadable::OtherDocument { .. } => {
            "ce n'est pas l'export des identifiants de PRONOTE"
        }
        _ => "le fichier ne peut pas être lu",
    };
    format!("{name} : {more} ({error})")
}

/// The people of an export, its remarks as issues.
fn list(name: String, imported: &Imported) -> List {
    let mut issues = Issues::of(name);
    for issue in &imported.issues {
        issues.add(u64::from(issue.line), Oddity::Xml(issue.kind.to_string()));
    }
    issues.count_further(imported.further_issues);
    let school = imported.header.uai.as_ref().map_or("", |uai| uai.as_str());
    let children = imported.children();
    let mut people = People::new();
    for person in &imported.people {
        let of = person.ident.as_deref().and_then(|ident| children.get(ident)).map_or(&[][..], Vec::as_slice);
        let of: Vec<&str> = of.iter().map(|pupil| pupil.as_str()).collect();
        people.push(&Record {
            id: person.pronote_id.as_str(),
            category: category(person.category),
            title: person.civility.as_deref().map_or(Title::Unknown, Title::read),
            last: &person.name.last,
            first: &person.name.first,
            born: person.birth_date.map(day),
            schools: school,
            classes: &person.classes.join("|"),
            children: &of.join("|"),
            ..Record::default()
        });
    }
    List { people, left_out: Vec::new(), issues }
}

const fn category(category: model::Category) -> Category {
    match category {
        model::Category::Teacher => Category::Teacher,
        model::Category::Pupil => Category::Pupil,
        model::Category::Guardian => Category::Guardian,
        model::Category::InternshipSupervisor => Category::InternshipSupervisor,
        model::Category::Inspector => Category::Inspector,
        model::Category::Staff => Category::Staff,
    }
}
