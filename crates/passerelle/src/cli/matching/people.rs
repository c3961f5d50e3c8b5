//! The people of a table.

use std::hash::BuildHasher as _;

use hashbrown::{DefaultHashBuilder, HashTable};
use matching::{Category, Day, People, Record, Title};
use model::BirthDate;

use super::{
    issues::{Issues, Oddity},
    source::Source,
    table::{Row, Table, word},
};

/// One of the two lists.
pub(super) struct List {
    /// Those who can be compared, in the order of the file.
    pub people: People,
    /// Those who cannot: the row of `people` before which they stand, and their identifier.
    pub left_out: Vec<(usize, String)>,
    /// What was odd.
    pub issues: Issues,
}

/// Which of the two lists a table is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// Accounts of the portal. One account may be in several categories, a row for each.
    Directory,
    /// Identities of PRONOTE. An identifier is one person.
    Export,
}

/// Where the columns of the contract are in a table.
struct Columns {
    id: usize,
    category: usize,
    last: usize,
    first: usize,
    title: Option<usize>,
    birth_last: Option<usize>,
    other_first: Option<usize>,
    born: Option<usize>,
    schools: Option<usize>,
    classes: Option<usize>,
    subjects: Option<usize>,
    children: Option<usize>,
}

impl Columns {
    fn of(table: &Table, side: Side) -> anyhow::Result<Self> {
        Ok(Self {
            id: table.required(match side {
                Side::Directory => &["ent_id"],
                Side::Export => &["pronote_id"],
            })?,
            category: table.required(&["categorie"])?,
            last: table.required(&["nom"])?,
            first: table.required(&["prenom"])?,
            title: table.column(&["civilite"]),
            birth_last: table.column(&["nom_famille"]),
            other_first: table.column(&["autres_prenoms"]),
            born: table.column(&["date_naissance"]),
            schools: table.column(&["uai"]),
            classes: table.column(&["classes", "classe"]),
            subjects: table.column(&["matieres", "matiere"]),
            children: table.column(&["enfants"]),
        })
    }
}

/// Reads a table of people.
///
/// # Errors
/// When the file is no such table. A row that is wrong is an issue.
pub(super) fn read(source: Source, side: Side) -> anyhow::Result<List> {
    let mut table = Table::open(source)?;
    let columns = Columns::of(&table, side)?;
    let mut list =
        List { people: People::new(), left_out: Vec::new(), issues: Issues::of(table.name().to_owned()) };
    let mut seen = Seen::default();
    while let Some(row) = table.next()? {
        list.add(&row, &columns, side, &mut seen);
    }
    list.close(&seen);
    Ok(list)
}

impl List {
    fn add(&mut self, row: &Row<'_>, columns: &Columns, side: Side, seen: &mut Seen) {
        let mut damaged = false;
        let mut cell = |place: Option<usize>| {
            let (text, decoded) = row.cell(place);
            damaged |= decoded;
            text
        };
        let id = cell(Some(columns.id));
        let category = cell(Some(columns.category));
        let born = cell(columns.born);
        let found = category_of(&category);
        let date = (!born.is_empty()).then(|| BirthDate::parse(&born));
        let record = Record {
            id: &id,
            category: found.unwrap_or_default(),
            title: Title::read(&cell(columns.title)),
            last: &cell(Some(columns.last)),
            birth_last: &cell(columns.birth_last),
            first: &cell(Some(columns.first)),
            other_first: &cell(columns.other_first),
            born: date.as_ref().and_then(|date| date.as_ref().ok()).copied().map(day),
            schools: &cell(columns.schools),
            classes: &cell(columns.classes),
            subjects: &cell(columns.subjects),
            children: &cell(columns.children),
        };
        let wrong = if id.is_empty() {
            Some(Oddity::NoId)
        } else if row.other_width() {
            let (found, wanted) = row.widths();
            Some(Oddity::Width { found, wanted })
        } else if found.is_none() {
            Some(Oddity::Category(category.to_string()))
        } else if seen.before(&record, side, &self.people) {
            self.issues.add(row.line, Oddity::Repeated);
            return;
        } else {
            None
        };
        match wrong {
            Some(oddity) => {
                self.issues.add(row.line, oddity);
                if !id.is_empty() {
                    self.left_out.push((self.people.len(), id.to_string()));
                }
            }
            None => self.people.push(&record),
        }
        if matches!(date, Some(Err(_))) {
            self.issues.add(row.line, Oddity::BirthDate);
        }
        if damaged {
            self.issues.count_decoded();
        }
    }

    /// Of somebody who was left out and stands elsewhere too, the other row tells.
    fn close(&mut self, seen: &Seen) {
        let mut told = std::collections::HashSet::new();
        let people = &self.people;
        self.left_out.retain(|(_, id)| !seen.holds(id, people) && told.insert(id.clone()));
    }
}

/// The rows read so far, by their identifiers.
#[derive(Default)]
struct Seen {
    rows: HashTable<u32>,
    hasher: DefaultHashBuilder,
}

impl Seen {
    /// Whether the list holds the identifier, in the same category where one may have several; notes it.
    fn before(&mut self, record: &Record<'_>, side: Side, people: &People) -> bool {
        let is_same = |row: &u32| {
            let row = *row as usize;
            people.id(row) == record.id && (side == Side::Export || people.category(row) == record.category)
        };
        let hash = self.hasher.hash_one(record.id);
        if self.rows.find(hash, is_same).is_some() {
            return true;
        }
        let row = u32::try_from(people.len()).unwrap_or(u32::MAX);
        self.rows.insert_unique(hash, row, |row| self.hasher.hash_one(people.id(*row as usize)));
        false
    }

    /// Whether a list holds the identifier.
    fn holds(&self, id: &str, people: &People) -> bool {
        self.rows.find(self.hasher.hash_one(id), |row| people.id(*row as usize) == id).is_some()
    }
}

/// The category of a word of the contract, however it is typed.
fn category_of(typed: &str) -> Option<Category> {
    let exact = |word: &str| Category::ALL.into_iter().find(|category| category_word(*category) == word);
    exact(typed).or_else(|| {
        let parts = word(typed);
        let singular: Vec<&str> = parts
            .split('_')
            .filter(|part| !part.is_empty() && *part != "de")
            .map(|part| part.strip_suffix('s').unwrap_or(part))
            .collect();
        exact(&singular.join("_"))
    })
}

/// The word of the contract for a category.
pub(super) const fn category_word(category: Category) -> &'static str {
    match category {
        Category::Teacher => "enseignant",
        Category::Pupil => "eleve",
        Category::Guardian => "responsable",
        Category::InternshipSupervisor => "maitre_stage",
        Category::Inspector => "inspecteur",
        Category::Staff => "personnel",
    }
}

/// A date as the engine takes it.
pub(super) fn day(date: BirthDate) -> Day {
    let (year, month, day) = date.parts();
    Day { year, month, day }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn categories_are_known_however_they_are_typed() {
        for (typed, category) in [
            ("eleve", Some(Category::Pupil)),
            ("Élèves", Some(Category::Pupil)),
            ("ENSEIGNANTS", Some(Category::Teacher)),
            ("maitre_stage", Some(Category::InternshipSupervisor)),
            ("Maîtres de stage", Some(Category::InternshipSupervisor)),
            ("maître-stage", Some(Category::InternshipSupervisor)),
            ("inspecteur", Some(Category::Inspector)),
            ("Personnels", Some(Category::Staff)),
            ("responsables", Some(Category::Guardian)),
            ("", None),
            ("cousin", None),
        ] {
            assert_eq!(category_of(typed), category, "{typed}");
        }
    }
}
