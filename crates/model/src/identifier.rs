//! A type per identifier: a database key of one thing cannot be passed where the key of another is expected.

/// Why a text is not an identifier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what} is empty, longer than 64 characters, or holds another sign than a-z, A-Z, 0-9 and -")]
pub struct IdentifierError {
    /// The name of the type that refused.
    pub what: &'static str,
}

/// Declares an identifier type: 1 to 64 characters of `a-zA-Z0-9-`, as database keys are. Cheap to clone: facts held in memory
/// are given out with their keys.
///
/// ```
/// model::identifier! {
///     /// Key of a boat.
///     BoatId
/// }
/// assert!("b-1".parse::<BoatId>().is_ok());
/// assert!("".parse::<BoatId>().is_err());
/// ```
#[macro_export]
macro_rules! identifier {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(std::sync::Arc<str>);

        impl $name {
            /// The identifier made of a UUID, as new rows are given.
            pub fn from_uuid(uuid: $crate::Uuid) -> Self {
                Self(uuid.to_string().into())
            }

            /// The text of the identifier.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::IdentifierError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let good = (1..=64).contains(&text.len())
                    && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
                if good { Ok(Self(text.into())) } else { Err($crate::IdentifierError { what: stringify!($name) }) }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }
    };
}
