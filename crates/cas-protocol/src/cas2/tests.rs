//! Both ends on one table: what the server writes, what the client makes of it and of hostile answers.

use proptest::prelude::*;

use super::*;
use crate::{Attributes, Principal, XmlError};

pub(super) fn attributes(pairs: &[(&str, &str)]) -> Attributes {
    let mut attributes = Attributes::default();
    for (name, value) in pairs {
        attributes.add(name, *value).unwrap();
    }
    attributes
}

pub(super) fn success<'a>(user: &'a str, attributes: &'a Attributes) -> Success<'a> {
    let authentication_date = "2026-09-01T08:00:00Z".parse().unwrap();
    Success {
        user,
        attributes,
        authentication_date,
        long_term: false,
        is_from_new_login: true,
        proxy_granting_ticket: None,
        proxies: &[],
    }
}

/// One element a line, for people; the wire has no line ends.
pub(super) fn lines(xml: &str) -> String {
    assert!(!xml.contains('\n'));
    xml.replace("><", ">\n<")
}

fn parse(body: &str) -> Result<Answer, AnswerError> {
    Answer::parse(body.as_bytes())
}

pub(super) fn accepted(body: &str) -> Principal {
    match parse(body) {
        Ok(Answer::Success(principal)) => principal,
        other => panic!("{body}: {other:?}"),
    }
}

fn in_root(content: &str) -> String {
    format!("<cas:serviceResponse xmlns:cas='http://www.yale.edu/tp/cas'>{content}</cas:serviceResponse>")
}

#[test]
fn success_in_cas_3() {
    let released = attributes(&[("role", "pupil"), ("name", "O'Neill <&\"Zoé\">"), ("role", "delegate")]);
    insta::assert_snapshot!(lines(&success("zoe.o'neill", &released).to_xml(Dialect::Cas3)), @r#"
    <cas:serviceResponse xmlns:cas="http://www.yale.edu/tp/cas">
    <cas:authenticationSuccess>
    <cas:user>zoe.o'neill</cas:user>
    <cas:attributes>
    <cas:authenticationDate>2026-09-01T08:00:00.000Z</cas:authenticationDate>
    <cas:longTermAuthenticationRequestTokenUsed>false</cas:longTermAuthenticationRequestTokenUsed>
    <cas:isFromNewLogin>true</cas:isFromNewLogin>
    <cas:role>pupil</cas:role>
    <cas:role>delegate</cas:role>
    <cas:name>O'Neill &lt;&amp;&quot;Zoé&quot;&gt;</cas:name>
    </cas:attributes>
    </cas:authenticationSuccess>
    </cas:serviceResponse>
    "#);
}

#[test]
fn success_in_cas_2() {
    let none = Attributes::default();
    insta::assert_snapshot!(lines(&success("zoe", &none).to_xml(Dialect::Cas2)), @r#"
    <cas:serviceResponse xmlns:cas="http://www.yale.edu/tp/cas">
    <cas:authenticationSuccess>
    <cas:user>zoe</cas:user>
    </cas:authenticationSuccess>
    </cas:serviceResponse>
    "#);
    let remembered = Success { long_term: true, ..success("zoe", &none) };
    insta::assert_snapshot!(lines(&remembered.to_xml(Dialect::Cas2)), @r#"
    <cas:serviceResponse xmlns:cas="http://www.yale.edu/tp/cas">
    <cas:authenticationSuccess>
    <cas:user>zoe</cas:user>
    <cas:attributes>
    <cas:longTermAuthenticationRequestTokenUsed>true</cas:longTermAuthenticationRequestTokenUsed>
    </cas:attributes>
    </cas:authenticationSuccess>
    </cas:serviceResponse>
    "#);
    let released = attributes(&[("role", "pupil")]);
    insta::assert_snapshot!(lines(&success("zoe", &released).to_xml(Dialect::Cas2)), @r#"
    <cas:serviceResponse xmlns:cas="http://www.yale.edu/tp/cas">
    <cas:authenticationSuccess>
    <cas:user>zoe</cas:user>
    <cas:attributes>
    <cas:role>pupil</cas:role>
    </cas:attributes>
    </cas:authenticationSuccess>
    </cas:serviceResponse>
    "#);
}

#[test]
fn failure() {
    let failure = Failure { code: FailureCode::InvalidTicket, message: "Ticket <b>\"ST-1\"</b> isn't known" };
    insta::assert_snapshot!(lines(&failure.to_xml()), @r#"
    <cas:serviceResponse xmlns:cas="http://www.yale.edu/tp/cas">
    <cas:authenticationFailure code="INVALID_TICKET">Ticket &lt;b&gt;&quot;ST-1&quot;&lt;/b&gt; isn't known</cas:authenticationFailure>
    </cas:serviceResponse>
    "#);
    let message = "Ticket <b>\"ST-1\"</b> isn't known".to_owned();
    assert_eq!(parse(&failure.to_xml()), Ok(Answer::Failure { code: "INVALID_TICKET".to_owned(), message }));
}

#[test]
fn success_and_failure_in_json() {
    let released = attributes(&[("role", "pupil"), ("name", "O'Neill <&\"Zoé\">"), ("role", "delegate")]);
    let long_term = Success { long_term: true, ..success("zoe.o'neill", &released) };
    insta::assert_snapshot!(long_term.write(Dialect::Cas3, Format::Json), @r#"{"serviceResponse":{"authenticationSuccess":{"user":"zoe.o'neill","attributes":{"authenticationDate":"2026-09-01T08:00:00.000Z","longTermAuthenticationRequestTokenUsed":"true","isFromNewLogin":"true","role":["pupil","delegate"],"name":"O'Neill <&\"Zoé\">"}}}}"#);
    let none = Attributes::default();
    insta::assert_snapshot!(success("zoe", &none).write(Dialect::Cas2, Format::Json), @r#"{"serviceResponse":{"authenticationSuccess":{"user":"zoe"}}}"#);
    let failure = Failure { code: FailureCode::InvalidService, message: "not\n\"yours\"" };
    insta::assert_snapshot!(failure.write(Format::Json), @r#"{"serviceResponse":{"authenticationFailure":{"code":"INVALID_SERVICE","description":"not\n\"yours\""}}}"#);
}

#[test]
fn the_words_of_the_specification() {
    use FailureCode::*;
    let codes = [
        InvalidRequest,
        InvalidTicketSpec,
        UnauthorizedServiceProxy,
        InvalidProxyCallback,
        InvalidTicket,
        InvalidService,
        InternalError,
        UnauthorizedService,
    ];
    assert_eq!(
        codes.map(FailureCode::as_str).join(" "),
        "INVALID_REQUEST INVALID_TICKET_SPEC UNAUTHORIZED_SERVICE_PROXY INVALID_PROXY_CALLBACK INVALID_TICKET \
         INVALID_SERVICE INTERNAL_ERROR UNAUTHORIZED_SERVICE"
    );
}

#[test]
fn a_success_is_read_whatever_the_prefix_and_the_layout() {
    let principal = accepted(
        "<?xml version='1.0' encoding='UTF-8'?>
        <serviceResponse xmlns='http://www.yale.edu/tp/cas'>
          <authenticationSuccess>
            <user> zoe<!-- cut -->.martin </user>
            <attributes>
              <authenticationDate>2026-09-01T10:00:00+02:00</authenticationDate>
              <role>pupil</role><uid>7</uid><role>delegate</role>
            </attributes>
            <proxyGrantingTicket>PGTIOU-1</proxyGrantingTicket>
            <role>guest</role>
          </authenticationSuccess>
        </serviceResponse>",
    );
    assert_eq!(principal.subject, "zoe.martin");
    assert_eq!(principal.values("role"), ["pupil", "delegate", "guest"]);
    assert_eq!(principal.values("proxyGrantingTicket"), [""; 0]);
    assert_eq!(principal.authenticated_at, Some("2026-09-01T08:00:00Z".parse().unwrap()));
}

#[test]
fn a_success_out_of_its_place_is_no_success() {
    let inner = "<cas:authenticationSuccess><cas:user>zoe</cas:user></cas:authenticationSuccess>";
    let failed = in_root(&format!(
        "<cas:authenticationFailure code='INVALID_TICKET'>{inner}</cas:authenticationFailure>"
    ));
    assert!(matches!(parse(&failed), Ok(Answer::Failure { .. })));

    let foreign = in_root(inner).replace("www.yale.edu", "www.example");
    let foreign_inside = in_root("<authenticationSuccess><user>zoe</user></authenticationSuccess>");
    let wrapped = format!("<html>{}</html>", in_root(inner));
    let both = in_root(&format!("{inner}<cas:authenticationFailure code='X'/>"));
    let two_users = in_root(&inner.replace("</cas:user>", "</cas:user><cas:user>admin</cas:user>"));
    for (body, reason) in [
        (foreign, XmlError::Namespace("serviceResponse").into()),
        (foreign_inside, XmlError::Namespace("authenticationSuccess").into()),
        (wrapped, XmlError::Missing("serviceResponse").into()),
        (both, AnswerError::Contradiction),
        (in_root(&inner.repeat(2)), XmlError::Repeated("authenticationSuccess").into()),
        (two_users, XmlError::Repeated("user").into()),
        (in_root(&inner.replace("zoe", " ")), AnswerError::NoUser),
        (in_root("<cas:authenticationSuccess/>"), AnswerError::NoUser),
        (in_root(""), XmlError::Missing("authenticationSuccess").into()),
        (format!("<!DOCTYPE a>{}", in_root(inner)), XmlError::Doctype.into()),
        ("x".repeat(70_000), XmlError::TooLarge.into()),
    ] {
        assert_eq!(parse(&body), Err(reason), "{body}");
    }
}

proptest! {
    #[test]
    fn what_the_server_says_the_client_reads(
        user in "[!-~é–]{1,20}", values in prop::collection::vec("[ -~éœ\u{1f600}\n\r\t]{0,20}", 0..4),
    ) {
        let pairs: Vec<_> = values.iter().map(|value| ("a", value.as_str())).collect();
        let released = attributes(&pairs);
        for dialect in [Dialect::Cas2, Dialect::Cas3] {
            let principal = accepted(&success(&user, &released).to_xml(dialect));
            prop_assert_eq!(&principal.subject, &user);
            let trimmed: Vec<_> = values.iter().map(|value| value.trim()).collect();
            prop_assert_eq!(principal.values("a"), trimmed);
            let written = success(&user, &released).to_json(dialect);
            let object: serde_json::Value = serde_json::from_str(&written).unwrap();
            let object = &object["serviceResponse"]["authenticationSuccess"];
            prop_assert_eq!(&object["user"], &user);
            let several = match values.as_slice() {
                [] => serde_json::Value::Null,
                [one] => one.as_str().into(),
                several => several.into(),
            };
            prop_assert_eq!(&object["attributes"]["a"], &several);
        }
    }

    #[test]
    fn no_message_forges_a_success(message in "[<>/!a-z:='\" -]{0,60}") {
        let body = Failure { code: FailureCode::InvalidTicket, message: &message }.to_xml();
        let refused = matches!(parse(&body), Ok(Answer::Failure { .. }));
        prop_assert!(refused);
    }
}
