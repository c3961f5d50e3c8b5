//! The second factor of an operator: a code of six digits that changes every half minute (TOTP, RFC 6238), and codes
//! on paper for the day when the telephone is lost.
//!
//! A code is good once, within a step of time before or after the present one. The secret lies in the database as it
//! is, since codes are computed from it: whoever reads the database and knows the password is not held off.

use db::{Tx, args};
use totp_rs::{Builder, Secret, Totp};
use web::token;

use super::{OperatorId, Role, sessions, sql};
use crate::{
    Failure, Pronote,
    journal::{self, Kind, Line},
};

/// Codes on paper that an operator is given.
const RECOVERY_CODES: usize = 8;

db::row! { struct Stored { totp_secret: String => text, totp_confirmed: bool => flag } }
db::row! { struct Count { codes: i64 => int } }

/// Where an operator stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Factor {
    /// They have none.
    None,
    /// A secret was made and not yet confirmed by a code; in base 32.
    Begun(String),
    /// They have one; how many codes on paper are left.
    Active(i64),
}

/// Where an operator stands.
///
/// # Errors
/// [`Failure`].
pub async fn of(pronote: &Pronote, operator: &OperatorId) -> Result<Factor, Failure> {
    let stored: Option<Stored> = pronote.db().optional(sql::TOTP, args![operator]).await?;
    match stored {
        Some(Stored { totp_confirmed: true, .. }) => {
            let count: Option<Count> = pronote.db().optional(sql::COUNT_RECOVERY, args![operator]).await?;
            Ok(Factor::Active(count.map_or(0, |count| count.codes)))
        }
        Some(Stored { totp_secret, .. }) if !totp_secret.is_empty() => Ok(Factor::Begun(totp_secret)),
        _ => Ok(Factor::None),
    }
}

/// Makes a secret for an operator who has no second factor; an earlier one that was not confirmed is forgotten.
///
/// # Errors
/// [`Failure`].
pub async fn begin(pronote: &Pronote, operator: &OperatorId) -> Result<(), Failure> {
    let secret = Secret::from(token::random::<20>()?.to_vec()).to_base32();
    pronote.db().run(sql::BEGIN_TOTP, args![operator, &secret]).await?;
    Ok(())
}

/// Confirms the secret by a code and gives the codes on paper, shown once; `None` when the code is wrong. The other
/// sessions of the operator end: they were opened by a password alone.
///
/// # Errors
/// [`Failure`].
pub async fn confirm(
    pronote: &Pronote,
    operator: &OperatorId,
    session: &str,
    code: &str,
) -> Result<Option<Vec<String>>, Failure> {
    let mut tx = pronote.db().begin().await?;
    let stored: Option<Stored> = tx.optional(sql::TOTP, args![operator]).await?;
    let Some(Stored { totp_secret, totp_confirmed: false }) = stored else { return Ok(None) };
    if !takes_code(pronote, &mut tx, operator, &totp_secret, code).await? {
        return Ok(None);
    }
    tx.run(sql::CONFIRM_TOTP, args![operator]).await?;
    tx.run(sql::FORGET_RECOVERY, args![operator]).await?;
    let mut codes = Vec::new();
    for _ in 0..RECOVERY_CODES {
        let code = Secret::from(token::random::<10>()?.to_vec()).to_base32();
        tx.run(sql::ADD_RECOVERY, args![operator, &token::digest(&code)]).await?;
        codes.push(code);
    }
    tx.run(sql::END_OTHERS, args![operator, &token::digest(session)]).await?;
    note(pronote, &mut tx, operator, "second-factor").await?;
    tx.commit().await?;
    Ok(Some(codes))
}

/// Takes the second factor away, for a code; says whether it was right.
///
/// # Errors
/// [`Failure`].
pub async fn remove(pronote: &Pronote, operator: &OperatorId, code: &str) -> Result<bool, Failure> {
    let mut tx = pronote.db().begin().await?;
    if !takes_any(pronote, &mut tx, operator, code).await? {
        return Ok(false);
    }
    tx.run(sql::REMOVE_TOTP, args![operator]).await?;
    tx.run(sql::FORGET_RECOVERY, args![operator]).await?;
    note(pronote, &mut tx, operator, "no-second-factor").await?;
    tx.commit().await?;
    Ok(true)
}

/// Completes a session that was opened by a password, for a code of the telephone or one on paper; says whether it was
/// right.
///
/// # Errors
/// [`Failure`].
pub async fn complete(pronote: &Pronote, role: Role, session: &str, code: &str) -> Result<bool, Failure> {
    let Some(operator) = sessions::half_signed_in(pronote, role, session).await? else { return Ok(false) };
    let mut tx = pronote.db().begin().await?;
    if !takes_any(pronote, &mut tx, &operator, code).await? {
        let line = Line { operator: Some(operator.as_str()), ..Line::new(Kind::OperatorRefused) };
        journal::append(pronote, &mut tx, Line { detail: Some("second-factor"), ..line }).await?;
        tx.commit().await?;
        return Ok(false);
    }
    tx.run(sql::COMPLETE_SESSION, args![&token::digest(session)]).await?;
    let line = Line { operator: Some(operator.as_str()), ..Line::new(Kind::OperatorSignedIn) };
    journal::append(pronote, &mut tx, line).await?;
    tx.commit().await?;
    Ok(true)
}

async fn takes_any(
    pronote: &Pronote,
    tx: &mut Tx,
    operator: &OperatorId,
    code: &str,
) -> Result<bool, Failure> {
    let stored: Option<Stored> = tx.optional(sql::TOTP, args![operator]).await?;
    let Some(Stored { totp_secret, totp_confirmed: true }) = stored else { return Ok(false) };
    if takes_code(pronote, tx, operator, &totp_secret, code).await? {
        return Ok(true);
    }
    let on_paper = token::digest(&plain(code).to_ascii_uppercase());
    Ok(tx.run(sql::TAKE_RECOVERY, args![operator, &on_paper]).await? > 0)
}

/// Whether a code fits the secret and was not used before.
async fn takes_code(
    pronote: &Pronote,
    tx: &mut Tx,
    operator: &OperatorId,
    secret: &str,
    code: &str,
) -> Result<bool, Failure> {
    let Some(totp) = totp(secret) else { return Ok(false) };
    let now = u64::try_from(pronote.now().as_second()).unwrap_or_default();
    let Some(step) = totp.check(&plain(code), now) else { return Ok(false) };
    let step = i64::try_from(step).unwrap_or(i64::MAX);
    Ok(tx.run(sql::USE_STEP, args![operator, step]).await? > 0)
}

fn totp(secret: &str) -> Option<Totp> {
    Builder::new().with_secret(Secret::try_from_base32(secret).ok()?).build().ok()
}

/// As typed, without the spaces and hyphens that help reading.
fn plain(code: &str) -> String {
    code.chars().filter(|c| !c.is_whitespace() && *c != '-').collect()
}

async fn note(
    pronote: &Pronote,
    tx: &mut Tx,
    operator: &OperatorId,
    what: &'static str,
) -> Result<(), Failure> {
    let line = Line { operator: Some(operator.as_str()), ..Line::new(Kind::AccountChanged) };
    journal::append(pronote, tx, Line { detail: Some(what), ..line }).await
}
