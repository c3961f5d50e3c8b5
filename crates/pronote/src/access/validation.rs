//! Asking a CAS server, from server to server, who came with a ticket: SAML 1.1 over SOAP, or CAS 2 and 3.

use cas_protocol::{
    Principal, XmlError,
    cas2::{Answer, AnswerError},
    login,
    saml11::{AcceptError, MessageId, Request, Response, ResponseError},
    service::ServiceAddress,
    ticket::ServiceTicket,
};
use web::{Timestamp, clock::SignedDuration, outgoing::CallError, token};

use super::{Refusal, Refused};
use crate::{
    Failure, Pronote,
    delegation::{Delegation, Dialect},
};

/// How far the clocks of the two servers may be apart.
const SKEW: SignedDuration = SignedDuration::from_mins(3);

/// What is shown of the words of a CAS server, in characters.
const SHOWN: usize = 200;

/// The person behind a ticket, or why there is none. Causes are logged here, without ticket nor person.
pub(crate) async fn validate(
    pronote: &Pronote,
    delegation: &Delegation,
    service: &ServiceAddress,
    ticket: &ServiceTicket,
) -> Result<Result<Principal, Refused>, Failure> {
    let random = token::random::<32>()?;
    let question = Request::to_xml(&MessageId::from_random(random), pronote.now(), ticket);
    let dialect = delegation.identification.dialect;
    let answer = match ask(pronote, delegation, service, ticket, question).await {
        Ok(body) => read(dialect, &body, pronote.now(), service),
        Err(error) => {
            tracing::warn!(cas = %delegation.cas_url, cause = %error, "a CAS server cannot be asked");
            return Ok(Err(not_asked(&error)));
        }
    };
    Ok(answer.map_err(|Cause { refused, log }| {
        tracing::info!(cas = %delegation.cas_url, cause = log, "a CAS server lets nobody in");
        // What the server says may repeat the ticket.
        let said = refused.said.replace(ticket.as_str(), "…").chars().take(SHOWN).collect();
        Refused { said, ..refused }
    }))
}

/// A refusal, and what the log may say of it: nothing that a server says of the ticket, and no address with a query.
struct Cause {
    refused: Refused,
    log: String,
}

impl Cause {
    fn new(refused: impl Into<Refused>, log: impl ToString) -> Self {
        Self { refused: refused.into(), log: log.to_string() }
    }
}

async fn ask(
    pronote: &Pronote,
    delegation: &Delegation,
    service: &ServiceAddress,
    ticket: &ServiceTicket,
    question: String,
) -> Result<Vec<u8>, CallError> {
    let dialect = delegation.identification.dialect;
    let validator = delegation.validator();
    if dialect != Dialect::Saml11 {
        let address = login::service_validation_url(&validator, service, ticket);
        return pronote.cas().fetch(&address).await;
    }
    let headers = [
        ("content-type", "text/xml; charset=utf-8"),
        ("soapaction", "http://www.oasis-open.org/committees/security"),
    ];
    pronote.cas().post(&login::validation_url(&validator, service), &headers, question).await
}

/// Why a CAS server could not be asked.
pub(crate) fn not_asked(error: &CallError) -> Refused {
    match error {
        CallError::Certificate(fault) => Refusal::CasCertificate(*fault).into(),
        CallError::NoAnswer(_) => Refusal::CasUnreachable.into(),
        CallError::TooLong => Refusal::CasTooLong.into(),
        CallError::Status(300..400) => Refusal::CasRedirects.into(),
        CallError::Status(404 | 405 | 501) => Refusal::ValidationMethod.into(),
        CallError::Status(status) => Refused::about(Refusal::CasStatus, status.to_string()),
    }
}

fn read(dialect: Dialect, body: &[u8], now: Timestamp, service: &ServiceAddress) -> Result<Principal, Cause> {
    match dialect {
        Dialect::Saml11 => match Response::parse(body) {
            Ok(response) => response.accept(now, SKEW, service).map_err(not_accepted),
            Err(error) if Answer::parse(body).is_ok() => Err(Cause::new(Refusal::ValidationMethod, error)),
            Err(ResponseError::Xml(error)) => Err(unreadable(error)),
            Err(error) => Err(Cause::new(Refusal::CasUnreadable, error)),
        },
        Dialect::Cas3 | Dialect::Cas2 => match Answer::parse(body) {
            Ok(Answer::Success(principal)) => Ok(principal),
            Ok(Answer::Failure { code, message }) => {
                let said = [code, message].join(" ").trim().to_owned();
                Err(Cause::new(Refused::about(Refusal::TicketRefused, said), "refused"))
            }
            Err(error) if Response::parse(body).is_ok() => Err(Cause::new(Refusal::ValidationMethod, error)),
            Err(AnswerError::Xml(error)) => Err(unreadable(error)),
            Err(error @ AnswerError::NoUser) => Err(Cause::new(Refusal::NoSubject, error)),
            Err(error) => Err(Cause::new(Refusal::CasUnreadable, error)),
        },
    }
}

fn unreadable(error: XmlError) -> Cause {
    let refusal = match error {
        XmlError::Namespace(_) => Refusal::CasNamespace,
        _ => Refusal::CasUnreadable,
    };
    Cause::new(refusal, error)
}

fn not_accepted(error: AcceptError) -> Cause {
    match error {
        AcceptError::Refused { status, message } => {
            let said = [status, message.unwrap_or_default()].join(" ").trim().to_owned();
            Cause::new(Refused::about(Refusal::TicketRefused, said), "refused")
        }
        AcceptError::OtherAudience(_) | AcceptError::OtherRecipient(_) => {
            Cause::new(Refusal::OtherService, "for another service")
        }
        AcceptError::NotYetValid(_) | AcceptError::Expired(_) => Cause::new(Refusal::Clocks, error),
        AcceptError::NoSubject | AcceptError::SeveralSubjects => Cause::new(Refusal::NoSubject, error),
        AcceptError::NoAssertion | AcceptError::UnknownCondition(_) => {
            Cause::new(Refusal::CasUnreadable, error)
        }
    }
}
