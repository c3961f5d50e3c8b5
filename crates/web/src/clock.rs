//! The time, as an argument.

pub use jiff::{SignedDuration, Timestamp};
use jiff::{ToSpan as _, civil::Date, tz::TimeZone};

/// Tells the time. Servers are given one, so that a test can move it instead of sleeping.
pub trait Clock: Send + Sync + 'static {
    /// The present instant.
    fn now(&self) -> Timestamp;
}

/// The clock of the machine.
#[derive(Debug, Clone, Copy)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        #[expect(clippy::disallowed_methods, reason = "the one place that reads the real clock")]
        Timestamp::now()
    }
}

/// An instant as the seeds print it: `JJ/MM/AA HH:MM`, Paris time.
pub fn seed_form(at: Timestamp) -> String {
    paris(at, "%d/%m/%y %H:%M")
}

/// An instant as a French sentence holds it: `27/06/2019 à 8 h 39`, Paris time. Spaces do not break.
pub fn french(at: Timestamp) -> String {
    paris(at, "%d/%m/%Y à %-H\u{a0}h\u{a0}%M")
}

/// An instant as files for schools hold it: `AAAA-MM-JJTHH:MM:SS`, Paris time, without zone.
pub fn legal(at: Timestamp) -> String {
    paris(at, "%Y-%m-%dT%H:%M:%S")
}

/// The day of an instant: `27/06/2019`, Paris time.
pub fn french_day(at: Timestamp) -> String {
    paris(at, "%d/%m/%Y")
}

/// The end of a day typed as `JJ/MM/AAAA`, or `AAAA-MM-JJ` as browsers send it: the last second that is still
/// [`french_day`] of it, Paris time. Nothing when the text is no day.
pub fn end_of_day(raw: &str) -> Option<Timestamp> {
    let text = raw.trim();
    let format = if text.contains('/') { "%d/%m/%Y" } else { "%Y-%m-%d" };
    let next = Date::strptime(format, text).ok()?.checked_add(1.day()).ok()?;
    let midnight = next.to_zoned(paris_zone()).ok()?.timestamp();
    midnight.checked_sub(SignedDuration::from_secs(1)).ok()
}

fn paris(at: Timestamp, format: &str) -> String {
    at.to_zoned(paris_zone()).strftime(format).to_string()
}

/// The time zone data is bundled, so the name is always known; UTC would be an hour off, never wrong in kind.
fn paris_zone() -> TimeZone {
    TimeZone::get("Europe/Paris").unwrap_or(TimeZone::UTC)
}

/// Reads an instant stored as milliseconds since 1970, UTC; an impossible one reads as 1970.
pub fn from_millis(millis: i64) -> Timestamp {
    Timestamp::from_millisecond(millis).unwrap_or(Timestamp::UNIX_EPOCH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_shown_in_paris_time() {
        let summer = "2026-09-04T06:39:00Z".parse().unwrap();
        assert_eq!(seed_form(summer), "04/09/26 08:39");
        assert_eq!(french(summer), "04/09/2026 à 8\u{a0}h\u{a0}39");
        assert_eq!(legal(summer), "2026-09-04T08:39:00");
        let winter = "2026-11-22T23:05:00Z".parse().unwrap();
        assert_eq!(seed_form(winter), "23/11/26 00:05");
    }

    #[test]
    fn a_day_ends_at_midnight_in_paris() {
        let end = "2027-07-06T21:59:59Z".parse().unwrap();
        assert_eq!((end_of_day(" 06/07/2027 "), end_of_day("2027-07-06")), (Some(end), Some(end)));
        assert_eq!(french_day(end), "06/07/2027");
        for wrong in ["", "31/02/2027", "06.07.2027", "demain", "31/12/9999", "2027-07-06T10:00"] {
            assert_eq!(end_of_day(wrong), None, "{wrong}");
        }
    }
}
