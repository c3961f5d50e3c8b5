//! People for whom the ENT has answered and who are not inside yet: one browser, ten minutes.

use db::{DbError, Tx, args};
use model::CasId;
use web::{clock::SignedDuration, token};

use super::sql;
use crate::{
    Failure, Pronote,
    bases::{BaseId, DelegationId, SchoolBase, Space},
    people::PersonId,
};

/// How long somebody may take to say that it is them, or to find their password.
pub(super) const LIFE: SignedDuration = SignedDuration::from_mins(10);

/// Passwords that may be tried before the ENT is asked again who it is.
const TRIES: i64 = 5;

/// What the ENT has answered for.
#[derive(Debug, Clone)]
pub(crate) struct Pending {
    pub(crate) space: Space,
    /// The page asked for, below the root of the base.
    pub(crate) page: String,
    pub(super) delegation: DelegationId,
    pub(crate) cas_id: CasId,
    /// Who was recognised; nobody when the password will tell.
    pub(super) person: Option<PersonId>,
    /// The digest of the ticket.
    pub(super) ticket: String,
}

db::row! {
    struct Record {
        space: String => text,
        page: String => text,
        delegation: DelegationId => text,
        cas_id: CasId => text,
        person: Option<PersonId> => text_opt,
        ticket: String => text,
    }
}

/// Keeps it; gives the secret for the browser.
pub(super) async fn keep(
    pronote: &Pronote,
    tx: &mut Tx,
    base: &BaseId,
    pending: &Pending,
) -> Result<String, Failure> {
    let secret = token::secret()?;
    let now = pronote.now();
    tx.run(sql::DROP_OLD_PENDING, args![now.as_millisecond()]).await?;
    let values = args![
        &token::digest(&secret),
        base,
        pending.space.as_str(),
        &pending.page,
        &pending.delegation,
        &pending.cas_id,
        pending.person.as_ref(),
        &pending.ticket,
        now.saturating_add(LIFE).unwrap_or(now).as_millisecond()
    ];
    tx.run(sql::ADD_PENDING, values).await?;
    Ok(secret)
}

/// What a browser's secret stands for, while it lives.
///
/// # Errors
/// [`DbError`].
pub(crate) async fn find(
    pronote: &Pronote,
    base: &SchoolBase,
    secret: &str,
) -> Result<Option<Pending>, DbError> {
    let values = args![&token::digest(secret), &base.id, pronote.now().as_millisecond()];
    let record: Option<Record> = pronote.db().optional(sql::PENDING, values).await?;
    Ok(record.and_then(|record| {
        Some(Pending {
            space: record.space.parse().ok()?,
            page: record.page,
            delegation: record.delegation,
            cas_id: record.cas_id,
            person: record.person,
            ticket: record.ticket,
        })
    }))
}

/// Counts a password before it is looked at; says whether it may be tried.
pub(super) async fn may_try(pronote: &Pronote, secret: &str) -> Result<bool, DbError> {
    Ok(pronote.db().run(sql::COUNT_TRY, args![&token::digest(secret), TRIES]).await? > 0)
}

/// Takes it, so that it serves once; says whether it was still there.
pub(super) async fn take(tx: &mut Tx, secret: &str) -> Result<bool, DbError> {
    Ok(tx.run(sql::DROP_PENDING, args![&token::digest(secret)]).await? > 0)
}
