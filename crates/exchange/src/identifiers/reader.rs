//! Reads an identifier file by its words, wherever they stand.

use std::io::Read;

use super::{
    Imported, IssueKind, Unreadable,
    draft::Draft,
    people::People,
    vocabulary::{self, Field, HeaderField, word},
};
use crate::{
    limits::{self, Limit},
    sealed::{self, KeyRing},
    xml::{self, Element, Handler},
};
use model::Category;

/// Reads an identifier file in clear: as [`read_any`], without keys.
///
/// # Errors
/// Those of [`read_any`].
pub fn read(source: impl Read) -> Result<Imported, Unreadable> {
    read_any(source, &KeyRing::default())
}

/// Reads an identifier file, in clear or sealed for one of the keys, in one pass. A clear file is never held in memory;
/// of a sealed one the encrypted bytes are held, since its hash must hold before anything in it is looked at.
///
/// A person is an element named after one of the six categories, or any element in a container of a category
/// (`Eleves`…), that has a name or an identifier. One that has only an `Ident` refers to a person: a guardian
/// in a pupil. The layout is a hypothesis (see the [module](super)).
///
/// Lines are those of the clear file. A school number that only the container gives is taken from it.
///
/// # Errors
/// [`Unreadable`] when nothing can be taken from the file; lines that are wrong are issues of [`Imported`].
pub fn read_any(source: impl Read, keys: &KeyRing) -> Result<Imported, Unreadable> {
    let mut either = Either::Unknown;
    xml::parse(source, limits::FILE_MIB, &mut either)?;
    let draft = match either {
        Either::Unknown => return Err(Unreadable::NoPerson),
        Either::Clear(reader) => return reader.people.finish(),
        Either::Sealed(draft) => draft,
    };
    let (container, mut content) = draft.finish_export()?.open(keys)?;
    let mut reader = Reader::default();
    let read = xml::parse(&mut content, limits::INFLATED_MIB, &mut reader);
    read.map_err(|error| content.failure().unwrap_or(error))?;
    let mut imported = reader.people.finish()?;
    imported.header.uai = imported.header.uai.or(container.uai);
    Ok(imported)
}

/// A file whose root says whether it is sealed.
enum Either {
    Unknown,
    Clear(Box<Reader>),
    Sealed(Box<sealed::Draft>),
}

impl Handler for Either {
    fn open(&mut self, element: &Element<'_>) -> Result<(), Unreadable> {
        if matches!(self, Self::Unknown) {
            *self = match element.name {
                sealed::EXPORT_ROOT => Self::Sealed(Box::new(sealed::Draft::export())),
                _ => Self::Clear(Box::default()),
            };
        }
        match self {
            Self::Unknown => Ok(()),
            Self::Clear(reader) => reader.open(element),
            Self::Sealed(draft) => draft.open(element),
        }
    }

    fn text(&mut self, piece: &str, line: u32) -> Result<(), Unreadable> {
        match self {
            Self::Unknown => Ok(()),
            Self::Clear(reader) => reader.text(piece, line),
            Self::Sealed(draft) => draft.text(piece, line),
        }
    }

    fn close(&mut self) -> Result<(), Unreadable> {
        match self {
            Self::Unknown => Ok(()),
            Self::Clear(reader) => reader.close(),
            Self::Sealed(draft) => draft.close(),
        }
    }

    fn takes_long_text(&self) -> bool {
        matches!(self, Self::Sealed(draft) if draft.takes_long_text())
    }
}

/// What an open element is.
enum Frame {
    Person(Box<Draft>),
    /// A value of the person around it, written as an element.
    Value(Field, String),
    /// A value of the header, written as an element: its name and line are kept for issues.
    Header {
        field: HeaderField,
        name: String,
        value: String,
        line: u32,
    },
    Container(Category),
    Other,
}

#[derive(Default)]
struct Reader {
    open: Vec<Frame>,
    people: People,
}

impl Handler for Reader {
    fn open(&mut self, element: &Element<'_>) -> Result<(), Unreadable> {
        let word = word(element.name);
        if self.open.is_empty() {
            self.root(&word, element);
        }
        let frame = self.frame(&word, element);
        self.open.push(frame);
        Ok(())
    }

    fn text(&mut self, piece: &str, line: u32) -> Result<(), Unreadable> {
        if let Some(Frame::Value(_, value) | Frame::Header { value, .. }) = self.open.last_mut() {
            value.push_str(piece);
            if value.len() > limits::VALUE_BYTES {
                return Err(Unreadable::Limit { what: Limit::ValueBytes, line });
            }
        }
        Ok(())
    }

    fn close(&mut self) -> Result<(), Unreadable> {
        match self.open.pop() {
            Some(Frame::Value(field, value)) => {
                if let Some(person) = self.person() {
                    person.set(field, &value);
                }
                Ok(())
            }
            Some(Frame::Header { field, name, value, line }) => {
                self.people.set_header(field, &name, &value, line);
                Ok(())
            }
            Some(Frame::Person(draft)) => self.close_person(*draft),
            Some(Frame::Container(_) | Frame::Other) | None => Ok(()),
        }
    }
}

impl Reader {
    fn root(&mut self, root: &str, element: &Element<'_>) {
        let is_person = vocabulary::item(root).is_some();
        for (name, value) in &element.attributes {
            let word = word(name);
            match vocabulary::header_field(&word) {
                Some(field) => self.people.set_header(field, name, value, element.line),
                None if is_person && vocabulary::field(&word).is_some() => {}
                None => self.people.issue(element.line, IssueKind::UnknownHeader((*name).to_owned())),
            }
        }
    }

    /// Decides what an element is from its name and from what is open around it.
    fn frame(&mut self, word: &str, element: &Element<'_>) -> Frame {
        if let Some(category) = vocabulary::item(word) {
            return person(element, Some(category));
        }
        if self.person().is_some() {
            return self.part_of_person(word, element);
        }
        if let Some(category) = vocabulary::container(word) {
            return Frame::Container(category);
        }
        if let Some(Frame::Container(category)) = self.open.last() {
            return person(element, Some(*category));
        }
        if self.open.len() == 1
            && let Some(field) = vocabulary::header_field(word)
        {
            let name = element.name.to_owned();
            return Frame::Header { field, name, value: String::new(), line: element.line };
        }
        if has(element, Field::PronoteId) {
            return person(element, None);
        }
        Frame::Other
    }

    fn part_of_person(&self, word: &str, element: &Element<'_>) -> Frame {
        let directly = matches!(self.open.last(), Some(Frame::Person(_)));
        match vocabulary::field(word) {
            // `<Classe Ident="41" Nom="6E 2"/>`, `<Classe>6E 2</Classe>`, either perhaps within `<Classes>`.
            Some(Field::Class) => Frame::Value(Field::Class, attribute(element, "nom").unwrap_or_default()),
            Some(field) if directly => Frame::Value(field, String::new()),
            _ => Frame::Other,
        }
    }

    fn close_person(&mut self, draft: Draft) -> Result<(), Unreadable> {
        let in_container = matches!(self.open.last(), Some(Frame::Container(_)));
        let around = self.person();
        let inside = around.is_some();
        if let Some(around) = around
            && draft.category == Some(Category::Guardian)
            && !draft.ident.is_empty()
        {
            around.guardians.push(draft.ident.clone());
        }
        if draft.is_reference() && !in_container {
            return Ok(());
        }
        self.people.add(draft, inside)
    }

    /// The nearest person whose element is open.
    fn person(&mut self) -> Option<&mut Draft> {
        self.open.iter_mut().rev().find_map(|frame| match frame {
            Frame::Person(draft) => Some(&mut **draft),
            _ => None,
        })
    }
}

fn person(element: &Element<'_>, category: Option<Category>) -> Frame {
    let mut draft = Draft::new(element.name, element.line, category);
    for (name, value) in &element.attributes {
        if let Some(field) = vocabulary::field(&word(name)) {
            draft.set(field, value);
        }
    }
    Frame::Person(Box::new(draft))
}

fn attribute(element: &Element<'_>, wanted: &str) -> Option<String> {
    element
        .attributes
        .iter()
        .find(|(name, _)| word(name) == wanted)
        .map(|(_, value)| value.clone().into_owned())
}

fn has(element: &Element<'_>, wanted: Field) -> bool {
    element.attributes.iter().any(|(name, _)| vocabulary::field(&word(name)) == Some(wanted))
}
