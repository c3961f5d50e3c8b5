//! Lists of people: sorted as a French reader expects, searched without accents, a page at a time.

use db::{DbError, args};
use model::{Category, PersonName};

use super::{Person, Record, sql};
use crate::{Pronote, bases::BaseId};

/// People on one page.
pub const PAGE_SIZE: u32 = 100;

/// What is listed.
#[derive(Debug, Clone)]
pub struct ListQuery {
    /// One category.
    pub category: Category,
    /// Words that name or class must hold, or a whole identifier; empty for everybody.
    pub search: String,
    /// Page, from 0.
    pub page: u32,
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
) -> Result<(Vec<Person>, usize), DbError> {
    let total = count(pronote, base, query).await?;
    let offset = i64::from(query.page) * i64::from(PAGE_SIZE);
    let values = args![
        base,
        query.category.as_str(),
        &pattern(&query.search),
        query.search.trim(),
        i64::from(PAGE_SIZE),
        offset
    ];
    let records: Vec<Record> = pronote.db().all(sql::LIST, values).await?;
    Ok((records.into_iter().map(Person::from).collect(), total))
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
}
