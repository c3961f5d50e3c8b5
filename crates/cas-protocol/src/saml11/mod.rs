//! SAML 1.1 over SOAP: `/samlValidate` (CAS §4.2), a POST of `text/xml` answered with status 200 in all cases.

mod answer;
mod client;
#[cfg(test)]
mod client_tests;
mod plain;
#[cfg(test)]
mod plain_tests;
mod request;
#[cfg(test)]
mod tests;

use std::fmt;

pub use answer::{AuthenticationMethod, Failure, FailureStatus, Success};
pub use client::{AcceptError, Response, ResponseError};
pub use request::{Request, RequestError, target};

use roxmltree::Node;

use crate::{ticket::random_token, xml};

const SOAP: &str = "http://schemas.xmlsoap.org/soap/envelope/";
const PROTOCOL: &str = "urn:oasis:names:tc:SAML:1.0:protocol";
const ASSERTION: &str = "urn:oasis:names:tc:SAML:1.0:assertion";

/// The identifier of a request, a response or an assertion (SAML 1.1 core §1.2.3).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct MessageId(String);

impl MessageId {
    /// A fresh identifier made of 32 bytes of the operating system's randomness. It starts with `_`, since an
    /// `xs:ID` may not start with a digit.
    pub fn from_random(random: [u8; 32]) -> Self {
        Self(random_token("_", random))
    }

    /// The identifier a peer chose, to be given back as it is: clients in use send identifiers that start
    /// with a digit, and compare.
    fn from_peer(raw: &str) -> Option<Self> {
        (1..=256).contains(&raw.len()).then(|| Self(raw.to_owned()))
    }

    /// The text on the wire, unescaped.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for MessageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A SOAP 1.1 message round what `content` writes, in one line: old clients meet no white space where they expect
/// elements. It is written from its beginning to its end into one text.
fn envelope(content: impl FnOnce(&mut String)) -> String {
    /// Room for an answer with a handful of attributes.
    const USUAL_BYTES: usize = 4096;
    let mut out = String::with_capacity(USUAL_BYTES);
    out.extend([
        r#"<?xml version="1.0" encoding="UTF-8"?><SOAP-ENV:Envelope xmlns:SOAP-ENV=""#,
        SOAP,
        r#""><SOAP-ENV:Header/><SOAP-ENV:Body>"#,
    ]);
    content(&mut out);
    out.push_str("</SOAP-ENV:Body></SOAP-ENV:Envelope>");
    out
}

/// `Envelope` › `Body` of a SOAP 1.1 message.
fn soap_body<'a>(document: &'a roxmltree::Document<'_>) -> Result<Node<'a, 'a>, xml::XmlError> {
    let envelope = xml::required(document.root(), SOAP, "Envelope")?;
    xml::required(envelope, SOAP, "Body")
}

/// Whether a message with these attributes is of SAML 1.0 or 1.1; a message that does not say is taken for one.
fn is_version_1<'a>(attribute: impl Fn(&'static str) -> Option<&'a str>) -> bool {
    matches!(attribute("MajorVersion"), None | Some("1"))
        && matches!(attribute("MinorVersion"), None | Some("0" | "1"))
}
