//! The headers that protect every answer.

use axum::response::Response;
use http::{HeaderMap, HeaderName, HeaderValue, header};

use crate::{Site, cookies::Transport};

/// Put into the extensions of an answer whose form ends, after redirects, on another site: browsers apply the
/// `form-action` rule to redirects too. Holds origins only (`https://host[:port]`).
#[derive(Debug, Clone)]
pub struct FormTarget(pub String);

/// Put into the extensions of a page that asks other sites for pictures: the way in which a browser tells services that
/// a session has ended. Holds origins only, with blanks between.
#[derive(Debug, Clone)]
pub struct ImageSources(pub String);

const FIXED: [(&str, &str); 5] = [
    ("x-content-type-options", "nosniff"),
    // Not `no-referrer`: browsers would then post our own forms with `Origin: null`.
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), microphone=(), geolocation=(), payment=()"),
];

/// How an answer says that nobody may keep it.
const KEPT_NOWHERE: [(HeaderName, &str); 3] =
    [(header::CACHE_CONTROL, "no-store"), (header::PRAGMA, "no-cache"), (header::EXPIRES, "0")];

/// Browsers keep "only https" for a host whatever the port: the other sites that a developer has on `localhost` would
/// be lost for a year. Addresses that are numbers are never kept (RFC 6797, section 8.1.1).
fn is_this_machine(origin: &str) -> bool {
    let host = origin.strip_prefix("https://").unwrap_or(origin);
    let host = host.rsplit_once(':').map_or(host, |(host, _)| host);
    host == "localhost" || host.ends_with(".localhost")
}

/// What the page may load, and where its forms may end, when that is more than usual.
fn own_policy(response: &mut Response) -> Option<HeaderValue> {
    let target = response.extensions_mut().remove::<FormTarget>();
    let images = response.extensions_mut().remove::<ImageSources>();
    if target.is_none() && images.is_none() {
        return None;
    }
    policy_with(
        &images.map_or(String::new(), |images| format!(" {}", images.0)),
        &target.map_or(String::new(), |target| format!(" {}", target.0)),
    )
}

fn policy_with(images: &str, target: &str) -> Option<HeaderValue> {
    let policy = format!(
        "default-src 'none'; style-src 'self'; img-src 'self' data:{images}; script-src 'self'; connect-src 'self'; \
         base-uri 'none'; frame-ancestors 'none'; form-action 'self'{target}"
    );
    HeaderValue::from_str(&policy).ok()
}

/// The headers of an answer of a site that says nothing of its own (OWASP ASVS 5.0, V3.4).
pub(crate) fn of(site: &Site) -> HeaderMap {
    // Room for those that an answer adds.
    let mut headers = HeaderMap::with_capacity(24);
    for (name, value) in FIXED {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    if let Some(policy) = policy_with("", "") {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    if site.transport() == Transport::Https && !is_this_machine(site.origin()) {
        // Not `includeSubDomains`: what stands below a host of a town or a region is not ours to decide.
        let year = HeaderValue::from_static("max-age=31536000");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, year);
    }
    // Pages are personal: nothing may be kept unless the answer says so itself (assets do).
    for (name, value) in KEPT_NOWHERE {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers
}

/// Puts the headers of a site on an answer.
pub(crate) fn protect(of_site: &HeaderMap, response: &mut Response) {
    let policy = own_policy(response);
    let own = std::mem::replace(response.headers_mut(), of_site.clone());
    let headers = response.headers_mut();
    if own.contains_key(header::CACHE_CONTROL) {
        KEPT_NOWHERE.iter().for_each(|(name, _)| drop(headers.remove(name)));
    }
    if let Some(policy) = policy {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    headers.extend(own);
}
