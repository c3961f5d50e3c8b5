//! Who came with a ticket, as a client learns it from a server.

use jiff::{Timestamp, tz::Offset};

/// The person a server answered for, in any dialect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Principal {
    /// The name the server gives the person: `cas:user`, or the SAML `NameIdentifier`. Never empty.
    pub subject: String,
    /// Names and values in the order of the answer, the values of one name together, without the white space
    /// round them.
    pub attributes: Vec<(String, Vec<String>)>,
    /// When the person proved who they are, if the server says it.
    pub authenticated_at: Option<Timestamp>,
    /// How, as the URI the server gives (SAML 1.1 core §7.1); SAML only.
    pub authentication_method: Option<String>,
}

impl Principal {
    /// The values of one attribute, none when it was not released. Names are compared with their case.
    pub fn values(&self, name: &str) -> &[String] {
        self.attributes.iter().find(|(known, _)| known == name).map_or(&[], |(_, values)| values)
    }
}

/// An `xs:dateTime`. One without a zone is in UTC, as SAML 1.1 core §1.2.2 wants.
pub(crate) fn instant(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    text.parse().ok().or_else(|| {
        let local: jiff::civil::DateTime = text.parse().ok()?;
        local.to_zoned(jiff::tz::TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
    })
}

/// An instant as both dialects write it: UTC, milliseconds, `Z`. An answer has up to four, and the formatter of the
/// library, which knows many shapes, takes five times as long.
pub(crate) fn wire_instant(instant: Timestamp) -> String {
    let utc = Offset::UTC.to_datetime(instant);
    let Ok(year @ 0..=9999) = u16::try_from(utc.year()) else {
        return format!("{instant:.3}");
    };
    let mut out = String::with_capacity("2026-09-01T08:00:00.000Z".len());
    push_two(&mut out, year / 100);
    push_two(&mut out, year % 100);
    for (before, part) in
        [('-', utc.month()), ('-', utc.day()), ('T', utc.hour()), (':', utc.minute()), (':', utc.second())]
    {
        out.push(before);
        push_two(&mut out, part.unsigned_abs().into());
    }
    let millis = utc.millisecond().unsigned_abs();
    out.push('.');
    push_digit(&mut out, millis / 100);
    push_two(&mut out, millis % 100);
    out.push('Z');
    out
}

fn push_two(out: &mut String, number: u16) {
    push_digit(out, number / 10);
    push_digit(out, number % 10);
}

fn push_digit(out: &mut String, digit: u16) {
    out.push(char::from(b'0' + digit as u8));
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use proptest::prelude::*;

    use super::{instant, wire_instant};

    #[test]
    fn instants_are_read_with_and_without_a_zone() {
        for (raw, expected) in [
            ("2026-09-01T08:00:00Z", Some("2026-09-01T08:00:00.000Z")),
            (" 2026-09-01T10:00:00.1234+02:00 ", Some("2026-09-01T08:00:00.123Z")),
            ("2026-09-01T08:00:00.5", Some("2026-09-01T08:00:00.500Z")),
            ("2026-09-01T10:00:00+02:00[Europe/Paris]", Some("2026-09-01T08:00:00.000Z")),
            ("yesterday", None),
            ("", None),
        ] {
            assert_eq!(instant(raw).map(wire_instant).as_deref(), expected, "{raw}");
        }
    }

    proptest! {
        #[test]
        fn instants_are_written_as_the_library_writes_them(
            millis in -63_000_000_000_000_i64..=253_402_207_200_999, recent in 0_i64..4_000_000_000_000,
        ) {
            for millis in [millis, recent] {
                let instant = Timestamp::from_millisecond(millis).unwrap();
                prop_assert_eq!(wire_instant(instant), format!("{instant:.3}"));
            }
        }
    }
}
