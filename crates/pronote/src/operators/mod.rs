//! The people who run the bases: operators of the hosting console, and supervisors (SPR) of one base each.

pub(crate) mod pages;
pub(crate) mod sql;
#[cfg(test)]
pub(crate) mod tests;

use std::str::FromStr;

use db::{DbError, args};
use web::token;

use crate::{
    Failure, Pronote,
    bases::{self, BaseId, SchoolBase},
    journal::{self, Kind, Line},
    state::{IDLE_MILLIS, TOUCH_MILLIS},
};

model::identifier! {
    /// Key of an operator.
    OperatorId
}

/// What an operator is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Administrator of the hosting: publication and delegation of given bases.
    Console,
    /// Superviseur (SPR): people and exports of one base.
    Supervisor,
}

impl Role {
    /// The word stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Console => "console",
            Self::Supervisor => "supervisor",
        }
    }
}

/// A word that names no role.
#[derive(Debug, thiserror::Error)]
#[error("unknown role")]
pub struct UnknownRole;

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(text: &str) -> Result<Self, UnknownRole> {
        [Self::Console, Self::Supervisor].into_iter().find(|r| r.as_str() == text).ok_or(UnknownRole)
    }
}

/// An operator to create.
#[derive(Debug, Clone)]
pub struct NewOperator {
    /// Console or supervisor.
    pub role: Role,
    /// Sign-in name, compared with its case; unique for the role.
    pub login: String,
    /// Shown when signed in.
    pub name: String,
    /// The password, hashed before it is stored.
    pub password: String,
    /// The bases; one for a supervisor.
    pub bases: Vec<BaseId>,
}

/// A signed-in operator.
#[derive(Debug, Clone)]
pub struct Operator {
    /// Key.
    pub id: OperatorId,
    /// Shown.
    pub name: String,
    /// The bases this operator may see. No other exists for them.
    pub bases: Vec<SchoolBase>,
}

db::row! {
    struct Account { id: OperatorId => text, password: String => text }
}
db::row! {
    struct Session { id: OperatorId => text, name: String => text, last_seen_at: i64 => int }
}
db::row! {
    struct Right { base: BaseId => text }
}

/// Creates an operator.
///
/// # Errors
/// [`Failure`]; a login that the role has already is [`DbError::Constraint`].
pub async fn create(pronote: &Pronote, new: NewOperator) -> Result<OperatorId, Failure> {
    let id = OperatorId::from_uuid(pronote.new_key());
    let hash = pronote.passwords().hash(&new.password).await?;
    let mut tx = pronote.db().begin().await?;
    tx.run(sql::ADD, args![&id, new.role.as_str(), &new.login, &new.name, &hash]).await?;
    for base in &new.bases {
        tx.run(sql::GRANT, args![&id, base]).await?;
    }
    tx.commit().await?;
    Ok(id)
}

/// Checks login and password, both with their case; gives the secret of a new session.
///
/// # Errors
/// [`Failure`].
pub async fn sign_in(
    pronote: &Pronote,
    role: Role,
    login: &str,
    password: &str,
) -> Result<Option<String>, Failure> {
    // A NUL cannot be in a stored login, and cannot be asked of the database.
    let login = login.replace('\0', "\u{fffd}");
    let account: Option<Account> = pronote.db().optional(sql::BY_LOGIN, args![role.as_str(), &login]).await?;
    let stored = account.as_ref().map(|account| account.password.as_str());
    let fits = pronote.passwords().verify(stored, password).await?;
    let mut tx = pronote.db().begin().await?;
    let Some(account) = account.filter(|_| fits) else {
        let line = Line { detail: Some(role.as_str()), ..Line::new(Kind::OperatorRefused) };
        journal::append(pronote, &mut tx, line).await?;
        tx.commit().await?;
        return Ok(None);
    };
    let secret = token::secret()?;
    let now = pronote.now().as_millisecond();
    tx.run(sql::DROP_IDLE, args![now - IDLE_MILLIS]).await?;
    tx.run(sql::OPEN_SESSION, args![&token::digest(&secret), &account.id, now]).await?;
    let line = Line { operator: Some(account.id.as_str()), ..Line::new(Kind::OperatorSignedIn) };
    journal::append(pronote, &mut tx, line).await?;
    tx.commit().await?;
    Ok(Some(secret))
}

/// The operator of a session that is still alive, with their bases.
///
/// # Errors
/// [`DbError`].
pub async fn session(pronote: &Pronote, role: Role, secret: &str) -> Result<Option<Operator>, DbError> {
    let digest = token::digest(secret);
    let now = pronote.now().as_millisecond();
    let found: Option<Session> =
        pronote.db().optional(sql::SESSION, args![&digest, role.as_str(), now - IDLE_MILLIS]).await?;
    let Some(found) = found else { return Ok(None) };
    if now - found.last_seen_at > TOUCH_MILLIS {
        pronote.db().run(sql::TOUCH, args![&digest, now]).await?;
    }
    let rights: Vec<Right> = pronote.db().all(sql::BASES, args![&found.id]).await?;
    let bases = bases::held(pronote).await?;
    let own = bases.iter().filter(|base| rights.iter().any(|right| right.base == base.id));
    let bases = own.cloned().collect();
    Ok(Some(Operator { id: found.id, name: found.name, bases }))
}

/// Ends a session.
///
/// # Errors
/// [`DbError`].
pub async fn sign_out(pronote: &Pronote, secret: &str) -> Result<(), DbError> {
    pronote.db().run(sql::END_SESSION, args![&token::digest(secret)]).await.map(drop)
}
