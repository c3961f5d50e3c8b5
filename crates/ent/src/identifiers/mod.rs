//! The identifiers of PRONOTE: which account has which, and the import that brings them.
//!
//! A link is (school base, category, account) → identifier; an identifier is unique in its base. A "complete" import
//! makes the links of the base say what the file says: links already known stay, new ones are added where the engine is
//! sure, and links whose identifier is no longer in the file go. Whoever is left open is listed with the reason.

mod decide;
mod import;
mod pages;
mod sql;
mod upload;
mod wording;

#[cfg(test)]
pub(crate) mod families;
#[cfg(test)]
mod kill_tests;
#[cfg(test)]
mod sealed_tests;
#[cfg(test)]
pub(crate) mod tests;

use std::{fmt, str::FromStr, sync::Arc};

use db::{DbError, args};
use model::{BirthDate, Category, PersonName, PronoteId};

use crate::{
    Ent,
    ids::{AccountId, BaseId, RunId},
};

pub use import::{ImportRefused, Losses, Order, import};
pub(crate) use pages::routes;
pub(crate) use sql::STATEMENTS;

/// "Mode d'import".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Complet: the file holds everybody.
    Complete,
}

/// A word that names no mode of import.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown mode of import {0:?}")]
pub struct UnknownMode(String);

impl Mode {
    /// The word stored and posted.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Complete => "complete",
        }
    }
}

impl FromStr for Mode {
    type Err = UnknownMode;

    fn from_str(text: &str) -> Result<Self, UnknownMode> {
        if text == "complete" { Ok(Self::Complete) } else { Err(UnknownMode(text.to_owned())) }
    }
}

impl fmt::Display for Mode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

db::row! {
    /// An identifier of a person in a base.
    pub struct Link {
        /// Under which category PRONOTE knows the person.
        pub category: Category => text,
        /// The identifier.
        pub pronote_id: PronoteId => text,
    }
}

db::row! {
    /// One import that was done.
    pub struct Run {
        /// Its key.
        pub id: RunId => text,
        /// Its mode.
        pub mode: Mode => text,
        /// When, in milliseconds.
        pub done_at: i64 => int,
        /// How many odd lines the file had beyond those that are listed.
        pub further_issues: i64 => int,
    }
}

db::row! { struct LinkCount { links: i64 => int } }

db::row! {
    struct CategoryCount {
        category: Category => text,
        recognised: bool => flag,
        people: i64 => int,
    }
}

db::row! {
    /// A person of the file whom no account was linked to.
    pub struct Unrecognised {
        category: Category => text,
        /// Their identifier.
        pub pronote_id: PronoteId => text,
        last_name: String => text,
        first_name: String => text,
        /// Their date of birth, when the file has it.
        pub birth_date: Option<BirthDate> => text_opt,
        /// Why, in a word: the screens have a sentence for each.
        pub reason: String => text,
    }
}

impl Unrecognised {
    fn reason_key(&self) -> String {
        format!("unmatched-{}", self.reason)
    }

    /// `NOM Prénom`.
    pub fn listed(&self) -> String {
        PersonName::new(&self.last_name, &self.first_name).listed()
    }
}

db::row! {
    /// A line of the file that was odd.
    pub struct ReadingIssue {
        /// Line of the file, from 1.
        pub line: i64 => int,
        /// What was odd, in a word: the screens have a sentence for each.
        pub kind: String => text,
    }
}

impl ReadingIssue {
    fn kind_key(&self) -> String {
        format!("issue-{}", self.kind)
    }
}

/// What became of one category in an import.
pub struct CategoryReport {
    /// The category.
    pub category: Category,
    /// How many people got or kept their link.
    pub recognised: usize,
    /// The others.
    pub unrecognised: Vec<Unrecognised>,
}

/// The report of an import.
pub struct Report {
    /// The import.
    pub run: Run,
    /// The six categories, in the order of the steps.
    pub categories: Vec<CategoryReport>,
    /// What was odd in the file.
    pub issues: Vec<ReadingIssue>,
}

/// The identifiers of a person in a base, in the order of the categories, from memory when nothing has changed.
///
/// # Errors
/// [`DbError`].
pub async fn links_of(ent: &Ent, base: &BaseId, account: &AccountId) -> Result<Arc<[Link]>, DbError> {
    let read = async {
        let mut links: Vec<Link> = ent.db().all(sql::LINKS_OF_ACCOUNT, args![base, account]).await?;
        links.sort_by_key(|link| link.category);
        Ok::<_, DbError>(Some(links.into()))
    };
    let links = ent.caches().links.get(&format!("{base} {account}"), read).await?;
    Ok(links.unwrap_or_default())
}

/// How many identifiers are known for a base.
///
/// # Errors
/// [`DbError`].
pub async fn count(ent: &Ent, base: &BaseId) -> Result<usize, DbError> {
    let row: Option<LinkCount> = ent.db().optional(sql::COUNT_LINKS, args![base]).await?;
    Ok(row.map_or(0, |row| usize::try_from(row.links).unwrap_or(0)))
}

/// The last import of a base.
///
/// # Errors
/// [`DbError`].
pub async fn last_run(ent: &Ent, base: &BaseId) -> Result<Option<Run>, DbError> {
    ent.db().optional(sql::LAST_RUN, args![base]).await
}

/// The report of one import of a base.
///
/// # Errors
/// [`DbError`].
pub async fn report(ent: &Ent, base: &BaseId, run: &RunId) -> Result<Option<Report>, DbError> {
    let Some(run): Option<Run> = ent.db().optional(sql::RUN, args![run, base]).await? else {
        return Ok(None);
    };
    let counts: Vec<CategoryCount> = ent.db().all(sql::COUNTS, args![&run.id]).await?;
    let mut unrecognised: Vec<Unrecognised> = ent.db().all(sql::UNRECOGNISED, args![&run.id]).await?;
    let issues = ent.db().all(sql::ISSUES, args![&run.id]).await?;
    let categories = Category::ALL.map(|category| {
        let recognised =
            counts.iter().find(|c| c.category == category && c.recognised).map_or(0, |c| c.people);
        let (here, others) = unrecognised.drain(..).partition(|line| line.category == category);
        unrecognised = others;
        CategoryReport { category, recognised: usize::try_from(recognised).unwrap_or(0), unrecognised: here }
    });
    Ok(Some(Report { run, categories: categories.into(), issues }))
}
