//! Cookies: read by exact name, written with every attribute that protects them.

use http::{HeaderMap, HeaderValue, header};

/// How a site names and protects its cookies, from the scheme of its public address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transport {
    /// `https`: names carry `__Host-`, cookies are `Secure`.
    Https,
    /// `http`: allowed on loopback only; browsers refuse `Secure` cookies there.
    Http,
}

impl Transport {
    /// How the cookies of a site at this public address travel.
    pub fn of(address: &str) -> Self {
        if address.starts_with("https://") { Self::Https } else { Self::Http }
    }

    /// The full name of a cookie: `__Host-name` over https, `name` over http.
    pub fn name(self, name: &str) -> String {
        match self {
            Self::Https => format!("__Host-{name}"),
            Self::Http => name.to_owned(),
        }
    }

    /// The value of the cookie `name`, if the browser sent it.
    pub fn read<'h>(self, headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
        let is_it = |full: &str| match self {
            Self::Https => full.strip_prefix("__Host-") == Some(name),
            Self::Http => full == name,
        };
        pairs(headers).find_map(|(name, value)| is_it(name).then_some(value))
    }

    /// A `Set-Cookie` value that lasts until the browser closes. `value` holds only `A-Za-z0-9-`.
    pub fn set(self, name: &str, value: &str) -> HeaderValue {
        self.write(name, value, "")
    }

    /// A `Set-Cookie` value that lasts `seconds`.
    pub fn set_for(self, name: &str, value: &str, seconds: u32) -> HeaderValue {
        self.write(name, value, &format!("; Max-Age={seconds}"))
    }

    /// A `Set-Cookie` value that removes the cookie.
    pub fn clear(self, name: &str) -> HeaderValue {
        self.write(name, "", "; Max-Age=0")
    }

    fn write(self, name: &str, value: &str, lasting: &str) -> HeaderValue {
        let value: String = value.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
        let secure = if self == Self::Https { "; Secure" } else { "" };
        let line = format!("{}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{lasting}", self.name(name));
        // Only ASCII letters, digits and our own punctuation are left: always a valid header.
        HeaderValue::from_str(&line).unwrap_or_else(|_| HeaderValue::from_static(""))
    }
}

/// What the browser sent, in one pass from left to right.
fn pairs(headers: &HeaderMap) -> impl Iterator<Item = (&str, &str)> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
}

/// What holds for every cookie line and every value, however hostile: no panic, a work that is counted in pairs and
/// bytes and grows with the line and no faster, and nothing of a value that could become an attribute or a header.
/// The fuzz target of the folder `fuzz` calls it, and its twin among the tests does on every build.
///
/// # Panics
/// When a rule does not hold.
#[cfg(any(test, fuzzing))]
pub fn hold_for(line: &[u8], value: &str) {
    let mut headers = HeaderMap::new();
    if let Ok(line) = HeaderValue::from_bytes(line) {
        headers.append(header::COOKIE, line);
    }
    let seen: usize = pairs(&headers).map(|(name, value)| name.len() + value.len() + 1).sum();
    assert!(seen <= line.len() && pairs(&headers).count() <= seen, "each byte is in one pair at most");
    for transport in [Transport::Http, Transport::Https] {
        if let Some(read) = transport.read(&headers, "S") {
            assert!(!read.contains(';') && read.len() <= line.len());
        }
        let set = transport.set("S", value);
        let plain = set.to_str().unwrap_or_default();
        let attributes = if transport == Transport::Https { 4 } else { 3 };
        assert_eq!(plain.matches(';').count(), attributes, "a value adds no attribute");
        assert!(plain.starts_with(&format!("{}=", transport.name("S"))) && plain.len() <= value.len() + 70);
    }
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*, sample::select};

    use super::*;

    /// What parsers of cookies disagree on.
    const PIECES: &[&str] = &[
        "S", "__Host-S", "=", ";", "; ", ",", " ", "\"", "\\", "\t", "\r\n", "%3B", "a", "$Path", "\u{e9}",
        "\0", "==", ";;",
    ];

    proptest! {
        #[test]
        fn any_cookie_line_and_value_hold(
            line in vec(select(PIECES), 0..40).prop_map(|pieces| pieces.concat()), bytes: Vec<u8>, value: String,
        ) {
            hold_for(line.as_bytes(), &value);
            hold_for(&bytes, &line);
        }
    }

    #[test]
    fn the_longest_lines_hold() {
        for piece in PIECES.iter().chain(&["S=1;", "S=S=", "; ="]) {
            let line = piece.repeat(16_000 / piece.len());
            hold_for(line.as_bytes(), &line);
        }
    }

    #[test]
    fn names_and_attributes_follow_the_scheme() {
        assert_eq!(
            Transport::Https.set("S", "ab-1"),
            "__Host-S=ab-1; Path=/; HttpOnly; SameSite=Lax; Secure"
        );
        assert_eq!(Transport::Http.clear("S"), "S=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
        assert_eq!(
            Transport::Http.set("S", "a;b\r\nX: y"),
            "S=abXy; Path=/; HttpOnly; SameSite=Lax",
            "a value cannot add attributes or headers"
        );
    }

    #[test]
    fn a_cookie_is_found_by_its_exact_name() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, HeaderValue::from_static("a=1; SS=2;S=3"));
        headers.append(header::COOKIE, HeaderValue::from_static("__Host-S=4"));
        assert_eq!(Transport::Http.read(&headers, "S"), Some("3"));
        assert_eq!(Transport::Https.read(&headers, "S"), Some("4"));
        assert_eq!(Transport::Http.read(&headers, "b"), None);
    }
}
