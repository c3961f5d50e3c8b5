//! An entry that is only played: what the ENT says, and who would enter.

use cas_protocol::{Principal, service::ServiceAddress, ticket::ServiceTicket};

use super::{Refusal, Refused, admission, validation};
use crate::{
    Failure, Pronote,
    bases::{SchoolBase, Space},
    delegation::Delegation,
};

/// What would become of somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Foreseen {
    /// They would enter.
    Enter {
        /// As whom, `NOM Prénom`.
        name: String,
        /// Into which space.
        space: Space,
        /// Whether the CAS identifier would be recorded.
        learns: bool,
    },
    /// They would be asked for PRONOTE's own login and password, once.
    AskPassword,
}

/// How far a ticket leads.
#[derive(Debug)]
pub(crate) struct Rehearsal {
    /// What the ENT says of the person; else why it says nothing.
    pub(crate) told: Result<Principal, Refused>,
    /// What would become of them, when it says something.
    pub(crate) foreseen: Option<Result<Foreseen, Refused>>,
}

/// Plays the entry of a ticket that was issued for `service`. The ticket is spent, and nothing else changes.
pub(crate) async fn rehearse(
    pronote: &Pronote,
    base: &SchoolBase,
    delegation: &Delegation,
    space: Space,
    service: &ServiceAddress,
    ticket: &str,
) -> Result<Rehearsal, Failure> {
    let Ok(ticket) = ServiceTicket::parse(ticket) else {
        return Ok(Rehearsal { told: Err(Refusal::TicketMissing.into()), foreseen: None });
    };
    let told = validation::validate(pronote, delegation, service, &ticket).await?;
    let foreseen = match &told {
        Ok(principal) => Some(admission::foresee(pronote, base, delegation, space, principal).await?),
        Err(_) => None,
    };
    Ok(Rehearsal { told, foreseen })
}
