//! Single logout (CAS §2.3.3, appendix C): the server tells each service which of its tickets has ended, the
//! service ends the session that the ticket opened.

use std::io::{Read as _, Write as _};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use flate2::{Compression, read::ZlibDecoder, write::ZlibEncoder};
use jiff::Timestamp;

use crate::{
    principal::wire_instant,
    saml11::MessageId,
    service::{ServiceAddress, parameter},
    ticket::{TicketError, ValidationTicket},
    xml::{self, MAX_DOCUMENT, XmlError, escape_attribute, escape_text},
};

const PROTOCOL: &str = "urn:oasis:names:tc:SAML:2.0:protocol";
const ASSERTION: &str = "urn:oasis:names:tc:SAML:2.0:assertion";

/// The form field and the query parameter in which the message travels. The text does not name it; every client
/// reads it there, and finds nothing in a body that is the bare document.
pub const PARAMETER: &str = "logoutRequest";

/// A session has ended (SAML 2.0 core §3.7.1, as CAS appendix C fills it in).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogoutRequest {
    /// The identifier of the message.
    pub id: MessageId,
    /// When it is made.
    pub issue_instant: Timestamp,
    /// The person, or nobody: services go by the ticket.
    pub name: Option<String>,
    /// The ticket exactly as it was issued to this service.
    pub ticket: ValidationTicket,
}

/// Why a message ends no session.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LogoutError {
    /// Neither a document nor the packed form of one.
    #[error("the message is neither a document nor a packed one")]
    Packing,
    /// The document cannot be read or is not a logout request with one `SessionIndex`.
    #[error(transparent)]
    Xml(#[from] XmlError),
    /// Not SAML 2.0.
    #[error("the message is of another version of SAML")]
    Version,
    /// The `SessionIndex` is no ticket.
    #[error("the message names no ticket: {0}")]
    Ticket(#[from] TicketError),
}

impl LogoutRequest {
    /// The document. The prefix is always `samlp`: some clients look for `<samlp:SessionIndex>` by its text.
    pub fn to_xml(&self) -> String {
        format!(
            r#"<samlp:LogoutRequest xmlns:samlp="{PROTOCOL}" ID="{}" Version="2.0" IssueInstant="{}"><saml:NameID xmlns:saml="{ASSERTION}">{}</saml:NameID><samlp:SessionIndex>{}</samlp:SessionIndex></samlp:LogoutRequest>"#,
            escape_attribute(self.id.as_str()),
            wire_instant(self.issue_instant),
            escape_text(self.name.as_deref().unwrap_or("@NOT_USED@")),
            escape_text(self.ticket.as_str()),
        )
    }

    /// The back channel: the body of a POST to the service, `application/x-www-form-urlencoded`.
    pub fn form_body(&self) -> String {
        parameter(PARAMETER, &self.to_xml())
    }

    /// The front channel: the address that the browser of the person calls, with the packed message.
    pub fn front_channel_address(&self, service: &ServiceAddress) -> String {
        service.with_parameter(PARAMETER, &self.packed())
    }

    /// Base64 of the document compressed with the header of RFC 1950: the clients in use unpack no bare DEFLATE.
    fn packed(&self) -> String {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
        let packed = encoder.write_all(self.to_xml().as_bytes()).and_then(|()| encoder.finish());
        // Writing to memory does not fail.
        STANDARD.encode(packed.unwrap_or_default())
    }
}

/// The ticket whose session is to end, from the value of [`PARAMETER`], decoded once, whichever channel it came by.
/// Prefixes and white space are of no account.
///
/// Anybody can send such a message: what protects the session is that nobody else knows its ticket.
///
/// # Errors
/// [`LogoutError`].
pub fn ended_ticket(value: &str) -> Result<ValidationTicket, LogoutError> {
    let value = value.trim();
    if value.starts_with(['<', '\u{feff}']) {
        return ticket_in(value.as_bytes());
    }
    ticket_in(&unpack(value)?)
}

fn ticket_in(body: &[u8]) -> Result<ValidationTicket, LogoutError> {
    let document = xml::document(body)?;
    let request = xml::required(document.root(), PROTOCOL, "LogoutRequest")?;
    if !matches!(request.attribute("Version"), None | Some("2.0")) {
        return Err(LogoutError::Version);
    }
    let index = xml::required(request, PROTOCOL, "SessionIndex")?;
    Ok(ValidationTicket::parse(&xml::text(index))?)
}

/// One byte more than a document may have is unpacked at most, whatever the message promises.
pub(crate) fn unpack(value: &str) -> Result<Vec<u8>, LogoutError> {
    if value.len() > MAX_DOCUMENT {
        return Err(XmlError::TooLarge.into());
    }
    let packed = STANDARD.decode(value).map_err(|_| LogoutError::Packing)?;
    let mut body = Vec::new();
    ZlibDecoder::new(packed.as_slice())
        .take(MAX_DOCUMENT as u64 + 1)
        .read_to_end(&mut body)
        .map_err(|_| LogoutError::Packing)?;
    Ok(body)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn request(name: Option<&str>, ticket: &str) -> LogoutRequest {
        LogoutRequest {
            id: MessageId::from_random([1; 32]),
            issue_instant: "2026-09-01T08:00:00Z".parse().unwrap(),
            name: name.map(str::to_owned),
            ticket: ValidationTicket::parse(ticket).unwrap(),
        }
    }

    /// What a service finds in a form or a query.
    fn field(form: &str) -> String {
        let mut pairs = url::form_urlencoded::parse(form.as_bytes()).filter(|(name, _)| name == PARAMETER);
        let value = pairs.next().unwrap().1.into_owned();
        assert_eq!(pairs.next(), None);
        value
    }

    fn packed(body: &[u8]) -> String {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(body).unwrap();
        STANDARD.encode(encoder.finish().unwrap())
    }

    #[test]
    fn the_message_on_the_wire() {
        let xml = request(None, "ST-12345").to_xml();
        insta::assert_snapshot!(xml.replace("><", ">\n<"), @r#"
        <samlp:LogoutRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_t3gtlPc4F0c4F0rMMeuBMeuBt3gtl" Version="2.0" IssueInstant="2026-09-01T08:00:00.000Z">
        <saml:NameID xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">@NOT_USED@</saml:NameID>
        <samlp:SessionIndex>ST-12345</samlp:SessionIndex>
        </samlp:LogoutRequest>
        "#);
        let named = request(Some("O'Neill <&\">"), "PT-12345");
        assert!(named.to_xml().contains(">O'Neill &lt;&amp;&quot;&gt;</saml:NameID>"));
        let body = named.form_body();
        assert!(
            body.starts_with("logoutRequest=%3Csamlp%3ALogoutRequest%20xmlns%3Asamlp%3D%22urn"),
            "{body}"
        );
        assert_eq!(field(&body), named.to_xml());
    }

    #[test]
    fn both_channels_bring_the_ticket() {
        let service = ServiceAddress::parse("https://app.example/cas?a=1").unwrap();
        for ticket in ["ST-12345", "PT-12345"] {
            let request = request(Some("zoé"), ticket);
            let address = request.front_channel_address(&service);
            let query = address.strip_prefix("https://app.example/cas?").unwrap();
            assert!(query.starts_with("a=1&logoutRequest=") && !query.contains(['+', '/']), "{query}");
            for value in [field(&request.form_body()), field(query)] {
                assert_eq!(ended_ticket(&value), Ok(request.ticket.clone()), "{value}");
            }
        }
    }

    #[test]
    fn messages_of_other_servers_are_read() {
        for body in [
            format!(
                "<LogoutRequest xmlns='{PROTOCOL}'><SessionIndex>ST-12345</SessionIndex></LogoutRequest>"
            ),
            format!(
                "\n<?xml version='1.0'?>\n<p:LogoutRequest xmlns:p='{PROTOCOL}' Version='2.0' ID='1'>
                   <s:NameID xmlns:s='{ASSERTION}'> @NOT_USED@ </s:NameID>
                   <p:SessionIndex>\r\n ST-<!-- -->12345 </p:SessionIndex>
                 </p:LogoutRequest> "
            ),
        ] {
            for value in [
                body.clone(),
                packed(body.trim().as_bytes()),
                format!("\n{}\n", packed(body.trim().as_bytes())),
            ] {
                assert_eq!(ended_ticket(&value).unwrap().as_str(), "ST-12345", "{value}");
            }
        }
    }

    #[test]
    fn other_messages_end_nothing() {
        let good = request(None, "ST-12345").to_xml();
        let edit = |from: &str, to: &str| {
            assert!(good.contains(from), "{from}");
            good.replace(from, to)
        };
        let index = "<samlp:SessionIndex>ST-12345</samlp:SessionIndex>";
        let bomb = packed(format!("<a>{}</a>", " ".repeat(50_000_000)).as_bytes());
        assert!(bomb.len() < MAX_DOCUMENT, "it is small while it is packed");
        for (value, reason) in [
            (edit(index, ""), XmlError::Missing("SessionIndex").into()),
            (edit(index, &index.repeat(2)), XmlError::Repeated("SessionIndex").into()),
            (edit(index, &format!("<a>{index}</a>")), XmlError::Missing("SessionIndex").into()),
            (edit("ST-12345", " "), TicketError::Length.into()),
            (edit("ST-12345", "_abcdef"), TicketError::Prefix.into()),
            (edit("2.0\" Issue", "1.1\" Issue"), LogoutError::Version),
            (edit(PROTOCOL, "urn:other"), XmlError::Namespace("LogoutRequest").into()),
            (edit("LogoutRequest", "LogoutResponse"), XmlError::Missing("LogoutRequest").into()),
            (format!("<!DOCTYPE a>{good}"), XmlError::Doctype.into()),
            (packed(format!("<!DOCTYPE a>{good}").as_bytes()), XmlError::Doctype.into()),
            ("<".repeat(MAX_DOCUMENT + 1), XmlError::TooLarge.into()),
            ("A".repeat(MAX_DOCUMENT + 1), XmlError::TooLarge.into()),
            (bomb, XmlError::TooLarge.into()),
            (packed(b"<a>\xff</a>"), XmlError::NotUtf8.into()),
            (String::new(), LogoutError::Packing),
            ("%3Csamlp".to_owned(), LogoutError::Packing),
            (STANDARD.encode(&good), LogoutError::Packing),
        ] {
            assert_eq!(ended_ticket(&value), Err(reason), "{:.200}", value);
        }
    }

    proptest! {
        #[test]
        fn a_name_never_changes_the_ticket(name in any::<String>(), random: [u8; 32]) {
            let mut request = request(Some(&name), "ST-12345");
            request.ticket = crate::ticket::ServiceTicket::from_random(random).into();
            prop_assert_eq!(ended_ticket(&request.to_xml()), Ok(request.ticket.clone()));
            prop_assert_eq!(ended_ticket(&request.packed()), Ok(request.ticket));
        }

        #[test]
        fn reading_never_panics(value in any::<String>(), bytes: Vec<u8>, tags in "[<>/a-zS:='\" &;-]{0,120}") {
            for value in [value, STANDARD.encode(&bytes), packed(&bytes), packed(tags.as_bytes()), format!("<{tags}")] {
                let _ = ended_ticket(&value);
            }
        }
    }
}
