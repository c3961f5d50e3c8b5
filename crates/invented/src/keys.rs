//! Keys of invented people: small numbers, the same for the same seed and size.

use std::fmt;

macro_rules! key {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(u32);

        impl $name {
            /// The key at a place of a list that begins with key 1.
            pub(crate) fn at(place: usize) -> Self {
                Self(u32::try_from(place + 1).unwrap_or(u32::MAX))
            }

            /// The number, from 1.
            pub const fn number(self) -> u32 {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}", self.0)
            }
        }
    };
}

key! {
    /// Names one ENT account, hence one human being with an account: two schools or two profiles make one key.
    PersonKey
}

key! {
    /// Names one record of a PRONOTE base; unique over the two bases. A human being may have several.
    PronoteKey
}

impl PersonKey {
    /// Where the account stands in the list of accounts.
    pub(crate) const fn place(self) -> usize {
        self.0.saturating_sub(1) as usize
    }
}
