//! `/samlValidate`: what it takes, and what it refuses (sections 4.2.1 to 4.2.3).

use walker::Page;
use web::{clock::SignedDuration, encode};

use super::{
    Stage,
    row::rows,
    stage::{APP, APP_ELSEWHERE, MAIL, PLAIN, STRICT, browser},
};

rows! {
    "4.2.1" Must target_names_the_service
        "The service is named by `TARGET`; without it, or with two, the request is refused and its ticket burnt.";
    "4.2.1" Must attributes_go_to_encrypted_services_only
        "Attributes are not released to a service without TLS."
        deviates "A choice of each service, since addresses of PRONOTE without encryption are in use; where it is made, they stay.";
    "4.2.2" Must it_is_a_post
        "The request is a POST; a GET is not answered.";
    "4.2.2" Must the_body_is_soap
        "The body is a SOAP message that holds a SAML 1.1 request; anything else is refused within the protocol.";
    "4.2.3" Must the_artifact_is_a_service_ticket
        "The `AssertionArtifact` is a service ticket that is good for the service; any other is refused.";
    "4.2.3" Must a_request_needs_its_artifact
        "A request without artifact, with an empty one or with two is refused.";
    "4.2.3" Must saml_tickets_are_good_for_one_attempt
        "A ticket shown to `/samlValidate` is good for one attempt, like everywhere else.";
    "4.2.3" Must the_answer_names_its_request
        "`RequestID` comes back as `InResponseTo`, escaped; a request may lack it.";
    "4.2.3" Should versions_1_0_and_1_1_are_taken
        "Requests of SAML 1.1, and of 1.0 as some clients write it, are taken; others are not.";
    "4.2.2" Client no_soap_action_and_no_content_type_are_needed
        "Neither `SOAPAction` nor a content type is needed.";
    "4.2.2" Client a_chunked_body_is_read
        "A body without `Content-Length`, in chunks, is read.";
    "4.2.3" Client spaces_round_the_artifact_are_ignored
        "White space and line breaks round the artifact, and inside it, are ignored.";
    "4.2.3" Client any_prefix_is_taken
        "Any prefix of namespaces is taken, or none, with or without an XML declaration.";
    "4.2.1" Client an_empty_ticket_beside_target_is_ignored
        "An empty `ticket=` beside `TARGET` is ignored.";
}

pub(super) const PROTOCOL: &str = "urn:oasis:names:tc:SAML:1.0:protocol";
const REQUEST: &str =
    "MajorVersion=\"1\" MinorVersion=\"1\" RequestID=\"_request\" IssueInstant=\"2026-09-07T06:30:00Z\"";

pub(super) fn artifact(ticket: &str) -> String {
    format!("<samlp:AssertionArtifact>{ticket}</samlp:AssertionArtifact>")
}

/// A request with these attributes and this content.
pub(super) fn soap(attributes: &str, content: &str) -> String {
    format!(
        "<SOAP-ENV:Envelope xmlns:SOAP-ENV=\"http://schemas.xmlsoap.org/soap/envelope/\"><SOAP-ENV:Header/><SOAP-ENV:Body>\
         <samlp:Request xmlns:samlp=\"{PROTOCOL}\" {attributes}>{content}</samlp:Request></SOAP-ENV:Body></SOAP-ENV:Envelope>"
    )
}

async fn post(stage: &Stage, query: &str, body: String) -> Page {
    let address = stage.address(&format!("/cas/samlValidate?{query}"));
    browser().post(&address, "text/xml", body.into_bytes()).await.unwrap()
}

pub(super) async fn send(stage: &Stage, body: String, target: &str) -> Page {
    post(stage, &format!("TARGET={}", encode(target)), body).await
}

/// Presents a ticket as clients do.
pub(super) async fn validate(stage: &Stage, ticket: &str, target: &str) -> Page {
    send(stage, soap(REQUEST, &artifact(ticket)), target).await
}

/// Checks that the person is named.
pub(super) async fn named(stage: &Stage, page: &Page) {
    let subject = format!("<NameIdentifier>{}</NameIdentifier>", stage.uid().await);
    let said = page.body.contains("Value=\"samlp:Success\"") && page.body.contains(&subject);
    assert!(page.status == 200 && said, "{} {}", page.status, page.body);
}

/// Checks that the answer is a refusal of this kind, without any assertion.
pub(super) fn denied(page: &Page, status: &str) {
    let said = page.body.contains(&format!("<StatusCode Value=\"samlp:{status}\"/>"));
    assert!(page.status == 200 && said, "{} {}", page.status, page.body);
    assert!(!page.body.contains("<Assertion") && page.body.contains("<StatusMessage>"), "{}", page.body);
}

async fn target_names_the_service(stage: Stage) {
    named(&stage, &validate(&stage, &stage.fresh_ticket(APP).await, APP).await).await;
    let target = format!("TARGET={}", encode(APP));
    for query in ["", "TARGET=", &target.replace("TARGET", "target"), &format!("{target}&{target}")] {
        let ticket = stage.fresh_ticket(APP).await;
        denied(&post(&stage, query, soap(REQUEST, &artifact(&ticket))).await, "Requester");
        denied(&validate(&stage, &ticket, APP).await, "RequestDenied");
    }
}

async fn attributes_go_to_encrypted_services_only(stage: Stage) {
    for (service, learns) in [(APP, true), (STRICT, false), (PLAIN, true)] {
        let answer = validate(&stage, &stage.fresh_ticket(service).await, service).await;
        named(&stage, &answer).await;
        assert_eq!(answer.body.contains(MAIL), learns, "{service}: {}", answer.body);
    }
}

async fn it_is_a_post(stage: Stage) {
    let ticket = stage.fresh_ticket(APP).await;
    let path = format!("/cas/samlValidate?TARGET={}&SAMLart={ticket}&ticket={ticket}", encode(APP));
    assert_eq!(stage.get(&path).await.status, 405);
    named(&stage, &validate(&stage, &ticket, APP).await).await;
}

async fn the_body_is_soap(stage: Stage) {
    let bare =
        format!("<samlp:Request xmlns:samlp=\"{PROTOCOL}\" {REQUEST}>{}</samlp:Request>", artifact("ST-12"));
    let foreign = soap(REQUEST, &artifact("ST-12")).replace(PROTOCOL, "urn:other");
    let doctype = format!("<!DOCTYPE a [<!ENTITY e 'x'>]>{}", soap(REQUEST, &artifact("&e;")));
    for body in [String::new(), "ST-12".to_owned(), "<a>".to_owned(), bare, foreign, doctype] {
        denied(&send(&stage, body, APP).await, "Requester");
    }
}

async fn the_artifact_is_a_service_ticket(stage: Stage) {
    let other = stage.fresh_ticket(APP_ELSEWHERE).await;
    for ticket in ["ST-00000000000000000000000000000", "TGT-12345", "ST-1", &other] {
        denied(&validate(&stage, ticket, APP).await, "RequestDenied");
    }
    let walker = stage.session().await;
    let ticket = stage.ticket(&walker, APP).await;
    stage.test.clock.pass(SignedDuration::from_secs(10));
    denied(&validate(&stage, &ticket, APP).await, "RequestDenied");
    named(&stage, &validate(&stage, &stage.ticket(&walker, APP).await, APP).await).await;
}

async fn a_request_needs_its_artifact(stage: Stage) {
    let two = artifact("ST-12345").repeat(2);
    for content in ["", "<samlp:AssertionArtifact/>", &artifact(" \n "), &two] {
        denied(&send(&stage, soap(REQUEST, content), APP).await, "Requester");
    }
}

async fn saml_tickets_are_good_for_one_attempt(stage: Stage) {
    let ticket = stage.fresh_ticket(APP).await;
    named(&stage, &validate(&stage, &ticket, APP).await).await;
    denied(&validate(&stage, &ticket, APP).await, "RequestDenied");
    let ticket = stage.fresh_ticket(APP).await;
    denied(&validate(&stage, &ticket, APP_ELSEWHERE).await, "RequestDenied");
    denied(&validate(&stage, &ticket, APP).await, "RequestDenied");
}

async fn the_answer_names_its_request(stage: Stage) {
    for (id, expected) in [
        ("RequestID=\"_192.168.16.51.1024506224022\"", Some("InResponseTo=\"_192.168.16.51.1024506224022\"")),
        ("RequestID=\"_a&amp;&quot;b\"", Some("InResponseTo=\"_a&amp;&quot;b\"")),
        ("", None),
    ] {
        let head = format!("MajorVersion=\"1\" MinorVersion=\"1\" {id}");
        let answer = send(&stage, soap(&head, &artifact(&stage.fresh_ticket(APP).await)), APP).await;
        named(&stage, &answer).await;
        assert_eq!(answer.body.contains("InResponseTo="), expected.is_some(), "{}", answer.body);
        assert!(expected.is_none_or(|expected| answer.body.contains(expected)), "{}", answer.body);
    }
}

async fn versions_1_0_and_1_1_are_taken(stage: Stage) {
    for (major, minor, taken) in [("1", "1", true), ("1", "0", true), ("2", "0", false)] {
        let head = format!("MajorVersion=\"{major}\" MinorVersion=\"{minor}\" RequestID=\"_r\"");
        let answer = send(&stage, soap(&head, &artifact(&stage.fresh_ticket(APP).await)), APP).await;
        if taken {
            named(&stage, &answer).await;
        } else {
            denied(&answer, "Requester");
        }
    }
}

async fn no_soap_action_and_no_content_type_are_needed(stage: Stage) {
    let body = soap(REQUEST, &artifact(&stage.fresh_ticket(APP).await));
    let path = format!("/cas/samlValidate?TARGET={}", encode(APP));
    let head = format!("POST {path} HTTP/1.1\r\nContent-Length: {}", body.len());
    let answer = stage.raw(&head, &body).await;
    assert!(
        answer.head.starts_with("http/1.1 200") && answer.body.contains("samlp:Success"),
        "{}",
        answer.body
    );
}

async fn a_chunked_body_is_read(stage: Stage) {
    let body = soap(REQUEST, &artifact(&stage.fresh_ticket(APP).await));
    let (one, two) = body.split_at(body.find("ST-").unwrap() + 5);
    let chunks = format!("{:x}\r\n{one}\r\n{:x}\r\n{two}\r\n0\r\n\r\n", one.len(), two.len());
    let path = format!("/cas/samlValidate?TARGET={}", encode(APP));
    let answer = stage.raw(&format!("POST {path} HTTP/1.1\r\nTransfer-Encoding: chunked"), &chunks).await;
    assert!(
        answer.head.starts_with("http/1.1 200") && answer.body.contains("samlp:Success"),
        "{}",
        answer.body
    );
}

async fn spaces_round_the_artifact_are_ignored(stage: Stage) {
    let ticket = stage.fresh_ticket(APP).await;
    let (start, end) = ticket.split_at(16);
    named(&stage, &validate(&stage, &format!("\r\n   {start}\n\t{end}\n  "), APP).await).await;
}

async fn any_prefix_is_taken(stage: Stage) {
    let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    for (from, to) in [("SOAP-ENV", ":S"), ("samlp", ":x"), ("samlp", "")] {
        for start in ["", declaration] {
            let body = soap(REQUEST, &artifact(&stage.fresh_ticket(APP).await));
            let body = body.replace(&format!("xmlns:{from}"), &format!("xmlns{to}"));
            let prefix = to.strip_prefix(':').map(|name| format!("{name}:")).unwrap_or_default();
            let body = format!("{start}{}", body.replace(&format!("{from}:"), &prefix));
            assert!(!body.contains(from), "{body}");
            named(&stage, &send(&stage, body, APP).await).await;
        }
    }
}

async fn an_empty_ticket_beside_target_is_ignored(stage: Stage) {
    let query = format!("TARGET={}&ticket=", encode(APP));
    let body = soap(REQUEST, &artifact(&stage.fresh_ticket(APP).await));
    named(&stage, &post(&stage, &query, body).await).await;
}
