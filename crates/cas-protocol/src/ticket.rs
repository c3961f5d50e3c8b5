//! Tickets and other unguessable tokens (CAS §3).

use std::fmt;

/// Base-62 characters after a prefix: with `ST-` the 32 characters that every client must take (CAS §3.1.1),
/// and 172 bits that nobody guesses.
const RANDOM_CHARACTERS: usize = 29;

/// What clients should take at most (CAS §3.1.1 to §3.4.1).
const MAX_CHARACTERS: usize = 256;

/// Why a text cannot be a ticket of the kind that is expected. None of these repeats the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TicketError {
    /// It does not start with the letters of its kind, `ST-` for a service ticket.
    #[error("a ticket of this kind starts with other letters")]
    Prefix,
    /// Less than two characters after the prefix, or more than 256 in all.
    #[error("a ticket has 2 characters after its prefix, and 256 at most")]
    Length,
    /// A character outside `A-Z a-z 0-9 - . _`.
    #[error("a ticket holds letters, digits, hyphens, dots and underscores only")]
    Character,
}

/// One type for each kind of ticket, so that none is taken for another. All of them have one shape.
macro_rules! tickets {
    ($($(#[$doc:meta])+ $name:ident = $prefix:literal;)+) => {$(
        $(#[$doc])+
        ///
        /// `Debug` hides it, and there is no `Display`: a ticket in a log is a session given away.
        #[derive(Clone, PartialEq, Eq, Hash)]
        pub struct $name(String);

        impl $name {
            /// What it starts with on the wire.
            pub const PREFIX: &'static str = $prefix;

            /// A fresh one: the prefix and 29 characters, made of 32 bytes of the operating system's randomness,
            /// which must serve for nothing else.
            pub fn from_random(random: [u8; 32]) -> Self {
                Self(random_token(Self::PREFIX, random))
            }

            /// Checks the shape, before the text is looked up or sent anywhere.
            ///
            /// CAS §3.7 allows letters, digits and hyphens. Dots and underscores are taken too, since servers in
            /// use put host names or dotted codes in their tickets; like the others they need no escaping anywhere.
            ///
            /// # Errors
            /// [`TicketError`].
            pub fn parse(raw: &str) -> Result<Self, TicketError> {
                check_shape(raw, Self::PREFIX).map(|()| Self(raw.to_owned()))
            }

            /// The ticket itself, for the wire and for the store.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(", $prefix, "…)"))
            }
        }
    )+};
}

tickets! {
    /// A service ticket (CAS §3.1): drawn by us, or received from another server. It lets one person into one
    /// service, once.
    ServiceTicket = "ST-";
    /// A proxy ticket (CAS §3.2): what a service obtains to call another one in the name of a person, once.
    ProxyTicket = "PT-";
    /// A proxy-granting ticket (CAS §3.3): with it a service obtains proxy tickets until the person signs out.
    ProxyGrantingTicket = "PGT-";
    /// A proxy-granting ticket IOU (CAS §3.4): tells a service which of the tickets sent to its callback belongs to
    /// this answer. Drawn from other random bytes than the ticket, which must not be derivable from it.
    ProxyGrantingTicketIou = "PGTIOU-";
    /// A login ticket (CAS §3.5): ties one posted form to one form that was shown.
    LoginTicket = "LT-";
}

/// What the parameter `ticket` of a validator may hold (CAS §2.6.1).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ValidationTicket {
    /// Taken by every validator.
    Service(ServiceTicket),
    /// Taken by `/proxyValidate` and `/p3/proxyValidate` only.
    Proxy(ProxyTicket),
}

impl ValidationTicket {
    /// Reads a ticket of either kind, told apart by its prefix.
    ///
    /// # Errors
    /// [`TicketError`].
    pub fn parse(raw: &str) -> Result<Self, TicketError> {
        if raw.starts_with(ProxyTicket::PREFIX) {
            ProxyTicket::parse(raw).map(Self::Proxy)
        } else {
            ServiceTicket::parse(raw).map(Self::Service)
        }
    }

    /// The ticket itself, for the wire and for the store.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Service(ticket) => ticket.as_str(),
            Self::Proxy(ticket) => ticket.as_str(),
        }
    }
}

impl From<ServiceTicket> for ValidationTicket {
    fn from(ticket: ServiceTicket) -> Self {
        Self::Service(ticket)
    }
}

impl From<ProxyTicket> for ValidationTicket {
    fn from(ticket: ProxyTicket) -> Self {
        Self::Proxy(ticket)
    }
}

fn check_shape(raw: &str, prefix: &str) -> Result<(), TicketError> {
    if !(prefix.len() + 2..=MAX_CHARACTERS).contains(&raw.len()) {
        return Err(TicketError::Length);
    }
    let random = raw.strip_prefix(prefix).ok_or(TicketError::Prefix)?;
    if random.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_')) {
        Ok(())
    } else {
        Err(TicketError::Character)
    }
}

/// `prefix` and 29 base-62 characters, for other tokens of that kind, such as the `TGT-` of CAS §3.6.
///
/// The 256 bits are read as a fraction below one. Multiplied by a power of 62, it shows digits before its point, and
/// after it the fraction for the next ones: no byte has to be thrown away, so this cannot fail, and the digits are even
/// to within 2⁻⁷⁷.
pub fn random_token(prefix: &str, random: [u8; 32]) -> String {
    let (limbs, _) = random.as_chunks::<8>();
    let mut fraction: [u64; 4] = [0; 4];
    fraction.iter_mut().zip(limbs).for_each(|(limb, bytes)| *limb = u64::from_be_bytes(*bytes));
    let length = prefix.len() + RANDOM_CHARACTERS;
    let mut token = String::with_capacity(length);
    token.push_str(prefix);
    while token.len() < length {
        let mut digits = multiply(&mut fraction);
        for _ in 0..DIGITS_AT_ONCE.min(length - token.len()) {
            token.push(base62_digit((digits % 62) as u8));
            digits /= 62;
        }
    }
    token
}

/// Base-62 digits that one multiplication gives.
const DIGITS_AT_ONCE: usize = 10;

/// Moves as many digits of a fraction, its highest limb first, before its point, and takes them off.
fn multiply(fraction: &mut [u64]) -> u64 {
    const FACTOR: u128 = 62_u128.pow(DIGITS_AT_ONCE as u32);
    let mut carried = 0;
    for limb in fraction.iter_mut().rev() {
        let value = u128::from(*limb) * FACTOR + carried;
        *limb = value as u64;
        carried = value >> 64;
    }
    carried as u64
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

    use super::*;

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
    fn each_kind_takes_its_own_prefix_only_and_is_not_shown_by_debug() {
        let kinds = ["ST-", "PT-", "PGT-", "PGTIOU-", "LT-"].map(|prefix| format!("{prefix}secret"));
        for raw in &kinds {
            let read = [
                ServiceTicket::parse(raw).map(|ticket| format!("{ticket:?} {}", ticket.as_str())),
                ProxyTicket::parse(raw).map(|ticket| format!("{ticket:?} {}", ticket.as_str())),
                ProxyGrantingTicket::parse(raw).map(|ticket| format!("{ticket:?} {}", ticket.as_str())),
                ProxyGrantingTicketIou::parse(raw).map(|ticket| format!("{ticket:?} {}", ticket.as_str())),
                LoginTicket::parse(raw).map(|ticket| format!("{ticket:?} {}", ticket.as_str())),
            ];
            let mut taken = read.iter().flatten();
            let shown = taken.next().unwrap();
            assert_eq!(taken.next(), None, "{raw}");
            let (debug, text) = shown.split_once(' ').unwrap();
            assert_eq!(text, raw);
            assert!(debug.ends_with("-…)") && !debug.contains("secret"), "{debug}");
        }
        assert_eq!(format!("{:?}", ServiceTicket::parse("ST-secret").unwrap()), "ServiceTicket(ST-…)");
    }

    #[test]
    fn a_validator_tells_the_two_kinds_apart() {
        let service = ServiceTicket::parse("ST-12345").unwrap();
        let proxy = ProxyTicket::parse("PT-12345").unwrap();
        assert_eq!(ValidationTicket::parse("ST-12345"), Ok(ValidationTicket::Service(service)));
        assert_eq!(ValidationTicket::parse("PT-12345"), Ok(ValidationTicket::Proxy(proxy)));
        for (raw, reason) in [
            ("PGT-12345", TicketError::Prefix),
            ("TGT-12345", TicketError::Prefix),
            ("PT-1", TicketError::Length),
            ("PT-12 45", TicketError::Character),
        ] {
            assert_eq!(ValidationTicket::parse(raw), Err(reason), "{raw}");
        }
        let shown = format!("{:?}", ValidationTicket::parse("PT-secret").unwrap());
        assert_eq!(shown, "Proxy(ProxyTicket(PT-…))");
    }

    #[test]
    fn known_bytes_give_the_expected_digits() {
        assert_eq!(random_token("TGT-", [0; 32]), format!("TGT-{}", "0".repeat(29)));
        assert_eq!(random_token("", [255; 32]), "z".repeat(29));
        // A half, 62⁻¹ and 62⁻¹⁰ rounded up: the digits of each group stand from the lowest to the highest.
        let starting = |bytes: u64| {
            let mut random = [0; 32];
            random[..8].copy_from_slice(&bytes.to_be_bytes());
            random_token("LT-", random)
        };
        assert_eq!(starting(1 << 63), format!("LT-{}V{}", "0".repeat(9), "0".repeat(19)));
        assert!(starting(u64::MAX / 62 + 1).starts_with("LT-0000000001"));
        assert!(starting(u64::MAX / 62_u64.pow(10) + 1).starts_with("LT-1000000000"));
    }

    #[test]
    fn all_62_signs_come_out() {
        let signs: HashSet<char> =
            (0..=255).flat_map(|n| random_token("", [n; 32]).chars().collect::<Vec<_>>()).collect();
        assert_eq!(signs.len(), 62);
    }

    proptest! {
        /// The same with a fraction of bytes, and one digit at a time.
        #[test]
        fn digits_are_those_of_the_fraction(random: [u8; 32]) {
            let mut fraction = random;
            let digits: Vec<char> = (0..30).map(|_| {
                let times_62 = fraction.iter_mut().rev().fold(0, |carried, byte| {
                    let value = u32::from(*byte) * 62 + carried;
                    *byte = value as u8;
                    value >> 8
                });
                base62_digit(times_62 as u8)
            }).collect();
            let groups: String = digits.chunks(10).flat_map(|group| group.iter().rev()).take(29).collect();
            prop_assert_eq!(random_token("", random), groups);
        }

        #[test]
        fn a_drawn_ticket_has_32_plain_characters(random: [u8; 32]) {
            let ticket = ServiceTicket::from_random(random);
            prop_assert_eq!(ticket.as_str().len(), 32);
            prop_assert!(ticket.as_str().bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'));
            prop_assert_eq!(ServiceTicket::parse(ticket.as_str()).unwrap(), ticket);
            // Clients must take 64 characters of these (CAS §3.3.1, §3.4.1).
            let iou = ProxyGrantingTicketIou::from_random(random);
            prop_assert!(iou.as_str().len() <= 64);
            prop_assert_eq!(ProxyGrantingTicketIou::parse(iou.as_str()).unwrap(), iou);
        }

        #[test]
        fn parse_never_panics(raw in any::<String>()) {
            let _ = ValidationTicket::parse(&raw);
        }
    }
}
