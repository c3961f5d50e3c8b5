//! What services ask of the validators and of `/proxy`.

use super::FailureCode;
use crate::{
    parameters::{Parameters, Repeated},
    service::{ServiceAddress, append_parameter},
    ticket::{ProxyGrantingTicket, ProxyGrantingTicketIou, TicketError, ValidationTicket},
};

/// A validation (CAS §2.4.1, §2.5.1, §2.6.1), the same for `/validate`, `/serviceValidate`, `/proxyValidate` and
/// their `/p3` twins; CAS 1 ignores what it does not know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValidationRequest {
    /// The address as it came, decoded once and not yet checked.
    pub service: String,
    /// Of either kind: where only service tickets are good, the answer to a proxy ticket says so.
    pub ticket: ValidationTicket,
    /// Only a ticket born of typed credentials is good.
    pub renew: bool,
    /// Where a proxy-granting ticket is to be sent (CAS §2.5.4), not yet checked.
    pub pgt_url: Option<String>,
    /// How the answer is written.
    pub format: Format,
}

/// What `/proxy` is asked (CAS §2.7.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProxyRequest {
    /// The ticket received at the callback.
    pub pgt: ProxyGrantingTicket,
    /// The service to call, as it came, decoded once and not yet checked.
    pub target_service: String,
    /// How the answer is written.
    pub format: Format,
}

/// How an answer is written (CAS §2.5.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Format {
    /// Unless asked otherwise.
    #[default]
    Xml,
    /// `format=JSON`.
    Json,
}

/// A request that cannot be followed, with the format in which to say so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{fault}")]
pub struct RequestError {
    /// XML when the request did not say it in a way that can be read.
    pub format: Format,
    /// What is wrong.
    pub fault: RequestFault,
}

/// What is wrong with a request. The message is for the log of the service that asked; it repeats no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RequestFault {
    /// A required parameter is absent or empty.
    #[error("the parameter {0} is required")]
    Missing(&'static str),
    /// A parameter is given twice: the value that is checked might not be the one that is used.
    #[error("the parameter {0} is given more than once")]
    Repeated(&'static str),
    /// Neither `XML` nor `JSON`.
    #[error("the parameter format is neither XML nor JSON")]
    Format,
    /// `ticket` holds nothing that could be a ticket of a service or of a proxy.
    #[error("the parameter ticket is not a ticket: {0}")]
    Ticket(TicketError),
    /// `pgt` holds nothing that could be a proxy-granting ticket.
    #[error("the parameter pgt is not a proxy-granting ticket: {0}")]
    Pgt(TicketError),
}

impl ValidationRequest {
    /// Reads the query of a validator, without its `?`, or a form body of the same shape; a caller that has both
    /// joins them with `&`. `renew=false` is absent, an empty value is none, unknown parameters are ignored.
    ///
    /// # Errors
    /// [`RequestError`], which gives its [`FailureCode`].
    pub fn from_query(query: &str) -> Result<Self, RequestError> {
        let parameters = Parameters::parse(query);
        let format = Format::read(&parameters)?;
        let read = || {
            let (service, ticket) = (parameters.required("service")?, parameters.required("ticket")?);
            Ok(Self {
                service: service.to_owned(),
                ticket: ValidationTicket::parse(ticket).map_err(RequestFault::Ticket)?,
                renew: parameters.ticked("renew"),
                pgt_url: parameters.single("pgtUrl")?.map(str::to_owned),
                format,
            })
        };
        read().map_err(|fault| RequestError { format, fault })
    }
}

impl ProxyRequest {
    /// Reads the query of `/proxy`, without its `?`. `format` is read here too: CAS §2.7.2 shows both.
    ///
    /// # Errors
    /// [`RequestError`], which gives its [`FailureCode`].
    pub fn from_query(query: &str) -> Result<Self, RequestError> {
        let parameters = Parameters::parse(query);
        let format = Format::read(&parameters)?;
        let read = || {
            let (pgt, target) = (parameters.required("pgt")?, parameters.required("targetService")?);
            let pgt = ProxyGrantingTicket::parse(pgt).map_err(RequestFault::Pgt)?;
            Ok(Self { pgt, target_service: target.to_owned(), format })
        };
        read().map_err(|fault| RequestError { format, fault })
    }
}

/// Where a server sends a proxy-granting ticket, with GET (CAS §2.5.4): the address keeps its own parameters.
pub fn callback_address(
    pgt_url: &ServiceAddress,
    pgt: &ProxyGrantingTicket,
    iou: &ProxyGrantingTicketIou,
) -> String {
    append_parameter(&pgt_url.with_parameter("pgtId", pgt.as_str()), "pgtIou", iou.as_str())
}

impl Format {
    fn read(parameters: &Parameters<'_>) -> Result<Self, RequestError> {
        let read = match parameters.single("format") {
            Ok(None) => Ok(Self::Xml),
            Ok(Some(word)) if word.eq_ignore_ascii_case("XML") => Ok(Self::Xml),
            Ok(Some(word)) if word.eq_ignore_ascii_case("JSON") => Ok(Self::Json),
            Ok(Some(_)) => Err(RequestFault::Format),
            Err(repeated) => Err(repeated.into()),
        };
        read.map_err(|fault| RequestError { format: Self::Xml, fault })
    }
}

impl RequestError {
    /// The word for programs.
    pub fn code(&self) -> FailureCode {
        match self.fault {
            RequestFault::Ticket(_) => FailureCode::InvalidTicket,
            // `/proxy` has no word of its own for a bad ticket (CAS §2.7.3).
            RequestFault::Missing(_)
            | RequestFault::Repeated(_)
            | RequestFault::Format
            | RequestFault::Pgt(_) => FailureCode::InvalidRequest,
        }
    }
}

impl From<Repeated> for RequestFault {
    fn from(repeated: Repeated) -> Self {
        Self::Repeated(repeated.0)
    }
}

impl Parameters<'_> {
    fn required(&self, name: &'static str) -> Result<&str, RequestFault> {
        self.single(name)?.ok_or(RequestFault::Missing(name))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Format::*, *};

    fn read(query: &str) -> ValidationRequest {
        ValidationRequest::from_query(query).unwrap_or_else(|error| panic!("{query}: {error}"))
    }

    #[test]
    fn a_whole_request_and_the_least_one() {
        let least = read("service=https%3A%2F%2FA.example%2F%3Fb%3D1%26c&ticket=ST-12345");
        assert_eq!((least.service.as_str(), least.ticket.as_str()), ("https://A.example/?b=1&c", "ST-12345"));
        assert_eq!((least.renew, least.pgt_url, least.format), (false, None, Xml));
        let whole = read(
            "ticket=PT-12345&format=JSON&renew=true&pgtUrl=https%3A%2F%2Fa.example%2Fp%3Fx%3D1&service=s&x=y",
        );
        assert!(matches!(whole.ticket, ValidationTicket::Proxy(_)) && whole.renew && whole.format == Json);
        assert_eq!(whole.pgt_url.as_deref(), Some("https://a.example/p?x=1"));
    }

    #[test]
    fn renew_counts_by_presence_and_empty_values_are_none() {
        for (more, renew, format, pgt_url) in [
            ("&renew", true, Xml, false),
            ("&renew=", true, Xml, false),
            ("&renew=false", false, Xml, false),
            ("&Renew=true&PGTURL=https://a&FORMAT=JSON", false, Xml, false),
            ("&pgtUrl=&format=", false, Xml, false),
            ("&format=json&service=&ticket=", false, Json, false),
            ("&format=XML&pgtUrl=x", false, Xml, true),
        ] {
            let request = read(&format!("service=s&ticket=ST-12345{more}"));
            let seen = (request.renew, request.format, request.pgt_url.is_some());
            assert_eq!(seen, (renew, format, pgt_url), "{more}");
        }
    }

    #[test]
    fn a_bad_request_has_its_code_and_the_format_of_its_answer() {
        use FailureCode::{InvalidRequest, InvalidTicket};
        use RequestFault::{Missing, Repeated, Ticket};
        for (query, format, fault, code) in [
            ("", Xml, Missing("service"), InvalidRequest),
            ("ticket=ST-12345&format=JSON", Json, Missing("service"), InvalidRequest),
            ("service=&ticket=ST-12345", Xml, Missing("service"), InvalidRequest),
            ("SERVICE=s&ticket=ST-12345", Xml, Missing("service"), InvalidRequest),
            ("service=s", Xml, Missing("ticket"), InvalidRequest),
            ("service=s&ticket=&format=JSON", Json, Missing("ticket"), InvalidRequest),
            ("service=s&service=s&ticket=ST-12345", Xml, Repeated("service"), InvalidRequest),
            ("service=s&ticket=ST-12345&ticket=ST-67890", Xml, Repeated("ticket"), InvalidRequest),
            ("service=s&ticket=ST-12345&pgtUrl=a&pgtUrl=b", Xml, Repeated("pgtUrl"), InvalidRequest),
            ("service=s&ticket=ST-12345&format=YAML", Xml, RequestFault::Format, InvalidRequest),
            ("service=s&ticket=ST-12345&format=JSON&format=XML", Xml, Repeated("format"), InvalidRequest),
            ("service=s&ticket=TGT-12345", Xml, Ticket(TicketError::Prefix), InvalidTicket),
            ("service=s&ticket=ST-<x/>&format=JSON", Json, Ticket(TicketError::Character), InvalidTicket),
        ] {
            let error = ValidationRequest::from_query(query).unwrap_err();
            assert_eq!(error, RequestError { format, fault }, "{query}");
            assert_eq!(error.code(), code, "{query}");
        }
    }

    #[test]
    fn a_proxy_request_names_its_ticket_and_its_target() {
        let request =
            ProxyRequest::from_query("pgt=PGT-12345&targetService=https%3A%2F%2Fb.example").unwrap();
        assert_eq!(request.pgt.as_str(), "PGT-12345");
        assert_eq!((request.target_service.as_str(), request.format), ("https://b.example", Xml));
        for (query, fault) in [
            ("pgt=PGT-12345", RequestFault::Missing("targetService")),
            ("targetService=https://b.example", RequestFault::Missing("pgt")),
            ("pgt=PGT-12345&targetService=a&targetService=b", RequestFault::Repeated("targetService")),
            ("pgt=PGTIOU-12345&targetService=a", RequestFault::Pgt(TicketError::Prefix)),
            ("pgt=PGT-12345&targetService=a&format=x", RequestFault::Format),
        ] {
            let error = ProxyRequest::from_query(query).unwrap_err();
            assert_eq!((error.fault, error.code()), (fault, FailureCode::InvalidRequest), "{query}");
        }
    }

    #[test]
    fn a_callback_keeps_its_own_parameters() {
        let pgt = ProxyGrantingTicket::parse("PGT-12345").unwrap();
        let iou = ProxyGrantingTicketIou::parse("PGTIOU-67890").unwrap();
        for (pgt_url, expected) in [
            ("https://a.example/p", "https://a.example/p?pgtId=PGT-12345&pgtIou=PGTIOU-67890"),
            ("https://a.example/p?x=1", "https://a.example/p?x=1&pgtId=PGT-12345&pgtIou=PGTIOU-67890"),
        ] {
            let address = ServiceAddress::parse(pgt_url).unwrap();
            assert_eq!(callback_address(&address, &pgt, &iou), expected);
        }
    }

    #[test]
    fn no_message_repeats_a_ticket() {
        let error = ValidationRequest::from_query("service=s&ticket=ST-secret%0A").unwrap_err();
        assert!(!format!("{error} {error:?}").contains("secret"));
        let request = read("service=s&ticket=ST-secret");
        assert!(!format!("{request:?}").contains("secret"));
    }

    proptest! {
        #[test]
        fn reading_never_panics(query in any::<String>(), tail in "[a-zA-Z=&%+-]{0,60}") {
            for query in [query, format!("service=s&ticket=ST-12345&{tail}")] {
                let _ = ValidationRequest::from_query(&query);
                let _ = ProxyRequest::from_query(&query);
            }
        }
    }
}
