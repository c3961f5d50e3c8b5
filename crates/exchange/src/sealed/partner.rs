//! The name of a partner, as containers and key files carry it.

use std::fmt;

/// Characters of a name at most.
const LONGEST: usize = 64;

/// The name under which a container is sealed for somebody: the `NOM` of a `PARTENAIRE`, `KOSMOS` for example.
/// Names are compared exactly, as other readers of these containers do.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartnerName(String);

/// Not the name of a partner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a partner's name has 1 to {LONGEST} visible characters")]
pub struct PartnerNameError;

impl PartnerName {
    /// Takes 1 to 64 characters, none of them a control character; white space around is dropped.
    ///
    /// # Errors
    /// [`PartnerNameError`].
    pub fn parse(raw: &str) -> Result<Self, PartnerNameError> {
        let name = raw.trim();
        let fits = (1..=LONGEST).contains(&name.chars().count());
        if fits && !name.chars().any(char::is_control) {
            Ok(Self(name.to_owned()))
        } else {
            Err(PartnerNameError)
        }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PartnerName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::str::FromStr for PartnerName {
    type Err = PartnerNameError;

    fn from_str(raw: &str) -> Result<Self, Self::Err> {
        Self::parse(raw)
    }
}

/// A name that a file gives, cut to what may be shown. What was cut or changed is the name of nobody.
pub(super) fn shown(raw: &str) -> String {
    raw.chars().filter(|c| !c.is_control()).take(LONGEST).collect::<String>().trim().to_owned()
}
