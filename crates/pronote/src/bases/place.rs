//! Where a base stands: its root path and host, and which base a request is for.

use std::{fmt, str::FromStr};

use super::SchoolBase;

/// "Racine": the path below which a base answers. Empty, or segments of letters, digits, `-`, `_` and `.`; kept as
/// typed, compared and published without regard to case, as the servers of the seeds do.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Root(String);

/// A text that cannot be a root.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a root path holds letters, digits, - _ . and /, 100 signs at most")]
pub struct RootError;

impl Root {
    /// Reads a root; slashes and spaces around it are dropped.
    ///
    /// # Errors
    /// [`RootError`].
    pub fn parse(raw: &str) -> Result<Self, RootError> {
        let text = raw.trim().trim_matches('/');
        let good = |segment: &str| {
            !segment.is_empty()
                && !segment.starts_with('.')
                && segment.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
        };
        // "assets" serves the style sheets of every base.
        let reserved = text.split('/').next().is_some_and(|first| first.eq_ignore_ascii_case("assets"));
        if text.len() > 100 || reserved || !(text.is_empty() || text.split('/').all(good)) {
            return Err(RootError);
        }
        Ok(Self(text.to_owned()))
    }

    /// As typed.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As a path in addresses: `/` or `/pronote/`.
    pub fn path(&self) -> String {
        if self.0.is_empty() { "/".to_owned() } else { format!("/{}/", self.0.to_ascii_lowercase()) }
    }
}

impl FromStr for Root {
    type Err = RootError;

    fn from_str(text: &str) -> Result<Self, RootError> {
        Self::parse(text)
    }
}

impl fmt::Display for Root {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl AsRef<str> for Root {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

/// Where a request leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lead<'b> {
    /// Into a base, at this path below its root (lower case, no slash at either end).
    Into(&'b SchoolBase, String),
    /// To the root of a base, whose last slash was left out.
    AddSlash(&'b SchoolBase),
    /// To no base.
    Nowhere,
}

/// Finds the base of a request: one with its host rather than one without, then the longest root.
pub fn lead<'b>(bases: &'b [SchoolBase], host: &str, path: &str) -> Lead<'b> {
    let host = without_port(host);
    let path = path.to_ascii_lowercase();
    let slashed = format!("{path}/");
    bases
        .iter()
        .filter(|base| base.host.as_deref().is_none_or(|own| own.eq_ignore_ascii_case(host)))
        .filter(|base| slashed.starts_with(&base.root.path()))
        .max_by_key(|base| (base.host.is_some(), base.root.as_str().len()))
        .map_or(Lead::Nowhere, |base| match path.strip_prefix(&base.root.path()) {
            Some(rest) => Lead::Into(base, rest.trim_end_matches('/').to_owned()),
            None => Lead::AddSlash(base),
        })
}

/// The host of a `Host` header or authority: `[::1]:80` gives `[::1]`.
fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => host,
    }
}
