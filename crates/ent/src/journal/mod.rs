//! The trace of what happened: appended to, never changed, kept 12 months at most.
//!
//! Lines that come together are stored together, as one page: a row for each costs a sign-on more than it needs to
//! (decision 0014).
//!
//! A line holds keys of accounts, never names, logins, identifiers of PRONOTE, tickets or passwords.

mod sql;
pub(crate) mod writer;

#[cfg(test)]
pub(crate) mod tests;

use db::{DbError, Tx, Value, args};
use model::Uai;
use web::{Timestamp, clock::SignedDuration};

use crate::{
    Ent,
    ids::{AccountId, ServiceId},
};

pub(crate) use sql::STATEMENTS;
pub(crate) use writer::{Overflow, Row, SOON, Statements, Writer};

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

    /// The key of the line and its text, with a tabulator between two cells: when it happened in milliseconds, what,
    /// in which school, whose account, which service, the detail.
    fn row(&self, ent: &Ent) -> [Value; 2] {
        let (now, key) = (ent.now(), ent.new_key().to_string());
        let cells = [
            self.event.as_str(),
            self.school.map_or("", |school| school.as_str()),
            self.account.map_or("", |account| account.as_str()),
            self.service.map_or("", |service| service.as_str()),
            self.detail,
        ];
        let mut line = now.as_millisecond().to_string();
        line.reserve(128);
        for cell in cells {
            line.push('\t');
            line.push_str(cell);
        }
        line.push('\n');
        args![key, line]
    }
}

/// How lines are written: those that come together are one page.
pub(crate) const WRITTEN: Statements =
    Statements { what: "journal", new: sql::ADD, again: sql::ADD_AGAIN, arrange: page, linger: SOON };

/// A page has the key of its first line.
fn page(lines: Vec<Row>) -> Vec<Row> {
    let mut lines = lines.into_iter();
    let mut page = lines.next();
    if let Some(Value::Text(Some(text))) = page.as_mut().and_then(|page| page.last_mut()) {
        for line in lines {
            if let Some(Value::Text(Some(line))) = line.last() {
                text.push_str(line);
            }
        }
    }
    page.into_iter().collect()
}

/// How long lines are kept: what the CNIL recommends at most without another purpose (deliberation of 2021 on logs).
const KEPT: SignedDuration = SignedDuration::from_hours(365 * 24);

#[cfg(test)]
db::row! { struct Page { lines: String => text } }

/// How many lines tell of an event.
///
/// # Errors
/// [`DbError`].
#[cfg(test)]
pub(crate) async fn count(ent: &Ent, event: Event) -> Result<usize, DbError> {
    ent.journal().flush().await;
    let pages: Vec<Page> = ent.db().all(sql::PAGES, []).await?;
    let lines = pages.iter().flat_map(|page| page.lines.lines());
    Ok(lines.filter(|line| line.split('\t').nth(1) == Some(event.as_str())).count())
}

/// Forgets the pages that have been kept long enough; says how many.
///
/// # Errors
/// [`DbError`].
pub(crate) async fn forget_old(ent: &Ent) -> Result<u64, DbError> {
    ent.journal().flush().await;
    let before = ent.now().saturating_sub(KEPT).unwrap_or(Timestamp::UNIX_EPOCH);
    ent.db().run(sql::FORGET, args![web::token::first_row_key(before).to_string()]).await
}

/// Appends a line soon: it is put into a queue and written with others. What it tells must not be done, or not be
/// answered, when this fails.
///
/// # Errors
/// [`Overflow`].
pub(crate) async fn write(ent: &Ent, line: &Line<'_>) -> Result<(), Overflow> {
    line.event.count();
    ent.journal().add(line.row(ent).into()).await
}

/// Appends a line together with the change that it tells of.
///
/// # Errors
/// [`DbError`].
pub(crate) async fn write_in(ent: &Ent, tx: &mut Tx, line: &Line<'_>) -> Result<(), DbError> {
    line.event.count();
    tx.run(sql::ADD, line.row(ent)).await.map(drop)
}
