//! The headers that protect every answer.

use axum::response::Response;
use http::{HeaderName, HeaderValue, header};

use crate::{Site, cookies::Transport};

/// Put into the extensions of an answer whose form ends, after redirects, on another site: browsers apply the
/// `form-action` rule to redirects too. Holds origins only (`https://host[:port]`).
#[derive(Debug, Clone)]
pub struct FormTarget(pub String);

const FIXED: [(&str, &str); 4] = [
    ("x-content-type-options", "nosniff"),
    // Not `no-referrer`: browsers would then post our own forms with `Origin: null`.
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("permissions-policy", "camera=(), microphone=(), geolocation=(), payment=()"),
];

pub(crate) fn protect(site: &Site, response: &mut Response) {
    let target =
        response.extensions_mut().remove::<FormTarget>().map_or(String::new(), |t| format!(" {}", t.0));
    let policy = format!(
        "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; connect-src 'self'; \
         base-uri 'none'; frame-ancestors 'none'; form-action 'self'{target}"
    );
    let headers = response.headers_mut();
    for (name, value) in FIXED {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    if site.transport() == Transport::Https {
        let year = HeaderValue::from_static("max-age=31536000");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, year);
    }
    // Pages are personal: nothing may be kept unless the answer says so itself (assets do).
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(header::PRAGMA, HeaderValue::from_static("no-cache"));
        headers.insert(header::EXPIRES, HeaderValue::from_static("0"));
    }
}
