//! The server's answers (CAS §4.2.5).

use jiff::Timestamp;

use super::{ASSERTION, MessageId, PROTOCOL, envelope};
use crate::{
    attributes::{AUTHENTICATION_DATE, Attributes, FROM_NEW_LOGIN, LONG_TERM},
    principal::wire_instant,
    service::ServiceAddress,
    xml::{push_attribute, push_text},
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
            issue_instant: &wire_instant(self.issue_instant),
        };
        head.wrap(|out| {
            out.push_str(r#"<Status><StatusCode Value="samlp:Success"/></Status>"#);
            self.assertion(out, head.issue_instant);
        })
    }

    fn assertion(&self, out: &mut String, issue_instant: &str) {
        out.extend([r#"<Assertion xmlns=""#, ASSERTION, r#"" AssertionID=""#]);
        push_attribute(out, self.assertion_id.as_str());
        out.extend([r#"" IssueInstant=""#, issue_instant, r#"" Issuer=""#]);
        push_attribute(out, self.issuer);
        out.push_str(r#"" MajorVersion="1" MinorVersion="1">"#);
        let authentication_instant = wire_instant(self.authentication_instant);
        self.conditions(out);
        self.attribute_statement(out, &authentication_instant);
        self.authentication_statement(out, &authentication_instant);
        out.push_str("</Assertion>");
    }

    fn conditions(&self, out: &mut String) {
        out.extend([r#"<Conditions NotBefore=""#, &wire_instant(self.not_before)]);
        out.extend([r#"" NotOnOrAfter=""#, &wire_instant(self.not_on_or_after)]);
        out.push_str(r#""><AudienceRestrictionCondition><Audience>"#);
        push_text(out, self.service.as_str());
        out.push_str("</Audience></AudienceRestrictionCondition></Conditions>");
    }

    /// The protocol's own attributes come last and always: clients exist that fail on an answer with exactly
    /// one attribute.
    fn attribute_statement(&self, out: &mut String, authentication_instant: &str) {
        let flag = |set: bool| if set { "true" } else { "false" };
        out.push_str("<AttributeStatement>");
        self.subject(out);
        for (name, values) in self.attributes.iter() {
            attribute(out, name, values.iter().map(String::as_str));
        }
        attribute(out, AUTHENTICATION_DATE, [authentication_instant]);
        attribute(out, LONG_TERM, [flag(self.long_term)]);
        attribute(out, FROM_NEW_LOGIN, [flag(self.is_from_new_login)]);
        out.push_str("</AttributeStatement>");
    }

    fn authentication_statement(&self, out: &mut String, authentication_instant: &str) {
        out.extend([r#"<AuthenticationStatement AuthenticationInstant=""#, authentication_instant]);
        out.extend([r#"" AuthenticationMethod=""#, self.authentication_method.as_str(), r#"">"#]);
        self.subject(out);
        out.push_str("</AuthenticationStatement>");
    }

    /// In both statements: clients differ on the one they read.
    fn subject(&self, out: &mut String) {
        out.push_str("<Subject><NameIdentifier>");
        push_text(out, self.subject);
        out.push_str(
            "</NameIdentifier><SubjectConfirmation><ConfirmationMethod>urn:oasis:names:tc:SAML:1.0:cm:artifact\
             </ConfirmationMethod></SubjectConfirmation></Subject>",
        );
    }
}

impl Failure<'_> {
    /// The whole SOAP message, to be sent as UTF-8.
    pub fn to_xml(&self) -> String {
        let head = ResponseHead {
            response_id: self.response_id,
            in_response_to: self.in_response_to,
            recipient: self.recipient,
            issue_instant: &wire_instant(self.issue_instant),
        };
        head.wrap(|out| {
            out.extend([
                r#"<Status><StatusCode Value="samlp:"#,
                self.status.as_str(),
                r#""/><StatusMessage>"#,
            ]);
            push_text(out, self.message);
            out.push_str("</StatusMessage></Status>");
        })
    }
}

/// What success and failure share.
struct ResponseHead<'a> {
    response_id: &'a MessageId,
    in_response_to: Option<&'a MessageId>,
    recipient: Option<&'a ServiceAddress>,
    issue_instant: &'a str,
}

impl ResponseHead<'_> {
    fn wrap(&self, content: impl FnOnce(&mut String)) -> String {
        envelope(|out| {
            self.open(out);
            content(out);
            out.push_str("</Response>");
        })
    }

    /// `samlp` is declared though no element uses it: it is the prefix of the status, which clients compare as
    /// a string.
    fn open(&self, out: &mut String) {
        out.extend([r#"<Response xmlns=""#, PROTOCOL, r#"" xmlns:samlp=""#, PROTOCOL]);
        out.push_str(
            r#"" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance""#,
        );
        if let Some(request) = self.in_response_to {
            out.push_str(r#" InResponseTo=""#);
            push_attribute(out, request.as_str());
            out.push('"');
        }
        out.extend([r#" IssueInstant=""#, self.issue_instant, r#"" MajorVersion="1" MinorVersion="1""#]);
        if let Some(recipient) = self.recipient {
            out.push_str(r#" Recipient=""#);
            push_attribute(out, recipient.as_str());
            out.push('"');
        }
        out.push_str(r#" ResponseID=""#);
        push_attribute(out, self.response_id.as_str());
        out.push_str(r#"">"#);
    }
}

/// One `Attribute` with all its values. The type is written because a client in use reads a value only from an
/// element that has XML attributes.
fn attribute<'a>(out: &mut String, name: &str, values: impl IntoIterator<Item = &'a str>) {
    out.push_str(r#"<Attribute AttributeName=""#);
    push_attribute(out, name);
    out.extend([r#"" AttributeNamespace=""#, ATTRIBUTE_NAMESPACE, r#"">"#]);
    for value in values {
        out.push_str(r#"<AttributeValue xsi:type="xs:string">"#);
        push_text(out, value);
        out.push_str("</AttributeValue>");
    }
    out.push_str("</Attribute>");
}
