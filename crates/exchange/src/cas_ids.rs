//! Tables of CAS identifiers made with a spreadsheet: CSV in UTF-8 or Windows-1252, with `;`, `,` or tabs.

#[cfg(test)]
mod tests;

use std::{collections::BTreeMap, iter::Peekable, str::Chars};

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use model::{BirthDate, CasId, PersonName, PronoteId};

use crate::limits;

/// A line that can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Line of the file, from 1.
    pub line: u32,
    /// Column "Identifiant PRONOTE".
    pub pronote_id: Option<PronoteId>,
    /// Columns "Nom" and "Prénom".
    pub name: Option<PersonName>,
    /// Column "Date de naissance".
    pub birth_date: Option<BirthDate>,
    /// Column "Identifiant CAS".
    pub cas_id: CasId,
    /// The line as read, its cells separated by ` ; `.
    pub given: String,
}

/// A line that cannot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    /// Line of the file, from 1.
    pub line: u32,
    /// The line as read.
    pub given: String,
}

/// What a table holds: nothing of it is lost.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// Lines with a person and a CAS identifier.
    pub rows: Vec<Row>,
    /// Lines without, or with a value that cannot be one.
    pub issues: Vec<Issue>,
}

/// Why a file is no such table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoTable {
    /// Nothing is in it.
    #[error("the file is empty")]
    Empty,
    /// It is the file of a spreadsheet program, not a CSV.
    #[error("the file is not a text")]
    NotText,
    /// No column "Identifiant CAS".
    #[error("no column for the CAS identifier")]
    NoCasId,
    /// Neither a column "Identifiant PRONOTE" nor the columns "Nom" and "Prénom".
    #[error("no column that says who is meant")]
    NoPerson,
    /// More than [`limits::RECORDS`] lines.
    #[error("too many lines")]
    TooLong,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Column {
    PronoteId,
    CasId,
    LastName,
    FirstName,
    BirthDate,
}

/// Reads a table. Columns are known by the words of their first line, in any order; others are left alone.
///
/// # Errors
/// [`NoTable`].
pub fn read(bytes: &[u8]) -> Result<Table, NoTable> {
    let text = decode(bytes)?;
    let mut records = records(&text);
    if records.is_empty() {
        return Err(NoTable::Empty);
    }
    let columns = columns(&records.remove(0).1);
    if !columns.contains_key(&Column::CasId) {
        return Err(NoTable::NoCasId);
    }
    let named = columns.contains_key(&Column::LastName) && columns.contains_key(&Column::FirstName);
    if !named && !columns.contains_key(&Column::PronoteId) {
        return Err(NoTable::NoPerson);
    }
    if records.len() > limits::RECORDS {
        return Err(NoTable::TooLong);
    }
    let mut table = Table::default();
    for (line, cells) in records {
        let given = cells.iter().map(|cell| cell.trim()).collect::<Vec<_>>().join(" ; ");
        match row(line, &cells, &columns, given) {
            Ok(row) => table.rows.push(row),
            Err(given) => table.issues.push(Issue { line, given }),
        }
    }
    Ok(table)
}

/// A line understood, or its text when a value is missing or is none.
fn row(line: u32, cells: &[String], columns: &BTreeMap<Column, usize>, given: String) -> Result<Row, String> {
    let cell = |column| {
        let place = columns.get(&column);
        place.and_then(|place| cells.get(*place)).map(|cell| cell.trim()).filter(|cell| !cell.is_empty())
    };
    let Some(Ok(cas_id)) = cell(Column::CasId).map(CasId::parse) else { return Err(given) };
    let Ok(pronote_id) = cell(Column::PronoteId).map(PronoteId::parse).transpose() else { return Err(given) };
    let Ok(birth_date) = cell(Column::BirthDate).map(BirthDate::parse).transpose() else { return Err(given) };
    let name = match (cell(Column::LastName), cell(Column::FirstName)) {
        (Some(last), Some(first)) => Some(PersonName::new(last, first)),
        _ => None,
    };
    if pronote_id.is_none() && name.is_none() {
        return Err(given);
    }
    Ok(Row { line, pronote_id, name, birth_date, cas_id, given })
}

/// The text of a file: by its mark, else UTF-8 when it is that, else Windows-1252, as spreadsheets save in France.
fn decode(bytes: &[u8]) -> Result<String, NoTable> {
    let encoding = match (Encoding::for_bom(bytes), std::str::from_utf8(bytes)) {
        (Some((encoding, _)), _) => encoding,
        (None, Ok(_)) => UTF_8,
        (None, Err(_)) => WINDOWS_1252,
    };
    let (text, _, _) = encoding.decode(bytes);
    if text.contains('\0') || bytes.starts_with(b"PK\x03\x04") {
        return Err(NoTable::NotText);
    }
    Ok(text.into_owned())
}

/// Which column is where.
fn columns(titles: &[String]) -> BTreeMap<Column, usize> {
    let mut found = BTreeMap::new();
    for (place, title) in titles.iter().enumerate() {
        let plain: String = title
            .chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .map(unaccented)
            .collect();
        let column = match plain.as_str() {
            "identifiantpronote" | "idpronote" => Column::PronoteId,
            "identifiantcas" | "idcas" | "cas" => Column::CasId,
            "nom" => Column::LastName,
            "prenom" => Column::FirstName,
            "datedenaissance" | "datenaissance" | "neele" | "nele" => Column::BirthDate,
            _ => continue,
        };
        found.entry(column).or_insert(place);
    }
    found
}

const fn unaccented(c: char) -> char {
    match c {
        'é' | 'è' | 'ê' => 'e',
        other => other,
    }
}

/// The records of a CSV with the line on which each begins, blank ones left out. The separator is the one that the
/// first line has most of; a quoted cell may hold it, line ends, and doubled quotes.
fn records(text: &str) -> Vec<(u32, Vec<String>)> {
    let head = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let often = |separator: &char| head.matches(*separator).count();
    // The last of equals is taken: `;`.
    let separator = [',', '\t', ';'].into_iter().max_by_key(often).unwrap_or(';');
    let mut records = Vec::new();
    let (mut line, mut first, mut cells) = (1, 1, Vec::new());
    let mut rest = text.chars().peekable();
    while rest.peek().is_some() {
        let (cell, ended) = cell(&mut rest, separator, &mut line);
        cells.push(cell);
        if ended {
            let record = std::mem::take(&mut cells);
            if record.iter().any(|cell| !cell.trim().is_empty()) {
                records.push((first, record));
            }
            first = line;
        }
    }
    if cells.iter().any(|cell| !cell.trim().is_empty()) {
        records.push((first, cells));
    }
    records
}

/// The next cell, and whether its line ends with it.
fn cell(rest: &mut Peekable<Chars<'_>>, separator: char, line: &mut u32) -> (String, bool) {
    let mut cell = String::new();
    let mut quoted = rest.next_if_eq(&'"').is_some();
    while let Some(c) = rest.next() {
        match c {
            '"' if quoted && rest.next_if_eq(&'"').is_some() => cell.push('"'),
            '"' if quoted => quoted = false,
            '\r' if !quoted && rest.peek() == Some(&'\n') => {}
            '\n' | '\r' if !quoted => {
                *line += 1;
                return (cell, true);
            }
            c if c == separator && !quoted => return (cell, false),
            c => {
                *line += u32::from(c == '\n');
                cell.push(c);
            }
        }
    }
    (cell, true)
}
