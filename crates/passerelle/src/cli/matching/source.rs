//! A file of the command: named in every message, looked at before it is read, never held whole.

use std::{
    fs::File,
    io::{Cursor, Read},
    os::unix::fs::MetadataExt as _,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, bail};

/// How much is looked at: a header row is far shorter, and so is what stands before the root of an XML file.
const HEAD: u64 = 64 << 10;

/// A file that is open, of which the beginning is known.
pub(super) struct Source {
    path: PathBuf,
    head: Vec<u8>,
    rest: File,
}

/// What a file is, by its first bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A text with separators, in an encoding that has ASCII in it.
    Csv,
    /// An XML document, in any encoding.
    Xml,
}

impl Source {
    /// Opens a file, or a pipe.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn open(path: &Path) -> anyhow::Result<Self> {
        let unreadable = || format!("le fichier {} ne peut pas être lu", path.display());
        let mut rest = File::open(path).with_context(unreadable)?;
        let mut head = Vec::new();
        rest.by_ref().take(HEAD).read_to_end(&mut head).with_context(unreadable)?;
        Ok(Self { path: path.to_owned(), head, rest })
    }

    /// As it was named on the command line.
    pub fn name(&self) -> String {
        self.path.display().to_string()
    }

    /// What the file is.
    ///
    /// # Errors
    /// When it is empty, the file of a spreadsheet program, or a text of 16-bit characters that is no XML.
    pub fn kind(&self) -> anyhow::Result<Kind> {
        let name = self.path.display();
        let sign = self.head.iter().find(|b| !b.is_ascii_whitespace() && !matches!(b, 0xEF | 0xBB | 0xBF));
        match (self.head.as_slice(), sign) {
            (_, None) => bail!("le fichier {name} est vide"),
            (_, Some(b'<')) | ([0xFF, 0xFE, b'<', ..] | [0xFE, 0xFF, 0, b'<', ..] | [0, b'<', ..], _) => {
                Ok(Kind::Xml)
            }
            ([b'P', b'K', 3, 4, ..], _) => bail!(
                "le fichier {name} est celui d'un tableur : enregistrez-le au format « CSV UTF-8 », puis recommencez"
            ),
            (head, _) if head.contains(&0) => bail!(
                "le fichier {name} n'est pas un texte en UTF-8 : enregistrez-le au format « CSV UTF-8 », puis \
                 recommencez"
            ),
            _ => Ok(Kind::Csv),
        }
    }

    /// The bytes looked at.
    pub fn head(&self) -> &[u8] {
        &self.head
    }

    /// All the bytes, from the first.
    pub fn into_bytes(self) -> impl Read {
        Cursor::new(self.head).chain(self.rest)
    }

    /// Whether a path leads to this file, under whatever name.
    pub fn is_at(&self, path: &Path) -> bool {
        match (self.rest.metadata(), path.metadata()) {
            (Ok(own), Ok(other)) => own.is_file() && (own.dev(), own.ino()) == (other.dev(), other.ino()),
            _ => false,
        }
    }
}
