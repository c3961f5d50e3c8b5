//! Changes of CAS identifiers by the supervisor: each is kept as a run, so that the last one can be undone.

use std::str::FromStr;

use db::{DbError, Tx, args};
use model::CasId;

use super::{PersonId, sql};
use crate::{
    Pronote,
    bases::{BaseId, DelegationId},
};

model::identifier! {
    /// Key of a run.
    RunId
}

/// A text that names none.
#[derive(Debug, thiserror::Error)]
#[error("unknown word")]
pub struct UnknownWord;

/// What made a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunKind {
    /// An identifier was erased.
    Erased,
    /// One was typed.
    Typed,
    /// One went from a record to another.
    Transferred,
    /// A file.
    Csv,
}

impl RunKind {
    /// The word stored, also in keys of words.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Erased => "erased",
            Self::Typed => "typed",
            Self::Transferred => "transferred",
            Self::Csv => "csv",
        }
    }
}

impl FromStr for RunKind {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        let all = [Self::Erased, Self::Typed, Self::Transferred, Self::Csv];
        all.into_iter().find(|kind| kind.as_str() == text).ok_or(UnknownWord)
    }
}

/// What a line of a run comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The identifier of a person changes.
    Change,
    /// The person has it already.
    Same,
    /// Nobody of the base is meant.
    Unknown,
    /// Several people of the base may be meant.
    Ambiguous,
    /// Somebody else of the category has the identifier.
    Taken,
    /// The file gives this person, or this identifier, to an earlier line.
    Twice,
    /// The line cannot be read.
    Unreadable,
}

impl Outcome {
    /// All of them, in the order of a report.
    pub const ALL: [Self; 7] = [
        Self::Change,
        Self::Unknown,
        Self::Ambiguous,
        Self::Taken,
        Self::Twice,
        Self::Unreadable,
        Self::Same,
    ];

    /// The word stored, also in keys of words.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Change => "change",
            Self::Same => "same",
            Self::Unknown => "unknown",
            Self::Ambiguous => "ambiguous",
            Self::Taken => "taken",
            Self::Twice => "twice",
            Self::Unreadable => "unreadable",
        }
    }
}

impl FromStr for Outcome {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        Self::ALL.into_iter().find(|outcome| outcome.as_str() == text).ok_or(UnknownWord)
    }
}

/// One person's new CAS identifier.
#[derive(Debug, Clone)]
pub struct Change {
    /// Whose.
    pub person: PersonId,
    /// What they get; nothing: theirs is erased.
    pub cas_id: Option<CasId>,
    /// The delegation that taught it; none when it was typed or came from a file.
    pub taught_by: Option<DelegationId>,
}

/// One line of a run to propose.
#[derive(Debug, Clone)]
pub struct Line {
    /// Line of the file, from 1.
    pub line: u32,
    /// What it comes to.
    pub outcome: Outcome,
    /// The line as read, or the name of who stands in the way.
    pub given: String,
    /// What it changes, for [`Outcome::Change`].
    pub change: Option<Change>,
}

db::row! {
    /// A run.
    pub struct Run {
        /// Key.
        pub id: RunId => text,
        /// What made it.
        pub kind: RunKind => text,
        /// Milliseconds since 1970.
        pub made_at: i64 => int,
        /// Whether it was applied, not only proposed.
        pub applied: bool => flag,
    }
}

db::row! {
    /// A line of a run, as kept.
    pub struct KeptLine {
        /// Line of the file, from 1.
        pub line: i64 => int,
        /// What it comes to.
        pub outcome: Outcome => text,
        /// The line as read.
        pub given: String => text,
        /// The CAS identifier that a change gives.
        pub new_id: Option<CasId> => text_opt,
        /// The one that it replaces.
        pub former_id: Option<CasId> => text_opt,
        /// Whose.
        pub last_name: Option<String> => text_opt,
        /// Whose.
        pub first_name: Option<String> => text_opt,
    }
}

/// Keeps the lines of a file as a proposal, in place of the one before.
///
/// # Errors
/// [`DbError`].
pub async fn propose(
    pronote: &Pronote,
    tx: &mut Tx,
    base: &BaseId,
    kind: RunKind,
    lines: &[Line],
) -> Result<RunId, DbError> {
    tx.run(sql::DROP_PROPOSALS, args![base]).await?;
    let run = RunId::from_uuid(pronote.new_key());
    let now = pronote.now().as_millisecond();
    tx.run(sql::ADD_RUN, args![&run, base, kind.as_str(), now]).await?;
    let rows = lines.iter().map(|line| {
        let change = line.change.as_ref();
        args![
            &run,
            i64::from(line.line),
            line.outcome.as_str(),
            &line.given,
            change.map(|change| &change.person),
            change.and_then(|change| change.cas_id.as_ref()),
            change.and_then(|change| change.taught_by.as_ref())
        ]
    });
    tx.load(sql::ADD_LINE, &rows.collect::<Vec<_>>()).await?;
    Ok(run)
}

/// Applies a proposal; says how many identifiers changed. The transaction is committed by [`db::Generations::commit`].
///
/// # Errors
/// [`DbError::Constraint`] when somebody else of a category got one of the identifiers meanwhile.
pub async fn apply(pronote: &Pronote, tx: &mut Tx, base: &BaseId, run: &RunId) -> Result<u64, DbError> {
    if tx.run(sql::APPLY_RUN, args![base, run]).await? == 0 {
        return Ok(0);
    }
    tx.run(sql::DROP_FORMER_RUNS, args![base, run]).await?;
    tx.run(sql::REMEMBER_FORMER, args![run]).await?;
    // First all go, then all come: two people may exchange theirs.
    let changed = tx.run(sql::ERASE_CHANGED, args![run]).await?;
    tx.run(sql::SET_NEW, args![run, pronote.now().as_millisecond()]).await?;
    pronote.caches().people.all_changed(tx).await?;
    Ok(changed)
}

/// Proposes and applies at once.
///
/// # Errors
/// As [`apply`].
pub async fn change(
    pronote: &Pronote,
    tx: &mut Tx,
    base: &BaseId,
    kind: RunKind,
    changes: Vec<Change>,
) -> Result<RunId, DbError> {
    let line = |(number, change): (u32, Change)| Line {
        line: number,
        outcome: Outcome::Change,
        given: String::new(),
        change: Some(change),
    };
    let lines: Vec<Line> = (1..).zip(changes).map(line).collect();
    let run = propose(pronote, tx, base, kind, &lines).await?;
    apply(pronote, tx, base, &run).await?;
    Ok(run)
}

/// What an undo came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Undone {
    /// People who have their former identifier again.
    pub restored: u64,
    /// People left alone, since their identifier was changed again meanwhile, by a visit say.
    pub left: u64,
}

db::row! { struct Left { total: i64 => int } }

/// Takes back the last applied run; nothing when it is not this one.
///
/// # Errors
/// [`DbError::Constraint`] when somebody else of a category got one of the identifiers meanwhile.
pub async fn undo(
    pronote: &Pronote,
    tx: &mut Tx,
    base: &BaseId,
    run: &RunId,
) -> Result<Option<Undone>, DbError> {
    let applied: Option<Run> = tx.optional(sql::RUN, args![base, run]).await?;
    if applied.is_none_or(|run| !run.applied) {
        return Ok(None);
    }
    let restored = tx.run(sql::MARK_UNDONE, args![run]).await?;
    let left: Option<Left> = tx.optional(sql::LEFT, args![run]).await?;
    tx.run(sql::ERASE_UNDONE, args![run]).await?;
    tx.run(sql::SET_FORMER, args![run]).await?;
    tx.run(sql::DROP_RUN, args![run]).await?;
    pronote.caches().people.all_changed(tx).await?;
    let left = left.and_then(|left| u64::try_from(left.total).ok()).unwrap_or_default();
    Ok(Some(Undone { restored, left }))
}

/// A run of a base with its lines.
///
/// # Errors
/// [`DbError`].
pub async fn run(
    pronote: &Pronote,
    base: &BaseId,
    id: &RunId,
) -> Result<Option<(Run, Vec<KeptLine>)>, DbError> {
    let Some(run) = pronote.db().optional::<Run>(sql::RUN, args![base, id]).await? else { return Ok(None) };
    let lines = pronote.db().all(sql::LINES, args![id]).await?;
    Ok(Some((run, lines)))
}

/// The last applied run of a base, which can be undone.
///
/// # Errors
/// [`DbError`].
pub async fn last(pronote: &Pronote, base: &BaseId) -> Result<Option<Run>, DbError> {
    pronote.db().optional(sql::LAST_RUN, args![base]).await
}
