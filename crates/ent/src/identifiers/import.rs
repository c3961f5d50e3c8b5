//! One import: from the people of a file to links.

use std::collections::HashSet;

use db::{DbError, Value, args};
use exchange::identifiers::{Imported, Issue, IssueKind};
use model::{Category, PronoteId, Uai};

use super::{
    Mode, Run,
    decide::{Decision, decide},
    sql,
};
use crate::{
    Ent,
    ids::{AccountId, BaseId, RunId},
    journal::{self, Event, Line},
    schools,
};

/// Why a file that could be read is not imported. Nothing has changed then.
#[derive(Debug, thiserror::Error)]
pub enum ImportRefused {
    /// The school has no PRONOTE base.
    #[error("the school has no PRONOTE base")]
    NoBase,
    /// The file says that it comes from another school, or gives a number that no school has.
    #[error("the file is of school {0}")]
    OtherSchool(String),
    /// The file says that it holds newcomers only, so a complete import would undo the links of all others.
    #[error("the file holds newcomers only")]
    NewcomersOnly,
    /// People are in the file, but none with an identifier.
    #[error("nobody in the file has an identifier")]
    NobodyUsable,
    /// More than half of the people who have a link would lose it: perhaps the wrong file.
    #[error("{lost} of {known} links would be lost")]
    WouldLose {
        /// Links that would go without another in their place.
        lost: usize,
        /// Links known.
        known: usize,
    },
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// What is done when many links would be lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Losses {
    /// The import is refused, so that a person looks at the file once more.
    Ask,
    /// A person has looked.
    Accepted,
}

db::row! {
    /// A link that is there before the import.
    pub(super) struct KnownLink {
        pub(super) account_id: AccountId => text,
        pub(super) category: Category => text,
        pub(super) pronote_id: PronoteId => text,
        pub(super) linked_at: i64 => int,
    }
}

/// What an administrator asks for.
#[derive(Debug, Clone, Copy)]
pub struct Order<'a> {
    /// The administrator.
    pub done_by: &'a AccountId,
    /// The school whose base it is.
    pub school: &'a Uai,
    /// "Mode d'import".
    pub mode: Mode,
    /// What is done when many links would be lost.
    pub losses: Losses,
}

/// Imports the people of a file into the base of the school, all or nothing.
///
/// # Errors
/// [`ImportRefused`].
pub async fn import(ent: &Ent, order: Order<'_>, file: &Imported) -> Result<RunId, ImportRefused> {
    let base = schools::base_of(ent, order.school).await?.ok_or(ImportRefused::NoBase)?.id;
    refuse_wrong_file(order.school, file)?;
    loop {
        if let Some(run) = attempt(ent, order, &base, file).await? {
            return Ok(run);
        }
    }
}

/// One attempt. Nothing when another import of the base has ended while this one was comparing names: what it decided
/// on is no longer what is known.
async fn attempt(
    ent: &Ent,
    order: Order<'_>,
    base: &BaseId,
    file: &Imported,
) -> Result<Option<RunId>, ImportRefused> {
    let Order { done_by, school, mode, losses } = order;
    let last: Option<Run> = ent.db().optional(sql::LAST_RUN, args![base]).await?;
    let links: Vec<KnownLink> = ent.db().all(sql::LINKS_OF_BASE, args![base]).await?;
    let decisions = decide(ent, school, file, &links).await?;
    let (lost, known) = (lost(&links, &decisions), links.len());
    if losses == Losses::Ask && lost * 2 > known {
        return Err(ImportRefused::WouldLose { lost, known });
    }
    let run = RunId::from_uuid(ent.new_key());
    let now = ent.now().as_millisecond();
    let rows = Rows::of(base, &run, &decisions, &file.issues);
    let mut tx = ent.db().begin().await?;
    let latest: Option<Run> = tx.optional(sql::LAST_RUN, args![base]).await?;
    if latest.map(|run| run.id) != last.map(|run| run.id) {
        return Ok(None);
    }
    tx.run(sql::CLEAR_LINKS, args![base]).await?;
    let further = i64::try_from(file.further_issues).unwrap_or(i64::MAX);
    tx.run(sql::ADD_RUN, args![&run, base, mode.as_str(), now, done_by, further]).await?;
    tx.load(sql::ADD_LINK, &rows.links).await?;
    tx.load(sql::ADD_LINE, &rows.lines).await?;
    tx.load(sql::ADD_ISSUE, &rows.issues).await?;
    // Lists of unrecognised people serve until the next import: keeping more would only be keeping names.
    tx.run(sql::FORGET_OLD_RUNS, args![base, &run]).await?;
    let line = Line::new(Event::IdentifiersImported).school(school).account(done_by).detail(mode.as_str());
    journal::write_in(ent, &mut tx, &line).await?;
    ent.caches().links.all_changed(&mut tx).await?;
    ent.generations().commit(tx).await?;
    Ok(Some(run))
}

fn refuse_wrong_file(school: &Uai, file: &Imported) -> Result<(), ImportRefused> {
    if let Some(other) = file.header.uai.as_ref().filter(|uai| *uai != school) {
        return Err(ImportRefused::OtherSchool(other.to_string()));
    }
    // A number that no school can have is not this school's either.
    let malformed = file.issues.iter().find_map(|issue| match &issue.kind {
        IssueKind::BadUai(raw) => Some(raw.clone()),
        _ => None,
    });
    match malformed {
        Some(raw) => Err(ImportRefused::OtherSchool(raw)),
        None if file.header.only_without_cas_id == Some(true) => Err(ImportRefused::NewcomersOnly),
        None if file.people.is_empty() => Err(ImportRefused::NobodyUsable),
        None => Ok(()),
    }
}

/// How many links go without another for the same account and category.
fn lost(links: &[KnownLink], decisions: &[Decision<'_>]) -> usize {
    let kept: HashSet<(Category, &AccountId)> = decisions
        .iter()
        .filter_map(|decision| Some((decision.person.category, &decision.outcome.as_ref().ok()?.account)))
        .collect();
    links.iter().filter(|link| !kept.contains(&(link.category, &link.account_id))).count()
}

/// What an import stores, row by row.
struct Rows {
    links: Vec<[Value; 5]>,
    lines: Vec<[Value; 9]>,
    issues: Vec<[Value; 4]>,
}

impl Rows {
    fn of(base: &BaseId, run: &RunId, decisions: &[Decision<'_>], issues: &[Issue]) -> Self {
        let links = decisions.iter().filter_map(|Decision { person, outcome }| {
            let link = outcome.as_ref().ok()?;
            Some(args![base, &person.category, &link.account, &person.pronote_id, link.linked_at])
        });
        let issue =
            |(place, issue): (i64, &Issue)| args![run, place, i64::from(issue.line), issue_word(&issue.kind)];
        Self {
            links: links.collect(),
            lines: (0_i64..).zip(decisions).map(|(place, decision)| line(run, place, decision)).collect(),
            issues: (0_i64..).zip(issues).map(issue).collect(),
        }
    }
}

fn line(run: &RunId, place: i64, Decision { person, outcome }: &Decision<'_>) -> [Value; 9] {
    let reason = outcome.as_ref().err().map_or("", |open| open.word());
    // A recognised person needs no line of names: the count is enough.
    let shown = outcome.is_err();
    let (last, first) =
        if shown { (person.name.last.as_str(), person.name.first.as_str()) } else { ("", "") };
    let born = person.birth_date.filter(|_| shown).map(|d| d.to_string());
    args![run, place, &person.category, &person.pronote_id, last, first, born, outcome.is_ok(), reason]
}

/// The word stored for what was odd in a line.
const fn issue_word(kind: &IssueKind) -> &'static str {
    match kind {
        IssueKind::MissingPronoteId => "missing-id",
        IssueKind::MissingName | IssueKind::MissingFirstName => "missing-name",
        IssueKind::BadPronoteId(_) => "bad-id",
        IssueKind::UnusualPronoteId(_) => "unusual-id",
        IssueKind::DuplicatePronoteId { .. } => "duplicate-id",
        IssueKind::UnknownCategory(_) => "unknown-category",
        IssueKind::BadBirthDate(_) => "bad-birth-date",
        IssueKind::BadCasId(_) => "bad-cas-id",
        IssueKind::DamagedName => "damaged-name",
        IssueKind::BadUai(_) => "bad-uai",
        IssueKind::BadHeader(_) | IssueKind::UnknownHeader(_) => "header",
    }
}

#[cfg(test)]
mod tests {
    use web::words::Language;

    use super::{super::decide::Open, *};

    #[test]
    fn every_word_stored_has_a_sentence() {
        let issues = [
            IssueKind::MissingPronoteId,
            IssueKind::MissingName,
            IssueKind::BadPronoteId(String::new()),
            IssueKind::UnusualPronoteId(String::new()),
            IssueKind::DuplicatePronoteId { first_line: 1 },
            IssueKind::UnknownCategory(String::new()),
            IssueKind::BadBirthDate(String::new()),
            IssueKind::BadCasId(String::new()),
            IssueKind::DamagedName,
            IssueKind::BadUai(String::new()),
            IssueKind::UnknownHeader(String::new()),
        ];
        let reasons = Open::EVERY.map(|open| format!("unmatched-{}", open.word()));
        // Stored by earlier versions.
        let former = ["birth-missing"].map(|word| format!("unmatched-{word}"));
        let issues = issues.iter().map(|kind| format!("issue-{}", issue_word(kind)));
        let keys = reasons.into_iter().chain(former).chain(issues);
        for key in keys {
            for language in [Language::French, Language::English] {
                assert_ne!(crate::words::CATALOGUE.words(language).t(&key), key);
            }
        }
    }
}
