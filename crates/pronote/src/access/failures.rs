//! Who came from the ENT and was not recognised: what the supervisor can mend.

use cas_protocol::Principal;
use db::{DbError, Tx, args};
use model::{CasId, PersonName};
use web::{Timestamp, Words, clock, clock::SignedDuration};

use super::{Refusal, Refused, sql};
use crate::{
    Failure, Pronote,
    bases::{BaseId, SchoolBase, Space},
    delegation::{Delegation, FirstConnection},
};

/// How long a failure is kept that nobody mends.
const KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Lines given at most.
const MOST: i64 = 1000;

/// Signs kept of what an ENT sends as an identifier of PRONOTE, which it may not be.
const SIGNS: usize = 64;

/// Somebody who was not recognised.
#[derive(Debug, Clone)]
pub struct EntryFailure {
    /// The CAS identifier that the ENT sent; its subject where the attribute that holds the identifier did not come.
    pub cas_id: CasId,
    /// What the ENT sent as the PRONOTE identifier, as it came; to be escaped where it is shown.
    pub pronote_id: Option<String>,
    /// The name that the ENT sent; only where people are recognised by their identity.
    pub name: Option<PersonName>,
    /// The space that was asked for.
    pub space: Space,
    /// When, for the last time.
    pub at: Timestamp,
    /// Why.
    pub refused: Refused,
}

impl EntryFailure {
    /// What happened and what to do, in words; `cas` is the address of the CAS server.
    pub fn explain(&self, words: Words, cas: &str) -> (String, String) {
        self.refused.explain(words, cas, self.space)
    }
}

db::row! {
    struct Record {
        cas_id: CasId => text,
        space: String => text,
        at: i64 => int,
        cause: String => text,
        said: String => text,
        pronote_id: Option<String> => text_opt,
        last_name: Option<String> => text_opt,
        first_name: Option<String> => text_opt,
    }
}
db::row! { struct Count { people: i64 => int } }

impl Record {
    /// Nothing when the line was written by a version with other words.
    fn understood(self) -> Option<EntryFailure> {
        let name = self.last_name.zip(self.first_name);
        Some(EntryFailure {
            cas_id: self.cas_id,
            pronote_id: self.pronote_id,
            name: name.map(|(last, first)| PersonName::new(&last, &first)),
            space: self.space.parse().ok()?,
            at: clock::from_millis(self.at),
            refused: Refused::about(Refusal::of_word(&self.cause)?, self.said),
        })
    }
}

/// Those who came from the ENT within 30 days and have not entered since, the last first.
///
/// # Errors
/// [`DbError`].
pub async fn failures(pronote: &Pronote, base: &BaseId) -> Result<Vec<EntryFailure>, DbError> {
    let records: Vec<Record> = pronote.db().all(sql::FAILURES, args![base, since(pronote), MOST]).await?;
    Ok(records.into_iter().filter_map(Record::understood).collect())
}

/// How many people these are.
///
/// # Errors
/// [`DbError`].
pub async fn failing(pronote: &Pronote, base: &BaseId) -> Result<usize, DbError> {
    let count: Option<Count> =
        pronote.db().optional(sql::COUNT_FAILURES, args![base, since(pronote)]).await?;
    Ok(count.and_then(|count| usize::try_from(count.people).ok()).unwrap_or_default())
}

fn since(pronote: &Pronote) -> i64 {
    let limit = pronote.now().checked_sub(KEPT).unwrap_or(Timestamp::UNIX_EPOCH);
    limit.as_millisecond()
}

/// Notes that the ENT answered for somebody who was not recognised.
pub(super) async fn note(
    pronote: &Pronote,
    tx: &mut Tx,
    base: &SchoolBase,
    delegation: &Delegation,
    space: Space,
    principal: &Principal,
    refused: &Refused,
) -> Result<(), Failure> {
    let identification = &delegation.identification;
    let known = super::common_id(identification, principal).ok();
    let Some(cas_id) = known.or_else(|| CasId::parse(&principal.subject).ok()) else { return Ok(()) };
    let value = |name: &str| {
        let mut values = principal.values(name).iter().map(|value| value.trim());
        values.find(|value| !value.is_empty()).map(|value| value.chars().take(SIGNS).collect::<String>())
    };
    let named = identification.first == FirstConnection::Identity;
    let last_name = value(&identification.last_name).filter(|_| named);
    let first_name = value(&identification.first_name).filter(|_| named);
    let values = args![
        &base.id,
        &cas_id,
        space.as_str(),
        pronote.now().as_millisecond(),
        refused.why.as_str(),
        &refused.said,
        value(&identification.attribute),
        last_name,
        first_name
    ];
    tx.run(sql::DROP_OLD_FAILURES, args![since(pronote)]).await?;
    tx.run(sql::NOTE_FAILURE, values).await?;
    Ok(())
}

/// Forgets the failures of somebody who enters, and those of everybody that are too old.
pub(super) async fn forget(
    pronote: &Pronote,
    tx: &mut Tx,
    base: &BaseId,
    cas_id: &CasId,
) -> Result<(), DbError> {
    tx.run(sql::DROP_OLD_FAILURES, args![since(pronote)]).await?;
    tx.run(sql::FORGET_FAILURES, args![base, cas_id]).await.map(drop)
}
