//! Lists of people: sorted as a French reader expects, searched without accents, a page at a time.

use std::cmp::Ordering;

use db::{DbError, args};
use model::{BirthDate, CasId, Category, PersonName, PronoteId};
use web::{Timestamp, clock};

use super::{PersonId, sql};
use crate::{Pronote, bases::BaseId};

/// People on one page.
pub const PAGE_SIZE: u32 = 100;

/// The column that a list is sorted by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SortBy {
    /// "Nom", then "Prénom".
    #[default]
    LastName,
    /// "Prénom".
    FirstName,
    /// "Né(e) le".
    BirthDate,
    /// "Classe".
    Class,
    /// "Dernière connexion".
    LastLogin,
    /// "Identifiant PRONOTE".
    PronoteId,
    /// "Identifiant CAS".
    CasId,
}

impl SortBy {
    /// All columns, in the order of the screen.
    pub const ALL: [Self; 7] = [
        Self::LastName,
        Self::FirstName,
        Self::BirthDate,
        Self::Class,
        Self::LastLogin,
        Self::PronoteId,
        Self::CasId,
    ];

    /// The word in addresses and in keys of words.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::LastName => "last-name",
            Self::FirstName => "first-name",
            Self::BirthDate => "birth-date",
            Self::Class => "class",
            Self::LastLogin => "last-login",
            Self::PronoteId => "pronote-id",
            Self::CasId => "cas-id",
        }
    }

    /// What is compared; nothing when the cell is empty.
    fn key(self, entry: &Entry) -> Option<String> {
        match self {
            Self::LastName => Some(sort_key(&entry.name(), entry.class.as_deref())),
            Self::FirstName => Some(fold(&entry.first_name)),
            Self::BirthDate => entry.birth_date.map(|date| date.to_string()),
            Self::Class => entry.class.as_deref().map(fold),
            Self::LastLogin => entry.last_login_at.map(|at| format!("{at:020}")),
            Self::PronoteId => Some(entry.pronote_id.to_string()),
            Self::CasId => entry.cas_id.as_ref().map(ToString::to_string),
        }
    }
}

/// What is listed.
#[derive(Debug, Clone)]
pub struct ListQuery {
    /// One category.
    pub category: Category,
    /// Words that name or class must hold, or a whole identifier; empty for everybody.
    pub search: String,
    /// Page, from 0.
    pub page: u32,
    /// The column sorted by.
    pub sort: SortBy,
    /// From the last to the first. Empty cells come last either way.
    pub descending: bool,
}

impl ListQuery {
    /// Everybody of a category, by name.
    pub const fn all(category: Category) -> Self {
        Self { category, search: String::new(), page: 0, sort: SortBy::LastName, descending: false }
    }
}

db::row! {
    /// A person as the supervisor's lists show them.
    pub struct Entry {
        /// Key.
        pub id: PersonId => text,
        /// One of the six categories.
        pub category: Category => text,
        /// "Identifiant PRONOTE".
        pub pronote_id: PronoteId => text,
        /// "Identifiant CAS".
        pub cas_id: Option<CasId> => text_opt,
        /// "Nom".
        pub last_name: String => text,
        /// "Prénom".
        pub first_name: String => text,
        /// `M.` or `Mme`.
        pub civility: Option<String> => text_opt,
        /// "Né(e) le".
        pub birth_date: Option<BirthDate> => text_opt,
        /// Class of a pupil; none for a former pupil.
        pub class: Option<String> => text_opt,
        /// Last connection, in milliseconds since 1970.
        pub last_login_at: Option<i64> => int_opt,
        /// PRONOTE's own login.
        pub own_login: Option<String> => text_opt,
        /// Whether a guardian is one by law, and not a grandparent or a neighbour.
        pub legal_guardian: bool => flag,
        /// Whether a guardian may read what PRONOTE publishes: only those are exported to the ENT.
        pub consults: bool => flag,
    }
}

impl Entry {
    /// Both names.
    pub fn name(&self) -> PersonName {
        PersonName { last: self.last_name.clone(), first: self.first_name.clone() }
    }

    /// `NOM Prénom`.
    pub fn listed(&self) -> String {
        self.name().listed()
    }

    /// When the person was last here.
    pub fn last_login(&self) -> Option<Timestamp> {
        self.last_login_at.map(clock::from_millis)
    }

    /// The same as screens print it; empty for somebody who never came.
    pub fn last_login_shown(&self) -> String {
        self.last_login().map(clock::seed_form).unwrap_or_default()
    }
}

db::row! {
    struct Total { total: i64 => int }
}

/// How many people a list has on all its pages.
///
/// # Errors
/// [`DbError`].
pub async fn count(pronote: &Pronote, base: &BaseId, query: &ListQuery) -> Result<usize, DbError> {
    let values = args![base, query.category.as_str(), &pattern(&query.search), query.search.trim()];
    let total: Option<Total> = pronote.db().optional(sql::COUNT, values).await?;
    Ok(total.and_then(|row| usize::try_from(row.total).ok()).unwrap_or_default())
}

/// One page of a list, and how many people it has in all.
///
/// # Errors
/// [`DbError`].
pub async fn list(
    pronote: &Pronote,
    base: &BaseId,
    query: &ListQuery,
) -> Result<(Vec<Entry>, usize), DbError> {
    let values = args![base, query.category.as_str(), &pattern(&query.search), query.search.trim()];
    let mut entries: Vec<Entry> = pronote.db().all(sql::LIST, values).await?;
    // Sorted here: the two engines do not agree on the place of an accent.
    entries.sort_by_cached_key(|entry| {
        (Some(sort_key(&entry.name(), entry.class.as_deref())), entry.id.clone())
    });
    if query.sort != SortBy::LastName || query.descending {
        let mut keyed: Vec<(Option<String>, Entry)> =
            entries.into_iter().map(|entry| (query.sort.key(&entry), entry)).collect();
        keyed.sort_by(|(a, _), (b, _)| order(a.as_deref(), b.as_deref(), query.descending));
        entries = keyed.into_iter().map(|(_, entry)| entry).collect();
    }
    let total = entries.len();
    let from = usize::try_from(query.page).unwrap_or(usize::MAX).saturating_mul(PAGE_SIZE as usize);
    Ok((entries.into_iter().skip(from).take(PAGE_SIZE as usize).collect(), total))
}

fn order(a: Option<&str>, b: Option<&str>, descending: bool) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) if descending => b.cmp(a),
        (Some(a), Some(b)) => a.cmp(b),
        (a, b) => a.is_none().cmp(&b.is_none()),
    }
}

/// Everybody of a base, by name.
///
/// # Errors
/// [`DbError`].
pub async fn entries(pronote: &Pronote, base: &BaseId) -> Result<Vec<Entry>, DbError> {
    pronote.db().all(sql::ENTRIES, args![base]).await
}

/// One person of a base, as lists show them.
///
/// # Errors
/// [`DbError`].
pub async fn entry(pronote: &Pronote, base: &BaseId, id: &PersonId) -> Result<Option<Entry>, DbError> {
    pronote.db().optional(sql::ENTRY, args![base, id]).await
}

/// A text as names are compared, with letters, digits and single spaces only.
fn fold(text: &str) -> String {
    let plain = matching::fold(text).replace(|c: char| !c.is_alphanumeric(), " ");
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a person is sorted and searched by: last name, first name, class.
pub(super) fn sort_key(name: &PersonName, class: Option<&str>) -> String {
    [name.last.as_str(), &name.first, class.unwrap_or_default()].map(fold).join("  ").trim_end().to_owned()
}

/// A LIKE pattern in which the words of a search follow one another. Folding leaves letters, digits and spaces
/// only, so nothing in it can be a wildcard.
fn pattern(search: &str) -> String {
    let folded = fold(search);
    let words: Vec<&str> = folded.split_whitespace().take(8).collect();
    if words.is_empty() { "%".to_owned() } else { format!("%{}%", words.join("%")) }
}

db::row! {
    /// A class and its pupils.
    pub struct Class {
        /// Its name.
        pub name: String => text,
        /// How many pupils it has.
        pub pupils: i64 => int,
    }
}

/// The classes of a base with their pupils counted.
///
/// # Errors
/// [`DbError`].
pub async fn classes(pronote: &Pronote, base: &BaseId) -> Result<Vec<Class>, DbError> {
    pronote.db().all(sql::CLASSES, args![base]).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_keeps_letters_and_digits() {
        for (text, folded) in [
            ("D'ÉTÉ-Noël", "d ete noel"),
            ("Œuvrard  Zoé", "oeuvrard zoe"),
            ("6e 2", "6e 2"),
            ("%_!", ""),
            ("ＡＢ", "ab"),
        ] {
            assert_eq!(fold(text), folded, "{text}");
        }
        assert_eq!(pattern("été noë"), "%ete%noe%");
        assert_eq!(pattern(" % "), "%");
    }

    #[test]
    fn empty_cells_come_last_either_way() {
        for (a, b, descending, expected) in [
            (Some("a"), Some("b"), false, Ordering::Less),
            (Some("a"), Some("b"), true, Ordering::Greater),
            (None, Some("b"), false, Ordering::Greater),
            (None, Some("b"), true, Ordering::Greater),
            (Some("a"), None, true, Ordering::Less),
            (None, None, true, Ordering::Equal),
        ] {
            assert_eq!(order(a, b, descending), expected);
        }
    }
}
