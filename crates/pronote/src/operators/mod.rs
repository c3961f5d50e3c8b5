//! The people who run the bases: operators of the hosting console, and supervisors (SPR) of one base each.

#[cfg(test)]
pub(crate) mod account_tests;
pub(crate) mod pages;
pub mod second_factor;
mod sessions;
pub(crate) mod sql;
#[cfg(test)]
pub(crate) mod tests;

use std::str::FromStr;

use db::args;
use web::{
    strength::{self, Weakness},
    token,
};

use crate::{
    Failure, Pronote,
    bases::{BaseId, SchoolBase},
    journal::{self, Kind, Line},
    state::IDLE_MILLIS,
};

pub use sessions::{
    Client, Closed, SignedIn, clients, closed_to, end_others, session, sign_out, signed_in, update_client,
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
    struct Account { id: OperatorId => text, password: String => text, totp_confirmed: bool => flag }
}
db::row! {
    struct Known { login: String => text, name: String => text, password: String => text }
}

/// Creates an operator.
///
/// # Errors
/// [`Failure`]; a login that the role has already is [`db::DbError::Constraint`].
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

/// Checks login and password, both with their case; gives the secret of a new session. Where the operator has a second
/// factor it is not complete yet: [`second_factor::complete`].
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
    // What opens is a client of the version that the base has now.
    let version = match role {
        Role::Supervisor => sessions::bases_of(pronote, &account.id).await?.into_iter().next(),
        Role::Console => None,
    };
    let version = version.map(|base| base.version_label).unwrap_or_default();
    let complete = !account.totp_confirmed;
    tx.run(sql::DROP_IDLE, args![now - IDLE_MILLIS]).await?;
    let values = args![&token::digest(&secret), &account.id, now, complete, &version];
    tx.run(sql::OPEN_SESSION, values).await?;
    if complete {
        let line = Line { operator: Some(account.id.as_str()), ..Line::new(Kind::OperatorSignedIn) };
        journal::append(pronote, &mut tx, line).await?;
    }
    tx.commit().await?;
    Ok(Some(secret))
}

/// Why an operator's password was not changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordRefused {
    /// The present password is another one.
    Wrong,
    /// The new one is refused.
    Weak(Weakness),
}

/// Changes the password of an operator who gives the present one; their other sessions end.
///
/// # Errors
/// [`Failure`].
pub async fn change_password(
    pronote: &Pronote,
    operator: &Operator,
    session: &str,
    present: &str,
    new: &str,
) -> Result<Result<(), PasswordRefused>, Failure> {
    let known: Option<Known> = pronote.db().optional(sql::KNOWN, args![&operator.id]).await?;
    let stored = known.as_ref().map(|known| known.password.as_str());
    if !pronote.passwords().verify(stored, present).await? {
        return Ok(Err(PasswordRefused::Wrong));
    }
    let mut around: Vec<&str> = operator.bases.iter().map(|base| base.school_name.as_str()).collect();
    around.extend(known.iter().flat_map(|known| [known.login.as_str(), known.name.as_str()]));
    if let Err(weakness) = strength::check(new, &around) {
        return Ok(Err(PasswordRefused::Weak(weakness)));
    }
    let hash = pronote.passwords().hash(new).await?;
    let mut tx = pronote.db().begin().await?;
    tx.run(sql::SET_PASSWORD, args![&operator.id, &hash]).await?;
    tx.run(sql::END_OTHERS, args![&operator.id, &token::digest(session)]).await?;
    let line = Line { operator: Some(operator.id.as_str()), ..Line::new(Kind::AccountChanged) };
    journal::append(pronote, &mut tx, Line { detail: Some("password"), ..line }).await?;
    tx.commit().await?;
    Ok(Ok(()))
}
