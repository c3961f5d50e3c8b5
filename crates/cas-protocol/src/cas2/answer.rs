//! The server's answers. They go out with status 200, failures too: clients read the body.

use jiff::Timestamp;

use super::NAMESPACE;
use crate::{
    attributes::{AUTHENTICATION_DATE, Attributes, FROM_NEW_LOGIN, LONG_TERM},
    principal::wire_instant,
    xml::{escape_attribute, escape_text},
};

/// Which text the answer follows. Released attributes are in both, since clients of `/serviceValidate` read
/// them too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// `/serviceValidate`: of the protocol's own attributes only the mark of a remembered login, which every
    /// answer owes to the service (CAS §4.1.3).
    Cas2,
    /// `/p3/serviceValidate`: the three attributes that the schema requires come first (CAS appendix A).
    Cas3,
}

/// The ticket is good (CAS §2.5.2).
#[derive(Debug, Clone)]
pub struct Success<'a> {
    /// The subject, `cas:user`.
    pub user: &'a str,
    /// What this service learns besides.
    pub attributes: &'a Attributes,
    /// When the person typed their credentials.
    pub authentication_date: Timestamp,
    /// Whether the session was opened by a remembered login.
    pub long_term: bool,
    /// Whether the ticket was born of typed credentials rather than of an open session.
    pub is_from_new_login: bool,
}

/// The ticket is not good (CAS §2.5.2, §2.5.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Failure<'a> {
    /// The reason, for programs.
    pub code: FailureCode,
    /// The reason, for whoever reads the log of the service.
    pub message: &'a str,
}

/// The words of CAS §2.5.3 and §2.7.3.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FailureCode {
    /// A required parameter is missing.
    InvalidRequest,
    /// The ticket is not of the kind this validator takes.
    InvalidTicketSpec,
    /// The service may not proxy.
    UnauthorizedServiceProxy,
    /// The proxy callback is refused or did not answer.
    InvalidProxyCallback,
    /// Unknown, expired, used, or `renew` was asked for and not met.
    InvalidTicket,
    /// The ticket is good for another service; it is burnt all the same.
    InvalidService,
    /// Our own fault.
    InternalError,
    /// The service may not be reached through a proxy ticket.
    UnauthorizedService,
}

impl FailureCode {
    /// The word on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::InvalidRequest => "INVALID_REQUEST",
            Self::InvalidTicketSpec => "INVALID_TICKET_SPEC",
            Self::UnauthorizedServiceProxy => "UNAUTHORIZED_SERVICE_PROXY",
            Self::InvalidProxyCallback => "INVALID_PROXY_CALLBACK",
            Self::InvalidTicket => "INVALID_TICKET",
            Self::InvalidService => "INVALID_SERVICE",
            Self::InternalError => "INTERNAL_ERROR",
            Self::UnauthorizedService => "UNAUTHORIZED_SERVICE",
        }
    }
}

impl Success<'_> {
    /// The whole document, to be sent as UTF-8.
    pub fn to_xml(&self, dialect: Dialect) -> String {
        let mut attributes = String::new();
        if dialect == Dialect::Cas3 {
            attributes += &element(AUTHENTICATION_DATE, &wire_instant(self.authentication_date));
            attributes += &element(LONG_TERM, &self.long_term.to_string());
            attributes += &element(FROM_NEW_LOGIN, &self.is_from_new_login.to_string());
        } else if self.long_term {
            attributes += &element(LONG_TERM, "true");
        }
        for (name, values) in self.attributes.iter() {
            attributes.extend(values.iter().map(|value| element(name, value)));
        }
        if !attributes.is_empty() {
            attributes = format!("<cas:attributes>{attributes}</cas:attributes>");
        }
        let user = element("user", self.user);
        document(&format!("<cas:authenticationSuccess>{user}{attributes}</cas:authenticationSuccess>"))
    }
}

impl Failure<'_> {
    /// The whole document, the same in both dialects.
    pub fn to_xml(&self) -> String {
        let (code, message) = (escape_attribute(self.code.as_str()), escape_text(self.message));
        document(&format!(
            r#"<cas:authenticationFailure code="{code}">{message}</cas:authenticationFailure>"#
        ))
    }
}

/// Names come from this crate or from [`Attributes`], which holds none that XML could not write.
fn element(name: &str, value: &str) -> String {
    format!("<cas:{name}>{}</cas:{name}>", escape_text(value))
}

/// The prefix is always `cas`: some clients look for `cas:authenticationSuccess` by its text.
fn document(content: &str) -> String {
    format!(r#"<cas:serviceResponse xmlns:cas="{NAMESPACE}">{content}</cas:serviceResponse>"#)
}
