//! The request as clients write it, read in one pass: building its tree took a sixth of the work of a whole sign-on.
//!
//! This is a shorter way to the same reading, never to another one. It knows five elements, each alone in the one
//! before (`Envelope`, an empty `Header` or none, `Body`, `Request`, `AssertionArtifact`), tags without entities, and
//! one text. At anything else it gives up, whether that is forbidden or only rare (a comment, a character section, a
//! reference, another element, a sign outside ASCII, white space round `=`, what is not well-formed), and the body is
//! read from its beginning into a tree, which alone decides what is refused and why. That both agree is tested with
//! requests of all shapes, and by the fuzz target.

use super::{MessageId, PROTOCOL, Request, SOAP, is_version_1};
use crate::xml::MAX_DOCUMENT;

/// The most attributes of one tag, and the most namespaces at a time: each is compared with the others.
const MAX_ATTRIBUTES: usize = 16;

/// Addresses about which XML has rules of its own ("Namespaces in XML 1.0" §3).
const RESERVED: [&str; 3] = ["", "http://www.w3.org/XML/1998/namespace", "http://www.w3.org/2000/xmlns/"];

/// The request, or nothing when the body is not one of the plain ones. Every sign is taken once: nothing goes back, and
/// the number of tags is fixed.
pub(super) fn read(body: &[u8]) -> Option<Request> {
    if body.len() > MAX_DOCUMENT {
        return None;
    }
    let rest = str::from_utf8(body).ok()?;
    let mut reader = Reader { rest, attributes: Vec::with_capacity(8), namespaces: Vec::new() };
    reader.declaration()?;
    let envelope = reader.open(SOAP, "Envelope")?;
    let body = reader.body()?;
    let request = reader.open(PROTOCOL, "Request")?;
    if !is_version_1(|name| reader.attribute(name)) {
        return None;
    }
    let request_id = reader.attribute("RequestID").and_then(MessageId::from_peer);
    let asked = reader.open(PROTOCOL, "AssertionArtifact")?;
    let text = reader.take(PLAIN | SPACE);
    for tag in [asked, request, body, envelope] {
        reader.close(&tag)?;
    }
    let artifact: String = text.split_ascii_whitespace().collect();
    (reader.rest.is_empty() && !artifact.is_empty()).then_some(Request { request_id, artifact })
}

/// A name with its prefix.
type Name<'a> = (Option<&'a str>, &'a str);

/// What is left to read, with what is known of the tags that are open.
struct Reader<'a> {
    rest: &'a str,
    /// Those of the start tag read last.
    attributes: Vec<(&'a str, &'a str)>,
    /// Prefixes, `None` for that of a default namespace, and addresses, the innermost last.
    namespaces: Vec<(Option<&'a str>, &'a str)>,
}

/// A start tag.
struct Tag<'a> {
    name: Name<'a>,
    /// Whether it ends with `/>`.
    closed: bool,
    /// How many namespaces were known round it.
    outside: usize,
}

impl<'a> Reader<'a> {
    /// The XML declaration, if there is one: version 1.0, UTF-8, and nothing else.
    fn declaration(&mut self) -> Option<()> {
        if !self.rest.starts_with("<?xml ") {
            return Some(());
        }
        self.skip("<?xml")?;
        self.read_attributes()?;
        self.skip("?>")?;
        match self.attributes.as_slice() {
            _ if !self.namespaces.is_empty() => None,
            [("version", "1.0")] => Some(()),
            [("version", "1.0"), ("encoding", name)] => name.eq_ignore_ascii_case("utf-8").then_some(()),
            _ => None,
        }
    }

    /// The start tag of `Body`, perhaps after an empty `Header`.
    fn body(&mut self) -> Option<Tag<'a>> {
        let mut tag = self.start()?;
        if self.is(&tag, SOAP, "Header") {
            self.close(&tag)?;
            tag = self.start()?;
        }
        (!tag.closed && self.is(&tag, SOAP, "Body")).then_some(tag)
    }

    /// The start tag of this element, which must not be its end too: what comes next would stand beside it.
    fn open(&mut self, namespace: &str, name: &str) -> Option<Tag<'a>> {
        let tag = self.start()?;
        (!tag.closed && self.is(&tag, namespace, name)).then_some(tag)
    }

    /// A start tag, and the white space before it.
    fn start(&mut self) -> Option<Tag<'a>> {
        self.take(SPACE);
        self.skip("<")?;
        let (name, outside) = (self.name()?, self.namespaces.len());
        self.read_attributes()?;
        let closed = self.skip("/").is_some();
        self.skip(">")?;
        Some(Tag { name, closed, outside })
    }

    /// The end tag of this element, and the white space round it.
    fn close(&mut self, tag: &Tag<'_>) -> Option<()> {
        if !tag.closed {
            self.take(SPACE);
            self.skip("</")?;
            if let (Some(prefix), _) = tag.name {
                self.skip(prefix)?;
                self.skip(":")?;
            }
            self.skip(tag.name.1)?;
            self.take(SPACE);
            self.skip(">")?;
        }
        self.take(SPACE);
        self.namespaces.truncate(tag.outside);
        Some(())
    }

    /// What stands between the name of a tag and its end.
    fn read_attributes(&mut self) -> Option<()> {
        let outside = self.namespaces.len();
        self.attributes.clear();
        while !self.take(SPACE).is_empty() && self.begins_name() {
            let name = self.name()?;
            self.skip("=")?;
            let quote = if self.rest.starts_with('"') { "\"" } else { "'" };
            self.skip(quote)?;
            let value = self.take(PLAIN);
            self.skip(quote)?;
            match name {
                (Some("xmlns"), prefix) => self.declare(outside, Some(prefix), value)?,
                (None, "xmlns") => self.declare(outside, None, value)?,
                (Some(_), _) => return None,
                (None, name) if self.attribute(name).is_some() || self.attributes.len() == MAX_ATTRIBUTES => {
                    return None;
                }
                (None, name) => self.attributes.push((name, value)),
            }
        }
        Some(())
    }

    /// A namespace of the tag outside of which there are so many. XML has rules of its own about prefixes that begin
    /// with its name.
    fn declare(&mut self, outside: usize, prefix: Option<&'a str>, address: &'a str) -> Option<()> {
        let is_rare = RESERVED.contains(&address) || prefix.is_some_and(|prefix| prefix.starts_with("xml"));
        let again = self.namespaces.iter().skip(outside).any(|(known, _)| *known == prefix);
        if is_rare || again || self.namespaces.len() == MAX_ATTRIBUTES {
            return None;
        }
        self.namespaces.push((prefix, address));
        Some(())
    }

    /// A name, of letters, digits, hyphens, dots and underscores, each part of which begins with a letter.
    fn name(&mut self) -> Option<Name<'a>> {
        self.begins_name().then_some(())?;
        let first = self.take(NAME);
        if self.skip(":").is_none() {
            return Some((None, first));
        }
        self.begins_name().then_some(())?;
        Some((Some(first), self.take(NAME)))
    }

    fn begins_name(&self) -> bool {
        self.rest.bytes().next().is_some_and(|sign| sign.is_ascii_alphabetic())
    }

    /// The value of an attribute without prefix.
    fn attribute(&self, name: &str) -> Option<&'a str> {
        self.attributes.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
    }

    /// Whether a tag has this name, in this namespace.
    fn is(&self, tag: &Tag<'_>, namespace: &str, name: &str) -> bool {
        let (prefix, local) = tag.name;
        let found = self.namespaces.iter().rfind(|(known, _)| *known == prefix);
        local == name && found.is_some_and(|(_, address)| *address == namespace)
    }

    fn skip(&mut self, expected: &str) -> Option<()> {
        self.rest = self.rest.strip_prefix(expected)?;
        Some(())
    }

    /// All that follows and is of these kinds. They are of ASCII: no character is cut.
    fn take(&mut self, kinds: u8) -> &'a str {
        let other = |sign| KINDS.get(usize::from(sign)).is_none_or(|kind| kind & kinds == 0);
        let end = self.rest.bytes().position(other).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at(end);
        self.rest = rest;
        taken
    }
}

/// White space of XML.
const SPACE: u8 = 1;
/// What names in use are made of.
const NAME: u8 = 2;
/// What stands for itself in a text and in a value, whatever its quotes.
const PLAIN: u8 = 4;

/// The kinds of each byte: a look at this table is most of the work.
const KINDS: [u8; 256] = {
    let mut kinds = [0; 256];
    let (mut sign, mut left): (u8, &mut [u8]) = (0, &mut kinds);
    while let Some((kind, others)) = left.split_first_mut() {
        *kind = kinds_of(sign);
        (sign, left) = (sign.wrapping_add(1), others);
    }
    kinds
};

const fn kinds_of(sign: u8) -> u8 {
    match sign {
        b'\t' | b'\r' | b'\n' => SPACE,
        b' ' => SPACE | PLAIN,
        b'<' | b'>' | b'&' | b'\'' | b'"' => 0,
        b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'-' | b'_' | b'.' => NAME | PLAIN,
        b'!'..=b'~' => PLAIN,
        _ => 0,
    }
}
