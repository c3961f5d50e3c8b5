//! One import: from the people of a file to links.

use std::collections::HashMap;

use db::{DbError, Tx, args};
use exchange::identifiers::{ExportedPerson, Imported, IssueKind};
use matching::{Claim, Day, Known, LinkReason, Person, Requirement, UnmatchedReason, Verdict};
use model::{BirthDate, Category, PronoteId, Uai};

use super::{Mode, sql};
use crate::{
    Ent,
    directory::{self, Account, Profile},
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
    /// The file says that it comes from another school.
    #[error("the file is of school {0}")]
    OtherSchool(Uai),
    /// The file says that it holds newcomers only, so a complete import would undo the links of all others.
    #[error("the file holds newcomers only")]
    NewcomersOnly,
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

db::row! {
    struct KnownLink {
        account_id: AccountId => text,
        category: Category => text,
        pronote_id: PronoteId => text,
        linked_at: i64 => int,
    }
}

/// What is decided for one person of the file.
struct Decision<'f> {
    person: &'f ExportedPerson,
    outcome: Result<NewLink, UnmatchedReason>,
}

struct NewLink {
    account: AccountId,
    linked_at: i64,
}

/// Imports the people of a file into the base of `school`, all or nothing.
///
/// # Errors
/// [`ImportRefused`].
pub async fn import(
    ent: &Ent,
    done_by: &AccountId,
    school: &Uai,
    mode: Mode,
    file: &Imported,
) -> Result<RunId, ImportRefused> {
    let base = schools::base_of(ent, school).await?.ok_or(ImportRefused::NoBase)?.id;
    if let Some(other) = file.header.uai.as_ref().filter(|uai| *uai != school) {
        return Err(ImportRefused::OtherSchool(other.clone()));
    }
    if file.header.only_without_cas_id == Some(true) {
        return Err(ImportRefused::NewcomersOnly);
    }
    let decisions = decide(ent, &base, school, &file.people).await?;
    let run = RunId::from_uuid(ent.new_key());
    let mut tx = ent.db().begin().await?;
    let now = ent.now().as_millisecond();
    tx.run(sql::CLEAR_LINKS, args![&base]).await?;
    tx.run(sql::ADD_RUN, args![&run, &base, mode.as_str(), now, done_by]).await?;
    for (place, decision) in (0_i64..).zip(&decisions) {
        store(&mut tx, &base, &run, place, decision).await?;
    }
    for (place, issue) in (0_i64..).zip(&file.issues) {
        let kind = issue_key(&issue.kind);
        tx.run(sql::ADD_ISSUE, args![&run, place, i64::from(issue.line), kind]).await?;
    }
    // Lists of unrecognised people serve until the next import: keeping more would only be keeping names.
    tx.run(sql::FORGET_OLD_RUNS, args![&base, &run]).await?;
    let line = Line::new(Event::IdentifiersImported).school(school).account(done_by).detail(mode.as_str());
    journal::write_in(ent, &mut tx, &line).await?;
    tx.commit().await?;
    Ok(run)
}

async fn decide<'f>(
    ent: &Ent,
    base: &BaseId,
    school: &Uai,
    people: &'f [ExportedPerson],
) -> Result<Vec<Decision<'f>>, DbError> {
    let links: Vec<KnownLink> = ent.db().all(sql::LINKS_OF_BASE, args![base]).await?;
    let mut decisions = Vec::with_capacity(people.len());
    for category in Category::ALL {
        let exported: Vec<&ExportedPerson> = people.iter().filter(|p| p.category == category).collect();
        let directory = directory::people_of(ent, school, Profile::of(category)).await?;
        let known = links.iter().filter(|link| link.category == category).collect::<Vec<_>>();
        decisions.extend(decide_category(category, exported, &directory, &known, ent.now().as_millisecond()));
    }
    Ok(decisions)
}

fn decide_category<'f>(
    category: Category,
    exported: Vec<&'f ExportedPerson>,
    directory: &[Account],
    links: &[&KnownLink],
    now: i64,
) -> Vec<Decision<'f>> {
    let by_id: HashMap<&PronoteId, &KnownLink> = links.iter().map(|link| (&link.pronote_id, *link)).collect();
    let by_account: HashMap<&AccountId, usize> =
        directory.iter().enumerate().map(|(key, account)| (&account.id, key)).collect();
    let mut known = Known::default();
    for (claim, person) in exported.iter().enumerate() {
        if let Some(account) = by_id.get(&person.pronote_id).and_then(|l| by_account.get(&l.account_id)) {
            known.insert(claim, *account);
        }
    }
    let persons: Vec<Person> = directory.iter().enumerate().map(|(key, a)| person(key, a)).collect();
    let claims: Vec<Claim> = exported.iter().enumerate().map(|(key, p)| claim(key, p)).collect();
    let outcome = matching::propose(&persons, &claims, requirement(category), &known);
    let decide = |(key, person): (usize, &'f ExportedPerson)| {
        let outcome = match outcome.verdict(key) {
            Some(Verdict::Linked { person: account, reason }) => directory
                .get(account)
                .map(|account| NewLink {
                    account: account.id.clone(),
                    linked_at: match reason {
                        LinkReason::Known => by_id.get(&person.pronote_id).map_or(now, |l| l.linked_at),
                        LinkReason::SameName | LinkReason::SameNameAndBirthDate => now,
                    },
                })
                .ok_or(UnmatchedReason::NobodyOfThatName),
            Some(Verdict::Unmatched { reason }) => Err(reason),
            None => Err(UnmatchedReason::NobodyOfThatName),
        };
        Decision { person, outcome }
    };
    exported.into_iter().enumerate().map(decide).collect()
}

/// Pupils have a birth date on both sides; of the others, few have one anywhere.
const fn requirement(category: Category) -> Requirement {
    match category {
        Category::Pupil => Requirement::NameAndBirthDate,
        Category::Teacher
        | Category::Guardian
        | Category::InternshipSupervisor
        | Category::Inspector
        | Category::Staff => Requirement::NameOnly,
    }
}

fn person(key: usize, account: &Account) -> Person {
    Person {
        key,
        last: account.last_name.clone(),
        first: account.first_name.clone(),
        born: account.birth_date.map(day),
    }
}

fn claim(key: usize, person: &ExportedPerson) -> Claim {
    let (last, first) = (person.name.last.clone(), person.name.first.clone());
    Claim { key, last, first, born: person.birth_date.map(day) }
}

fn day(date: BirthDate) -> Day {
    let (year, month, day) = date.parts();
    Day { year, month, day }
}

async fn store(
    tx: &mut Tx,
    base: &BaseId,
    run: &RunId,
    place: i64,
    decision: &Decision<'_>,
) -> Result<(), DbError> {
    let Decision { person, outcome } = decision;
    let reason = match outcome {
        Ok(link) => {
            let row = args![base, &person.category, &link.account, &person.pronote_id, link.linked_at];
            tx.run(sql::ADD_LINK, row).await?;
            ""
        }
        Err(reason) => reason_key(*reason),
    };
    // A recognised person needs no line of names: the count is enough.
    let shown = outcome.is_err();
    let (last, first) =
        if shown { (person.name.last.as_str(), person.name.first.as_str()) } else { ("", "") };
    let born = person.birth_date.filter(|_| shown).map(|d| d.to_string());
    let row =
        args![run, place, &person.category, &person.pronote_id, last, first, born, outcome.is_ok(), reason];
    tx.run(sql::ADD_LINE, row).await.map(drop)
}

/// Key of the words that say why nobody was linked.
const fn reason_key(reason: UnmatchedReason) -> &'static str {
    match reason {
        UnmatchedReason::NobodyOfThatName => "unmatched-nobody",
        UnmatchedReason::BirthDateMissing => "unmatched-birth-missing",
        UnmatchedReason::BirthDateDiffers => "unmatched-birth-differs",
        UnmatchedReason::AlreadyLinked => "unmatched-linked",
        UnmatchedReason::SeveralInDirectory(_) => "unmatched-several-accounts",
        UnmatchedReason::SeveralInExport(_) => "unmatched-several-identities",
    }
}

/// Key of the words that say what was odd in a line.
const fn issue_key(kind: &IssueKind) -> &'static str {
    match kind {
        IssueKind::MissingPronoteId => "issue-missing-id",
        IssueKind::MissingName | IssueKind::MissingFirstName => "issue-missing-name",
        IssueKind::BadPronoteId(_) => "issue-bad-id",
        IssueKind::UnusualPronoteId(_) => "issue-unusual-id",
        IssueKind::DuplicatePronoteId { .. } => "issue-duplicate-id",
        IssueKind::UnknownCategory(_) => "issue-unknown-category",
        IssueKind::BadBirthDate(_) => "issue-bad-birth-date",
        IssueKind::BadCasId(_) => "issue-bad-cas-id",
        IssueKind::DamagedName => "issue-damaged-name",
        IssueKind::BadUai(_) => "issue-bad-uai",
        IssueKind::BadHeader(_) | IssueKind::UnknownHeader(_) => "issue-header",
    }
}
