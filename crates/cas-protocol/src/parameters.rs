//! The parameters of a request: names with their case, a value once at most.

use std::borrow::Cow;

/// A parameter that names two values: the one that is checked might not be the one that is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Repeated(pub(crate) &'static str);

/// A query without its `?`, or a form body, decoded once.
pub(crate) struct Parameters<'q>(Vec<(Cow<'q, str>, Cow<'q, str>)>);

impl<'q> Parameters<'q> {
    pub(crate) fn parse(text: &'q str) -> Self {
        Self(url::form_urlencoded::parse(text.as_bytes()).collect())
    }

    /// The value of this parameter; an empty one is none.
    pub(crate) fn single(&self, name: &'static str) -> Result<Option<&str>, Repeated> {
        let mut values = self.all(name).filter(|value| !value.is_empty());
        let first = values.next();
        if values.next().is_some() { Err(Repeated(name)) } else { Ok(first) }
    }

    /// Whether a parameter that counts by presence is there. `false` is taken as absent: a client in use always
    /// sends `renew=false`.
    pub(crate) fn ticked(&self, name: &str) -> bool {
        self.all(name).any(|value| value != "false")
    }

    fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.0.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_ref())
    }
}
