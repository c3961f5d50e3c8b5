//! The trace of what happened: appended to, never changed, kept 12 months at most.
//!
//! A line holds keys of accounts, never names, logins, identifiers of PRONOTE, tickets or passwords.

mod sql;
pub(crate) mod writer;

#[cfg(test)]
pub(crate) mod tests;

use db::{DbError, Tx, args};
use model::Uai;
use web::clock::SignedDuration;

use crate::{
    Ent,
    ids::{AccountId, ServiceId},
};

pub(crate) use sql::STATEMENTS;
pub(crate) use writer::{Overflow, Statements, Writer};

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// Somebody signed in.
    SignedIn,
    /// A sign-in was refused.
    SignInRefused,
    /// Somebody signed out.
    SignedOut,
    /// A service ticket was issued.
    TicketIssued,
    /// A service ticket was validated.
    TicketValidated,
    /// A service ticket was refused.
    TicketRefused,
    /// A proxy-granting ticket was given to a service.
    ProxyGranted,
    /// A proxy ticket was issued.
    ProxyTicketIssued,
    /// Identifiers of PRONOTE were imported.
    IdentifiersImported,
    /// An administrator accepted one more address for a service.
    AddressAccepted,
    /// An administrator asked what would become of a visit; the detail is the key of the account that was looked at.
    VisitSimulated,
}

impl Event {
    /// Counts it for whoever watches the program: sign-ins by outcome, tickets issued, validations, sign-outs.
    fn count(self) {
        metrics::counter!("passerelle_events_total", "event" => self.as_str()).increment(1);
    }

    const fn as_str(self) -> &'static str {
        match self {
            Self::SignedIn => "signed-in",
            Self::SignInRefused => "sign-in-refused",
            Self::SignedOut => "signed-out",
            Self::TicketIssued => "ticket-issued",
            Self::TicketValidated => "ticket-validated",
            Self::TicketRefused => "ticket-refused",
            Self::ProxyGranted => "proxy-granted",
            Self::ProxyTicketIssued => "proxy-ticket-issued",
            Self::IdentifiersImported => "identifiers-imported",
            Self::AddressAccepted => "address-accepted",
            Self::VisitSimulated => "visit-simulated",
        }
    }
}

/// One line.
#[derive(Debug, Clone)]
pub struct Line<'a> {
    event: Event,
    school: Option<&'a Uai>,
    account: Option<&'a AccountId>,
    service: Option<&'a ServiceId>,
    detail: &'a str,
}

impl<'a> Line<'a> {
    /// A line that says only what happened.
    pub fn new(event: Event) -> Self {
        Self { event, school: None, account: None, service: None, detail: "" }
    }

    /// In which school.
    #[must_use]
    pub fn school(self, school: &'a Uai) -> Self {
        Self { school: Some(school), ..self }
    }

    /// Whose account.
    #[must_use]
    pub fn account(self, account: &'a AccountId) -> Self {
        Self { account: Some(account), ..self }
    }

    /// Which service.
    #[must_use]
    pub fn service(self, service: &'a ServiceId) -> Self {
        Self { service: Some(service), ..self }
    }

    /// A word of ours, such as the reason of a refusal: never what somebody typed.
    #[must_use]
    pub fn detail(self, detail: &'a str) -> Self {
        Self { detail, ..self }
    }

    fn args(&self, ent: &Ent) -> [db::Value; 7] {
        args![
            ent.new_key().to_string(),
            ent.now().as_millisecond(),
            self.event.as_str(),
            self.school,
            self.account,
            self.service,
            self.detail,
        ]
    }
}

/// How lines are written.
pub(crate) const WRITTEN: Statements =
    Statements { what: "journal", one: sql::ADD, many: Some((sql::MANY, sql::ADD_MANY)) };

/// How long lines are kept: what the CNIL recommends at most without another purpose (deliberation of 2021 on logs).
const KEPT: SignedDuration = SignedDuration::from_hours(365 * 24);

#[cfg(test)]
db::row! { struct Count { lines: i64 => int } }

/// How many lines tell of an event.
///
/// # Errors
/// [`DbError`].
#[cfg(test)]
pub(crate) async fn count(ent: &Ent, event: Event) -> Result<i64, DbError> {
    ent.journal().flush().await;
    let row: Option<Count> = ent.db().optional(sql::COUNT, args![event.as_str()]).await?;
    Ok(row.map_or(0, |row| row.lines))
}

/// Forgets the lines that have been kept long enough; says how many.
///
/// # Errors
/// [`DbError`].
pub(crate) async fn forget_old(ent: &Ent) -> Result<u64, DbError> {
    ent.journal().flush().await;
    let oldest = ent.now().saturating_sub(KEPT).map_or(0, |at| at.as_millisecond());
    ent.db().run(sql::FORGET, args![oldest]).await
}

/// Appends a line soon: it is put into a queue and written with others. What it tells must not be done, or not be
/// answered, when this fails.
///
/// # Errors
/// [`Overflow`].
pub(crate) async fn write(ent: &Ent, line: &Line<'_>) -> Result<(), Overflow> {
    line.event.count();
    ent.journal().add(line.args(ent).to_vec()).await
}

/// Appends a line together with the change that it tells of.
///
/// # Errors
/// [`DbError`].
pub(crate) async fn write_in(ent: &Ent, tx: &mut Tx, line: &Line<'_>) -> Result<(), DbError> {
    line.event.count();
    tx.run(sql::ADD, line.args(ent)).await.map(drop)
}
