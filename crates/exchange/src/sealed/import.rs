//! `ImportChiffre`, what a partner gives to PRONOTE: element names, order and namespace of the vendor's schema
//! (`containeurimportchiffreV1`, spelt so), kept in GIP-RECIA/Pronote-WS.

use std::io::{Read, Write};

use model::Uai;
use quick_xml::{
    Writer,
    events::{BytesDecl, BytesStart, Event},
};

use super::{
    Container, ContentKey, Draft, Recipient, SealError, Unreadable,
    container::Part,
    sealing::{self, base64, element},
};
use crate::xml;

const ROOT: &str = "ImportChiffre";
const NAMESPACE: &str = "http://www.index-education.com/containeurimportchiffreV1";
/// The version that partners write.
const VERSION: &str = "1.0";

/// What the container says in clear. A reader requires nothing of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportHeader {
    /// `Partenaire`: who gives the document. (The one it is for has no name here: there is only one.)
    pub partner: Option<String>,
    /// `Description`.
    pub description: Option<String>,
    /// `DateExport`, an `xs:dateTime` as written.
    pub written_at: Option<String>,
    /// `UAI`; a malformed one is left out.
    pub uai: Option<Uai>,
}

/// Reads a container without opening it. Since it names no recipient, every key held is tried.
///
/// # Errors
/// [`Unreadable`]; [`Unreadable::OtherDocument`] when the root is another.
pub fn read_import(source: impl Read) -> Result<Container<ImportHeader>, Unreadable> {
    let mut draft = Draft::new(part);
    xml::parse(source, crate::limits::FILE_MIB, &mut draft)?;
    let (sealed, values) = draft.finish()?;
    let header = ImportHeader {
        partner: values.take("Partenaire"),
        description: values.take("Description"),
        written_at: values.take("DateExport"),
        uai: values.take("UAI").and_then(|raw| Uai::parse(&raw).ok()),
    };
    Ok(Container { header, sealed })
}

fn part(around: Option<&str>, name: &str) -> Part {
    match (around, name) {
        (None, ROOT) => Part::Group,
        (Some(ROOT), "Cle") => Part::Block,
        (Some(ROOT), "Contenu") => Part::Content,
        (Some(ROOT), "Verification") => Part::Verification,
        (Some(ROOT), "Partenaire") => Part::Value("Partenaire"),
        (Some(ROOT), "Description") => Part::Value("Description"),
        (Some(ROOT), "DateExport") => Part::Value("DateExport"),
        (Some(ROOT), "UAI") => Part::Value("UAI"),
        _ => Part::Other,
    }
}

/// Seals a document for its one recipient and writes the container, elements in the order of the schema. `key` must
/// be fresh: a content key serves once.
///
/// # Errors
/// [`SealError`].
pub fn write_import(
    out: impl Write,
    header: &ImportHeader,
    recipient: &Recipient,
    document: &[u8],
    key: &ContentKey,
) -> Result<(), SealError> {
    let sealed = sealing::seal(document, std::slice::from_ref(recipient), key, true)?;
    let mut xml = Writer::new_with_indent(out, b' ', 2);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let root = BytesStart::new(ROOT).with_attributes([("xmlns", NAMESPACE), ("Version", VERSION)]);
    xml.write_event(Event::Start(root.borrow()))?;
    element(&mut xml, "Partenaire", &[], header.partner.as_deref().or(Some("")))?;
    element(&mut xml, "Description", &[], header.description.as_deref().or(Some("")))?;
    for block in &sealed.blocks {
        element(&mut xml, "Cle", &[], Some(&base64(&block.encrypted)))?;
    }
    element(&mut xml, "Contenu", &[], Some(&base64(&sealed.content)))?;
    element(&mut xml, "Verification", &[], Some(&base64(&sealed.verification)))?;
    element(&mut xml, "DateExport", &[], header.written_at.as_deref())?;
    element(&mut xml, "UAI", &[], header.uai.as_ref().map(Uai::as_str))?;
    xml.write_event(Event::End(root.to_end()))?;
    sealing::end(xml.get_mut())
}
