//! Tickets and other unguessable tokens (CAS §3).

use std::fmt;

/// Base-62 characters after a prefix: with `ST-` the 32 characters that every client must take (CAS §3.1.1),
/// and 172 bits that nobody guesses.
const RANDOM_CHARACTERS: usize = 29;

/// A service ticket, `ST-…` (CAS §3.1): drawn by us, or received from another server.
///
/// `Debug` hides it, and there is no `Display`: a ticket in a log is a session given away.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct ServiceTicket(String);

/// Why a text cannot be a service ticket. None of these repeats the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TicketError {
    /// It does not start with `ST-`.
    #[error("a service ticket starts with ST-")]
    Prefix,
    /// Shorter than 5 or longer than 256 characters.
    #[error("a service ticket has 5 to 256 characters")]
    Length,
    /// A character outside `A-Z a-z 0-9 - . _`.
    #[error("a service ticket holds letters, digits, hyphens, dots and underscores only")]
    Character,
}

impl ServiceTicket {
    /// A ticket of 32 characters made of 32 bytes of the operating system's randomness, which must serve for
    /// nothing else.
    pub fn from_random(random: [u8; 32]) -> Self {
        Self(random_token("ST-", random))
    }

    /// Checks the shape, before the text is looked up or sent anywhere.
    ///
    /// CAS §3.7 allows letters, digits and hyphens. Dots and underscores are taken too, since servers in use
    /// put host names or dotted codes in their tickets; like the others they need no escaping anywhere.
    ///
    /// # Errors
    /// [`TicketError`].
    pub fn parse(raw: &str) -> Result<Self, TicketError> {
        if !(5..=256).contains(&raw.len()) {
            return Err(TicketError::Length);
        }
        let random = raw.strip_prefix("ST-").ok_or(TicketError::Prefix)?;
        if !random.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_')) {
            return Err(TicketError::Character);
        }
        Ok(Self(raw.to_owned()))
    }

    /// The ticket itself, for the wire and for the store.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for ServiceTicket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ServiceTicket(ST-…)")
    }
}

/// `prefix` and 29 base-62 characters, for the other tokens of CAS §3: `TGT-`, `LT-`, `PGT-`…
///
/// The 256 bits are read as one number, of which the 29 lowest base-62 digits are kept: no byte has to be
/// thrown away, so this cannot fail, and the digits are even to within 2⁻⁸³.
pub fn random_token(prefix: &str, random: [u8; 32]) -> String {
    let mut number = random;
    let digits = (0..RANDOM_CHARACTERS).map(|_| base62_digit(divide_by_62(&mut number)));
    prefix.chars().chain(digits).collect()
}

/// Long division of a big-endian number; returns the remainder.
fn divide_by_62(number: &mut [u8; 32]) -> u8 {
    let mut remainder = 0u16;
    for byte in number {
        let value = remainder * 256 + u16::from(*byte);
        *byte = (value / 62) as u8;
        remainder = value % 62;
    }
    remainder as u8
}

fn base62_digit(digit: u8) -> char {
    char::from(match digit {
        0..=9 => b'0' + digit,
        10..=35 => b'A' + (digit - 10),
        _ => b'a' + (digit - 36),
    })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::{ServiceTicket, TicketError, random_token};

    #[test]
    fn tickets_of_other_servers_are_read() {
        for raw in [
            "ST-1a",
            "ST-1-u4hrm3td92cLxpCvrjyl-cas",
            "ST-6f0c.9b1e_d.77",
            &format!("ST-{}", "a".repeat(253)),
        ] {
            assert_eq!(ServiceTicket::parse(raw).unwrap().as_str(), raw);
        }
    }

    #[test]
    fn other_shapes_are_refused() {
        for (raw, reason) in [
            ("", TicketError::Length),
            ("ST-1", TicketError::Length),
            (&format!("ST-{}", "a".repeat(254)), TicketError::Length),
            ("PT-12345", TicketError::Prefix),
            ("st-12345", TicketError::Prefix),
            (" ST-12345", TicketError::Prefix),
            ("ST-12345&service=x", TicketError::Character),
            ("ST-12345\n", TicketError::Character),
            ("ST-<success/>", TicketError::Character),
            ("ST-\u{e9}\u{e9}", TicketError::Character),
        ] {
            assert_eq!(ServiceTicket::parse(raw), Err(reason), "{raw:?}");
        }
    }

    #[test]
    fn a_ticket_is_not_shown_by_debug() {
        let ticket = ServiceTicket::parse("ST-secret").unwrap();
        assert_eq!(format!("{ticket:?}"), "ServiceTicket(ST-…)");
    }

    #[test]
    fn extreme_bytes_give_the_expected_digits() {
        assert_eq!(random_token("TGT-", [0; 32]), format!("TGT-{}", "0".repeat(29)));
        let mut one = [0; 32];
        one[31] = 61;
        assert_eq!(random_token("LT-", one), format!("LT-z{}", "0".repeat(28)));
        one[31] = 62;
        assert_eq!(random_token("", one), format!("01{}", "0".repeat(27)));
    }

    #[test]
    fn all_62_signs_come_out() {
        let signs: HashSet<char> =
            (0..=255).flat_map(|n| random_token("", [n; 32]).chars().collect::<Vec<_>>()).collect();
        assert_eq!(signs.len(), 62);
    }

    proptest! {
        #[test]
        fn a_drawn_ticket_has_32_plain_characters(random: [u8; 32]) {
            let ticket = ServiceTicket::from_random(random);
            prop_assert_eq!(ticket.as_str().len(), 32);
            prop_assert!(ticket.as_str().bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'));
            prop_assert_eq!(ServiceTicket::parse(ticket.as_str()).unwrap(), ticket);
        }

        #[test]
        fn parse_never_panics(raw in any::<String>()) {
            let _ = ServiceTicket::parse(&raw);
        }
    }
}
