//! Reading a container: its words in clear, and its sealed parts.

use super::{
    Content, KeyRing, Unreadable,
    base64_text::Base64Text,
    opening::{KeyBlock, Sealed, Work},
    partner,
};
use crate::{
    limits::{self, Limit},
    xml::{Element, Handler},
};

/// A container that was read, not opened yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Container<H> {
    /// What stands in clear. Nothing vouches for it.
    pub header: H,
    pub(super) sealed: Sealed,
}

impl<H> Container<H> {
    /// Opens the container with one of the keys; gives what stood in clear, and the document.
    ///
    /// # Errors
    /// [`Unreadable::NotForUs`] when none of the keys is one that it was sealed for, [`Unreadable::CannotBeOpened`]
    /// for all else. A document that does not inflate shows when it is read.
    pub fn open(self, keys: &KeyRing) -> Result<(H, Content), Unreadable> {
        let content = self.sealed.open(keys, &mut Work::default())?;
        Ok((self.header, content))
    }

    /// For whom it is sealed, as far as the container gives names.
    pub fn sealed_for(&self) -> impl Iterator<Item = &str> {
        self.sealed.blocks.iter().filter_map(|block| block.partner.as_deref())
    }
}

/// What an element of a container is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// A key block.
    Block,
    Content,
    Verification,
    /// A value in clear, under the name of its element.
    Value(&'static str),
    /// The root, or an element that only holds others.
    Group,
    /// Not understood: left aside with what it holds.
    Other,
}

/// The words of one kind of container: what an element is, from the one around it (nothing for the root) and its name.
pub(super) type Vocabulary = fn(around: Option<&str>, name: &str) -> Part;

/// A container while it is read.
pub(crate) struct Draft {
    vocabulary: Vocabulary,
    open: Vec<(Part, String)>,
    blocks: Vec<(Option<String>, Base64Text)>,
    content: Option<Base64Text>,
    verification: Option<Base64Text>,
    compressed: bool,
    values: Vec<(&'static str, String)>,
    /// A part that may stand once stands twice, or says what it may not.
    damaged: bool,
}

impl Draft {
    pub(super) fn new(vocabulary: Vocabulary) -> Self {
        Self {
            vocabulary,
            open: Vec::new(),
            blocks: Vec::new(),
            content: None,
            verification: None,
            compressed: true,
            values: Vec::new(),
            damaged: false,
        }
    }

    /// The sealed parts, and the values in clear.
    pub(super) fn finish(self) -> Result<(Sealed, Values), Unreadable> {
        let block = |(partner, text): (Option<String>, Base64Text)| {
            text.finish().map(|encrypted| KeyBlock { partner, encrypted })
        };
        let read = || {
            let blocks: Vec<KeyBlock> = self.blocks.into_iter().map(block).collect::<Option<_>>()?;
            let verification = self.verification?.finish()?;
            let content = self.content?.finish()?;
            let whole = !blocks.is_empty() && !self.damaged;
            whole.then_some(Sealed { blocks, content, verification, compressed: self.compressed })
        };
        Ok((read().ok_or(Unreadable::CannotBeOpened)?, Values(self.values)))
    }

    fn content_opens(&mut self, element: &Element<'_>) {
        self.damaged |= self.content.replace(Base64Text::default()).is_some();
        let flag = element.attributes.iter().find(|(name, _)| *name == "CompresseAvantChiffrement");
        match flag.map(|(_, value)| value.trim()) {
            None | Some("true" | "1") => {}
            Some("false" | "0") => self.compressed = false,
            Some(_) => self.damaged = true,
        }
    }
}

impl Handler for Draft {
    fn open(&mut self, element: &Element<'_>) -> Result<(), Unreadable> {
        let part = match self.open.last() {
            None => match (self.vocabulary)(None, element.name) {
                Part::Group => Part::Group,
                _ => return Err(Unreadable::OtherDocument { root: element.name.to_owned() }),
            },
            Some((Part::Group, around)) => (self.vocabulary)(Some(around), element.name),
            Some(_) => Part::Other,
        };
        match part {
            Part::Block => {
                if self.blocks.len() >= limits::PARTNERS {
                    return Err(Unreadable::Limit { what: Limit::Partners, line: element.line });
                }
                let name = element.attributes.iter().find(|(name, _)| *name == "NOM");
                let partner = name.map(|(_, value)| partner::shown(value));
                self.blocks.push((partner, Base64Text::default()));
            }
            Part::Content => self.content_opens(element),
            Part::Verification => {
                self.damaged |= self.verification.replace(Base64Text::default()).is_some();
            }
            Part::Value(word) => self.values.push((word, String::new())),
            Part::Group | Part::Other => {}
        }
        self.open.push((part, element.name.to_owned()));
        Ok(())
    }

    fn text(&mut self, piece: &str, line: u32) -> Result<(), Unreadable> {
        let short = match self.open.last() {
            Some((Part::Content, _)) => {
                if let Some(content) = &mut self.content {
                    content.push(piece);
                }
                return Ok(());
            }
            Some((Part::Block, _)) => self.blocks.last_mut().map(|(_, text)| text),
            Some((Part::Verification, _)) => self.verification.as_mut(),
            Some((Part::Value(_), _)) => {
                let Some((_, value)) = self.values.last_mut() else { return Ok(()) };
                value.push_str(piece);
                return within(value.len(), line);
            }
            Some((Part::Group | Part::Other, _)) | None => return Ok(()),
        };
        let Some(text) = short else { return Ok(()) };
        text.push(piece);
        within(text.len(), line)
    }

    fn close(&mut self) -> Result<(), Unreadable> {
        self.open.pop();
        Ok(())
    }

    fn takes_long_text(&self) -> bool {
        matches!(self.open.last(), Some((Part::Content, _)))
    }
}

fn within(bytes: usize, line: u32) -> Result<(), Unreadable> {
    if bytes > limits::VALUE_BYTES {
        return Err(Unreadable::Limit { what: Limit::ValueBytes, line });
    }
    Ok(())
}

/// The values in clear, by the names of their elements; the first one that is not empty counts.
pub(super) struct Values(Vec<(&'static str, String)>);

impl Values {
    pub fn take(&self, word: &str) -> Option<String> {
        let mut values = self.0.iter().filter(|(name, _)| *name == word).map(|(_, value)| value.trim());
        values.find(|value| !value.is_empty()).map(ToOwned::to_owned)
    }
}
