//! The answer as a client reads it, and the rules under which it believes it.

use jiff::{SignedDuration, Timestamp};
use roxmltree::Node;

use super::{ASSERTION, MessageId, PROTOCOL, is_version_1, soap_body};
use crate::{
    attributes::collect,
    principal::{Principal, instant},
    service::{PathCase, ServiceAddress},
    xml::{self, XmlError},
};

/// A response that was read and not yet believed: [`Response::accept`] gives the person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// The status without its prefix, `Success` or the server's reason (SAML 1.1 core §3.4.3.1).
    pub status: String,
    /// The server's explanation: to be escaped where it is shown.
    pub message: Option<String>,
    /// The request it answers, when the server says it. Not checked by [`Response::accept`]: the answer came
    /// on the connection of the question, and servers in use leave it out.
    pub in_response_to: Option<MessageId>,
    recipient: Option<String>,
    assertion: Option<Assertion>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Assertion {
    not_before: Option<Timestamp>,
    not_on_or_after: Option<Timestamp>,
    /// One list for each `AudienceRestrictionCondition`.
    audiences: Vec<Vec<String>>,
    unknown_condition: Option<String>,
    subjects: Vec<String>,
    authenticated_at: Option<Timestamp>,
    authentication_method: Option<String>,
    attributes: Vec<(String, Vec<String>)>,
}

/// Why a body is not a response.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ResponseError {
    /// The document cannot be read, or a part is missing, repeated or in a foreign namespace.
    #[error(transparent)]
    Xml(#[from] XmlError),
    /// Neither SAML 1.0 nor 1.1.
    #[error("the response is of another version of SAML")]
    Version,
    /// A condition in time that cannot be read.
    #[error("{0:?} is not an instant")]
    Instant(String),
}

/// Why a response does not let anybody in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AcceptError {
    /// The server refused the ticket. Both texts are the server's.
    #[error("the server answered {status}")]
    Refused {
        /// The status without its prefix.
        status: String,
        /// The server's explanation.
        message: Option<String>,
    },
    /// Success without an assertion.
    #[error("the server accepted the ticket without an assertion")]
    NoAssertion,
    /// Used before its time: one of the two clocks is wrong.
    #[error("the assertion is valid from {0} on: compare the clocks of the two servers")]
    NotYetValid(Timestamp),
    /// Used after its time: one of the two clocks is wrong, or the answer is old.
    #[error("the assertion was valid until {0}: compare the clocks of the two servers")]
    Expired(Timestamp),
    /// Made for another service.
    #[error("the assertion is for another service: {0:?}")]
    OtherAudience(Vec<String>),
    /// Sent to another service.
    #[error("the response is for another service: {0}")]
    OtherRecipient(String),
    /// A condition this library does not know, which forbids relying on the assertion (SAML 1.1 core §2.3.2.1).
    #[error("the assertion has an unknown condition: {0}")]
    UnknownCondition(String),
    /// No `NameIdentifier`, or an empty one.
    #[error("the server accepted the ticket without naming the person")]
    NoSubject,
    /// The statements name different people.
    #[error("the statements of the assertion name different people")]
    SeveralSubjects,
}

impl Response {
    /// Reads the body of the answer: SOAP `Envelope` › `Body` › `Response` › `Status` and `Assertion`, each in
    /// its namespace and at its place only.
    ///
    /// # Errors
    /// [`ResponseError`].
    pub fn parse(body: &[u8]) -> Result<Self, ResponseError> {
        let document = xml::document(body)?;
        let response = xml::required(soap_body(&document)?, PROTOCOL, "Response")?;
        if !is_version_1(|name| response.attribute(name)) {
            return Err(ResponseError::Version);
        }
        let status = xml::required(response, PROTOCOL, "Status")?;
        let assertion = xml::optional(response, ASSERTION, "Assertion")?;
        Ok(Self {
            status: status_word(xml::required(status, PROTOCOL, "StatusCode")?)?,
            message: xml::optional(status, PROTOCOL, "StatusMessage")?.map(xml::text),
            in_response_to: response.attribute("InResponseTo").and_then(MessageId::from_peer),
            recipient: response.attribute("Recipient").map(str::to_owned).filter(|text| !text.is_empty()),
            assertion: assertion.map(Assertion::read).transpose()?,
        })
    }

    /// Believes the response, or says why not: the status, the time with `skew` allowed on both sides, and
    /// the service it is for, which must be the one the client asked about. What the server leaves out is no
    /// restriction (SAML 1.1 core §2.3.2.1).
    ///
    /// # Errors
    /// [`AcceptError`].
    pub fn accept(
        self,
        now: Timestamp,
        skew: SignedDuration,
        service: &ServiceAddress,
    ) -> Result<Principal, AcceptError> {
        if self.status != "Success" {
            return Err(AcceptError::Refused { status: self.status, message: self.message });
        }
        let assertion = self.assertion.ok_or(AcceptError::NoAssertion)?;
        if let Some(recipient) = self.recipient.filter(|recipient| !names(recipient, service)) {
            return Err(AcceptError::OtherRecipient(recipient));
        }
        assertion.check_conditions(now, skew, service)?;
        assertion.into_principal()
    }
}

impl Assertion {
    fn read(node: Node<'_, '_>) -> Result<Self, ResponseError> {
        let mut assertion = Self::default();
        if let Some(conditions) = xml::optional(node, ASSERTION, "Conditions")? {
            assertion.read_conditions(conditions)?;
        }
        for statement in xml::children(node, ASSERTION, "AuthenticationStatement") {
            assertion.read_subject(statement)?;
            assertion.authenticated_at = statement.attribute("AuthenticationInstant").and_then(instant);
            assertion.authentication_method = statement.attribute("AuthenticationMethod").map(str::to_owned);
        }
        for statement in xml::children(node, ASSERTION, "AttributeStatement") {
            assertion.read_subject(statement)?;
            for attribute in xml::children(statement, ASSERTION, "Attribute") {
                let Some(name) = attribute.attribute("AttributeName") else { continue };
                for value in xml::children(attribute, ASSERTION, "AttributeValue") {
                    collect(&mut assertion.attributes, name, xml::text(value));
                }
            }
        }
        Ok(assertion)
    }

    fn read_conditions(&mut self, conditions: Node<'_, '_>) -> Result<(), ResponseError> {
        let limit = |name: &str| match conditions.attribute(name) {
            None => Ok(None),
            Some(text) => instant(text).map(Some).ok_or_else(|| ResponseError::Instant(text.to_owned())),
        };
        self.not_before = limit("NotBefore")?;
        self.not_on_or_after = limit("NotOnOrAfter")?;
        for condition in conditions.children().filter(Node::is_element) {
            if condition.has_tag_name((ASSERTION, "AudienceRestrictionCondition")) {
                self.audiences.push(xml::children(condition, ASSERTION, "Audience").map(xml::text).collect());
            } else if !condition.has_tag_name((ASSERTION, "DoNotCacheCondition")) {
                self.unknown_condition = Some(condition.tag_name().name().to_owned());
            }
        }
        Ok(())
    }

    fn read_subject(&mut self, statement: Node<'_, '_>) -> Result<(), XmlError> {
        let Some(subject) = xml::optional(statement, ASSERTION, "Subject")? else { return Ok(()) };
        if let Some(name) = xml::optional(subject, ASSERTION, "NameIdentifier")? {
            self.subjects.push(xml::text(name));
        }
        Ok(())
    }

    fn check_conditions(
        &self,
        now: Timestamp,
        skew: SignedDuration,
        service: &ServiceAddress,
    ) -> Result<(), AcceptError> {
        if let Some(start) = self.not_before.filter(|start| start.duration_since(now) > skew) {
            return Err(AcceptError::NotYetValid(start));
        }
        if let Some(end) = self.not_on_or_after.filter(|end| now.duration_since(*end) >= skew) {
            return Err(AcceptError::Expired(end));
        }
        let foreign = |audience: &&Vec<String>| !audience.iter().any(|name| names(name, service));
        if let Some(audience) = self.audiences.iter().find(foreign) {
            return Err(AcceptError::OtherAudience(audience.clone()));
        }
        self.unknown_condition.clone().map_or(Ok(()), |name| Err(AcceptError::UnknownCondition(name)))
    }

    fn into_principal(mut self) -> Result<Principal, AcceptError> {
        let subject =
            self.subjects.pop().filter(|subject| !subject.is_empty()).ok_or(AcceptError::NoSubject)?;
        if self.subjects.iter().any(|other| *other != subject) {
            return Err(AcceptError::SeveralSubjects);
        }
        Ok(Principal {
            subject,
            attributes: self.attributes,
            authenticated_at: self.authenticated_at,
            authentication_method: self.authentication_method,
        })
    }
}

/// The local part of the QName in `Value`. A declared prefix must lead to SAML; an undeclared one is let pass,
/// since servers write `samlp:` from a template without declaring it.
fn status_word(code: Node<'_, '_>) -> Result<String, XmlError> {
    let value = code.attribute("Value").unwrap_or_default().trim();
    let (prefix, word) = value.rsplit_once(':').map_or((None, value), |(prefix, word)| (Some(prefix), word));
    match code.lookup_namespace_uri(prefix) {
        Some(namespace) if namespace != PROTOCOL => Err(XmlError::Namespace("StatusCode")),
        _ => Ok(word.to_owned()),
    }
}

fn names(text: &str, service: &ServiceAddress) -> bool {
    text == service.as_str()
        || ServiceAddress::parse(text).is_ok_and(|address| address.same_as(service, PathCase::Exact))
}
