//! The journal: what was done, when, on which base, for or by whom. Lines are only ever added, and dropped when old.
//!
//! A line holds keys of this database and words of this program, never a name, an identifier or a ticket.

pub(crate) mod sql;
#[cfg(test)]
pub(crate) mod tests;

use db::{DbError, Tx, args};
use web::clock::{SignedDuration, Timestamp};

use crate::{Failure, Pronote};

model::identifier! {
    /// Key of a line of the journal.
    LineId
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A base was published.
    Published,
    /// The publication of a base was stopped.
    Stopped,
    /// Parameters of publication were changed.
    ParametersChanged,
    /// A delegation was set or changed; detail: `new` or `same`.
    DelegationSet,
    /// The delegation of a base was removed.
    DelegationRemoved,
    /// A person entered; detail: `cas` or `own`.
    Entered,
    /// An entry was refused; detail: the word of the reason.
    Refused,
    /// A person's CAS identifier was recorded; detail: `recorded` or `replaced`.
    CasIdLearnt,
    /// A person's CAS identifier was erased by an operator.
    CasIdErased,
    /// CAS identifiers were changed by an operator; detail: how.
    CasIdChanged,
    /// A person was taken out of a base.
    PersonRemoved,
    /// The rights of a guardian were changed.
    RightsChanged,
    /// A login of PRONOTE's own was issued, or its password drawn anew.
    OwnLoginIssued,
    /// A base went to another year or version.
    LabelsChanged,
    /// A supervisor took the pen from another.
    PenTaken,
    /// Identifiers were exported; detail: `all` or `without-cas-id`.
    Exported,
    /// An operator signed in.
    OperatorSignedIn,
    /// A sign-in as operator was refused; detail: the role.
    OperatorRefused,
    /// Security parameters were changed.
    SecurityChanged,
    /// The history was made readable for the support, or no longer; detail: `opened` or `closed`.
    HistoryOpened,
    /// The support read the history.
    HistoryRead,
    /// An operator changed their account; detail: `password`, `second-factor`, `no-second-factor` or `sessions`.
    AccountChanged,
}

impl Kind {
    /// The word stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Stopped => "stopped",
            Self::ParametersChanged => "parameters-changed",
            Self::DelegationSet => "delegation-set",
            Self::DelegationRemoved => "delegation-removed",
            Self::Entered => "entered",
            Self::Refused => "refused",
            Self::CasIdLearnt => "cas-id-learnt",
            Self::CasIdErased => "cas-id-erased",
            Self::CasIdChanged => "cas-id-changed",
            Self::PersonRemoved => "person-removed",
            Self::RightsChanged => "rights-changed",
            Self::OwnLoginIssued => "own-login-issued",
            Self::LabelsChanged => "labels-changed",
            Self::PenTaken => "pen-taken",
            Self::Exported => "exported",
            Self::OperatorSignedIn => "operator-signed-in",
            Self::OperatorRefused => "operator-refused",
            Self::SecurityChanged => "security-changed",
            Self::HistoryOpened => "history-opened",
            Self::HistoryRead => "history-read",
            Self::AccountChanged => "account-changed",
        }
    }
}

/// A line to add. Keys are given as text, since this capability knows none of the things they name.
#[derive(Debug, Clone, Copy)]
pub struct Line<'a> {
    /// What happened.
    pub kind: Kind,
    /// Key of the base.
    pub base: Option<&'a str>,
    /// Key of the person concerned.
    pub person: Option<&'a str>,
    /// Key of the operator who did it.
    pub operator: Option<&'a str>,
    /// One word more.
    pub detail: Option<&'static str>,
}

impl Line<'_> {
    /// A line that says only what happened.
    pub fn new(kind: Kind) -> Self {
        Self { kind, base: None, person: None, operator: None, detail: None }
    }
}

db::row! {
    /// A stored line.
    pub struct Stored {
        /// Milliseconds since 1970.
        pub at: i64 => int,
        /// Word of [`Kind`].
        pub kind: String => text,
        /// One word more.
        pub detail: Option<String> => text_opt,
    }
}

/// Adds a line within the transaction of what it tells.
///
/// # Errors
/// [`Failure`].
pub async fn append(pronote: &Pronote, tx: &mut Tx, line: Line<'_>) -> Result<(), Failure> {
    let id = LineId::from_uuid(pronote.new_key());
    let values = args![
        &id,
        pronote.now().as_millisecond(),
        line.base,
        line.kind.as_str(),
        line.person,
        line.operator,
        line.detail
    ];
    tx.run(sql::ADD, values).await?;
    Ok(())
}

/// The newest lines of a base, newest first.
///
/// # Errors
/// [`DbError`].
pub async fn latest(pronote: &Pronote, base: &str, count: u32) -> Result<Vec<Stored>, DbError> {
    pronote.db().all(sql::LATEST, args![base, i64::from(count)]).await
}

/// The newest lines that tell of the publication of a base and of its parameters, newest first.
///
/// # Errors
/// [`DbError`].
pub async fn of_publication(pronote: &Pronote, base: &str, count: u32) -> Result<Vec<Stored>, DbError> {
    pronote.db().all(sql::OF_PUBLICATION, args![base, i64::from(count)]).await
}

db::row! {
    /// How often something was refused.
    pub struct Refusals {
        /// The word of the reason.
        pub detail: Option<String> => text_opt,
        /// How often.
        pub times: i64 => int,
    }
}

/// How often entries to a base were refused since an instant, by reason.
///
/// # Errors
/// [`DbError`].
pub async fn refusals(pronote: &Pronote, base: &str, since: Timestamp) -> Result<Vec<Refusals>, DbError> {
    pronote.db().all(sql::REFUSALS, args![base, since.as_millisecond()]).await
}

/// Drops lines older than twelve months.
///
/// # Errors
/// [`DbError`].
pub async fn drop_old(pronote: &Pronote) -> Result<u64, DbError> {
    // 366 days: a line is never kept longer than a year and a day, whatever the year.
    let limit =
        pronote.now().checked_sub(SignedDuration::from_hours(366 * 24)).unwrap_or(Timestamp::UNIX_EPOCH);
    pronote.db().run(sql::DROP_OLD, args![limit.as_millisecond()]).await
}
