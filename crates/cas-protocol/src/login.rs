//! The way to `/login` and to the validators: read by the server, written by the client.

use crate::{
    parameters::{Parameters, Repeated},
    service::{ServiceAddress, append_parameter},
    ticket::{LoginTicket, ServiceTicket, TicketError},
};

/// What is asked of `/login`, as credential requestor (CAS §2.1.1) or, by the form it shows, as acceptor
/// (CAS §2.2.1). Parameter names are case-sensitive. The credentials themselves are not in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LoginRequest {
    /// The address as it came, decoded once and not yet checked: [`ServiceAddress::parse`] is for the caller,
    /// who has a page for a refusal.
    pub service: Option<String>,
    /// The parameter in which this client expects its ticket.
    pub ticket_parameter: TicketParameter,
    /// Credentials are asked for even with a session.
    pub renew: bool,
    /// Credentials are never asked for. Only with a service, and never with `renew`, which wins.
    pub gateway: bool,
    /// How the ticket travels to the service.
    pub method: Method,
    /// The person is asked before each further service (CAS §2.2.1).
    pub warn: bool,
    /// The person wants to stay signed in: `rememberMe` (CAS §2.2.2, §4.1).
    pub remember_me: bool,
    /// The ticket of the form that was posted (CAS §2.2.2, §3.5): good once, whatever comes of it. A text that cannot be
    /// one is kept as its fault, since only a form without any may go on without.
    pub lt: Option<Result<LoginTicket, TicketError>>,
}

/// How the ticket travels to the service (CAS §2.1.1, parameter `method`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Method {
    /// In the address to which the browser is redirected. Also for `HEADER`, which a server need not offer, and for
    /// what is unknown.
    #[default]
    Get,
    /// In a form that the browser posts to the service.
    Post,
}

/// The name under which the ticket goes back to the service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TicketParameter {
    /// `ticket`, for clients that sent `service`.
    #[default]
    Ticket,
    /// `SAMLart`, for SAML 1.1 clients that sent `TARGET`.
    SamlArt,
}

/// Why a login request is not followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LoginRequestError {
    /// Two addresses: the one that is checked might not be the one that is used.
    #[error("the request names more than one service")]
    SeveralServices,
    /// Two login tickets: only one of them would be used up.
    #[error("the request holds more than one login ticket")]
    SeveralLoginTickets,
}

impl TicketParameter {
    /// The name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ticket => "ticket",
            Self::SamlArt => "SAMLart",
        }
    }

    /// The parameter that a name on the wire stands for.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Ticket, Self::SamlArt].into_iter().find(|parameter| parameter.as_str() == name)
    }

    /// The name under which such a client sends its address to `/login`.
    pub fn service_parameter(self) -> &'static str {
        match self {
            Self::Ticket => "service",
            Self::SamlArt => "TARGET",
        }
    }
}

impl LoginRequest {
    /// Reads the query of `/login`, without its `?`, or a form body of the same shape.
    ///
    /// `renew`, `gateway`, `warn` and `rememberMe` count by presence, but `false` is taken as absent: a client in
    /// use always sends `renew=false`. An empty service is none. Unknown parameters are ignored, among them
    /// `selection`, which some published addresses carry.
    ///
    /// # Errors
    /// [`LoginRequestError`] when two services or two login tickets are named.
    pub fn from_query(query: &str) -> Result<Self, LoginRequestError> {
        let parameters = Parameters::parse(query);
        let several = |_: Repeated| LoginRequestError::SeveralServices;
        let service = parameters.single("service").map_err(several)?;
        let target = parameters.single("TARGET").map_err(several)?;
        let (service, ticket_parameter) = match (service, target) {
            (Some(_), Some(_)) => return Err(LoginRequestError::SeveralServices),
            (None, Some(target)) => (Some(target), TicketParameter::SamlArt),
            (service, None) => (service, TicketParameter::Ticket),
        };
        let lt = parameters.single("lt").map_err(|_| LoginRequestError::SeveralLoginTickets)?;
        let renew = parameters.ticked("renew");
        Ok(Self {
            service: service.map(str::to_owned),
            ticket_parameter,
            renew,
            gateway: parameters.ticked("gateway") && !renew && service.is_some(),
            method: match parameters.single("method") {
                Ok(Some("POST")) => Method::Post,
                _ => Method::Get,
            },
            warn: parameters.ticked("warn"),
            remember_me: parameters.ticked("rememberMe"),
            lt: lt.map(LoginTicket::parse),
        })
    }
}

/// Where a client sends the browser to sign in: `cas_login` is the full address of `/login`.
pub fn login_url(cas_login: &str, service: &ServiceAddress) -> String {
    append_parameter(cas_login, "service", service.as_str())
}

/// Where a client posts its SAML 1.1 request (CAS §4.2.1): `saml_validate` is the full address of
/// `/samlValidate`.
pub fn validation_url(saml_validate: &str, service: &ServiceAddress) -> String {
    append_parameter(saml_validate, "TARGET", service.as_str())
}

/// Where a client asks with GET in CAS 2 and 3 (CAS §2.5.1): `service_validate` is the full address of
/// `/serviceValidate` or `/p3/serviceValidate`.
pub fn service_validation_url(
    service_validate: &str,
    service: &ServiceAddress,
    ticket: &ServiceTicket,
) -> String {
    let with_service = append_parameter(service_validate, "service", service.as_str());
    append_parameter(&with_service, "ticket", ticket.as_str())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(query: &str) -> LoginRequest {
        LoginRequest::from_query(query).unwrap()
    }

    #[test]
    fn the_service_and_the_way_back_of_the_ticket() {
        use TicketParameter::{SamlArt, Ticket};
        for (query, service, parameter) in [
            ("", None, Ticket),
            ("service=", None, Ticket),
            ("TARGET=", None, Ticket),
            ("Service=https://a.example&target=x&selection=y&method=POST", None, Ticket),
            ("service=https%3A%2F%2Fa.example%2F%3Fb%3D1%26c", Some("https://a.example/?b=1&c"), Ticket),
            ("service=https://a.example/%2520", Some("https://a.example/%20"), Ticket),
            ("service=https:%2F%2FA.example%2F", Some("https://A.example/"), Ticket),
            ("TARGET=https://a.example/&ticket=", Some("https://a.example/"), SamlArt),
            ("service=&TARGET=https://a.example/", Some("https://a.example/"), SamlArt),
            ("service=https://a.example/&TARGET=", Some("https://a.example/"), Ticket),
        ] {
            let request = read(query);
            assert_eq!(
                (request.service.as_deref(), request.ticket_parameter),
                (service, parameter),
                "{query}"
            );
        }
        assert_eq!((Ticket.as_str(), SamlArt.as_str()), ("ticket", "SAMLart"));
    }

    #[test]
    fn a_second_service_is_refused() {
        for query in ["service=a&service=b", "service=a&service=a", "TARGET=a&TARGET=b", "service=a&TARGET=b"]
        {
            assert_eq!(LoginRequest::from_query(query), Err(LoginRequestError::SeveralServices), "{query}");
        }
    }

    #[test]
    fn renew_and_gateway_count_by_presence_and_renew_wins() {
        for (query, renew, gateway) in [
            ("service=a", false, false),
            ("service=a&renew=true", true, false),
            ("service=a&renew", true, false),
            ("service=a&renew=", true, false),
            ("service=a&renew=false", false, false),
            ("service=a&RENEW=true", false, false),
            ("service=a&gateway=true", false, true),
            ("service=a&gateway", false, true),
            ("service=a&gateway=false", false, false),
            ("service=a&gateway=true&renew=true", true, false),
            ("service=a&gateway=true&renew=false", false, true),
            ("gateway=true", false, false),
        ] {
            let request = read(query);
            assert_eq!((request.renew, request.gateway), (renew, gateway), "{query}");
        }
    }

    #[test]
    fn the_ticket_travels_by_get_unless_post_is_asked_for() {
        for (query, method) in [
            ("service=a", Method::Get),
            ("service=a&method=POST", Method::Post),
            ("service=a&method=GET", Method::Get),
            ("service=a&method=HEADER", Method::Get),
            ("service=a&method=post", Method::Get),
            ("service=a&method=", Method::Get),
            ("service=a&METHOD=POST", Method::Get),
            ("service=a&method=GET&method=POST", Method::Get),
        ] {
            assert_eq!(read(query).method, method, "{query}");
        }
    }

    #[test]
    fn the_boxes_of_the_form_count_by_presence() {
        for (query, warn, remember_me) in [
            ("username=u&password=p", false, false),
            ("warn=true", true, false),
            ("warn=on&rememberMe=on", true, true),
            ("warn&rememberMe", true, true),
            ("rememberMe=true", false, true),
            ("warn=false&rememberMe=false", false, false),
            ("WARN=true&rememberme=true&RememberMe=true", false, false),
        ] {
            let request = read(query);
            assert_eq!((request.warn, request.remember_me), (warn, remember_me), "{query}");
        }
    }

    #[test]
    fn a_login_ticket_is_absent_good_or_at_fault() {
        let ticket = LoginTicket::parse("LT-12345").unwrap();
        for (query, lt) in [
            ("service=a", None),
            ("lt=", None),
            ("lt=LT-12345", Some(Ok(ticket.clone()))),
            ("lt=&lt=LT-12345", Some(Ok(ticket))),
            ("lt=12345", Some(Err(TicketError::Prefix))),
            ("lt=e1s1", Some(Err(TicketError::Length))),
            ("lt=LT-<script>", Some(Err(TicketError::Character))),
        ] {
            assert_eq!(read(query).lt, lt, "{query}");
        }
        assert_eq!(
            LoginRequest::from_query("lt=LT-12345&lt=LT-67890"),
            Err(LoginRequestError::SeveralLoginTickets)
        );
        assert_eq!(read(""), LoginRequest::default());
    }

    #[test]
    fn a_client_encodes_its_address_whole() {
        let service = ServiceAddress::parse("https://App.example/a?b=1&c=é").unwrap();
        let ticket = ServiceTicket::parse("ST-12345").unwrap();
        insta::assert_snapshot!(login_url("https://cas.example/login", &service), @"https://cas.example/login?service=https%3A%2F%2FApp.example%2Fa%3Fb%3D1%26c%3D%C3%A9");
        insta::assert_snapshot!(validation_url("https://cas.example/samlValidate?x=1", &service), @"https://cas.example/samlValidate?x=1&TARGET=https%3A%2F%2FApp.example%2Fa%3Fb%3D1%26c%3D%C3%A9");
        insta::assert_snapshot!(service_validation_url("https://cas.example/serviceValidate", &service, &ticket), @"https://cas.example/serviceValidate?service=https%3A%2F%2FApp.example%2Fa%3Fb%3D1%26c%3D%C3%A9&ticket=ST-12345");
    }

    proptest! {
        #[test]
        fn what_a_client_writes_a_server_reads(tail in "[!-~&&[^#\\\\.]]{0,40}") {
            let service = ServiceAddress::parse(&format!("https://app.example/{tail}")).unwrap();
            let url = login_url("https://cas.example/login", &service);
            let (_, query) = url.split_once('?').unwrap();
            let request = read(query);
            prop_assert_eq!(request.service.as_deref(), Some(service.as_str()));
        }

        #[test]
        fn reading_never_panics(query in any::<String>()) {
            let _ = LoginRequest::from_query(&query);
        }
    }
}
