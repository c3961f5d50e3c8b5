//! Forms are accepted only from the browser that was given them.
//!
//! The browser holds a random key in a cookie that no script can read; forms carry a digest of it. Another site can
//! neither read the form nor set the cookie (`__Host-` over https), and its requests are also refused by their
//! `Sec-Fetch-Site` and `Origin` headers.

use std::sync::OnceLock;

use http::{HeaderMap, header};
use subtle::ConstantTimeEq as _;

use crate::{Site, token};

/// Name of the hidden field that carries the token.
pub const FIELD: &str = "csrf";

/// The token of one browser.
#[derive(Clone)]
pub struct CsrfToken {
    /// None where there was no randomness to make one.
    key: Option<String>,
    /// Made when it is asked for: most requests show no form.
    digest: OnceLock<String>,
}

impl CsrfToken {
    pub(crate) fn of(key: String) -> Self {
        Self { key: Some(key), digest: OnceLock::new() }
    }

    /// One that no form can carry.
    pub(crate) fn none() -> Self {
        Self { key: None, digest: OnceLock::new() }
    }

    /// What the browser keeps.
    pub(crate) fn key(&self) -> Option<&str> {
        self.key.as_deref()
    }

    /// The value of the hidden field.
    pub fn as_str(&self) -> &str {
        self.digest
            .get_or_init(|| self.key().map_or_else(String::new, |key| token::digest(&format!("form {key}"))))
    }

    /// Whether a posted value is this token, in constant time.
    pub fn is(&self, given: &str) -> bool {
        self.key.is_some() && self.as_str().as_bytes().ct_eq(given.as_bytes()).into()
    }
}

/// Whether a link or a redirection of another site brought the visitor, as far as their browser says.
pub fn brought_from_elsewhere(headers: &HeaderMap) -> bool {
    let from = headers.get("sec-fetch-site").and_then(|value| value.to_str().ok());
    matches!(from, Some("cross-site" | "same-site"))
}

/// Whether the headers of a post say that it comes from another site. Old clients send neither header: for them the
/// token alone decides.
pub(crate) fn comes_from_elsewhere(headers: &HeaderMap, site: &Site) -> bool {
    let text = |name| headers.get(name).map(|v: &http::HeaderValue| v.to_str().unwrap_or("?"));
    match text(header::HeaderName::from_static("sec-fetch-site")) {
        Some(fetch_site) => !matches!(fetch_site, "same-origin" | "none"),
        None => text(header::ORIGIN).is_some_and(|origin| origin != site.origin()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_fits_its_own_key_only() {
        let of = |key: &str| CsrfToken::of(key.to_owned());
        let token = of("a");
        assert!(token.is(of("a").as_str()));
        for other in ["", of("b").as_str(), "a"] {
            assert!(!token.is(other), "{other}");
            assert!(!CsrfToken::none().is(other), "{other}");
        }
    }
}
