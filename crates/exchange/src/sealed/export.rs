//! `EXPORT_INDEX_EDUCATION`, what PRONOTE and EDT give to partners.
//!
//! Attested by readers of others (entcore `EDTEncryptedExport.java`, `EDTUtils.java`). That the identifier export
//! comes in this very container is inferred: the console says "Les données exportées peuvent être déchiffrées par".

use std::io::{Read, Write};

use model::Uai;
use quick_xml::{
    Writer,
    events::{BytesDecl, BytesStart, Event},
};

use super::{
    Container, ContentKey, Draft, EXPORT_ROOT, Recipient, SealError, Unreadable,
    container::Part,
    opening::Sealed,
    sealing::{self, base64, element},
};
use crate::xml;

const NAMESPACE: &str = "http://www.index-education.com/conteneurexportchiffre";

/// What the container says in clear. A reader requires nothing of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ExportHeader {
    /// `VERSION` of the container.
    pub version: Option<String>,
    /// `LOGICIEL`: name and version of the program that exports.
    pub software: Option<String>,
    /// `DATEHEURE`, an `xs:dateTime` as written.
    pub written_at: Option<String>,
    /// `UAI`; a malformed one is left out.
    pub uai: Option<Uai>,
    /// `NOMETABLISSEMENT`.
    pub school_name: Option<String>,
    /// `CODEPOSTALVILLE`.
    pub postal_town: Option<String>,
}

/// Reads a container without opening it.
///
/// # Errors
/// [`Unreadable`]; [`Unreadable::OtherDocument`] when the root is another.
pub fn read_export(source: impl Read) -> Result<Container<ExportHeader>, Unreadable> {
    let mut draft = Draft::export();
    xml::parse(source, crate::limits::FILE_MIB, &mut draft)?;
    draft.finish_export()
}

impl Draft {
    pub(crate) fn export() -> Self {
        Self::new(part)
    }

    pub(crate) fn finish_export(self) -> Result<Container<ExportHeader>, Unreadable> {
        let (sealed, values) = self.finish()?;
        let header = ExportHeader {
            version: values.take("VERSION"),
            software: values.take("LOGICIEL"),
            written_at: values.take("DATEHEURE"),
            uai: values.take("UAI").and_then(|raw| Uai::parse(&raw).ok()),
            school_name: values.take("NOMETABLISSEMENT"),
            postal_town: values.take("CODEPOSTALVILLE"),
        };
        Ok(Container { header, sealed })
    }
}

fn part(around: Option<&str>, name: &str) -> Part {
    match (around, name) {
        (None, EXPORT_ROOT) | (Some(EXPORT_ROOT), "CLES") => Part::Group,
        (Some("CLES"), "PARTENAIRE") => Part::Block,
        (Some(EXPORT_ROOT), "CONTENU") => Part::Content,
        (Some(EXPORT_ROOT), "VERIFICATION") => Part::Verification,
        (Some(EXPORT_ROOT), "VERSION") => Part::Value("VERSION"),
        (Some(EXPORT_ROOT), "LOGICIEL") => Part::Value("LOGICIEL"),
        (Some(EXPORT_ROOT), "DATEHEURE") => Part::Value("DATEHEURE"),
        (Some(EXPORT_ROOT), "UAI") => Part::Value("UAI"),
        (Some(EXPORT_ROOT), "NOMETABLISSEMENT") => Part::Value("NOMETABLISSEMENT"),
        (Some(EXPORT_ROOT), "CODEPOSTALVILLE") => Part::Value("CODEPOSTALVILLE"),
        _ => Part::Other,
    }
}

/// Seals a document for the recipients and writes the container, elements in the order of the schema. `key` must be
/// fresh: a content key serves once.
///
/// # Errors
/// [`SealError`].
pub fn write_export(
    out: impl Write,
    header: &ExportHeader,
    recipients: &[Recipient],
    document: &[u8],
    key: &ContentKey,
) -> Result<(), SealError> {
    write(out, header, &sealing::seal(document, recipients, key, true)?)
}

pub(super) fn write(out: impl Write, header: &ExportHeader, sealed: &Sealed) -> Result<(), SealError> {
    let mut xml = Writer::new_with_indent(out, b' ', 2);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let root = BytesStart::new(EXPORT_ROOT).with_attributes([("xmlns", NAMESPACE)]);
    xml.write_event(Event::Start(root.borrow()))?;
    // Both are required by the schema.
    element(&mut xml, "VERSION", &[], header.version.as_deref().or(Some("1.0")))?;
    element(&mut xml, "LOGICIEL", &[], header.software.as_deref().or(Some("")))?;
    xml.write_event(Event::Start(BytesStart::new("CLES")))?;
    for block in &sealed.blocks {
        let name = block.partner.as_deref().unwrap_or_default();
        element(&mut xml, "PARTENAIRE", &[("NOM", name)], Some(&base64(&block.encrypted)))?;
    }
    xml.write_event(Event::End(BytesStart::new("CLES").to_end()))?;
    let compressed = if sealed.compressed { "true" } else { "false" };
    let flag = [("CompresseAvantChiffrement", compressed)];
    element(&mut xml, "CONTENU", &flag, Some(&base64(&sealed.content)))?;
    element(&mut xml, "VERIFICATION", &[], Some(&base64(&sealed.verification)))?;
    element(&mut xml, "DATEHEURE", &[], header.written_at.as_deref())?;
    element(&mut xml, "UAI", &[], header.uai.as_ref().map(Uai::as_str))?;
    element(&mut xml, "NOMETABLISSEMENT", &[], header.school_name.as_deref())?;
    element(&mut xml, "CODEPOSTALVILLE", &[], header.postal_town.as_deref())?;
    xml.write_event(Event::End(root.to_end()))?;
    sealing::end(xml.get_mut())
}
