//! One service address.

use std::sync::Arc;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// The longest address accepted, in bytes.
pub const MAX_LENGTH: usize = 2048;

/// All but the unreserved characters of RFC 3986 §2.3: a value can then neither end its parameter nor start
/// another one.
const PARAMETER: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// An `http` or `https` address that can be redirected to without surprise (CAS §2.1.1, parameter `service`).
///
/// Equality (`==`) is that of the bytes; [`ServiceAddress::same_as`] compares what is addressed. Cheap to clone.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ServiceAddress(Arc<Read>);

/// An address as it was read.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Read {
    raw: String,
    https: bool,
    /// As a browser understands it: lower case, IPv4 in its four-number form.
    host: String,
    port: u16,
    path: String,
    query: Option<String>,
}

/// Whether the case of letters counts in the path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PathCase {
    /// `/App` and `/app` are two paths.
    Exact,
    /// `/App` and `/app` are one path (ASCII letters only), as on servers that ignore case.
    Ignored,
}

/// Why an address is refused; each message says what to change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ServiceAddressError {
    /// Longer than [`MAX_LENGTH`] bytes.
    #[error("the address is longer than {MAX_LENGTH} bytes")]
    TooLong,
    /// A control character or white space, which programs drop or keep as they like.
    #[error("the address holds a control character or white space: write it percent-encoded")]
    ForbiddenCharacter,
    /// A backslash, which browsers read as a slash.
    #[error("the address holds a backslash, which browsers read as a slash")]
    Backslash,
    /// A fragment: it never reaches the service, and would swallow the ticket.
    #[error("the address holds a fragment (#…), in which the ticket would be lost")]
    Fragment,
    /// Neither `http://` nor `https://`.
    #[error("the address does not start with http:// or https://")]
    Scheme,
    /// `user@host`, whose host is not what the eye reads.
    #[error("the address holds a user name or password before its host (…@)")]
    UserInfo,
    /// Letters outside ASCII in the host, which may look like others.
    #[error("the host holds letters outside ASCII: write it in its xn-- form")]
    NonAsciiHost,
    /// A percent-encoded host.
    #[error("the host holds percent-encoded characters")]
    EncodedHost,
    /// No host.
    #[error("the address has no host")]
    EmptyHost,
    /// A host that no browser would accept.
    #[error("the host is not valid")]
    InvalidHost,
    /// A port that is not a number below 65536.
    #[error("the port is not valid")]
    InvalidPort,
    /// `.` or `..` as a path segment, plain or percent-encoded.
    #[error("the path holds a . or .. segment: write the path it leads to")]
    DotSegment,
}

impl ServiceAddress {
    /// Reads an absolute address and keeps it as it was written.
    ///
    /// # Errors
    /// [`ServiceAddressError`], the first reason met.
    pub fn parse(raw: &str) -> Result<Self, ServiceAddressError> {
        use ServiceAddressError as E;
        refuse(raw.len() > MAX_LENGTH, E::TooLong)?;
        refuse(raw.contains(|c: char| c.is_control() || c.is_whitespace()), E::ForbiddenCharacter)?;
        refuse(raw.contains('\\'), E::Backslash)?;
        refuse(raw.contains('#'), E::Fragment)?;

        let (scheme, rest) = raw.split_once("://").ok_or(E::Scheme)?;
        let https = scheme.eq_ignore_ascii_case("https");
        refuse(!https && !scheme.eq_ignore_ascii_case("http"), E::Scheme)?;

        let (authority, tail) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
        refuse(authority.contains('@'), E::UserInfo)?;
        refuse(!authority.is_ascii(), E::NonAsciiHost)?;
        refuse(authority.contains('%'), E::EncodedHost)?;
        refuse(authority.is_empty() || authority.starts_with(':'), E::EmptyHost)?;

        let (path, query) = tail.split_once('?').map_or((tail, None), |(path, query)| (path, Some(query)));
        refuse(path.split('/').any(is_dot_segment), E::DotSegment)?;

        // The host and the port are taken from the parser browsers agree on: `http://0x7f.1` is 127.0.0.1.
        let url = url::Url::parse(raw).map_err(|error| match error {
            url::ParseError::InvalidPort => E::InvalidPort,
            _ => E::InvalidHost,
        })?;
        let host = url.host_str().ok_or(E::InvalidHost)?.to_owned();
        let port = url.port_or_known_default().ok_or(E::InvalidPort)?;
        let (path, query) = (path.to_owned(), query.map(str::to_owned));
        Ok(Self(Arc::new(Read { raw: raw.to_owned(), https, host, port, path, query })))
    }

    /// The address, byte for byte as it was given. Its path and query may hold characters outside ASCII.
    pub fn as_str(&self) -> &str {
        &self.0.raw
    }

    /// Whether tickets and attributes travel encrypted to this service.
    pub fn is_https(&self) -> bool {
        self.0.https
    }

    /// The host as a browser understands it: in lower case, `[…]` round an IPv6 address, without the port.
    pub fn host(&self) -> &str {
        &self.0.host
    }

    /// Scheme, host and port as browsers write origins (RFC 6454 §6.2): `https://app.example`, the port only when it
    /// is not the usual one.
    pub fn origin(&self) -> String {
        let scheme = if self.0.https { "https" } else { "http" };
        if self.has_usual_port() {
            format!("{scheme}://{}", self.0.host)
        } else {
            format!("{scheme}://{}:{}", self.0.host, self.0.port)
        }
    }

    /// The port, also when it is not written.
    pub fn port(&self) -> u16 {
        self.0.port
    }

    pub(super) fn has_usual_port(&self) -> bool {
        self.0.port == if self.0.https { 443 } else { 80 }
    }

    /// The path, byte for byte; empty or beginning with a slash.
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// The address with one more query parameter, whose name and value are percent-encoded here. Nothing that
    /// was there changes: services compare the address they sent with the one they get back.
    pub fn with_parameter(&self, name: &str, value: &str) -> String {
        append_parameter(&self.0.raw, name, value)
    }

    /// Whether two addresses name one place: scheme, host and port as a browser sees them, path segment by
    /// segment after percent-decoding (an encoded slash stays inside its segment), query byte for byte.
    /// An empty path is `/` (RFC 3986 §6.2.3).
    pub fn same_as(&self, other: &Self, case: PathCase) -> bool {
        self == other
            || self.same_origin(other) && self.same_path(other, case) && self.0.query == other.0.query
    }

    pub(super) fn same_origin(&self, other: &Self) -> bool {
        self.0.https == other.0.https && self.0.host == other.0.host && self.0.port == other.0.port
    }

    pub(super) fn same_path(&self, other: &Self, case: PathCase) -> bool {
        self.segments().count() == other.segments().count() && self.path_starts_with(other, case)
    }

    /// Whether the segments of `prefix` are the first segments of this path.
    pub(super) fn path_starts_with(&self, prefix: &Self, case: PathCase) -> bool {
        let mut segments = self.segments();
        prefix.segments().all(|wanted| segments.next().is_some_and(|given| same_segment(given, wanted, case)))
    }

    pub(super) fn has_root_path(&self) -> bool {
        matches!(self.0.path.as_str(), "" | "/")
    }

    pub(super) fn query(&self) -> Option<&str> {
        self.0.query.as_deref()
    }

    /// The path without its first slash, cut at each other one: an empty path and `/` give one empty segment.
    pub(crate) fn segments(&self) -> impl Iterator<Item = &str> {
        self.0.path.strip_prefix('/').unwrap_or_default().split('/')
    }
}

fn refuse(condition: bool, reason: ServiceAddressError) -> Result<(), ServiceAddressError> {
    if condition { Err(reason) } else { Ok(()) }
}

/// Servers differ on encoded dots, encoded slashes and `;` parameters, and some decode before they resolve
/// `..`: a segment that any of them could take for a dot segment counts as one.
fn is_dot_segment(segment: &str) -> bool {
    let decoded: Vec<u8> = percent_decode_str(segment).collect();
    decoded.split(|byte| matches!(byte, b'/' | b'\\' | b';')).any(|part| matches!(part, b"." | b".."))
}

pub(super) fn same_segment(a: &str, b: &str, case: PathCase) -> bool {
    let (a, b) = (percent_decode_str(a), percent_decode_str(b));
    match case {
        PathCase::Exact => a.eq(b),
        PathCase::Ignored => {
            a.map(|byte| byte.to_ascii_lowercase()).eq(b.map(|byte| byte.to_ascii_lowercase()))
        }
    }
}

/// Adds `name=value`, encoded, to an address that may already have a query.
pub(crate) fn append_parameter(address: &str, name: &str, value: &str) -> String {
    let separator = match address.split_once('?') {
        None => "?",
        Some((_, query)) if query.is_empty() || query.ends_with('&') => "",
        Some(_) => "&",
    };
    let mut longer = format!("{address}{separator}");
    push_parameter(&mut longer, name, value);
    longer
}

/// `name=value`, encoded, for a query or a form body.
pub(crate) fn parameter(name: &str, value: &str) -> String {
    let mut text = String::new();
    push_parameter(&mut text, name, value);
    text
}

fn push_parameter(out: &mut String, name: &str, value: &str) {
    out.extend(utf8_percent_encode(name, PARAMETER));
    out.push('=');
    out.extend(utf8_percent_encode(value, PARAMETER));
}
