//! The server's answers (CAS §4.2.5).

use jiff::Timestamp;

use super::{ASSERTION, MessageId, PROTOCOL, envelope};
use crate::{
    attributes::{AUTHENTICATION_DATE, Attributes, FROM_NEW_LOGIN, LONG_TERM},
    principal::wire_instant,
    service::ServiceAddress,
    xml::{escape_attribute, escape_text},
};

/// The namespace that CAS servers give to attributes (CAS §4.2.5).
const ATTRIBUTE_NAMESPACE: &str = "http://www.ja-sig.org/products/cas/";

/// The ticket is good: a response with one assertion (SAML 1.1 core §2.3.2, §3.4.2).
#[derive(Debug, Clone)]
pub struct Success<'a> {
    /// The identifier of the response.
    pub response_id: &'a MessageId,
    /// The identifier of the assertion.
    pub assertion_id: &'a MessageId,
    /// The identifier of the request, when it had one.
    pub in_response_to: Option<&'a MessageId>,
    /// The name of this server.
    pub issuer: &'a str,
    /// The service the ticket was issued for: recipient and audience, byte for byte.
    pub service: &'a ServiceAddress,
    /// When the answer is made.
    pub issue_instant: Timestamp,
    /// From when the assertion may be used.
    pub not_before: Timestamp,
    /// Until when, this instant excluded.
    pub not_on_or_after: Timestamp,
    /// The subject.
    pub subject: &'a str,
    /// What this service learns besides.
    pub attributes: &'a Attributes,
    /// When the person proved who they are.
    pub authentication_instant: Timestamp,
    /// How.
    pub authentication_method: AuthenticationMethod,
    /// Whether the session was opened by a remembered login (CAS §4.1.3).
    pub long_term: bool,
    /// Whether the ticket was born of typed credentials rather than of an open session.
    pub is_from_new_login: bool,
}

/// How the person proved who they are (SAML 1.1 core §7.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AuthenticationMethod {
    /// A password.
    Password,
    /// Something else, or unknown.
    Unspecified,
}

/// The ticket is not good: a response without assertion.
#[derive(Debug, Clone, Copy)]
pub struct Failure<'a> {
    /// The identifier of the response.
    pub response_id: &'a MessageId,
    /// The identifier of the request, when it could be read.
    pub in_response_to: Option<&'a MessageId>,
    /// The service that asked, when its address is a good one.
    pub recipient: Option<&'a ServiceAddress>,
    /// When the answer is made.
    pub issue_instant: Timestamp,
    /// Who is at fault.
    pub status: FailureStatus,
    /// The reason, for whoever reads the log of the service.
    pub message: &'a str,
}

/// Who is at fault. CAS servers put the second-level word of SAML 1.1 core §3.4.3.1 at the first level, and
/// their clients know no other place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FailureStatus {
    /// The ticket is unknown, expired, used or another service's.
    RequestDenied,
    /// The request cannot be read.
    Requester,
    /// Our own fault.
    Responder,
}

impl AuthenticationMethod {
    /// The URI on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Password => "urn:oasis:names:tc:SAML:1.0:am:password",
            Self::Unspecified => "urn:oasis:names:tc:SAML:1.0:am:unspecified",
        }
    }
}

impl FailureStatus {
    fn as_str(self) -> &'static str {
        match self {
            Self::RequestDenied => "RequestDenied",
            Self::Requester => "Requester",
            Self::Responder => "Responder",
        }
    }
}

impl Success<'_> {
    /// The whole SOAP message, to be sent as UTF-8.
    pub fn to_xml(&self) -> String {
        let head = ResponseHead {
            response_id: self.response_id,
            in_response_to: self.in_response_to,
            recipient: Some(self.service),
            issue_instant: self.issue_instant,
        };
        let status = r#"<Status><StatusCode Value="samlp:Success"/></Status>"#;
        head.wrap(&format!("{status}{}", self.assertion()))
    }

    fn assertion(&self) -> String {
        format!(
            r#"<Assertion xmlns="{ASSERTION}" AssertionID="{}" IssueInstant="{}" Issuer="{}" MajorVersion="1" MinorVersion="1">{}{}{}</Assertion>"#,
            escape_attribute(self.assertion_id.as_str()),
            wire_instant(self.issue_instant),
            escape_attribute(self.issuer),
            self.conditions(),
            self.attribute_statement(),
            self.authentication_statement(),
        )
    }

    fn conditions(&self) -> String {
        format!(
            r#"<Conditions NotBefore="{}" NotOnOrAfter="{}"><AudienceRestrictionCondition><Audience>{}</Audience></AudienceRestrictionCondition></Conditions>"#,
            wire_instant(self.not_before),
            wire_instant(self.not_on_or_after),
            escape_text(self.service.as_str()),
        )
    }

    /// The protocol's own attributes come last and always: clients exist that fail on an answer with exactly
    /// one attribute.
    fn attribute_statement(&self) -> String {
        let released: String = self.attributes.iter().map(|(name, values)| attribute(name, values)).collect();
        let own = [
            (AUTHENTICATION_DATE, wire_instant(self.authentication_instant)),
            (LONG_TERM, self.long_term.to_string()),
            (FROM_NEW_LOGIN, self.is_from_new_login.to_string()),
        ];
        let own: String = own.map(|(name, value)| attribute(name, &[value])).concat();
        format!("<AttributeStatement>{}{released}{own}</AttributeStatement>", self.subject())
    }

    fn authentication_statement(&self) -> String {
        format!(
            r#"<AuthenticationStatement AuthenticationInstant="{}" AuthenticationMethod="{}">{}</AuthenticationStatement>"#,
            wire_instant(self.authentication_instant),
            self.authentication_method.as_str(),
            self.subject(),
        )
    }

    /// In both statements: clients differ on the one they read.
    fn subject(&self) -> String {
        format!(
            "<Subject><NameIdentifier>{}</NameIdentifier><SubjectConfirmation><ConfirmationMethod>\
             urn:oasis:names:tc:SAML:1.0:cm:artifact</ConfirmationMethod></SubjectConfirmation></Subject>",
            escape_text(self.subject)
        )
    }
}

impl Failure<'_> {
    /// The whole SOAP message, to be sent as UTF-8.
    pub fn to_xml(&self) -> String {
        let head = ResponseHead {
            response_id: self.response_id,
            in_response_to: self.in_response_to,
            recipient: self.recipient,
            issue_instant: self.issue_instant,
        };
        head.wrap(&format!(
            r#"<Status><StatusCode Value="samlp:{}"/><StatusMessage>{}</StatusMessage></Status>"#,
            self.status.as_str(),
            escape_text(self.message)
        ))
    }
}

/// What success and failure share.
struct ResponseHead<'a> {
    response_id: &'a MessageId,
    in_response_to: Option<&'a MessageId>,
    recipient: Option<&'a ServiceAddress>,
    issue_instant: Timestamp,
}

impl ResponseHead<'_> {
    /// `samlp` is declared though no element uses it: it is the prefix of the status, which clients compare as
    /// a string.
    fn wrap(&self, content: &str) -> String {
        let optional = |name: &str, value: Option<&str>| {
            value.map(|value| format!(r#" {name}="{}""#, escape_attribute(value))).unwrap_or_default()
        };
        envelope(&format!(
            r#"<Response xmlns="{PROTOCOL}" xmlns:samlp="{PROTOCOL}" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"{} IssueInstant="{}" MajorVersion="1" MinorVersion="1"{} ResponseID="{}">{content}</Response>"#,
            optional("InResponseTo", self.in_response_to.map(MessageId::as_str)),
            wire_instant(self.issue_instant),
            optional("Recipient", self.recipient.map(ServiceAddress::as_str)),
            escape_attribute(self.response_id.as_str()),
        ))
    }
}

/// One `Attribute` with all its values. The type is written because a client in use reads a value only from an
/// element that has XML attributes.
fn attribute(name: &str, values: &[String]) -> String {
    let values: String = values
        .iter()
        .map(|value| {
            format!(r#"<AttributeValue xsi:type="xs:string">{}</AttributeValue>"#, escape_text(value))
        })
        .collect();
    let name = escape_attribute(name);
    format!(
        r#"<Attribute AttributeName="{name}" AttributeNamespace="{ATTRIBUTE_NAMESPACE}">{values}</Attribute>"#
    )
}
