//! The front of the XML reader: bytes in the encoding of the file become UTF-8, lines and sizes are counted.

use std::io::{self, BufRead, ErrorKind, Read};

use encoding_rs::{Decoder, Encoding, ISO_8859_15, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::{
    Unreadable,
    limits::{self, Limit},
};

const CHUNK: usize = 64 << 10;
/// An XML declaration stands in the first bytes of its file.
const HEAD: usize = 512;

/// A source of UTF-8 text. Bytes that mean nothing in the encoding of the file become U+FFFD.
///
/// The parser above knows errors of input and output only, so a refusal is kept here until it is asked for.
pub(super) struct Decoded<R> {
    source: R,
    decoder: Decoder,
    raw: Vec<u8>,
    raw_from: usize,
    raw_to: usize,
    text: Vec<u8>,
    text_from: usize,
    text_to: usize,
    source_ended: bool,
    ended: bool,
    limit_mib: u64,
    bytes_left: u64,
    piece: usize,
    line: u32,
    failure: Option<Unreadable>,
}

impl<R: Read> Decoded<R> {
    /// Reads the head of the source and finds its encoding. More than `limit_mib` MiB are refused.
    pub fn new(source: R, limit_mib: u64) -> Result<Self, Unreadable> {
        let mut front = Self {
            source,
            decoder: UTF_8.new_decoder(),
            raw: vec![0; CHUNK],
            raw_from: 0,
            raw_to: 0,
            text: vec![0; CHUNK],
            text_from: 0,
            text_to: 0,
            source_ended: false,
            ended: false,
            limit_mib,
            bytes_left: limit_mib << 20,
            piece: 0,
            line: 1,
            failure: None,
        };
        while front.raw_to < HEAD && !front.source_ended {
            front.read_raw()?;
        }
        let head = front.raw.get(..front.raw_to).unwrap_or_default();
        front.decoder = encoding_of(head)?.new_decoder_with_bom_removal();
        Ok(front)
    }

    /// The line of the next sign, from 1.
    pub fn line(&self) -> u32 {
        self.line
    }

    /// Whether the reader asked for more after the last sign.
    pub fn at_end(&self) -> bool {
        self.ended && self.text_from == self.text_to
    }

    /// Starts counting the size of the next piece.
    pub fn begin_piece(&mut self) {
        self.piece = 0;
    }

    /// Why reading failed, when it was not the grammar.
    pub fn take_failure(&mut self) -> Option<Unreadable> {
        self.failure.take()
    }

    /// Skips white space and looks at the byte that follows.
    pub fn first_sign(&mut self) -> Result<Option<u8>, Unreadable> {
        loop {
            self.begin_piece();
            let text = match self.fill_buf() {
                Ok(text) => text,
                Err(error) => return Err(self.failure.take().unwrap_or(Unreadable::Io(error))),
            };
            let blank = text.iter().take_while(|b| b.is_ascii_whitespace()).count();
            let (next, ended) = (text.get(blank).copied(), text.is_empty());
            self.consume(blank);
            if next.is_some() || ended {
                return Ok(next);
            }
        }
    }

    /// Appends bytes of the source to the raw buffer.
    fn read_raw(&mut self) -> Result<(), Unreadable> {
        let space = self.raw.get_mut(self.raw_to..).unwrap_or_default();
        let count = loop {
            match self.source.read(space) {
                Ok(count) => break count,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(Unreadable::Io(error)),
            }
        };
        self.raw_to += count;
        self.source_ended = count == 0;
        self.bytes_left = self
            .bytes_left
            .checked_sub(count as u64)
            .ok_or(Unreadable::TooLarge { limit_mib: self.limit_mib })?;
        Ok(())
    }

    /// Decodes until there is text or the source ends.
    fn refill(&mut self) -> Result<(), Unreadable> {
        if self.piece > limits::PIECE_BYTES {
            return Err(Unreadable::Limit { what: Limit::PieceBytes, line: self.line });
        }
        (self.text_from, self.text_to) = (0, 0);
        while self.text_to == 0 && !self.ended {
            if self.raw_from == self.raw_to && !self.source_ended {
                (self.raw_from, self.raw_to) = (0, 0);
                self.read_raw()?;
            }
            let raw = self.raw.get(self.raw_from..self.raw_to).unwrap_or_default();
            let (result, read, written, _) =
                self.decoder.decode_to_utf8(raw, &mut self.text, self.source_ended);
            self.raw_from += read;
            self.text_to = written;
            self.ended = self.source_ended && result == encoding_rs::CoderResult::InputEmpty;
        }
        Ok(())
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(into)?;
        self.consume(count);
        Ok(count)
    }
}

impl<R: Read> BufRead for Decoded<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.text_from == self.text_to
            && !self.ended
            && let Err(failure) = self.refill()
        {
            self.failure = Some(failure);
            return Err(io::Error::other("the input was refused"));
        }
        Ok(self.text.get(self.text_from..self.text_to).unwrap_or_default())
    }

    fn consume(&mut self, count: usize) {
        let to = (self.text_from + count).min(self.text_to);
        let taken = self.text.get(self.text_from..to).unwrap_or_default();
        let lines = taken.iter().filter(|b| **b == b'\n').count();
        self.line = self.line.saturating_add(u32::try_from(lines).unwrap_or(u32::MAX));
        self.piece += taken.len();
        self.text_from = to;
    }
}

/// Finds the encoding: a byte order mark, else the zeros of UTF-16 around `<`, else the XML declaration, else UTF-8.
fn encoding_of(head: &[u8]) -> Result<&'static Encoding, Unreadable> {
    if let Some((encoding, _)) = Encoding::for_bom(head) {
        return Ok(encoding);
    }
    match head {
        [b'<', 0, ..] => return Ok(UTF_16LE),
        [0, b'<', ..] => return Ok(UTF_16BE),
        _ => {}
    }
    let Some(declared) = declared(&String::from_utf8_lossy(head)) else { return Ok(UTF_8) };
    match Encoding::for_label(declared.as_bytes()) {
        // A declaration of UTF-16 that is readable byte by byte was left there by a program that re-encoded the file.
        Some(encoding) if encoding == UTF_16LE || encoding == UTF_16BE => Ok(UTF_8),
        // ISO-8859-1 and US-ASCII are read as Windows-1252, which contains them.
        Some(encoding) if [UTF_8, WINDOWS_1252, ISO_8859_15].contains(&encoding) => Ok(encoding),
        _ => Err(Unreadable::Encoding { declared }),
    }
}

/// The value of `encoding` in an XML declaration at the beginning of a text.
fn declared(head: &str) -> Option<String> {
    let declaration = head.trim_start().strip_prefix("<?xml")?.split_once("?>")?.0;
    let (_, after) = declaration.split_once("encoding")?;
    let value = after.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    Some(value.get(1..)?.split_once(quote)?.0.to_owned())
}
