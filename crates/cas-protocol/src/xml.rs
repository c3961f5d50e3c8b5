//! Writing values into XML, and reading documents of strangers within limits.

use roxmltree::{Document, Node};

use crate::markup::{Event, Markup};

/// The largest document read, in bytes: answers of a few attributes take four.
pub const MAX_DOCUMENT: usize = 64 * 1024;

/// The deepest nesting read; the deepest message of the protocol has nine levels.
pub const MAX_DEPTH: usize = 50;

/// The most attributes one tag may have: the parser compares each with all others.
pub(crate) const MAX_ATTRIBUTES: usize = 100;

/// The most namespace declarations: the parser copies those of each element to all elements inside it. Some
/// servers repeat two on every value.
pub(crate) const MAX_NAMESPACES: usize = 500;

/// Why a document is not the message it should be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum XmlError {
    /// More than [`MAX_DOCUMENT`] bytes.
    #[error("the document is larger than {MAX_DOCUMENT} bytes")]
    TooLarge,
    /// Not UTF-8.
    #[error("the document is not UTF-8")]
    NotUtf8,
    /// A document type declaration: no message of the protocol has one, attacks do.
    #[error("the document has a document type declaration")]
    Doctype,
    /// Nested deeper than [`MAX_DEPTH`], or too many attributes on a tag or namespaces in all.
    #[error("the document is nested deeper than {MAX_DEPTH} levels or has too many attributes or namespaces")]
    TooComplex,
    /// Not well-formed; the parser's words.
    #[error("the document is not well-formed: {0}")]
    Malformed(String),
    /// An element is not where the message must have it.
    #[error("no {0} at its place")]
    Missing(&'static str),
    /// An element stands at its place in a namespace that is not its own.
    #[error("{0} is in a foreign namespace")]
    Namespace(&'static str),
    /// An element that must be alone is repeated: whoever trusts one of the two can be misled by the other.
    #[error("more than one {0}")]
    Repeated(&'static str),
}

/// Reads a document within the limits above.
pub(crate) fn document(body: &[u8]) -> Result<Document<'_>, XmlError> {
    if body.len() > MAX_DOCUMENT {
        return Err(XmlError::TooLarge);
    }
    let text = std::str::from_utf8(body).map_err(|_| XmlError::NotUtf8)?;
    check_markup(text)?;
    Document::parse(text).map_err(|error| match error {
        roxmltree::Error::DtdDetected => XmlError::Doctype,
        other => XmlError::Malformed(other.to_string()),
    })
}

/// Refuses document types and costly structures before the parser sees them: within [`MAX_DOCUMENT`] it could
/// still be kept busy for a second. What is not well-formed is left to the parser.
fn check_markup(text: &str) -> Result<(), XmlError> {
    // Most messages have no room for so many.
    if text.len() > MAX_NAMESPACES * "xmlns".len() && text.matches("xmlns").count() > MAX_NAMESPACES {
        return Err(XmlError::TooComplex);
    }
    let mut depth = 0usize;
    for event in Markup::of(text) {
        match event {
            Event::Declaration => return Err(XmlError::Doctype),
            Event::End => depth = depth.saturating_sub(1),
            Event::Other => {}
            Event::Start { closed, attributes } => {
                depth += usize::from(!closed);
                if depth > MAX_DEPTH || attributes > MAX_ATTRIBUTES {
                    return Err(XmlError::TooComplex);
                }
            }
        }
    }
    Ok(())
}

/// The child elements of this namespace and name.
pub(crate) fn children<'a, 'd: 'a>(
    node: Node<'a, 'd>,
    namespace: &'a str,
    name: &'a str,
) -> impl Iterator<Item = Node<'a, 'd>> {
    node.children().filter(move |child| child.has_tag_name((namespace, name)))
}

/// The only child element of this namespace and name, if there is one.
pub(crate) fn optional<'a, 'd: 'a>(
    node: Node<'a, 'd>,
    namespace: &'a str,
    name: &'static str,
) -> Result<Option<Node<'a, 'd>>, XmlError> {
    let mut found = children(node, namespace, name);
    let first = found.next();
    if found.next().is_some() { Err(XmlError::Repeated(name)) } else { Ok(first) }
}

/// The only child element of this namespace and name.
pub(crate) fn required<'a, 'd: 'a>(
    node: Node<'a, 'd>,
    namespace: &'a str,
    name: &'static str,
) -> Result<Node<'a, 'd>, XmlError> {
    optional(node, namespace, name)?.ok_or_else(|| {
        let elsewhere = node.children().any(|child| child.is_element() && child.tag_name().name() == name);
        if elsewhere { XmlError::Namespace(name) } else { XmlError::Missing(name) }
    })
}

/// The whole text of an element without the white space round it. A comment inside does not cut the value:
/// reading only what stands before it is how one account was taken for another in several SAML libraries.
pub(crate) fn text(node: Node<'_, '_>) -> String {
    let whole: String = node.descendants().filter(Node::is_text).filter_map(|part| part.text()).collect();
    whole.trim().to_owned()
}

/// Writes a value as element text. The apostrophe stays as it is: some clients read the text without decoding it.
pub(crate) fn push_text(out: &mut String, value: &str) {
    if is_plain(value) {
        return out.push_str(value);
    }
    value.chars().for_each(|sign| push_escaped(out, sign));
}

/// Writes a value between double quotes. Line ends and tabs are written as references, or a reader makes spaces of
/// them.
pub(crate) fn push_attribute(out: &mut String, value: &str) {
    if is_plain(value) {
        return out.push_str(value);
    }
    for sign in value.chars() {
        match sign {
            '\n' => out.push_str("&#10;"),
            '\t' => out.push_str("&#9;"),
            other => push_escaped(out, other),
        }
    }
}

/// What [`push_text`] writes.
pub(crate) fn escape_text(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    push_text(&mut out, value);
    out
}

/// What [`push_attribute`] writes.
pub(crate) fn escape_attribute(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    push_attribute(&mut out, value);
    out
}

/// Most values are: nothing in them has to be looked at sign by sign. Blocks are looked at whole, which costs less than
/// a few single signs.
fn is_plain(value: &str) -> bool {
    let (blocks, rest) = value.as_bytes().as_chunks::<16>();
    let mut last = [b' '; 16];
    if let Some(start) = last.get_mut(..rest.len()) {
        start.copy_from_slice(rest);
    }
    blocks.iter().all(block_is_plain) && block_is_plain(&last)
}

/// Without a way out before the end, so that it becomes a few instructions for all signs.
fn block_is_plain(block: &[u8; 16]) -> bool {
    let others = block.iter().fold(0, |others, &sign| {
        let is_other = !sign.is_ascii_graphic() & (sign != b' ');
        others | u8::from(is_other | (sign == b'&') | (sign == b'<') | (sign == b'>') | (sign == b'"'))
    });
    others == 0
}

fn push_escaped(out: &mut String, sign: char) {
    match sign {
        '&' => out.push_str("&amp;"),
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        '"' => out.push_str("&quot;"),
        '\r' => out.push_str("&#13;"),
        '\t' | '\n' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'.. => out.push(sign),
        // Not a character of XML 1.0 (§2.2): left in, it would make the whole answer unreadable.
        _ => out.push('\u{fffd}'),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{MAX_DOCUMENT, XmlError, document, escape_attribute, escape_text, text};

    fn nested(levels: usize, tag: &str) -> String {
        format!("{}{}", tag.repeat(levels), "</a>".repeat(levels))
    }

    #[test]
    fn hostile_documents_are_refused() {
        let entities = r#"<!DOCTYPE a [<!ENTITY x "y"><!ENTITY z "&x;&x;">]><a>&z;</a>"#;
        for (body, reason) in [
            ("<!DOCTYPE a><a/>", XmlError::Doctype),
            ("<!-- < --><!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>", XmlError::Doctype),
            (entities, XmlError::Doctype),
            (&nested(51, "<a>"), XmlError::TooComplex),
            (&nested(51, "<a b='/>'>"), XmlError::TooComplex),
            (&format!("<a {}/>", "b='' ".repeat(101)), XmlError::TooComplex),
            (&format!("<a>{}</a>", "<a xmlns='u'/>".repeat(501)), XmlError::TooComplex),
            (&" ".repeat(MAX_DOCUMENT + 1), XmlError::TooLarge),
        ] {
            assert_eq!(document(body.as_bytes()).unwrap_err(), reason);
        }
        assert_eq!(document(b"<a>\xe9</a>").unwrap_err(), XmlError::NotUtf8);
        assert!(matches!(document(b"<a>&x;</a>"), Err(XmlError::Malformed(_))));
        assert!(matches!(document(b""), Err(XmlError::Malformed(_))));
    }

    #[test]
    fn ordinary_documents_are_read() {
        for body in
            [nested(50, "<a>"), "\u{feff}<?xml version='1.0'?><a b='>' c=\"'\">x<!-- <b> --><c/></a>".into()]
        {
            document(body.as_bytes()).unwrap();
        }
    }

    #[test]
    fn the_text_of_an_element_is_whole() {
        let whole = |body: &str| text(document(body.as_bytes()).unwrap().root_element());
        assert_eq!(whole("<a> zoe<!-- -->.martin </a>"), "zoe.martin");
        assert_eq!(whole("<a>zoe<![CDATA[.<martin]]></a>"), "zoe.<martin");
        assert_eq!(whole("<a>z<b>o</b>e</a>"), "zoe");
        assert_eq!(whole("<a/>"), "");
    }

    #[test]
    fn values_are_escaped() {
        let value = "O'Neill <&\"> é\u{1}\u{ffff}\t\n\r";
        assert_eq!(escape_text(value), "O'Neill &lt;&amp;&quot;&gt; é\u{fffd}\u{fffd}\t\n&#13;");
        assert_eq!(escape_attribute("a\tb\n'"), "a&#9;b&#10;'");
    }

    proptest! {
        #[test]
        fn any_value_comes_back(value in any::<String>()) {
            let legal: String = escape_text(&value).replace("&#13;", "\r").replace("&lt;", "<")
                .replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
            let body = format!("<a b=\"{}\">{}</a>", escape_attribute(&value), escape_text(&value));
            let read = document(body.as_bytes()).unwrap();
            prop_assert_eq!(read.root_element().text().unwrap_or_default(), &legal);
            prop_assert_eq!(read.root_element().attribute("b").unwrap(), &legal);
        }

        #[test]
        fn reading_never_panics(body in prop::collection::vec(any::<u8>(), 0..200), tags in "[<>/!a='\" -]{0,60}") {
            let _ = document(&body);
            let _ = document(tags.as_bytes());
        }
    }
}
