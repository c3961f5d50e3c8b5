//! A person as the file gives it, before its values are checked.

use model::{BirthDate, CasId, Category, PersonName, PronoteId, PronoteIdShape};

use super::{ExportedPerson, IssueKind, tidy, vocabulary::Field};

/// The values of one person's element, tidied; empty when the file gives none.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub line: u32,
    /// The name of the element.
    pub element: String,
    pub category: Option<Category>,
    pub ident: String,
    pub classes: Vec<String>,
    pub guardians: Vec<String>,
    pronote_id: String,
    cas_id: String,
    last: String,
    first: String,
    birth_date: String,
    civility: String,
    postal_code: String,
}

impl Draft {
    /// A person without values yet.
    pub fn new(element: &str, line: u32, category: Option<Category>) -> Self {
        Self { line, element: element.to_owned(), category, ..Self::default() }
    }

    /// Takes a value; the first one that is not empty stays.
    pub fn set(&mut self, field: Field, value: &str) {
        let value = tidy(value);
        let place = match field {
            Field::Ident => &mut self.ident,
            Field::PronoteId => &mut self.pronote_id,
            Field::CasId => &mut self.cas_id,
            Field::Last => &mut self.last,
            Field::First => &mut self.first,
            Field::BirthDate => &mut self.birth_date,
            Field::Civility => &mut self.civility,
            Field::PostalCode => &mut self.postal_code,
            Field::Class => {
                if !value.is_empty() {
                    self.classes.push(value);
                }
                return;
            }
        };
        if place.is_empty() {
            *place = value;
        }
    }

    /// Neither a name nor an identifier: an element that only refers to a person, or holds some.
    pub fn is_reference(&self) -> bool {
        self.pronote_id.is_empty() && self.last.is_empty() && self.first.is_empty()
    }

    /// Checks the values; `Err` says why the person is left out, `issues` what is doubtful about one who is kept.
    pub fn check(self, issues: &mut Vec<IssueKind>) -> Result<ExportedPerson, IssueKind> {
        let Some(category) = self.category else { return Err(IssueKind::UnknownCategory(self.element)) };
        if self.pronote_id.is_empty() {
            return Err(IssueKind::MissingPronoteId);
        }
        let Ok(pronote_id) = PronoteId::parse(&self.pronote_id) else {
            return Err(IssueKind::BadPronoteId(self.pronote_id));
        };
        if self.last.is_empty() {
            return Err(IssueKind::MissingName);
        }
        if self.first.is_empty() {
            issues.push(IssueKind::MissingFirstName);
        }
        if pronote_id.shape() == PronoteIdShape::Unusual {
            issues.push(IssueKind::UnusualPronoteId(self.pronote_id));
        }
        if self.last.contains('\u{FFFD}') || self.first.contains('\u{FFFD}') {
            issues.push(IssueKind::DamagedName);
        }
        let present = |value: String| (!value.is_empty()).then_some(value);
        Ok(ExportedPerson {
            line: self.line,
            category,
            pronote_id,
            name: PersonName::new(&self.last, &self.first),
            birth_date: present(self.birth_date).and_then(|raw| {
                BirthDate::parse(day(&raw)).map_err(|_| issues.push(IssueKind::BadBirthDate(raw))).ok()
            }),
            ident: present(self.ident),
            civility: present(self.civility),
            postal_code: present(self.postal_code),
            classes: self.classes,
            guardians: self.guardians,
            cas_id: present(self.cas_id)
                .and_then(|raw| CasId::parse(&raw).map_err(|_| issues.push(IssueKind::BadCasId(raw))).ok()),
        })
    }
}

/// The day of an `xs:date` or `xs:dateTime`, which may carry a time or a zone after it.
fn day(raw: &str) -> &str {
    match raw.split_at_checked(10) {
        Some((day, rest)) if rest.starts_with(['T', 'Z', '+', ' ']) => day,
        _ => raw,
    }
}
