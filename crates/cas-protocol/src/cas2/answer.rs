//! The server's answers. They go out with status 200, failures too: clients read the body.

use jiff::Timestamp;

use super::{Format, NAMESPACE};
use crate::{
    attributes::{AUTHENTICATION_DATE, Attributes, FROM_NEW_LOGIN, LONG_TERM},
    json,
    principal::wire_instant,
    ticket::{ProxyGrantingTicketIou, ProxyTicket},
    xml::{escape_attribute, escape_text, push_text},
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
    /// Which proxy-granting ticket was sent to the callback, when one was (CAS §2.5.4).
    pub proxy_granting_ticket: Option<&'a ProxyGrantingTicketIou>,
    /// For a proxy ticket: the `pgtUrl` of each proxy exactly as it was given, the last visited first (CAS §2.6.2).
    pub proxies: &'a [String],
}

/// The ticket is not good (CAS §2.5.2, §2.5.3), or `/proxy` gives none (CAS §2.7.3).
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

/// What `/proxy` answers (CAS §2.7.2).
#[derive(Debug, Clone, Copy)]
pub enum ProxyAnswer<'a> {
    /// A ticket for the target.
    Success(&'a ProxyTicket),
    /// None, and why.
    Failure(Failure<'a>),
}

impl Success<'_> {
    /// The whole answer in the format that was asked for, to be sent as UTF-8.
    pub fn write(&self, dialect: Dialect, format: Format) -> String {
        match format {
            Format::Xml => self.to_xml(dialect),
            Format::Json => self.to_json(dialect),
        }
    }

    /// The whole document, its parts in the order of the schema (CAS appendix A).
    pub fn to_xml(&self, dialect: Dialect) -> String {
        document(|out| {
            wrap(out, "authenticationSuccess", |out| {
                element(out, "user", self.user);
                if dialect == Dialect::Cas3 || self.long_term || !self.attributes.is_empty() {
                    wrap(out, "attributes", |out| {
                        self.each_attribute(dialect, |name, values| {
                            values.iter().for_each(|value| element(out, name, value));
                        });
                    });
                }
                if let Some(iou) = self.proxy_granting_ticket {
                    element(out, "proxyGrantingTicket", iou.as_str());
                }
                if !self.proxies.is_empty() {
                    wrap(out, "proxies", |out| {
                        self.proxies.iter().for_each(|proxy| element(out, "proxy", proxy));
                    });
                }
            });
        })
    }

    /// The whole object (CAS §2.5.2): an attribute of one value is a string, of several an array of strings.
    pub fn to_json(&self, dialect: Dialect) -> String {
        let mut parts = vec![("user", json::string(self.user))];
        let mut attributes = Vec::new();
        self.each_attribute(dialect, |name, values| {
            let value = match values {
                [one] => json::string(one),
                several => json::strings(several),
            };
            attributes.push((name.to_owned(), value));
        });
        if !attributes.is_empty() {
            parts.push(("attributes", json::object(attributes)));
        }
        if let Some(iou) = self.proxy_granting_ticket {
            parts.push(("proxyGrantingTicket", json::string(iou.as_str())));
        }
        if !self.proxies.is_empty() {
            parts.push(("proxies", json::strings(self.proxies)));
        }
        json_document("authenticationSuccess", parts)
    }

    /// The protocol's own attributes, then the released ones.
    fn each_attribute(&self, dialect: Dialect, mut write: impl FnMut(&str, &[String])) {
        if dialect == Dialect::Cas3 {
            write(AUTHENTICATION_DATE, &[wire_instant(self.authentication_date)]);
        }
        if dialect == Dialect::Cas3 || self.long_term {
            write(LONG_TERM, &[self.long_term.to_string()]);
        }
        if dialect == Dialect::Cas3 {
            write(FROM_NEW_LOGIN, &[self.is_from_new_login.to_string()]);
        }
        self.attributes.iter().for_each(|(name, values)| write(name, values));
    }
}

impl Failure<'_> {
    /// The whole answer in the format that was asked for, the same in both dialects, to be sent as UTF-8.
    pub fn write(&self, format: Format) -> String {
        match format {
            Format::Xml => self.to_xml(),
            Format::Json => self.to_json(),
        }
    }

    /// The whole document.
    pub fn to_xml(&self) -> String {
        self.xml_as("authenticationFailure")
    }

    /// The whole object (CAS §2.5.2).
    pub fn to_json(&self) -> String {
        self.json_as("authenticationFailure")
    }

    fn xml_as(&self, name: &str) -> String {
        let (code, message) = (escape_attribute(self.code.as_str()), escape_text(self.message));
        document(|out| out.extend(["<cas:", name, " code=\"", &code, "\">", &message, "</cas:", name, ">"]))
    }

    fn json_as(&self, name: &str) -> String {
        let (code, description) = (json::string(self.code.as_str()), json::string(self.message));
        json_document(name, [("code", code), ("description", description)])
    }
}

impl ProxyAnswer<'_> {
    /// The whole answer in the format that was asked for, to be sent as UTF-8.
    pub fn write(&self, format: Format) -> String {
        match (self, format) {
            (Self::Success(ticket), Format::Xml) => {
                document(|out| wrap(out, "proxySuccess", |out| element(out, "proxyTicket", ticket.as_str())))
            }
            (Self::Success(ticket), Format::Json) => {
                json_document("proxySuccess", [("proxyTicket", json::string(ticket.as_str()))])
            }
            (Self::Failure(failure), Format::Xml) => failure.xml_as("proxyFailure"),
            (Self::Failure(failure), Format::Json) => failure.json_as("proxyFailure"),
        }
    }
}

/// Names come from this crate or from [`Attributes`], which holds none that XML could not write.
fn element(out: &mut String, name: &str, value: &str) {
    wrap(out, name, |out| push_text(out, value));
}

fn wrap(out: &mut String, name: &str, content: impl FnOnce(&mut String)) {
    out.extend(["<cas:", name, ">"]);
    content(out);
    out.extend(["</cas:", name, ">"]);
}

/// The whole text, written from its beginning to its end. The prefix is always `cas`: some clients look for
/// `cas:authenticationSuccess` by its text.
fn document(content: impl FnOnce(&mut String)) -> String {
    /// Room for an answer with a handful of attributes.
    const USUAL_BYTES: usize = 1024;
    let mut out = String::with_capacity(USUAL_BYTES);
    out.extend(["<cas:serviceResponse xmlns:cas=\"", NAMESPACE, "\">"]);
    content(&mut out);
    out.push_str("</cas:serviceResponse>");
    out
}

fn json_document<'a>(name: &'a str, parts: impl IntoIterator<Item = (&'a str, String)>) -> String {
    json::object([("serviceResponse", json::object([(name, json::object(parts))]))])
}
