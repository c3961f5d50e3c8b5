//! Writes an identifier file in clear. The layout is a hypothesis (see the [module](super)).

use std::{
    borrow::Cow,
    io::{self, Write},
};

use model::{Category, Uai};
use quick_xml::{
    Writer,
    events::{BytesDecl, BytesEnd, BytesStart, Event},
};

use super::ExportedPerson;
use crate::xml::legal;

/// Our own namespace: a file that carries it was written here, not by PRONOTE.
const NAMESPACE: &str = "urn:passerelle:identifiants-pronote:hypothese";

/// What an exported file says about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportHeader {
    /// Number of the school.
    pub uai: Uai,
    /// Name of the school.
    pub school_name: String,
    /// "Code de rapprochement", if one is set.
    pub pairing_code: Option<String>,
    /// Name and version of the program that exports.
    pub software: String,
    /// When, as `AAAA-MM-JJTHH:MM:SS`, in the legal time of the school.
    pub written_at: String,
    /// "Uniquement les utilisateurs sans identifiants CAS". Who is exported is the caller's affair.
    pub only_without_cas_id: bool,
}

/// Writes an identifier file: UTF-8, one container per category that has people, in the order of [`Category::ALL`],
/// people in the order given. Characters that XML cannot carry are left out.
///
/// **Hypothesis**: the real layout is not published; [`super::read`] reads what is written here.
///
/// # Errors
/// Those of `out`.
pub fn write(out: impl Write, header: &ExportHeader, people: &[ExportedPerson]) -> io::Result<()> {
    let mut xml = Writer::new_with_indent(out, b' ', 2);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let root = root(header);
    if people.is_empty() {
        xml.write_event(Event::Empty(root))?;
    } else {
        xml.write_event(Event::Start(root.borrow()))?;
        for category in Category::ALL {
            write_category(&mut xml, category, people.iter().filter(|person| person.category == category))?;
        }
        xml.write_event(Event::End(root.to_end()))?;
    }
    let out = xml.get_mut();
    out.write_all(b"\n")?;
    out.flush()
}

/// Names of the container and of its elements.
fn names(category: Category) -> (&'static str, &'static str) {
    match category {
        Category::Teacher => ("Professeurs", "Professeur"),
        Category::Pupil => ("Eleves", "Eleve"),
        Category::Guardian => ("Responsables", "Responsable"),
        Category::InternshipSupervisor => ("MaitresDeStage", "MaitreDeStage"),
        Category::Inspector => ("Inspecteurs", "Inspecteur"),
        Category::Staff => ("Personnels", "Personnel"),
    }
}

fn root(header: &ExportHeader) -> BytesStart<'_> {
    let mut root = BytesStart::new("IdentifiantsPronote");
    root.push_attribute(("xmlns", NAMESPACE));
    root.push_attribute(("Version", "1.0"));
    put(&mut root, "Logiciel", Some(&header.software));
    put(&mut root, "UAI", Some(header.uai.as_str()));
    put(&mut root, "NomEtablissement", Some(&header.school_name));
    put(&mut root, "CodeRapprochement", header.pairing_code.as_deref());
    put(&mut root, "Date", Some(&header.written_at));
    root.push_attribute((
        "UniquementSansIdentifiantCAS",
        if header.only_without_cas_id { "true" } else { "false" },
    ));
    root
}

fn write_category<'a>(
    xml: &mut Writer<impl Write>,
    category: Category,
    people: impl Iterator<Item = &'a ExportedPerson>,
) -> io::Result<()> {
    let (container, item) = names(category);
    let mut people = people.peekable();
    if people.peek().is_none() {
        return Ok(());
    }
    xml.write_event(Event::Start(BytesStart::new(container)))?;
    for person in people {
        write_person(xml, item, person)?;
    }
    xml.write_event(Event::End(BytesEnd::new(container)))
}

fn write_person(xml: &mut Writer<impl Write>, item: &str, person: &ExportedPerson) -> io::Result<()> {
    let birth_date = person.birth_date.map(|date| date.to_string());
    let mut tag = BytesStart::new(item);
    put(&mut tag, "Ident", person.ident.as_deref());
    put(&mut tag, "Civilite", person.civility.as_deref());
    put(&mut tag, "Nom", Some(&person.name.last));
    put(&mut tag, "Prenom", Some(&person.name.first));
    put(&mut tag, "DateNaissance", birth_date.as_deref());
    put(&mut tag, "CodePostal", person.postal_code.as_deref());
    put(&mut tag, "IDPN", Some(person.pronote_id.as_str()));
    put(&mut tag, "IDCAS", person.cas_id.as_ref().map(AsRef::as_ref));
    if person.classes.is_empty() && person.guardians.is_empty() {
        return xml.write_event(Event::Empty(tag));
    }
    xml.write_event(Event::Start(tag))?;
    for (name, attribute, values) in
        [("Classe", "Nom", &person.classes), ("Responsable", "Ident", &person.guardians)]
    {
        for value in values {
            let mut child = BytesStart::new(name);
            put(&mut child, attribute, Some(value));
            xml.write_event(Event::Empty(child))?;
        }
    }
    xml.write_event(Event::End(BytesEnd::new(item)))
}

fn put(tag: &mut BytesStart<'_>, name: &str, value: Option<&str>) {
    if let Some(value) = value {
        let value: Cow<'_, str> = legal(value);
        tag.push_attribute((name, value.as_ref()));
    }
}

#[cfg(test)]
mod tests;
