//! What a container held: bytes that come as they are inflated, up to a limit.

use std::io::{self, Cursor, Read};

use flate2::bufread::ZlibDecoder;

use super::Unreadable;
use crate::limits;

/// The document of an opened container, inflated while it is read.
///
/// A reader of files knows errors of input only, so why reading failed is kept here: see [`Content::failure`].
#[derive(Debug)]
pub struct Content {
    source: Source,
    left: u64,
    failure: Option<Unreadable>,
}

#[derive(Debug)]
enum Source {
    Plain(Cursor<Vec<u8>>),
    Zlib(ZlibDecoder<Cursor<Vec<u8>>>),
}

impl Content {
    pub(super) fn new(bytes: Vec<u8>, compressed: bool) -> Self {
        let bytes = Cursor::new(bytes);
        let source = if compressed { Source::Zlib(ZlibDecoder::new(bytes)) } else { Source::Plain(bytes) };
        Self { source, left: limits::INFLATED_MIB << 20, failure: None }
    }

    /// The whole document. Its byte order mark, if any, is left on.
    ///
    /// # Errors
    /// [`Unreadable::CannotBeOpened`] when it does not inflate, [`Unreadable::TooLarge`].
    pub fn read_whole(mut self) -> Result<Vec<u8>, Unreadable> {
        let mut bytes = Vec::new();
        match self.read_to_end(&mut bytes) {
            Ok(_) => Ok(bytes),
            Err(error) => Err(self.failure().unwrap_or(Unreadable::Io(error))),
        }
    }

    /// Why reading failed, once it has.
    pub fn failure(&mut self) -> Option<Unreadable> {
        self.failure.take()
    }

    fn fail(&mut self, failure: Unreadable) -> io::Error {
        self.failure = Some(failure);
        io::Error::other("the sealed content was refused")
    }
}

impl Read for Content {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = match &mut self.source {
            Source::Plain(bytes) => bytes.read(into),
            Source::Zlib(bytes) => bytes.read(into),
        };
        let Ok(count) = read else { return Err(self.fail(Unreadable::CannotBeOpened)) };
        match self.left.checked_sub(count as u64) {
            Some(left) => {
                self.left = left;
                Ok(count)
            }
            None => Err(self.fail(Unreadable::TooLarge { limit_mib: limits::INFLATED_MIB })),
        }
    }
}
