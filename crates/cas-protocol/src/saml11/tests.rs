//! What the server reads and writes.

use proptest::prelude::*;

use super::*;
use crate::{
    Attributes, XmlError,
    service::ServiceAddress,
    ticket::{ServiceTicket, TicketError},
};

fn id(first: u8) -> MessageId {
    MessageId::from_peer(&format!("_{first}{}", "0".repeat(28))).unwrap()
}

/// One element a line, for people; the wire has no line ends.
fn lines(xml: &str) -> String {
    assert!(!xml.contains('\n'));
    xml.replace("><", ">\n<")
}

fn soap(request: &str) -> String {
    format!("<e:Envelope xmlns:e='{SOAP}'><e:Header/><e:Body>{request}</e:Body></e:Envelope>")
}

fn request(artifacts: &str) -> String {
    let namespace = format!("xmlns:p='{PROTOCOL}'");
    soap(&format!(
        "<p:Request {namespace} MajorVersion='1' MinorVersion='1' RequestID='9f'>{artifacts}</p:Request>"
    ))
}

fn parse(body: &str) -> Result<Request, RequestError> {
    Request::parse(body.as_bytes())
}

#[test]
fn a_client_request_on_the_wire() {
    let ticket = ServiceTicket::parse("ST-12345").unwrap();
    let xml = Request::to_xml(&id(1), "2026-09-01T08:00:00Z".parse().unwrap(), &ticket);
    insta::assert_snapshot!(lines(&xml), @r#"
    <?xml version="1.0" encoding="UTF-8"?>
    <SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/">
    <SOAP-ENV:Header/>
    <SOAP-ENV:Body>
    <samlp:Request xmlns:samlp="urn:oasis:names:tc:SAML:1.0:protocol" MajorVersion="1" MinorVersion="1" RequestID="_10000000000000000000000000000" IssueInstant="2026-09-01T08:00:00.000Z">
    <samlp:AssertionArtifact>ST-12345</samlp:AssertionArtifact>
    </samlp:Request>
    </SOAP-ENV:Body>
    </SOAP-ENV:Envelope>
    "#);
    let read = parse(&xml).unwrap();
    assert_eq!((read.request_id, read.artifact.as_str()), (Some(id(1)), "ST-12345"));
}

#[test]
fn requests_of_real_clients_are_read() {
    let default_namespace = soap(&format!(
        "<Request xmlns='{PROTOCOL}' MajorVersion='1' MinorVersion='0'><AssertionArtifact>ST-1</AssertionArtifact></Request>"
    ));
    for body in [
        request("<p:AssertionArtifact>ST-1</p:AssertionArtifact>"),
        request("<p:AssertionArtifact>\n    ST-1\r\n  </p:AssertionArtifact>"),
        request("<p:AssertionArtifact>\t\n ST-\n      1\n</p:AssertionArtifact>"),
        request("<p:AssertionArtifact>&#10;&#x20;<![CDATA[ ST-1 ]]></p:AssertionArtifact>"),
        request("<p:AssertionArtifact>ST-1</p:AssertionArtifact>")
            .replace("MinorVersion='1'", "MinorVersion='0'"),
        request("<x:AssertionArtifact xmlns:x='NS'>ST-1</x:AssertionArtifact>").replace("NS", PROTOCOL),
        request("<p:RespondWith>x</p:RespondWith><p:AssertionArtifact>ST<!-- -->-1</p:AssertionArtifact>"),
        format!("<?xml version='1.0' encoding='utf-8'?>\n{default_namespace}"),
        default_namespace.replace(" MajorVersion='1' MinorVersion='0'", ""),
    ] {
        assert_eq!(parse(&body).map(|request| request.artifact), Ok("ST-1".to_owned()), "{body}");
    }
    let numbered = parse(&request("<p:AssertionArtifact>ST-1</p:AssertionArtifact>")).unwrap();
    assert_eq!(numbered.request_id.as_ref().map(MessageId::as_str), Some("9f"));
    assert_eq!(format!("{numbered:?}"), r#"Request { request_id: Some(MessageId("9f")), .. }"#);
}

#[test]
fn other_bodies_are_refused_with_their_reason() {
    let artifact = "<p:AssertionArtifact>ST-1</p:AssertionArtifact>";
    let good = request(artifact);
    let in_header = good.replace("<e:Header/>", "").replace("e:Body", "e:Header");
    for (body, reason) in [
        (request(""), RequestError::MissingArtifact),
        (request("<p:AssertionArtifact> </p:AssertionArtifact>"), RequestError::MissingArtifact),
        (request(&format!("<p:Query>{artifact}</p:Query>")), RequestError::MissingArtifact),
        (request(&artifact.repeat(2)), RequestError::SeveralArtifacts),
        (good.replace("MajorVersion='1'", "MajorVersion='2'"), RequestError::Version),
        (good.replace("MinorVersion='1'", "MinorVersion='2'"), RequestError::Version),
        (good.replace(PROTOCOL, "urn:other"), XmlError::Namespace("Request").into()),
        (
            good.replace(SOAP, "http://www.w3.org/2003/05/soap-envelope"),
            XmlError::Namespace("Envelope").into(),
        ),
        (in_header, XmlError::Missing("Body").into()),
        (soap(""), XmlError::Missing("Request").into()),
        ("<html/>".to_owned(), XmlError::Missing("Envelope").into()),
        (format!("<!DOCTYPE a>{good}"), XmlError::Doctype.into()),
        (request(&format!("{}{}", "<a>".repeat(60), "</a>".repeat(60))), XmlError::TooComplex.into()),
        (request(&"a".repeat(65_536)), XmlError::TooLarge.into()),
    ] {
        assert_eq!(parse(&body).unwrap_err(), reason, "{body}");
    }
    assert_eq!(Request::parse(b"\xff\xfe<").unwrap_err(), XmlError::NotUtf8.into());
    assert!(matches!(parse(""), Err(RequestError::Xml(XmlError::Malformed(_)))));
    assert_eq!(parse(&good.replace("'9f'", "''")).unwrap().request_id, None);
}

#[test]
fn the_service_is_named_once() {
    for (query, service) in [
        ("TARGET=https%3A%2F%2Fa.example%2F%3Fb%3D1%26c", Some("https://a.example/?b=1&c")),
        ("ticket=&TARGET=a&TARGET=&x=y", Some("a")),
        ("", None),
        ("TARGET=", None),
        ("target=a", None),
        ("TARGET=a&TARGET=a", None),
    ] {
        assert_eq!(target(query).as_deref(), service, "{query}");
    }
}

#[test]
fn only_a_service_ticket_is_validated() {
    for (artifact, expected) in [
        ("ST-12345", Ok("ST-12345")),
        ("\n ST-12\n 345 ", Ok("ST-12345")),
        ("PT-12345", Err(TicketError::Prefix)),
        ("ST-12345&amp;x", Err(TicketError::Character)),
        ("ST", Err(TicketError::Length)),
    ] {
        let body = request(&format!("<p:AssertionArtifact>{artifact}</p:AssertionArtifact>"));
        let ticket = parse(&body).unwrap().ticket();
        assert_eq!(
            ticket.as_ref().map(ServiceTicket::as_str).map_err(|error| *error),
            expected,
            "{artifact}"
        );
    }
}

#[test]
fn success_on_the_wire() {
    let mut attributes = Attributes::default();
    for (name, value) in [("idApp", "7"), ("role", "pupil"), ("role", "O'Neill <&\"Zoé\">")] {
        attributes.add(name, value).unwrap();
    }
    let success = Success {
        response_id: &id(1),
        assertion_id: &id(2),
        in_response_to: Some(&id(3)),
        issuer: "https://cas.example",
        service: &ServiceAddress::parse("https://App.example/?a=1&b=2").unwrap(),
        issue_instant: "2026-09-01T08:00:01.25Z".parse().unwrap(),
        not_before: "2026-09-01T07:57:01Z".parse().unwrap(),
        not_on_or_after: "2026-09-01T08:00:31Z".parse().unwrap(),
        subject: "zoe.o'neill",
        attributes: &attributes,
        authentication_instant: "2026-09-01T07:00:00Z".parse().unwrap(),
        authentication_method: AuthenticationMethod::Password,
        long_term: false,
        is_from_new_login: true,
    };
    insta::assert_snapshot!(lines(&success.to_xml()), @r#"
    <?xml version="1.0" encoding="UTF-8"?>
    <SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/">
    <SOAP-ENV:Header/>
    <SOAP-ENV:Body>
    <Response xmlns="urn:oasis:names:tc:SAML:1.0:protocol" xmlns:samlp="urn:oasis:names:tc:SAML:1.0:protocol" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" InResponseTo="_30000000000000000000000000000" IssueInstant="2026-09-01T08:00:01.250Z" MajorVersion="1" MinorVersion="1" Recipient="https://App.example/?a=1&amp;b=2" ResponseID="_10000000000000000000000000000">
    <Status>
    <StatusCode Value="samlp:Success"/>
    </Status>
    <Assertion xmlns="urn:oasis:names:tc:SAML:1.0:assertion" AssertionID="_20000000000000000000000000000" IssueInstant="2026-09-01T08:00:01.250Z" Issuer="https://cas.example" MajorVersion="1" MinorVersion="1">
    <Conditions NotBefore="2026-09-01T07:57:01.000Z" NotOnOrAfter="2026-09-01T08:00:31.000Z">
    <AudienceRestrictionCondition>
    <Audience>https://App.example/?a=1&amp;b=2</Audience>
    </AudienceRestrictionCondition>
    </Conditions>
    <AttributeStatement>
    <Subject>
    <NameIdentifier>zoe.o'neill</NameIdentifier>
    <SubjectConfirmation>
    <ConfirmationMethod>urn:oasis:names:tc:SAML:1.0:cm:artifact</ConfirmationMethod>
    </SubjectConfirmation>
    </Subject>
    <Attribute AttributeName="idApp" AttributeNamespace="http://www.ja-sig.org/products/cas/">
    <AttributeValue xsi:type="xs:string">7</AttributeValue>
    </Attribute>
    <Attribute AttributeName="role" AttributeNamespace="http://www.ja-sig.org/products/cas/">
    <AttributeValue xsi:type="xs:string">pupil</AttributeValue>
    <AttributeValue xsi:type="xs:string">O'Neill &lt;&amp;&quot;Zoé&quot;&gt;</AttributeValue>
    </Attribute>
    <Attribute AttributeName="authenticationDate" AttributeNamespace="http://www.ja-sig.org/products/cas/">
    <AttributeValue xsi:type="xs:string">2026-09-01T07:00:00.000Z</AttributeValue>
    </Attribute>
    <Attribute AttributeName="longTermAuthenticationRequestTokenUsed" AttributeNamespace="http://www.ja-sig.org/products/cas/">
    <AttributeValue xsi:type="xs:string">false</AttributeValue>
    </Attribute>
    <Attribute AttributeName="isFromNewLogin" AttributeNamespace="http://www.ja-sig.org/products/cas/">
    <AttributeValue xsi:type="xs:string">true</AttributeValue>
    </Attribute>
    </AttributeStatement>
    <AuthenticationStatement AuthenticationInstant="2026-09-01T07:00:00.000Z" AuthenticationMethod="urn:oasis:names:tc:SAML:1.0:am:password">
    <Subject>
    <NameIdentifier>zoe.o'neill</NameIdentifier>
    <SubjectConfirmation>
    <ConfirmationMethod>urn:oasis:names:tc:SAML:1.0:cm:artifact</ConfirmationMethod>
    </SubjectConfirmation>
    </Subject>
    </AuthenticationStatement>
    </Assertion>
    </Response>
    </SOAP-ENV:Body>
    </SOAP-ENV:Envelope>
    "#);
}

#[test]
fn failure_on_the_wire() {
    let failure = Failure {
        response_id: &id(1),
        in_response_to: None,
        recipient: None,
        issue_instant: "2026-09-01T08:00:01Z".parse().unwrap(),
        status: FailureStatus::RequestDenied,
        message: "ticket <b>isn't known</b>",
    };
    insta::assert_snapshot!(lines(&failure.to_xml()), @r#"
    <?xml version="1.0" encoding="UTF-8"?>
    <SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/">
    <SOAP-ENV:Header/>
    <SOAP-ENV:Body>
    <Response xmlns="urn:oasis:names:tc:SAML:1.0:protocol" xmlns:samlp="urn:oasis:names:tc:SAML:1.0:protocol" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" IssueInstant="2026-09-01T08:00:01.000Z" MajorVersion="1" MinorVersion="1" ResponseID="_10000000000000000000000000000">
    <Status>
    <StatusCode Value="samlp:RequestDenied"/>
    <StatusMessage>ticket &lt;b&gt;isn't known&lt;/b&gt;</StatusMessage>
    </Status>
    </Response>
    </SOAP-ENV:Body>
    </SOAP-ENV:Envelope>
    "#);
    let service = ServiceAddress::parse("https://app.example/").unwrap();
    for (status, word) in [(FailureStatus::Requester, "Requester"), (FailureStatus::Responder, "Responder")] {
        let xml =
            Failure { status, in_response_to: Some(&id(2)), recipient: Some(&service), ..failure }.to_xml();
        assert!(xml.contains(&format!(r#"<StatusCode Value="samlp:{word}"/>"#)), "{xml}");
        assert!(xml.contains(r#" InResponseTo="_2"#) && xml.contains(r#" Recipient="https://app.example/""#));
    }
}

#[test]
fn a_drawn_identifier_is_an_xs_id() {
    let drawn = MessageId::from_random([7; 32]);
    assert!(
        drawn.as_str().starts_with('_') && drawn.as_str().len() == 30 && drawn.to_string() == drawn.as_str()
    );
}

proptest! {
    #[test]
    fn reading_a_request_never_panics(body in "[<>/a-z:='\" &;-]{0,120}") {
        let _ = parse(&body);
        let _ = parse(&request(&body));
    }
}
