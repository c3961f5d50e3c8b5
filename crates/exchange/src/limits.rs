//! What a file from outside may weigh: the one table of this crate.
//!
//! The figures leave a wide margin above the largest school (some 5,000 people, a file of about 1 MiB) and keep
//! the memory of a hostile file bounded. Beyond one of them a file is refused with the reason and the line.

use std::fmt;

/// Bytes of an identifier file, in MiB.
pub const FILE_MIB: u64 = 64;
/// Bytes of a sealed document once inflated, in MiB.
pub const INFLATED_MIB: u64 = 256;
/// Key blocks of one sealed container.
pub const PARTNERS: usize = 32;
/// Elements inside one another.
pub const DEPTH: usize = 50;
/// Attributes of one element.
pub const ATTRIBUTES: usize = 64;
/// Bytes (UTF-8) of one value, written as an attribute or as the text of an element.
pub const VALUE_BYTES: usize = 4 << 10;
/// Bytes (UTF-8) of the name of an element.
pub const NAME_BYTES: usize = 256;
/// People in one file.
pub const RECORDS: usize = 200_000;
/// Elements in one file.
pub const ELEMENTS: usize = 2_000_000;
/// Bytes (UTF-8) of one tag, one comment or one run of text: what the parser holds at a time. (The content of a
/// sealed container is one run of text; it comes in pieces and has no limit but that of the file.)
pub const PIECE_BYTES: usize = 1 << 20;
/// Issues kept with their lines; further ones are only counted.
pub const ISSUES: usize = 10_000;

/// A limit that a file went beyond.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// [`DEPTH`].
    Depth,
    /// [`ATTRIBUTES`].
    Attributes,
    /// [`VALUE_BYTES`].
    ValueBytes,
    /// [`NAME_BYTES`].
    NameBytes,
    /// [`RECORDS`].
    Records,
    /// [`ELEMENTS`].
    Elements,
    /// [`PIECE_BYTES`].
    PieceBytes,
    /// [`PARTNERS`].
    Partners,
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Depth => write!(f, "more than {DEPTH} elements inside one another"),
            Self::Attributes => write!(f, "more than {ATTRIBUTES} attributes on one element"),
            Self::ValueBytes => write!(f, "a value longer than {VALUE_BYTES} bytes"),
            Self::NameBytes => write!(f, "a name of element longer than {NAME_BYTES} bytes"),
            Self::Records => write!(f, "more than {RECORDS} people"),
            Self::Elements => write!(f, "more than {ELEMENTS} elements"),
            Self::PieceBytes => write!(f, "a tag, comment or text longer than {PIECE_BYTES} bytes"),
            Self::Partners => write!(f, "more than {PARTNERS} key blocks"),
        }
    }
}
