//! Who looks at a base as its supervisor, and who of them writes: one at a time.
//!
//! A second person who wants to write reads along, and may take the pen once the first has done nothing for
//! [`TAKE_OVER_MILLIS`], or has agreed. Somebody who signs in anew takes it from their own former window at once: nobody
//! locks themselves out.

use std::str::FromStr;

use db::{DbError, Tx, args};
use web::{Timestamp, clock, token};

use super::sql;
use crate::{
    Failure, Pronote,
    bases::BaseId,
    journal::{self, Kind, Line},
    operators::{Operator, OperatorId},
    state::{IDLE_MILLIS, TOUCH_MILLIS},
};

/// How long a writer may do nothing before another may take the pen.
pub const TAKE_OVER_MILLIS: i64 = 10 * 60 * 1000;

/// How a base is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// "en modification".
    Modification,
    /// "en consultation": nothing can be changed.
    Consultation,
}

impl Mode {
    /// The word stored, also in cookies and forms.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Modification => "modification",
            Self::Consultation => "consultation",
        }
    }
}

/// A word that names no mode.
#[derive(Debug, thiserror::Error)]
#[error("unknown mode")]
pub struct UnknownMode;

impl FromStr for Mode {
    type Err = UnknownMode;

    fn from_str(text: &str) -> Result<Self, UnknownMode> {
        [Self::Modification, Self::Consultation].into_iter().find(|m| m.as_str() == text).ok_or(UnknownMode)
    }
}

db::row! {
    /// The place of one session before a base.
    pub struct Seat {
        /// How the base is open.
        pub mode: Mode => text,
        last_seen_at: i64 => int,
        /// Who asked for the pen meanwhile.
        pub wanted_by: Option<String> => text_opt,
    }
}

db::row! {
    /// The session that writes.
    pub struct Writer {
        session: String => text,
        operator: OperatorId => text,
        /// Whose.
        pub name: String => text,
        since: i64 => int,
        last_seen_at: i64 => int,
    }
}

impl Writer {
    /// Since when.
    pub fn since(&self) -> Timestamp {
        clock::from_millis(self.since)
    }

    /// When the pen may be taken without asking, if nothing more is done.
    pub fn free_at(&self) -> Timestamp {
        clock::from_millis(self.last_seen_at.saturating_add(TAKE_OVER_MILLIS))
    }
}

/// The seat of a session, taken now if it had none: in the mode wanted, when nobody else writes.
///
/// # Errors
/// [`Failure`].
pub async fn seat(
    pronote: &Pronote,
    base: &BaseId,
    operator: &Operator,
    secret: &str,
    wanted: Mode,
) -> Result<Seat, Failure> {
    let session = token::digest(secret);
    let now = pronote.now().as_millisecond();
    if let Some(seat) = pronote.db().optional::<Seat>(sql::SEAT, args![&session, base]).await? {
        if now - seat.last_seen_at > TOUCH_MILLIS {
            pronote.db().run(sql::SEEN, args![&session, now]).await?;
        }
        return Ok(seat);
    }
    match sit(pronote, base, operator, &session, wanted).await {
        // Somebody sat down to write at the same instant.
        Err(Failure::Db(DbError::Constraint(_))) => {
            sit(pronote, base, operator, &session, Mode::Consultation).await
        }
        other => other,
    }
}

async fn sit(
    pronote: &Pronote,
    base: &BaseId,
    operator: &Operator,
    session: &str,
    wanted: Mode,
) -> Result<Seat, Failure> {
    let now = pronote.now().as_millisecond();
    let mut tx = pronote.db().begin().await?;
    tx.run(sql::DROP_IDLE, args![now - IDLE_MILLIS]).await?;
    let mut mode = wanted;
    if wanted == Mode::Modification
        && let Some(writer) = writer_in(&mut tx, base).await?
    {
        if writer.operator == operator.id {
            tx.run(sql::STEP_BACK, args![&writer.session, now]).await?;
        } else {
            mode = Mode::Consultation;
        }
    }
    let values = args![session, base, &operator.id, &operator.name, mode.as_str(), now];
    tx.run(sql::SIT, values).await?;
    tx.commit().await?;
    Ok(Seat { mode, last_seen_at: now, wanted_by: None })
}

async fn writer_in(tx: &mut Tx, base: &BaseId) -> Result<Option<Writer>, DbError> {
    tx.optional(sql::WRITER, args![base]).await
}

/// Who writes in a base.
///
/// # Errors
/// [`DbError`].
pub async fn writer(pronote: &Pronote, base: &BaseId) -> Result<Option<Writer>, DbError> {
    let since = pronote.now().as_millisecond() - IDLE_MILLIS;
    let writer: Option<Writer> = pronote.db().optional(sql::WRITER, args![base]).await?;
    Ok(writer.filter(|writer| writer.last_seen_at > since))
}

/// What became of the wish to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// This session writes now.
    Granted,
    /// Another does; they have been told.
    Passed,
}

/// Takes the pen, or asks the one who has it.
///
/// # Errors
/// [`Failure`].
pub async fn take_over(
    pronote: &Pronote,
    base: &BaseId,
    operator: &Operator,
    secret: &str,
) -> Result<Wish, Failure> {
    let session = token::digest(secret);
    let now = pronote.now().as_millisecond();
    let mut tx = pronote.db().begin().await?;
    if let Some(writer) = writer_in(&mut tx, base).await?.filter(|writer| writer.session != session) {
        let busy = now - writer.last_seen_at < TAKE_OVER_MILLIS;
        if busy && writer.operator != operator.id {
            tx.run(sql::ASK, args![&writer.session, &operator.name]).await?;
            tx.commit().await?;
            return Ok(Wish::Passed);
        }
        tx.run(sql::STEP_BACK, args![&writer.session, now]).await?;
        let line = Line {
            base: Some(base.as_str()),
            operator: Some(operator.id.as_str()),
            ..Line::new(Kind::PenTaken)
        };
        journal::append(pronote, &mut tx, line).await?;
    }
    tx.run(sql::STEP_UP, args![&session, now]).await?;
    tx.commit().await?;
    Ok(Wish::Granted)
}

/// Leaves the pen: the session reads along.
///
/// # Errors
/// [`DbError`].
pub async fn step_back(pronote: &Pronote, secret: &str) -> Result<(), DbError> {
    let values = args![&token::digest(secret), pronote.now().as_millisecond()];
    pronote.db().run(sql::STEP_BACK, values).await.map(drop)
}

/// Gives up the seat, as the session ends.
///
/// # Errors
/// [`DbError`].
pub async fn leave(pronote: &Pronote, secret: &str) -> Result<(), DbError> {
    pronote.db().run(sql::LEAVE, args![&token::digest(secret)]).await.map(drop)
}

db::row! { struct InMode { mode: Mode => text, seats: i64 => int } }

/// How many sessions have a base open: in modification, in consultation.
///
/// # Errors
/// [`DbError`].
pub async fn by_mode(pronote: &Pronote, base: &BaseId) -> Result<(usize, usize), DbError> {
    let since = pronote.now().as_millisecond() - IDLE_MILLIS;
    let rows: Vec<InMode> = pronote.db().all(sql::BY_MODE, args![base, since]).await?;
    let of = |mode| {
        let row = rows.iter().find(|row| row.mode == mode);
        row.and_then(|row| usize::try_from(row.seats).ok()).unwrap_or_default()
    };
    Ok((of(Mode::Modification), of(Mode::Consultation)))
}
