//! Birth dates: days of the calendar, never instants.

use std::{fmt, str::FromStr};

use jiff::civil::Date;

/// A day of birth. Written `AAAA-MM-JJ` in files, `JJ/MM/AAAA` on screens; both are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BirthDate(Date);

/// Why a text is not a birth date.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a birth date: JJ/MM/AAAA or AAAA-MM-JJ is expected, between 1900 and 2100")]
pub struct BirthDateError(pub String);

impl BirthDate {
    /// Reads `AAAA-MM-JJ` or `JJ/MM/AAAA`.
    ///
    /// # Errors
    /// [`BirthDateError`] when the text has another form or names no day between 1900 and 2100.
    pub fn parse(raw: &str) -> Result<Self, BirthDateError> {
        let text = raw.trim();
        let number = |part: Option<&str>, len: usize| {
            part.filter(|p| p.len() == len && p.bytes().all(|b| b.is_ascii_digit()))?.parse::<i16>().ok()
        };
        let parse = || {
            let (year, month, day) = if text.contains('/') {
                let mut parts = text.split('/');
                let (day, month, year) = (parts.next(), parts.next(), parts.next());
                parts.next().is_none().then_some(())?;
                (number(year, 4)?, number(month, 2)?, number(day, 2)?)
            } else {
                let mut parts = text.split('-');
                let (year, month, day) = (parts.next(), parts.next(), parts.next());
                parts.next().is_none().then_some(())?;
                (number(year, 4)?, number(month, 2)?, number(day, 2)?)
            };
            (1900..=2100).contains(&year).then_some(())?;
            Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
        };
        parse().map(Self).ok_or_else(|| BirthDateError(text.to_owned()))
    }

    /// Year, month (1 to 12), day (1 to 31).
    pub fn parts(self) -> (i16, u8, u8) {
        (self.0.year(), self.0.month().unsigned_abs(), self.0.day().unsigned_abs())
    }

    /// `JJ/MM/AAAA`.
    pub fn french(self) -> String {
        self.0.strftime("%d/%m/%Y").to_string()
    }
}

impl FromStr for BirthDate {
    type Err = BirthDateError;

    fn from_str(text: &str) -> Result<Self, BirthDateError> {
        Self::parse(text)
    }
}

/// `AAAA-MM-JJ`, as stored and as written in files.
impl fmt::Display for BirthDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.strftime("%Y-%m-%d"))
    }
}

#[cfg(test)]
mod tests {
    use super::BirthDate;

    #[test]
    fn both_written_forms_are_read() {
        for (raw, iso) in [
            ("2013-06-01", Some("2013-06-01")),
            ("01/06/2013", Some("2013-06-01")),
            (" 29/02/2012 ", Some("2012-02-29")),
            ("29/02/2013", None),
            ("1/6/2013", None),
            ("2013-06-01T00:00:00", None),
            ("13-06-01", None),
            ("01/06/13", None),
            ("+013-06-01", None),
            ("1899-12-31", None),
            ("", None),
        ] {
            assert_eq!(BirthDate::parse(raw).ok().map(|d| d.to_string()), iso.map(str::to_owned), "{raw}");
        }
        assert_eq!(BirthDate::parse("2013-06-01").unwrap().french(), "01/06/2013");
    }
}
