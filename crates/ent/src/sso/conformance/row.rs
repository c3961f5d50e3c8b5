//! One requirement.

use std::{fmt, pin::Pin};

use super::Stage;

/// What asks the server; it panics when the requirement does not hold.
pub(super) type Check = fn(Stage) -> Pin<Box<dyn Future<Output = ()> + Send>>;

/// Who wants something, and how firmly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    Must,
    Should,
    Recommended,
    May,
    Client,
    Advisory,
}

impl Level {
    pub(super) const ALL: [Self; 6] =
        [Self::Must, Self::Should, Self::Recommended, Self::May, Self::Client, Self::Advisory];
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Must => "MUST",
            Self::Should => "SHOULD",
            Self::Recommended => "RECOMMENDED",
            Self::May => "MAY",
            Self::Client => "client need",
            Self::Advisory => "advisory",
        })
    }
}

/// A requirement with its check.
pub(super) struct Row {
    pub(super) section: &'static str,
    pub(super) level: Level,
    pub(super) requirement: &'static str,
    /// Why we do something else, and what.
    pub(super) deviation: Option<&'static str>,
    pub(super) chapter: &'static str,
    pub(super) name: &'static str,
    pub(super) check: Check,
}

impl fmt::Debug for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}::{} ({} {}): {}", self.chapter, self.name, self.section, self.level, self.requirement)
    }
}

/// The rows of a chapter: section, level, check, requirement, and why we deviate if we do.
macro_rules! rows {
    ($($section:literal $level:ident $check:ident $requirement:literal $(deviates $reason:literal)?;)*) => {
        pub(super) fn rows() -> Vec<$crate::sso::conformance::row::Row> {
            let chapter = module_path!().rsplit("::").next().unwrap_or_default();
            vec![$($crate::sso::conformance::row::Row {
                section: $section,
                level: $crate::sso::conformance::row::Level::$level,
                requirement: $requirement,
                deviation: $crate::sso::conformance::row::rows!(@ $($reason)?),
                chapter,
                name: stringify!($check),
                check: |stage| Box::pin($check(stage)),
            }),*]
        }
    };
    (@) => { None };
    (@ $reason:literal) => { Some($reason) };
}

pub(super) use rows;
