//! Reading an uploaded file, clear or sealed, while it arrives, in bounded memory.

use std::io::{self, Read};

use bytes::Bytes;
use exchange::{
    Unreadable,
    identifiers::{self, Imported},
    sealed::KeyRing,
};
use tokio::{sync::mpsc, task::spawn_blocking};

/// Pieces waiting between the network and the reader; a piece is at most some tens of kilobytes.
const PIECES_WAITING: usize = 8;

/// A file on its way: pieces go in, the reader works beside.
pub(super) struct Upload {
    pieces: Option<mpsc::Sender<Bytes>>,
    reader: tokio::task::JoinHandle<Result<Imported, Unreadable>>,
}

impl Upload {
    /// `keys` open the file if it is sealed.
    pub(super) fn begin(keys: KeyRing) -> Self {
        let (pieces, received) = mpsc::channel(PIECES_WAITING);
        let reader =
            spawn_blocking(move || identifiers::read_any(Pieces { received, rest: Bytes::new() }, &keys));
        Self { pieces: Some(pieces), reader }
    }

    /// Takes the next piece. A reader that has seen enough (too large, a DTD) drops what still comes.
    pub(super) async fn push(&mut self, piece: Bytes) {
        if let Some(pieces) = &self.pieces
            && pieces.send(piece).await.is_err()
        {
            self.pieces = None;
        }
    }

    /// The outcome, once the last piece was pushed.
    pub(super) async fn finish(self) -> Result<Imported, Unreadable> {
        drop(self.pieces);
        self.reader.await.unwrap_or_else(|error| Err(Unreadable::Io(io::Error::other(error))))
    }
}

/// The received pieces as a file.
struct Pieces {
    received: mpsc::Receiver<Bytes>,
    rest: Bytes,
}

impl Read for Pieces {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.rest.is_empty() {
            match self.received.blocking_recv() {
                Some(piece) => self.rest = piece,
                None => return Ok(0),
            }
        }
        let taken = self.rest.split_to(buffer.len().min(self.rest.len()));
        buffer.iter_mut().zip(&taken).for_each(|(to, from)| *to = *from);
        Ok(taken.len())
    }
}
