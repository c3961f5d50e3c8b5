//! Why a file cannot be read at all.

use std::io;

use crate::limits::Limit;

/// Why nothing can be taken from a file. Each variant calls for another advice to the person who sent it.
/// Lines are counted from 1.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// Zero bytes, or only white space.
    #[error("the file is empty")]
    Empty,
    /// Not an XML document, or one that breaks the grammar of XML.
    #[error("line {line}: this is not XML")]
    NotXml {
        /// Where the grammar is broken.
        line: u32,
    },
    /// The file stops before the end of its document: most often a download that was cut.
    #[error("line {line}: the file stops before its end")]
    Truncated {
        /// The last line of the file.
        line: u32,
    },
    /// A document type declaration: none is ever needed here, and it is the door to entity attacks.
    #[error("line {line}: a document type declaration (DTD) is not accepted")]
    Doctype {
        /// Where it stands.
        line: u32,
    },
    /// More bytes than accepted; reading stopped there.
    #[error("the file is larger than {limit_mib} MiB")]
    TooLarge {
        /// [`crate::limits::FILE_MIB`], or [`crate::limits::INFLATED_MIB`] for what a sealed file holds.
        limit_mib: u64,
    },
    /// Another limit of [`crate::limits`].
    #[error("line {line}: {what}")]
    Limit {
        /// Which one.
        what: Limit,
        /// Where it was passed.
        line: u32,
    },
    /// An encoding that we do not read.
    #[error("the file declares the unknown encoding {declared:?}")]
    Encoding {
        /// As the file declares it.
        declared: String,
    },
    /// A sealed container, and none of our keys is one that it was sealed for. All of this is public.
    #[error("the file is sealed for {}; the keys held are for {}", names(sealed_for), names(held))]
    NotForUs {
        /// The recipients it names, as written; none for a container that gives no names.
        sealed_for: Vec<String>,
        /// The names for which we hold a key.
        held: Vec<String>,
    },
    /// A sealed container that does not open: damaged, changed, or sealed for another key under our name. No more
    /// is told, on purpose: see [`crate::sealed`].
    #[error("the sealed file cannot be opened")]
    CannotBeOpened,
    /// Sound XML of another kind than the one asked for.
    #[error("the document is a {root:?}")]
    OtherDocument {
        /// The name of its root.
        root: String,
    },
    /// Sound XML, in which no element is a person.
    #[error("the file holds nobody")]
    NoPerson,
    /// The source failed.
    #[error("reading the file")]
    Io(#[source] io::Error),
}

/// Names in a sentence.
fn names(names: &[String]) -> String {
    if names.is_empty() { "nobody".to_owned() } else { names.join(", ") }
}
