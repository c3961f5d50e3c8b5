//! Asking a CAS server, from server to server, who came with a ticket: SAML 1.1 over SOAP.

use cas_protocol::{
    Principal, login,
    saml11::{AcceptError, MessageId, Request, Response},
    service::ServiceAddress,
    ticket::ServiceTicket,
};
use web::{clock::SignedDuration, outgoing::CallError, token};

use super::Refusal;
use crate::{Failure, Pronote, delegation::Delegation};

/// How far the clocks of the two servers may be apart.
const SKEW: SignedDuration = SignedDuration::from_mins(3);

/// The person behind a ticket, or why there is none. Causes are logged here, without ticket nor person.
pub(super) async fn validate(
    pronote: &Pronote,
    delegation: &Delegation,
    service: &ServiceAddress,
    ticket: &ServiceTicket,
) -> Result<Result<Principal, Refusal>, Failure> {
    let random = token::random::<32>()?;
    let question = Request::to_xml(&MessageId::from_random(random), pronote.now(), ticket);
    let body = match ask(pronote, delegation, service, question).await {
        Ok(body) => body,
        Err(error) => {
            tracing::warn!(cas = %delegation.cas_url, cause = %error, "a CAS server cannot be asked");
            return Ok(Err(match error {
                CallError::Certificate(fault) => Refusal::CasCertificate(fault),
                _ => Refusal::CasUnreachable,
            }));
        }
    };
    let response = match Response::parse(&body) {
        Ok(response) => response,
        Err(error) => {
            tracing::warn!(cas = %delegation.cas_url, cause = %error, "the answer of a CAS server is not one");
            return Ok(Err(Refusal::CasUnreadable));
        }
    };
    Ok(response.accept(pronote.now(), SKEW, service).map_err(|error| {
        // What the server says may repeat the ticket, and an address has a query: both stay out of the log.
        let cause = match error {
            AcceptError::Refused { .. } => "refused".to_owned(),
            AcceptError::OtherAudience(_) | AcceptError::OtherRecipient(_) => {
                "for another service".to_owned()
            }
            other => other.to_string(),
        };
        tracing::info!(cas = %delegation.cas_url, cause, "a ticket does not let anybody in");
        Refusal::TicketRefused
    }))
}

async fn ask(
    pronote: &Pronote,
    delegation: &Delegation,
    service: &ServiceAddress,
    question: String,
) -> Result<Vec<u8>, CallError> {
    let address = login::validation_url(&delegation.saml_validate(), service);
    let headers = [
        ("content-type", "text/xml; charset=utf-8"),
        ("soapaction", "http://www.oasis-open.org/committees/security"),
    ];
    pronote.cas().post(&address, &headers, question).await
}
