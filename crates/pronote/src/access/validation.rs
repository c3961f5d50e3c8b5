//! Asking a CAS server, from server to server, who came with a ticket: SAML 1.1 over SOAP.

use cas_protocol::{
    Principal, login,
    saml11::{AcceptError, MessageId, Request, Response},
    service::ServiceAddress,
    ticket::ServiceTicket,
};
use web::{clock::SignedDuration, limits, token};

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
            return Ok(Err(Refusal::CasUnreachable));
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

#[derive(Debug, thiserror::Error)]
enum AskError {
    // Without its address, which carries the service asked for.
    #[error("{0}")]
    Http(String),
    #[error("it answers with status {0}")]
    Status(u16),
    #[error("its answer is longer than {} bytes", limits::SOAP)]
    TooLong,
}

impl From<reqwest::Error> for AskError {
    fn from(error: reqwest::Error) -> Self {
        Self::Http(error.without_url().to_string())
    }
}

async fn ask(
    pronote: &Pronote,
    delegation: &Delegation,
    service: &ServiceAddress,
    question: String,
) -> Result<Vec<u8>, AskError> {
    let address = login::validation_url(&delegation.saml_validate(), service);
    let request = pronote
        .http()
        .post(address)
        .header("content-type", "text/xml; charset=utf-8")
        .header("soapaction", "http://www.oasis-open.org/committees/security")
        .body(question);
    let mut answer = request.send().await?;
    if !answer.status().is_success() {
        return Err(AskError::Status(answer.status().as_u16()));
    }
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await? {
        if body.len() + chunk.len() > limits::SOAP {
            return Err(AskError::TooLong);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}
