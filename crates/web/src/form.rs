//! Posted forms.

use std::borrow::Cow;

use axum::{
    body::{Body, to_bytes},
    extract::FromRequestParts,
};
use http::{StatusCode, header, request::Parts};
use hyper::body::Body as _;
use percent_encoding::percent_decode_str;

use crate::{Problem, csrf, limits};

/// The fields of a form, in the order in which they came. Only named fields are ever read, so a field too many
/// changes nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads `application/x-www-form-urlencoded` text, such as a body or a query. A NUL, which no browser sends and no
    /// database takes, becomes U+FFFD, as in HTML.
    pub fn parse(text: &str) -> Self {
        let decode = |part: &str| {
            let spaced = if part.contains('+') { part.replace('+', " ").into() } else { Cow::Borrowed(part) };
            let text = percent_decode_str(&spaced).decode_utf8_lossy();
            if text.contains('\0') { text.replace('\0', "\u{fffd}") } else { text.into_owned() }
        };
        let pairs = text.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name), decode(value))
        });
        Self(pairs.collect())
    }

    /// The first value of a field, trimmed; empty when the field is missing.
    pub fn text(&self, name: &str) -> &str {
        self.exact(name).trim()
    }

    /// The first value of a field as typed (passwords); empty when the field is missing.
    pub fn exact(&self, name: &str) -> &str {
        self.0.iter().find(|(n, _)| n == name).map_or("", |(_, value)| value)
    }

    /// Whether a check box was ticked.
    pub fn ticked(&self, name: &str) -> bool {
        self.0.iter().any(|(n, _)| n == name)
    }

    /// All values of a field.
    pub fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.0.iter().filter(move |(n, _)| n == name).map(|(_, value)| value.as_str())
    }
}

/// The body of a request was cut, took too long, or is longer than allowed.
#[derive(Debug, thiserror::Error)]
#[error("the body is incomplete, too slow, or longer than {limit} bytes")]
pub struct BodyError {
    limit: usize,
}

/// Reads a body of `limit` bytes at most, within [`limits::BODY_PAUSE`].
///
/// # Errors
/// [`BodyError`].
pub async fn read_body(body: Body, limit: usize) -> Result<bytes::Bytes, BodyError> {
    if body.is_end_stream() {
        return Ok(bytes::Bytes::new());
    }
    match tokio::time::timeout(limits::BODY_PAUSE, to_bytes(body, limit)).await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(_)) | Err(_) => Err(BodyError { limit }),
    }
}

/// A form posted from one of our own pages by the browser that was given it: the route has checked the token before
/// the handler is called, whether or not the handler looks at the fields.
pub struct Submitted(pub Fields);

impl<S: Send + Sync> FromRequestParts<S> for Submitted {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        let fields = parts.extensions.remove::<Fields>();
        fields.map(Self).ok_or_else(|| Problem::new(StatusCode::FORBIDDEN, "problem-form"))
    }
}

/// Reads a posted form and checks its token.
pub(crate) async fn checked(parts: &Parts, body: Body) -> Result<Fields, Problem> {
    let kind = parts.headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    if !kind.starts_with("application/x-www-form-urlencoded") {
        return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "problem-form"));
    }
    let bytes = read_body(body, limits::FORM)
        .await
        .map_err(|_| Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "problem-too-large"))?;
    let fields = Fields::parse(&String::from_utf8_lossy(&bytes));
    if crate::site::visit_of(parts).csrf.is(fields.exact(csrf::FIELD)) {
        Ok(fields)
    } else {
        Err(Problem::new(StatusCode::FORBIDDEN, "problem-form"))
    }
}

#[cfg(test)]
mod tests {
    use super::Fields;

    #[test]
    fn fields_are_decoded_and_found_by_name() {
        let fields = Fields::parse("a=1&b=%C3%A9t%C3%A9+2&a=3&box=&tail");
        assert_eq!(fields.text("a"), "1");
        assert_eq!(fields.text("b"), "été 2");
        assert_eq!(fields.all("a").collect::<Vec<_>>(), ["1", "3"]);
        assert!(fields.ticked("box") && fields.ticked("tail") && !fields.ticked("none"));
        assert_eq!(Fields::parse("p=+x+").exact("p"), " x ");
        assert_eq!(Fields::parse("p=%zz%").text("p"), "%zz%");
        assert_eq!(Fields::parse("p=a%00b").text("p"), "a\u{fffd}b");
    }
}
