//! The people, header and issues gathered so far.

use std::collections::HashMap;

use model::{PronoteId, Uai};

use super::{Header, Imported, Issue, IssueKind, Unreadable, draft::Draft, tidy, vocabulary::HeaderField};
use crate::limits::{self, Limit};

#[derive(Default)]
pub(super) struct People {
    header: Header,
    people: Vec<super::ExportedPerson>,
    /// Where in `people` each identifier is.
    places: HashMap<PronoteId, usize>,
    issues: Vec<Issue>,
    further_issues: usize,
    seen: usize,
}

impl People {
    /// Adds a person, or an issue that says why not. `inside` tells that it stands in the element of somebody else.
    pub fn add(&mut self, draft: Draft, inside: bool) -> Result<(), Unreadable> {
        let line = draft.line;
        self.seen += 1;
        if self.seen > limits::RECORDS {
            return Err(Unreadable::Limit { what: Limit::Records, line });
        }
        let mut doubts = Vec::new();
        let person = match draft.check(&mut doubts) {
            Ok(person) => person,
            Err(kind) => {
                self.issue(line, kind);
                return Ok(());
            }
        };
        let first = self.places.get(&person.pronote_id).and_then(|place| self.people.get(*place));
        if let Some(first) = first {
            // Exports that write guardians inside pupils repeat them for each child.
            let repeated = inside && first.category == person.category && first.name == person.name;
            if !repeated {
                let kind = IssueKind::DuplicatePronoteId { first_line: first.line };
                self.issue(line, kind);
            }
            return Ok(());
        }
        for kind in doubts {
            self.issue(line, kind);
        }
        self.places.insert(person.pronote_id.clone(), self.people.len());
        self.people.push(person);
        Ok(())
    }

    /// Takes a value of the header, named `name` in the file; the first one that is not empty stays.
    pub fn set_header(&mut self, field: HeaderField, name: &str, value: &str, line: u32) {
        let value = tidy(value);
        if value.is_empty() {
            return;
        }
        let place = match field {
            HeaderField::Uai => {
                match Uai::parse(&value) {
                    Ok(uai) => _ = self.header.uai.get_or_insert(uai),
                    Err(_) => self.issue(line, IssueKind::BadUai(value)),
                }
                return;
            }
            HeaderField::OnlyWithoutCasId => {
                match value.to_ascii_lowercase().as_str() {
                    "true" | "1" | "oui" => _ = self.header.only_without_cas_id.get_or_insert(true),
                    "false" | "0" | "non" => _ = self.header.only_without_cas_id.get_or_insert(false),
                    _ => self.issue(line, IssueKind::BadHeader(name.to_owned())),
                }
                return;
            }
            HeaderField::Ignored => return,
            HeaderField::PairingCode => &mut self.header.pairing_code,
            HeaderField::Software => &mut self.header.software,
            HeaderField::WrittenAt => &mut self.header.written_at,
            HeaderField::SchoolName => &mut self.header.school_name,
        };
        place.get_or_insert(value);
    }

    /// Notes an issue, or only counts it when there are too many.
    pub fn issue(&mut self, line: u32, kind: IssueKind) {
        if self.issues.len() < limits::ISSUES {
            self.issues.push(Issue { line, kind });
        } else {
            self.further_issues += 1;
        }
    }

    /// What was gathered, if any element was a person.
    pub fn finish(self) -> Result<Imported, Unreadable> {
        if self.seen == 0 {
            return Err(Unreadable::NoPerson);
        }
        let Self { header, people, issues, further_issues, .. } = self;
        Ok(Imported { header, people, issues, further_issues })
    }
}
