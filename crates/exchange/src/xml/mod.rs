//! A streaming XML reader for files from outside: any common encoding, no DTD, bounded memory, lines.
//!
//! It walks the document and calls a [`Handler`]; names come without prefix, because the namespaces of the files we
//! read changed over the years while their words did not.

mod decoded;

use std::{
    borrow::Cow,
    io::{BufRead as _, Read},
};

use quick_xml::{
    Error, Reader,
    errors::IllFormedError,
    escape::unescape,
    events::{BytesStart, Event},
};

use crate::{
    Unreadable,
    limits::{self, Limit},
};
use decoded::Decoded;

/// What is done with a document, in the order of the document. An error stops the reading.
pub(crate) trait Handler {
    /// A start tag, or an empty element (then [`Handler::close`] follows at once).
    fn open(&mut self, element: &Element<'_>) -> Result<(), Unreadable>;
    /// A piece of the text of the element that is open; one text may come in several pieces.
    fn text(&mut self, piece: &str, line: u32) -> Result<(), Unreadable>;
    /// The end of the element opened last.
    fn close(&mut self) -> Result<(), Unreadable>;
    /// Whether the text of the element that is open may be longer than [`limits::PIECE_BYTES`]: it then comes in
    /// pieces of some kilobytes, however long it is.
    fn takes_long_text(&self) -> bool {
        false
    }
}

/// An element with its attributes, namespace declarations left out, references resolved.
pub(crate) struct Element<'a> {
    pub name: &'a str,
    pub attributes: Vec<(&'a str, Cow<'a, str>)>,
    /// Where its tag begins, from 1.
    pub line: u32,
}

/// Reads a whole document of at most `limit_mib` MiB.
pub(crate) fn parse(source: impl Read, limit_mib: u64, handler: &mut impl Handler) -> Result<(), Unreadable> {
    let mut input = Decoded::new(source, limit_mib)?;
    match input.first_sign()? {
        None => return Err(Unreadable::Empty),
        Some(b'<') => {}
        Some(_) => return Err(Unreadable::NotXml { line: input.line() }),
    }
    let mut reader = Reader::from_reader(input);
    reader.config_mut().expand_empty_elements = true;
    let mut walk = Walk { handler, depth: 0, elements: 0 };
    let mut buffer = Vec::new();
    loop {
        if walk.handler.takes_long_text() {
            long_text(reader.get_mut(), walk.handler)?;
        }
        buffer.clear();
        reader.get_mut().begin_piece();
        let line = reader.get_ref().line();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Eof) => return walk.end(line),
            Ok(event) => walk.event(event, line)?,
            Err(error) => return Err(explain(&error, reader.get_mut())),
        }
    }
}

/// Hands over the text up to the next tag or reference past the parser, which would hold it whole.
fn long_text<R: Read>(input: &mut Decoded<R>, handler: &mut impl Handler) -> Result<(), Unreadable> {
    loop {
        input.begin_piece();
        let line = input.line();
        let text = match input.fill_buf() {
            Ok(text) => text,
            Err(error) => return Err(input.take_failure().unwrap_or(Unreadable::Io(error))),
        };
        let length = text.iter().position(|b| matches!(b, b'<' | b'&')).unwrap_or(text.len());
        if length == 0 {
            return Ok(());
        }
        let piece = text.get(..length).and_then(|piece| str::from_utf8(piece).ok());
        handler.text(piece.ok_or(Unreadable::NotXml { line })?, line)?;
        input.consume(length);
    }
}

/// A failure of the input explains itself; a parser that waits for more at the end saw a file cut short.
fn explain<R: Read>(error: &Error, input: &mut Decoded<R>) -> Unreadable {
    let line = input.line();
    let waits = matches!(error, Error::Syntax(_) | Error::IllFormed(IllFormedError::UnclosedReference));
    match input.take_failure() {
        Some(failure) => failure,
        None if waits && input.at_end() => Unreadable::Truncated { line },
        None => Unreadable::NotXml { line },
    }
}

struct Walk<'h, H> {
    handler: &'h mut H,
    depth: usize,
    elements: usize,
}

impl<H: Handler> Walk<'_, H> {
    fn event(&mut self, event: Event<'_>, line: u32) -> Result<(), Unreadable> {
        match event {
            Event::Start(tag) => self.open(&tag, line),
            Event::End(_) => {
                self.depth = self.depth.saturating_sub(1);
                self.handler.close()
            }
            Event::Text(text) => self.text(&text.xml10_content(), line),
            Event::CData(text) => self.text(&text.xml10_content(), line),
            Event::GeneralRef(name) => {
                let reference = format!("&{};", &*name);
                self.text(&unescape(&reference).map_err(|_| Unreadable::NotXml { line })?, line)
            }
            Event::DocType(_) => Err(Unreadable::Doctype { line }),
            _ => Ok(()),
        }
    }

    fn open(&mut self, tag: &BytesStart<'_>, line: u32) -> Result<(), Unreadable> {
        let limit = |what| Err(Unreadable::Limit { what, line });
        self.elements += 1;
        self.depth += 1;
        let name = tag.name();
        if self.depth == 1 && self.elements > 1
            || !name.0.starts_with(|c: char| c.is_alphabetic() || c == '_')
        {
            return Err(Unreadable::NotXml { line });
        }
        if self.depth > limits::DEPTH {
            return limit(Limit::Depth);
        }
        if self.elements > limits::ELEMENTS {
            return limit(Limit::Elements);
        }
        if name.0.len() > limits::NAME_BYTES {
            return limit(Limit::NameBytes);
        }
        let attributes = attributes(tag, line)?;
        self.handler.open(&Element { name: name.local_name().into_inner(), attributes, line })
    }

    fn text(&mut self, piece: &str, line: u32) -> Result<(), Unreadable> {
        if self.depth > 0 {
            self.handler.text(piece, line)
        } else if piece.trim().is_empty() {
            Ok(())
        } else {
            Err(Unreadable::NotXml { line })
        }
    }

    fn end(&self, line: u32) -> Result<(), Unreadable> {
        if self.depth > 0 || self.elements == 0 { Err(Unreadable::Truncated { line }) } else { Ok(()) }
    }
}

fn attributes<'a>(tag: &'a BytesStart<'_>, line: u32) -> Result<Vec<(&'a str, Cow<'a, str>)>, Unreadable> {
    let mut found = Vec::new();
    for (count, attribute) in tag.attributes().enumerate() {
        if count >= limits::ATTRIBUTES {
            return Err(Unreadable::Limit { what: Limit::Attributes, line });
        }
        let attribute = attribute.map_err(|_| Unreadable::NotXml { line })?;
        if attribute.value.len() > limits::VALUE_BYTES {
            return Err(Unreadable::Limit { what: Limit::ValueBytes, line });
        }
        let (name, prefix) = attribute.key.decompose();
        let declares = prefix.is_some_and(|p| matches!(p.into_inner(), "xmlns" | "xsi" | "xml"));
        if declares || attribute.key.0 == "xmlns" {
            continue;
        }
        let value = match attribute.value {
            Cow::Borrowed(raw) => unescape(raw),
            Cow::Owned(raw) => unescape(&raw).map(|value| Cow::Owned(value.into_owned())),
        };
        found.push((name.into_inner(), value.map_err(|_| Unreadable::NotXml { line })?));
    }
    Ok(found)
}

/// Drops what XML 1.0 cannot carry (its §2.2): control characters and non-characters.
pub(crate) fn legal(text: &str) -> Cow<'_, str> {
    let carried =
        |c: char| !matches!(c, '\0'..='\x08' | '\x0B' | '\x0C' | '\x0E'..='\x1F' | '\u{FFFE}' | '\u{FFFF}');
    if text.chars().all(carried) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.chars().filter(|c| carried(*c)).collect())
    }
}

#[cfg(test)]
mod tests;
