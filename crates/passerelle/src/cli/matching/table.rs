//! A CSV table as it streams by: columns known by the words of the first row, cells as the bytes say.

use std::{borrow::Cow, io::Read};

use anyhow::{Context as _, bail, ensure};
use csv::{ByteRecord, Reader, ReaderBuilder};
use encoding_rs::WINDOWS_1252;

use super::source::{Kind, Source};

/// Bytes read at a time.
const BUFFER: usize = 256 << 10;

/// A table of which the first row is read.
pub(super) struct Table {
    name: String,
    reader: Reader<Box<dyn Read>>,
    titles: Vec<String>,
    record: ByteRecord,
}

/// A row with its line in the file, from 1.
pub(super) struct Row<'t> {
    pub line: u64,
    cells: &'t ByteRecord,
    width: usize,
}

impl Table {
    /// Reads the first row. The separator is the one of `,`, `;` and tab that it has most of.
    ///
    /// # Errors
    /// When the file is no CSV or cannot be read.
    pub fn open(source: Source) -> anyhow::Result<Self> {
        let name = source.name();
        ensure!(source.kind()? == Kind::Csv, "le fichier {name} est un XML ; un CSV est attendu ici");
        let first = source.head().split(|b| *b == b'\n').find(|line| !line.trim_ascii().is_empty());
        let often = |sign: &u8| first.unwrap_or_default().iter().filter(|b| *b == sign).count();
        // The last of equals is taken: a comma.
        let separator = [b'\t', b';', b','].into_iter().max_by_key(often).unwrap_or(b',');
        let bytes: Box<dyn Read> = Box::new(source.into_bytes());
        let mut reader = ReaderBuilder::new()
            .delimiter(separator)
            .flexible(true)
            .buffer_capacity(BUFFER)
            .from_reader(bytes);
        let titles = reader.byte_headers().with_context(|| unreadable(&name))?;
        let titles = titles.iter().map(|title| word(&text(title).0)).collect();
        Ok(Self { name, reader, titles, record: ByteRecord::new() })
    }

    /// The name of the file.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where the column is that has one of these titles: lower case, without accents.
    pub fn column(&self, titles: &[&str]) -> Option<usize> {
        self.titles.iter().position(|title| titles.contains(&title.as_str()))
    }

    /// The same of a column that must be there.
    ///
    /// # Errors
    /// When it is not, with the titles that are.
    pub fn required(&self, titles: &[&str]) -> anyhow::Result<usize> {
        self.column(titles).with_context(|| {
            let wanted = titles.first().copied().unwrap_or_default();
            let found = self.titles.join(", ");
            let found: String = found.chars().take(200).flat_map(char::escape_debug).collect();
            format!("{} n'a pas de colonne « {wanted} » ; ses colonnes : {found}", self.name)
        })
    }

    /// The next row that holds anything.
    ///
    /// # Errors
    /// When the file cannot be read further, or a quotation mark swallows rows: nobody would know of the people in it.
    pub fn next(&mut self) -> anyhow::Result<Option<Row<'_>>> {
        let width = self.titles.len();
        loop {
            if !self.reader.read_byte_record(&mut self.record).with_context(|| unreadable(&self.name))? {
                return Ok(None);
            }
            let line = self.record.position().map_or(0, csv::Position::line);
            let several_lines = self.record.as_slice().contains(&b'\n');
            if several_lines && (Row { line, cells: &self.record, width }).other_width() {
                bail!(
                    "{}, ligne {line} : un guillemet s'ouvre sans se fermer ; les lignes qui suivent ne peuvent pas \
                     être lues. Corrigez la ligne, puis recommencez",
                    self.name
                );
            }
            if self.record.iter().any(|cell| !cell.trim_ascii().is_empty()) {
                break Ok(Some(Row { line, cells: &self.record, width }));
            }
        }
    }
}

impl<'t> Row<'t> {
    /// The cell of a column, without white space around, and whether it had to be read as Windows-1252.
    pub fn cell(&self, place: Option<usize>) -> (Cow<'t, str>, bool) {
        text(place.and_then(|place| self.cells.get(place)).unwrap_or_default())
    }

    /// How many cells it has, and how many titles there are.
    pub fn widths(&self) -> (usize, usize) {
        (self.cells.len(), self.width)
    }

    /// Whether cells are missing, or hold something beyond the last title: then nobody knows which is which.
    pub fn other_width(&self) -> bool {
        let beyond = |cell: &[u8]| !cell.trim_ascii().is_empty();
        self.cells.len() < self.width || self.cells.iter().skip(self.width).any(beyond)
    }
}

fn unreadable(name: &str) -> String {
    format!("le fichier {name} ne peut pas être lu jusqu'au bout")
}

/// Bytes as text: UTF-8, or Windows-1252 where they are not, as spreadsheets save in France.
fn text(bytes: &[u8]) -> (Cow<'_, str>, bool) {
    match std::str::from_utf8(bytes) {
        Ok(text) => (Cow::Borrowed(text.trim()), false),
        Err(_) => {
            let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
            (Cow::Owned(text.trim().to_owned()), true)
        }
    }
}

/// A word of the contract, however it is typed: lower case, no accents, `_` between its parts.
pub(super) fn word(typed: &str) -> String {
    let plain = |c: char| match c {
        'à' | 'â' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'î' | 'ï' => 'i',
        'ô' => 'o',
        ' ' | '-' | '\u{a0}' => '_',
        other => other,
    };
    typed.trim_start_matches('\u{feff}').trim().to_lowercase().chars().map(plain).collect()
}
