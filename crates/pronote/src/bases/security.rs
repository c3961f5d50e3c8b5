//! What guards the doors of a base: how long a session may rest, how many sign-ins may fail, from where operators come.

use std::{fmt, net::IpAddr, ops::RangeInclusive, str::FromStr};

use db::{DbError, Tx, args};
use web::IpNet;

use super::{BaseId, SchoolBase, sql};
use crate::Pronote;

/// Minutes that a session of a space may rest.
pub const IDLE_MINUTES: RangeInclusive<i64> = 5..=480;
/// Direct sign-ins that may fail within a minute, for a login in a network.
pub const ATTEMPTS: RangeInclusive<i64> = 1..=60;
/// Networks that a list may hold.
const MOST_NETWORKS: usize = 50;

/// The networks from which operators may work on a base; none: from anywhere.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Networks(Vec<IpNet>);

/// A text that is no list of networks; holds the part that is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no network")]
pub struct NetworksError(pub String);

impl Networks {
    /// Whether an operator may work from this address.
    pub fn admit(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.is_empty() || self.0.iter().any(|network| network.contains(&address))
    }
}

impl FromStr for Networks {
    type Err = NetworksError;

    /// Addresses and networks (`192.0.2.0/24`, `2001:db8::/32`, `192.0.2.7`), separated by spaces, commas or lines.
    fn from_str(text: &str) -> Result<Self, NetworksError> {
        let parts = text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';'));
        let network = |part: &str| {
            let single = || part.parse::<IpAddr>().map(IpNet::from);
            let read = part.parse::<IpNet>().or_else(|_| single());
            read.map(|network| network.trunc()).map_err(|_| NetworksError(part.to_owned()))
        };
        let networks: Vec<IpNet> =
            parts.filter(|part| !part.is_empty()).map(network).collect::<Result<_, _>>()?;
        match networks.get(MOST_NETWORKS) {
            Some(one_too_many) => Err(NetworksError(one_too_many.to_string())),
            None => Ok(Self(networks)),
        }
    }
}

impl fmt::Display for Networks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "))
    }
}

/// "Paramètres de sécurité" of a base.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Security {
    /// Minutes after which a session of a space ends by itself; of [`IDLE_MINUTES`].
    pub idle_minutes: i64,
    /// Direct sign-ins that may fail within a minute; of [`ATTEMPTS`].
    pub attempts: i64,
    /// Where operators come from.
    pub networks: Networks,
    /// Whether operators must have a second factor.
    pub second_factor: bool,
}

impl SchoolBase {
    /// Its security parameters.
    pub fn security(&self) -> Security {
        Security {
            idle_minutes: self.idle_minutes,
            attempts: self.attempts,
            networks: self.networks.clone(),
            second_factor: self.second_factor,
        }
    }

    /// How long a session of its spaces may rest, in milliseconds.
    pub fn idle_millis(&self) -> i64 {
        self.idle_minutes.saturating_mul(60_000)
    }
}

/// Changes the security parameters of a base, published or not: they do not change where people are led.
///
/// # Errors
/// [`DbError`].
pub async fn set_security(
    pronote: &Pronote,
    tx: &mut Tx,
    id: &BaseId,
    security: &Security,
) -> Result<(), DbError> {
    let networks = security.networks.to_string();
    let values = args![id, security.idle_minutes, security.attempts, &networks, security.second_factor];
    tx.run(sql::SET_SECURITY, values).await?;
    pronote.caches().bases.changed(tx).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_are_read_as_people_write_them() {
        let networks: Networks = " 192.0.2.7/24, 2001:db8::/32;198.51.100.9\n".parse().unwrap();
        assert_eq!(networks.to_string(), "192.0.2.0/24 2001:db8::/32 198.51.100.9/32");
        for (address, admitted) in [
            ("192.0.2.99", true),
            ("::ffff:192.0.2.99", true),
            ("2001:db8:1::1", true),
            ("198.51.100.9", true),
            ("198.51.100.8", false),
            ("::1", false),
        ] {
            assert_eq!(networks.admit(address.parse().unwrap()), admitted, "{address}");
        }
        assert!("".parse::<Networks>().unwrap().admit("203.0.113.1".parse().unwrap()), "no list: anywhere");
        assert_eq!("10.0.0.0/8 lycée".parse::<Networks>(), Err(NetworksError("lycée".to_owned())));
        assert!("10.0.0.0/33".parse::<Networks>().is_err());
        assert!("10.0.0.1 ".repeat(51).parse::<Networks>().is_err());
    }
}
