//! Sessions of operators: who is there, with which client, and what a base asks of them.

use std::net::IpAddr;

use db::{DbError, args};
use web::token;

use super::{Operator, OperatorId, Role, sql};
use crate::{
    Pronote,
    bases::{self, BaseId, SchoolBase},
    journal::{self, Kind, Line},
    state::{Failure, IDLE_MILLIS, TOUCH_MILLIS},
};

db::row! {
    struct Session {
        id: OperatorId => text,
        name: String => text,
        login: String => text,
        last_seen_at: i64 => int,
        complete: bool => flag,
        client_version: String => text,
        totp_confirmed: bool => flag,
    }
}
db::row! {
    struct Right { base: BaseId => text }
}
db::row! {
    /// A client: a session of an operator who may work on a base.
    pub struct Client {
        /// Shown.
        pub name: String => text,
        /// What the operator is.
        pub role: Role => text,
        /// The version of PRONOTE that it was opened with; empty for the console, which is none's client.
        pub client_version: String => text,
        /// Milliseconds since 1970.
        pub last_seen_at: i64 => int,
    }
}

/// A signed-in operator and their session.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// Who.
    pub operator: Operator,
    /// Their sign-in name.
    pub login: String,
    /// Whether they have a second factor.
    pub second_factor: bool,
    /// The version of PRONOTE that their client was opened with.
    pub client_version: String,
}

impl SignedIn {
    /// Whether the client was opened before the base had the version that it has now.
    pub fn is_outdated(&self, base: &SchoolBase) -> bool {
        self.client_version != base.version_label
    }
}

/// Why a base is closed to an operator who has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closed {
    /// They come from outside its networks.
    Address,
    /// It wants a second factor, which they have not.
    SecondFactor,
}

impl Closed {
    /// The key of its sentence.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Address => "closed-address",
            Self::SecondFactor => "closed-second-factor",
        }
    }
}

/// Why a base is closed to an operator who comes from this address, if it is.
pub fn closed_to(base: &SchoolBase, from: IpAddr, second_factor: bool) -> Option<Closed> {
    if !base.networks.admit(from) {
        return Some(Closed::Address);
    }
    (base.second_factor && !second_factor).then_some(Closed::SecondFactor)
}

/// The clients connected to a base, the last seen first.
///
/// # Errors
/// [`DbError`].
pub async fn clients(pronote: &Pronote, base: &BaseId) -> Result<Vec<Client>, DbError> {
    let since = pronote.now().as_millisecond() - IDLE_MILLIS;
    pronote.db().all(sql::CLIENTS, args![base, since]).await
}

/// The bases of an operator.
pub(super) async fn bases_of(pronote: &Pronote, operator: &OperatorId) -> Result<Vec<SchoolBase>, DbError> {
    let rights: Vec<Right> = pronote.db().all(sql::BASES, args![operator]).await?;
    let bases = bases::held(pronote).await?;
    let own = bases.iter().filter(|base| rights.iter().any(|right| right.base == base.id));
    Ok(own.cloned().collect())
}

/// The operator of a session that is still alive and complete, with their bases.
///
/// # Errors
/// [`DbError`].
pub async fn session(pronote: &Pronote, role: Role, secret: &str) -> Result<Option<Operator>, DbError> {
    Ok(signed_in(pronote, role, secret).await?.map(|signed| signed.operator))
}

/// The same, with what else is known of the session.
///
/// # Errors
/// [`DbError`].
pub async fn signed_in(pronote: &Pronote, role: Role, secret: &str) -> Result<Option<SignedIn>, DbError> {
    let digest = token::digest(secret);
    let Some(found) = live(pronote, role, &digest).await?.filter(|found| found.complete) else {
        return Ok(None);
    };
    let now = pronote.now().as_millisecond();
    if now - found.last_seen_at > TOUCH_MILLIS {
        pronote.db().run(sql::TOUCH, args![&digest, now]).await?;
    }
    let bases = bases_of(pronote, &found.id).await?;
    Ok(Some(SignedIn {
        operator: Operator { id: found.id, name: found.name, bases },
        login: found.login,
        second_factor: found.totp_confirmed,
        client_version: found.client_version,
    }))
}

/// The operator who has given their password and not yet their second factor.
pub(super) async fn half_signed_in(
    pronote: &Pronote,
    role: Role,
    secret: &str,
) -> Result<Option<OperatorId>, DbError> {
    let found = live(pronote, role, &token::digest(secret)).await?;
    Ok(found.filter(|found| !found.complete).map(|found| found.id))
}

async fn live(pronote: &Pronote, role: Role, digest: &str) -> Result<Option<Session>, DbError> {
    let since = pronote.now().as_millisecond() - IDLE_MILLIS;
    pronote.db().optional(sql::SESSION, args![digest, role.as_str(), since]).await
}

/// Ends a session.
///
/// # Errors
/// [`DbError`].
pub async fn sign_out(pronote: &Pronote, secret: &str) -> Result<(), DbError> {
    pronote.db().run(sql::END_SESSION, args![&token::digest(secret)]).await.map(drop)
}

/// Ends every session of an operator but the one with this secret; says how many there were.
///
/// # Errors
/// [`Failure`].
pub async fn end_others(pronote: &Pronote, operator: &OperatorId, secret: &str) -> Result<u64, Failure> {
    let mut tx = pronote.db().begin().await?;
    let ended = tx.run(sql::END_OTHERS, args![operator, &token::digest(secret)]).await?;
    let line = Line { operator: Some(operator.as_str()), ..Line::new(Kind::AccountChanged) };
    journal::append(pronote, &mut tx, Line { detail: Some("sessions"), ..line }).await?;
    tx.commit().await?;
    Ok(ended)
}

/// Notes that the client of a session is now one of this version.
///
/// # Errors
/// [`DbError`].
pub async fn update_client(pronote: &Pronote, secret: &str, version: &str) -> Result<(), DbError> {
    pronote.db().run(sql::UPDATE_CLIENT, args![&token::digest(secret), version]).await.map(drop)
}
