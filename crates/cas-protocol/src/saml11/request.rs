//! The question: which person came with this ticket?

use std::fmt;

use jiff::Timestamp;

use super::{MessageId, PROTOCOL, envelope, is_version_1, plain, soap_body};
use crate::{
    parameters::Parameters,
    principal::wire_instant,
    ticket::{ServiceTicket, TicketError},
    xml::{self, XmlError, push_attribute, push_text},
};

/// A validation request (CAS §4.2.3; SAML 1.1 core §3.2.2). The service is not in it: it travels as the
/// parameter `TARGET`.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    /// To be given back as `InResponseTo`; some clients send none.
    pub request_id: Option<MessageId>,
    /// The ticket, without the white space round it and where its line was broken, not yet checked: another shape
    /// is an unknown ticket, not a bad request.
    pub artifact: String,
}

/// Why a body is not a request. The answer is a [`super::Failure`] with
/// [`super::FailureStatus::Requester`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RequestError {
    /// The document cannot be read or is not a SOAP message with a SAML request.
    #[error(transparent)]
    Xml(#[from] XmlError),
    /// Neither SAML 1.0 nor 1.1.
    #[error("the request is of another version of SAML")]
    Version,
    /// No `AssertionArtifact`, or an empty one.
    #[error("the request holds no ticket")]
    MissingArtifact,
    /// One answer cannot speak for two tickets.
    #[error("the request holds several tickets")]
    SeveralArtifacts,
}

/// The ticket stays out of logs.
impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request").field("request_id", &self.request_id).finish_non_exhaustive()
    }
}

/// The service that asks (CAS §4.2.1), from the query of the POST: `TARGET`, given once; an empty one is none.
pub fn target(query: &str) -> Option<String> {
    let parameters = Parameters::parse(query);
    parameters.single("TARGET").ok().flatten().map(str::to_owned)
}

impl Request {
    /// Reads the body of a POST to `/samlValidate`, whatever its prefixes and with or without an XML
    /// declaration.
    ///
    /// # Errors
    /// [`RequestError`].
    pub fn parse(body: &[u8]) -> Result<Self, RequestError> {
        plain::read(body).map_or_else(|| Self::parse_any(body), Ok)
    }

    /// Reads a body of any shape. This is the law: [`plain::read`] only says the same sooner.
    fn parse_any(body: &[u8]) -> Result<Self, RequestError> {
        let document = xml::document(body)?;
        let request = xml::required(soap_body(&document)?, PROTOCOL, "Request")?;
        if !is_version_1(|name| request.attribute(name)) {
            return Err(RequestError::Version);
        }
        let artifact = match xml::optional(request, PROTOCOL, "AssertionArtifact") {
            Err(_) => return Err(RequestError::SeveralArtifacts),
            Ok(found) => found.map(xml::text).unwrap_or_default().split_whitespace().collect::<String>(),
        };
        if artifact.is_empty() {
            return Err(RequestError::MissingArtifact);
        }
        let request_id = request.attribute("RequestID").and_then(MessageId::from_peer);
        Ok(Self { request_id, artifact })
    }

    /// What each of the two readings says: the short one may say nothing, never something else.
    #[cfg(any(test, fuzzing))]
    pub(crate) fn both_readings(body: &[u8]) -> (Option<Self>, Result<Self, RequestError>) {
        (plain::read(body), Self::parse_any(body))
    }

    /// The artifact as what it must be, a service ticket (CAS §4.2.3): a proxy ticket is refused.
    ///
    /// # Errors
    /// [`TicketError`]: to be answered with [`super::FailureStatus::RequestDenied`].
    pub fn ticket(&self) -> Result<ServiceTicket, TicketError> {
        ServiceTicket::parse(&self.artifact)
    }

    /// The body a client posts.
    pub fn to_xml(request_id: &MessageId, issue_instant: Timestamp, ticket: &ServiceTicket) -> String {
        envelope(|out| {
            out.extend([
                r#"<samlp:Request xmlns:samlp=""#,
                PROTOCOL,
                r#"" MajorVersion="1" MinorVersion="1" RequestID=""#,
            ]);
            push_attribute(out, request_id.as_str());
            out.extend([
                r#"" IssueInstant=""#,
                &wire_instant(issue_instant),
                r#""><samlp:AssertionArtifact>"#,
            ]);
            push_text(out, ticket.as_str());
            out.push_str("</samlp:AssertionArtifact></samlp:Request>");
        })
    }
}
