//! The answer as a client reads it.

use roxmltree::Node;

use super::NAMESPACE;
use crate::{
    attributes::{AUTHENTICATION_DATE, collect},
    principal::{Principal, instant},
    xml::{self, XmlError},
};

/// Children of `authenticationSuccess` that are not attributes.
const OWN_ELEMENTS: [&str; 4] = ["user", "attributes", "proxyGrantingTicket", "proxies"];

/// What the server said of the ticket (CAS §2.5.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The ticket is good.
    Success(Principal),
    /// The ticket is not good. Both texts are the server's: to be escaped where they are shown.
    Failure {
        /// The word of CAS §2.5.3, or another of the server's own.
        code: String,
        /// The server's explanation.
        message: String,
    },
}

/// Why a body is not an answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AnswerError {
    /// The document cannot be read or lacks a part.
    #[error(transparent)]
    Xml(#[from] XmlError),
    /// Success and failure at once.
    #[error("the answer holds both a success and a failure")]
    Contradiction,
    /// A success without the name of the person.
    #[error("the server accepted the ticket without naming the person")]
    NoUser,
}

impl Answer {
    /// Reads the body of a validation. A success counts only as the child of the root, in the namespace of
    /// CAS: a message that quotes a success is no success.
    ///
    /// # Errors
    /// [`AnswerError`] when the body is not a whole and unambiguous answer.
    pub fn parse(body: &[u8]) -> Result<Self, AnswerError> {
        let document = xml::document(body)?;
        let root = xml::required(document.root(), NAMESPACE, "serviceResponse")?;
        let Some(failure) = xml::optional(root, NAMESPACE, "authenticationFailure")? else {
            return principal(xml::required(root, NAMESPACE, "authenticationSuccess")?).map(Self::Success);
        };
        if xml::optional(root, NAMESPACE, "authenticationSuccess")?.is_some() {
            return Err(AnswerError::Contradiction);
        }
        let code = failure.attribute("code").unwrap_or_default().to_owned();
        Ok(Self::Failure { code, message: xml::text(failure) })
    }
}

fn principal(success: Node<'_, '_>) -> Result<Principal, AnswerError> {
    let subject = xml::optional(success, NAMESPACE, "user")?.map(xml::text).unwrap_or_default();
    if subject.is_empty() {
        return Err(AnswerError::NoUser);
    }
    let mut attributes = Vec::new();
    let block = xml::optional(success, NAMESPACE, "attributes")?;
    let in_block = block.iter().flat_map(|block| block.children());
    // Servers of the CAS 2 age put attributes beside `cas:user`.
    let beside = success.children().filter(|child| !OWN_ELEMENTS.contains(&child.tag_name().name()));
    for attribute in in_block.chain(beside).filter(Node::is_element) {
        collect(&mut attributes, attribute.tag_name().name(), xml::text(attribute));
    }
    let mut principal =
        Principal { subject, attributes, authenticated_at: None, authentication_method: None };
    principal.authenticated_at = principal.values(AUTHENTICATION_DATE).first().and_then(|text| instant(text));
    Ok(principal)
}
