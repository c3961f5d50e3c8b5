//! What the client believes, and what it does not.

use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

use super::*;
use crate::{Attributes, Principal, XmlError, service::ServiceAddress};

const NOW: &str = "2026-09-01T08:00:00Z";
const SERVICE: &str = "https://app.example/cas/?a=1";

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn answer(subject: &str, values: &[String]) -> String {
    let mut attributes = Attributes::default();
    for value in values {
        attributes.add("role", value).unwrap();
    }
    let (response_id, assertion_id) = (MessageId::from_random([1; 32]), MessageId::from_random([2; 32]));
    Success {
        response_id: &response_id,
        assertion_id: &assertion_id,
        in_response_to: None,
        issuer: "cas.example",
        service: &ServiceAddress::parse(SERVICE).unwrap(),
        issue_instant: at(NOW),
        not_before: at(NOW),
        not_on_or_after: at("2026-09-01T08:00:30Z"),
        subject,
        attributes: &attributes,
        authentication_instant: at("2026-09-01T07:00:00Z"),
        authentication_method: AuthenticationMethod::Unspecified,
        long_term: false,
        is_from_new_login: false,
    }
    .to_xml()
}

fn good() -> String {
    answer("zoe.martin", &["pupil".to_owned()])
}

fn parse(body: &str) -> Result<Response, ResponseError> {
    Response::parse(body.as_bytes())
}

fn accept_at(body: &str, now: &str) -> Result<Principal, AcceptError> {
    let service = ServiceAddress::parse(SERVICE).unwrap();
    parse(body).unwrap_or_else(|error| panic!("{error}: {body}")).accept(
        at(now),
        SignedDuration::from_secs(180),
        &service,
    )
}

fn accept(body: &str) -> Result<Principal, AcceptError> {
    accept_at(body, NOW)
}

#[test]
fn an_answer_of_our_own_server_is_accepted() {
    let principal = accept(&good()).unwrap();
    assert_eq!(principal.subject, "zoe.martin");
    assert_eq!(principal.values("role"), ["pupil"]);
    assert_eq!(principal.values("longTermAuthenticationRequestTokenUsed"), ["false"]);
    assert_eq!(principal.authenticated_at, Some(at("2026-09-01T07:00:00Z")));
    assert_eq!(
        principal.authentication_method.as_deref(),
        Some("urn:oasis:names:tc:SAML:1.0:am:unspecified")
    );
}

#[test]
fn an_answer_of_another_server_is_accepted() {
    let body = format!(
        "<?xml version='1.0'?>
        <S:Envelope xmlns:S='{SOAP}'><S:Body>
          <saml1p:Response xmlns:saml1p='{PROTOCOL}' InResponseTo='_r' MajorVersion='1' MinorVersion='1'>
            <saml1p:Status><saml1p:StatusCode Value='saml1p:Success'/></saml1p:Status>
            <saml1:Assertion xmlns:saml1='{ASSERTION}'>
              <saml1:Conditions><saml1:AudienceRestrictionCondition><saml1:Audience>
                HTTPS://APP.example:443/cas/?a=1
              </saml1:Audience></saml1:AudienceRestrictionCondition><saml1:DoNotCacheCondition/></saml1:Conditions>
              <saml1:AuthenticationStatement AuthenticationInstant='2026-09-01T07:00:00'>
                <saml1:Subject><saml1:NameIdentifier>zoe<!-- x -->.martin</saml1:NameIdentifier></saml1:Subject>
              </saml1:AuthenticationStatement>
              <saml1:AttributeStatement>
                <saml1:Attribute AttributeName='role'><saml1:AttributeValue> a </saml1:AttributeValue></saml1:Attribute>
                <saml1:Attribute AttributeName='uid'><saml1:AttributeValue>7</saml1:AttributeValue></saml1:Attribute>
                <saml1:Attribute AttributeName='role'><saml1:AttributeValue>b</saml1:AttributeValue></saml1:Attribute>
              </saml1:AttributeStatement>
            </saml1:Assertion>
          </saml1p:Response>
        </S:Body></S:Envelope>"
    );
    assert_eq!(parse(&body).unwrap().in_response_to.unwrap().as_str(), "_r");
    let principal = accept(&body).unwrap();
    assert_eq!(principal.subject, "zoe.martin");
    assert_eq!(principal.values("role"), ["a", "b"]);
    assert_eq!(principal.authenticated_at, Some(at("2026-09-01T07:00:00Z")));
    accept(&body.replace("saml1p:Success", "undeclared:Success")).unwrap();
}

#[test]
fn the_time_is_checked_with_the_skew_on_both_sides() {
    let body = good();
    let (start, end) = (at(NOW), at("2026-09-01T08:00:30Z"));
    assert_eq!(accept_at(&body, "2026-09-01T07:56:59Z"), Err(AcceptError::NotYetValid(start)));
    assert!(accept_at(&body, "2026-09-01T07:57:00Z").is_ok());
    assert!(accept_at(&body, "2026-09-01T08:03:29Z").is_ok());
    assert_eq!(accept_at(&body, "2026-09-01T08:03:30Z"), Err(AcceptError::Expired(end)));
}

#[test]
fn an_answer_that_is_not_for_us_is_not_believed() {
    let good = good();
    let edit = |from: &str, to: &str| {
        assert!(good.contains(from), "{from}");
        good.replacen(from, to, 1)
    };
    let refused = |status: &str| AcceptError::Refused { status: status.to_owned(), message: None };
    let other = "https://evil.example/".to_owned();
    let second = "<AudienceRestrictionCondition><Audience>https://evil.example/</Audience></AudienceRestrictionCondition>";
    let without_assertion = {
        let (head, rest) = good.split_once("<Assertion").unwrap();
        format!("{head}{}", rest.split_once("</Assertion>").unwrap().1)
    };
    for (body, reason) in [
        (edit("samlp:Success", "samlp:RequestDenied"), refused("RequestDenied")),
        (edit("samlp:Success", ""), refused("")),
        (without_assertion, AcceptError::NoAssertion),
        (
            edit(&format!("Recipient=\"{SERVICE}"), "Recipient=\"https://evil.example/"),
            AcceptError::OtherRecipient(other.clone()),
        ),
        (
            edit(&format!("<Audience>{SERVICE}"), "<Audience>https://evil.example/"),
            AcceptError::OtherAudience(vec![other.clone()]),
        ),
        (
            edit("</AudienceRestrictionCondition>", &format!("</AudienceRestrictionCondition>{second}")),
            AcceptError::OtherAudience(vec![other]),
        ),
        (edit(&format!("<Audience>{SERVICE}</Audience>"), ""), AcceptError::OtherAudience(vec![])),
        (edit("</Conditions>", "<Moon/></Conditions>"), AcceptError::UnknownCondition("Moon".to_owned())),
        (edit("zoe.martin", "admin"), AcceptError::SeveralSubjects),
        (good.replace("zoe.martin", ""), AcceptError::NoSubject),
        (good.replace("NameIdentifier", "Other"), AcceptError::NoSubject),
    ] {
        assert_eq!(accept(&body), Err(reason), "{body}");
    }
}

#[test]
fn a_success_out_of_its_place_is_not_read() {
    let good = good();
    let (head, tail) = good.split_once("<Assertion").unwrap();
    let (assertion, _) = tail.split_once("</Assertion>").unwrap();
    let assertion = format!("<Assertion{assertion}</Assertion>");
    for (body, reason) in [
        (
            good.replace("</Response>", &format!("{assertion}</Response>")),
            XmlError::Repeated("Assertion").into(),
        ),
        (good.replace(SOAP, "urn:other"), XmlError::Namespace("Envelope").into()),
        (good.replace(PROTOCOL, "urn:other"), XmlError::Namespace("Response").into()),
        (
            good.replace("xmlns:samlp=\"urn:oasis", "xmlns:samlp=\"urn:other"),
            XmlError::Namespace("StatusCode").into(),
        ),
        (good.replace("SOAP-ENV:Body>", "SOAP-ENV:Fault>"), XmlError::Missing("Body").into()),
        (
            good.replace("<Status>", "<Wrap><Status>").replace("</Status>", "</Status></Wrap>"),
            XmlError::Missing("Status").into(),
        ),
        (good.replace("MajorVersion=\"1\"", "MajorVersion=\"2\""), ResponseError::Version),
        (
            good.replace("NotBefore=\"2026", "NotBefore=\"soon"),
            ResponseError::Instant("soon-09-01T08:00:00.000Z".to_owned()),
        ),
        (good.replace("?><", "?><!DOCTYPE a><"), XmlError::Doctype.into()),
    ] {
        assert_eq!(parse(&body), Err(reason), "{body}");
    }
    let nested = format!("{head}<Extra>{assertion}</Extra></Response></SOAP-ENV:Body></SOAP-ENV:Envelope>");
    assert_eq!(accept(&nested), Err(AcceptError::NoAssertion));
}

#[test]
fn a_failure_gives_the_words_of_the_server() {
    let failure = Failure {
        response_id: &MessageId::from_random([1; 32]),
        in_response_to: None,
        recipient: None,
        issue_instant: at(NOW),
        status: FailureStatus::RequestDenied,
        message: "ticket <ST-1> isn't known",
    };
    let message = Some("ticket <ST-1> isn't known".to_owned());
    assert_eq!(
        accept(&failure.to_xml()),
        Err(AcceptError::Refused { status: "RequestDenied".to_owned(), message })
    );
}

proptest! {
    #[test]
    fn what_the_server_says_the_client_reads(
        subject in "[!-~é–]{1,20}", values in prop::collection::vec("[ -~éœ\u{1f600}\n\r\t]{0,20}", 0..4),
    ) {
        let principal = accept(&answer(&subject, &values)).unwrap();
        prop_assert_eq!(&principal.subject, &subject);
        let trimmed: Vec<_> = values.iter().map(|value| value.trim()).collect();
        prop_assert_eq!(principal.values("role"), trimmed);
    }

    #[test]
    fn no_message_forges_a_success(message in "[<>/!a-zA-Z:='\" -]{0,80}") {
        let body = Failure {
            response_id: &MessageId::from_random([1; 32]),
            in_response_to: None,
            recipient: None,
            issue_instant: at(NOW),
            status: FailureStatus::RequestDenied,
            message: &message,
        }.to_xml();
        let refused = matches!(accept(&body), Err(AcceptError::Refused { .. }));
        prop_assert!(refused);
    }

    #[test]
    fn reading_a_response_never_panics(body in "[<>/a-z:='\" &;-]{0,120}", cut in 0usize..1500) {
        let _ = parse(&body);
        let _ = parse(&good().chars().take(cut).collect::<String>());
    }
}
