//! Where a request comes from, which only the listener and the proxies that it was told about can say.

use std::{
    convert::Infallible,
    net::{IpAddr, Ipv4Addr, SocketAddr},
};

use axum::extract::FromRequestParts;
use http::{HeaderMap, request::Parts};
use ipnet::IpNet;

/// The address of the visitor's machine, or of the network it hides behind. In the extensions of every request that
/// came through [`crate::serve`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ClientAddress(pub IpAddr);

impl ClientAddress {
    /// The address of the peer; when that is a trusted proxy, the last hop of `X-Forwarded-For` that is none.
    ///
    /// Each proxy adds at the right the address that spoke to it, so hops are read from the right: what stands left of
    /// the first stranger was written by that stranger. A hop that is no address ends the reading, for the same cause.
    pub(crate) fn of(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> Self {
        let is_proxy = |address: &IpAddr| trusted.iter().any(|network| network.contains(address));
        let mut address = peer.to_canonical();
        if !is_proxy(&address) {
            return Self(address);
        }
        let lines = headers.get_all("x-forwarded-for").iter().collect::<Vec<_>>();
        let hops = lines.iter().rev().flat_map(|line| line.as_bytes().rsplit(|byte| *byte == b','));
        for hop in hops {
            if !is_proxy(&address) {
                break;
            }
            let Some(next) = address_of(hop) else { break };
            address = next;
        }
        Self(address)
    }
}

/// `192.0.2.1`, `192.0.2.1:4711`, `2001:db8::1`, `[2001:db8::1]`, `[2001:db8::1]:4711`.
fn address_of(hop: &[u8]) -> Option<IpAddr> {
    let text = str::from_utf8(hop).ok()?.trim();
    let bracketed = || text.strip_prefix('[')?.strip_suffix(']')?.parse().ok();
    let with_port = || text.parse::<SocketAddr>().ok().map(|address| address.ip());
    text.parse().ok().or_else(with_port).or_else(bracketed).map(|address: IpAddr| address.to_canonical())
}

impl<S: Send + Sync> FromRequestParts<S> for ClientAddress {
    type Rejection = Infallible;

    /// `0.0.0.0` for a router that is asked without a listener, as in tests.
    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        let nowhere = Self(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
        Ok(parts.extensions.get().copied().unwrap_or(nowhere))
    }
}

/// What those who share an address are counted under: an IPv4 address, or the /64 that one
/// household or one machine has for itself.
pub fn network_of(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_is_an_address_or_the_half_of_one() {
        for (address, network) in [
            ("192.0.2.7", "192.0.2.7"),
            ("::ffff:192.0.2.7", "192.0.2.7"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
            ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
            ("2001:db8:1:3::9", "2001:db8:1:3::/64"),
        ] {
            assert_eq!(network_of(address.parse().unwrap()), network);
        }
    }

    fn of(peer: &str, lines: &[&str]) -> String {
        let trusted = ["10.0.0.0/8", "192.0.2.7/32", "fd00::/8"].map(|network| network.parse().unwrap());
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append("x-forwarded-for", http::HeaderValue::from_bytes(line.as_bytes()).unwrap());
        }
        ClientAddress::of(peer.parse().unwrap(), &headers, &trusted).0.to_string()
    }

    #[test]
    fn a_stranger_cannot_say_who_they_are() {
        assert_eq!(of("203.0.113.9", &["198.51.100.1"]), "203.0.113.9");
        assert_eq!(of("203.0.113.9", &["10.0.0.1"]), "203.0.113.9");
        assert_eq!(of("203.0.113.9", &[]), "203.0.113.9");
    }

    #[test]
    fn a_listed_proxy_names_the_last_stranger() {
        for (lines, client) in [
            (&["198.51.100.1"][..], "198.51.100.1"),
            // What the visitor wrote themselves stands at the left.
            (&["10.1.1.1, 198.51.100.1"], "198.51.100.1"),
            (&["127.0.0.1, 198.51.100.1, 10.0.0.2, 192.0.2.7"], "198.51.100.1"),
            (&["8.8.8.8", "198.51.100.1 ,10.0.0.2"], "198.51.100.1"),
            (&["198.51.100.1:4711"], "198.51.100.1"),
            (&["2001:db8::1"], "2001:db8::1"),
            (&["[2001:db8::1]:4711, fd00::3"], "2001:db8::1"),
            (&["[2001:db8::1]"], "2001:db8::1"),
            (&["::ffff:198.51.100.1"], "198.51.100.1"),
            // Only proxies: a request of the proxy itself, such as a health check.
            (&["10.0.0.3"], "10.0.0.3"),
            (&[], "10.0.0.9"),
        ] {
            assert_eq!(of("10.0.0.9", lines), client, "{lines:?}");
        }
        assert_eq!(
            of("::ffff:10.0.0.9", &["198.51.100.1"]),
            "198.51.100.1",
            "as a dual-stack socket says it"
        );
    }

    #[test]
    fn what_is_no_address_ends_the_reading() {
        for (lines, client) in [
            (&[""][..], "10.0.0.9"),
            (&["unknown"], "10.0.0.9"),
            (&["198.51.100.1, unknown"], "10.0.0.9"),
            (&["198.51.100.1, _hidden, 10.0.0.2"], "10.0.0.2"),
            (&["198.51.100.1,"], "10.0.0.9"),
            (&["198.51.100.1;10.0.0.2"], "10.0.0.9"),
            (&["198.51.100.256"], "10.0.0.9"),
            (&["\u{ff11}98.51.100.1"], "10.0.0.9"),
            (&["[::1"], "10.0.0.9"),
        ] {
            assert_eq!(of("10.0.0.9", lines), client, "{lines:?}");
        }
    }
}
