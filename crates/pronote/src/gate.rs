//! Who may use a route of this end.

use std::fmt;

use web::{IntoResponse as _, Parts, Problem, Response};

use crate::{
    Pronote, access,
    bases::Space,
    operators::{self, Role},
    supervisor::{self, Mode},
};

/// The authority that a route asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Authority {
    /// Nobody is asked anything.
    Anyone,
    /// Anybody, once the base is published.
    Published,
    /// A person of the space's category; others are led to sign in.
    Space(Space),
    /// An operator of the console; below `/bases/KEY`, one who has this base.
    Console,
    /// The supervisor of a base.
    Supervisor,
    /// The supervisor of a base who has it open in modification: the others read only.
    Writer,
    /// A signed-in operator of this role, for their own affairs: whatever bases ask of them.
    Own(Role),
    /// Anyone; once signed in with this role, as on its other pages.
    Home(Role),
}

impl fmt::Display for Authority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Anyone => f.write_str("anyone"),
            Self::Published => f.write_str("published"),
            Self::Space(space) => write!(f, "space:{space}"),
            Self::Console => f.write_str("console"),
            Self::Supervisor => f.write_str("supervisor"),
            Self::Writer => f.write_str("supervisor:writes"),
            Self::Own(role) => write!(f, "own:{}", role.as_str()),
            Self::Home(role) => write!(f, "home:{}", role.as_str()),
        }
    }
}

impl web::Authority<Pronote> for Authority {
    async fn admit(self, pronote: &Pronote, parts: &mut Parts) -> Result<(), Response> {
        match self {
            Self::Anyone => Ok(()),
            Self::Published => access::pages::admit_to_base(parts).map_err(Problem::into_response),
            Self::Space(space) => access::pages::admit_to_space(pronote, space, parts).await,
            Self::Console => operators::pages::admit(pronote, Role::Console, parts).await,
            Self::Supervisor => supervisor::pages::admit(pronote, None, parts).await,
            Self::Writer => supervisor::pages::admit(pronote, Some(Mode::Modification), parts).await,
            Self::Own(role) => operators::pages::admit_own(pronote, role, parts).await,
            Self::Home(role) => operators::pages::admit_home(pronote, role, parts).await,
        }
    }
}
