//! Which addresses a registered service covers.

use super::{PathCase, ServiceAddress, ServiceAddressError};

/// A registered address: one path, or with `/**` at its end this path and all below it.
///
/// `https://app.example/cas/**` covers `/cas`, `/cas/` and `/cas/menu.html`, not `/cassette`. There is no other
/// wildcard: one inside a host or a segment is how a registered service becomes an open door.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ServicePattern {
    raw: String,
    pub(super) base: ServiceAddress,
    pub(super) reach: Reach,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Reach {
    ThisPath,
    ThisPathAndBelow,
}

/// Why a text is not a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PatternError {
    /// A `*` elsewhere than in a final `/**`.
    #[error("* has a meaning only in /** at the very end")]
    Wildcard,
    /// A query before `/**`.
    #[error("an address ending in /** ignores the query: remove what follows the ?")]
    QueryBelow,
    /// The address itself is refused.
    #[error("the address is refused")]
    Address(#[from] ServiceAddressError),
}

impl ServicePattern {
    /// Reads an address, optionally ending in `/**`.
    ///
    /// # Errors
    /// [`PatternError`] when the address is refused or holds another wildcard.
    pub fn parse(raw: &str) -> Result<Self, PatternError> {
        let (base, reach) = match raw.strip_suffix("/**") {
            Some(base) => (base, Reach::ThisPathAndBelow),
            None => (raw, Reach::ThisPath),
        };
        if base.contains('*') {
            return Err(PatternError::Wildcard);
        }
        let base = ServiceAddress::parse(base)?;
        if reach == Reach::ThisPathAndBelow && base.query().is_some() {
            return Err(PatternError::QueryBelow);
        }
        Ok(Self { raw: raw.to_owned(), base, reach })
    }

    /// The pattern as it was written.
    pub fn as_str(&self) -> &str {
        &self.raw
    }

    /// Scheme, host and port of the addresses that are covered, as browsers write origins.
    pub fn origin(&self) -> String {
        self.base.origin()
    }

    /// Whether the service covers this address. The query counts only when the pattern names one.
    pub fn accepts(&self, address: &ServiceAddress, case: PathCase) -> bool {
        if !self.base.same_origin(address) {
            return false;
        }
        match self.reach {
            Reach::ThisPathAndBelow => {
                self.base.has_root_path() || address.path_starts_with(&self.base, case)
            }
            Reach::ThisPath => {
                let same_query = self.base.query().is_none() || self.base.query() == address.query();
                address.same_path(&self.base, case) && same_query
            }
        }
    }
}
