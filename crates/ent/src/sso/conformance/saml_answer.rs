//! What `/samlValidate` answers (section 4.2.5).

use cas_protocol::{saml11::Response, service::ServiceAddress};
use web::{Clock as _, Timestamp, clock::SignedDuration};

use super::{
    Stage,
    row::rows,
    saml::{PROTOCOL, denied, named, validate},
    stage::{APP, MAIL, ROLES},
};

rows! {
    "4.2.5" Must a_client_accepts_the_answer
        "The answer is a SOAP message with a SAML 1.1 response, which a client finds addressed to it, in time, and about the person.";
    "4.2.5" Must the_response_has_its_head
        "`Response` has `ResponseID`, `IssueInstant`, `MajorVersion`, `MinorVersion` and, as `Recipient`, the service.";
    "4.2.5" Must the_status_is_success
        "The status of success is `StatusCode Value=\"samlp:Success\"`, whose prefix is declared.";
    "4.2.5" Must the_assertion_has_its_head
        "`Assertion` has `AssertionID`, `IssueInstant` and, as `Issuer`, this server.";
    "4.2.5" Must the_conditions_are_short_and_for_the_service
        "`Conditions` hold from now for a short time, for the service as `Audience`.";
    "4.2.5" Must the_authentication_is_told
        "`AuthenticationStatement` tells by what (`urn:oasis:names:tc:SAML:1.0:am:password`) and when the person signed in.";
    "4.2.5" Must the_subject_stands_in_both_statements
        "Both statements have the `Subject` with its `NameIdentifier` and the method `urn:oasis:names:tc:SAML:1.0:cm:artifact`.";
    "4.2.5" Must attributes_have_their_namespace
        "Each `Attribute` has an `AttributeName` and the namespace of CAS servers.";
    "4.2.5" Must identifiers_are_names
        "Identifiers are names of XML (`xsd:ID`), and no two are alike.";
    "4.2.5" Must a_refusal_is_a_response
        "A refusal is a response with status 200, a `StatusCode` that is no success, a `StatusMessage`, and no assertion.";
    "4.2.5" Client several_values_are_one_attribute
        "Several values are `AttributeValue`s of one `Attribute`: of a repeated one, four clients keep the last value only.";
    "4.2.5" Client values_have_a_type
        "`AttributeValue` has `xsi:type=\"xs:string\"`: a client reads nothing from an element without XML attributes.";
    "4.2.5" Client there_are_always_several_attributes
        "There are always two attributes or more: two clients fail on an answer with exactly one.";
    "4.2.5" Client saml_values_arrive_as_they_are
        "What XML gives a meaning to is escaped in values, accents and apostrophes are not.";
}

async fn answer(stage: &Stage) -> String {
    let page = validate(stage, &stage.fresh_ticket(APP).await, APP).await;
    named(stage, &page).await;
    assert_eq!(page.header("content-type"), ["text/xml; charset=utf-8"]);
    page.body
}

/// The attributes of the first element of this name.
fn tag<'a>(body: &'a str, name: &str) -> &'a str {
    let start = format!("<{name} ");
    let (_, rest) = body.split_once(&start).unwrap_or_else(|| panic!("no {name} in {body}"));
    rest.split_once('>').unwrap().0
}

fn attribute<'a>(body: &'a str, element: &str, name: &str) -> &'a str {
    let tag = tag(body, element);
    let (_, rest) = tag.split_once(&format!("{name}=\"")).unwrap_or_else(|| panic!("no {name} in {tag}"));
    rest.split_once('"').unwrap().0
}

fn instant(body: &str, element: &str, name: &str) -> Timestamp {
    attribute(body, element, name).parse().unwrap()
}

async fn a_client_accepts_the_answer(stage: Stage) {
    let body = answer(&stage).await;
    let response = Response::parse(body.as_bytes()).unwrap();
    let (now, service) = (stage.test.clock.now(), ServiceAddress::parse(APP).unwrap());
    let principal = response.accept(now, SignedDuration::from_secs(5), &service).unwrap();
    assert_eq!(
        (principal.subject.as_str(), principal.values("role")),
        (stage.uid().await.as_str(), &ROLES.map(str::to_owned)[..])
    );
}

async fn the_response_has_its_head(stage: Stage) {
    let body = answer(&stage).await;
    assert_eq!(
        instant(&body, "Response", "IssueInstant").as_millisecond(),
        stage.test.clock.now().as_millisecond()
    );
    assert_eq!(
        (attribute(&body, "Response", "MajorVersion"), attribute(&body, "Response", "MinorVersion")),
        ("1", "1")
    );
    assert_eq!(attribute(&body, "Response", "Recipient"), APP.replace('&', "&amp;"));
    assert_eq!(attribute(&body, "Response", "InResponseTo"), "_request");
    assert!(attribute(&body, "Response", "ResponseID").len() > 20);
}

async fn the_status_is_success(stage: Stage) {
    let body = answer(&stage).await;
    assert!(tag(&body, "Response").contains(&format!("xmlns:samlp=\"{PROTOCOL}\"")), "{body}");
    assert!(body.contains("<Status><StatusCode Value=\"samlp:Success\"/></Status>"), "{body}");
}

async fn the_assertion_has_its_head(stage: Stage) {
    let body = answer(&stage).await;
    assert_eq!(attribute(&body, "Assertion", "Issuer"), stage.test.address("/cas"));
    assert_eq!(attribute(&body, "Assertion", "xmlns"), "urn:oasis:names:tc:SAML:1.0:assertion");
    assert_eq!(instant(&body, "Assertion", "IssueInstant"), instant(&body, "Response", "IssueInstant"));
    assert!(attribute(&body, "Assertion", "AssertionID").len() > 20);
}

async fn the_conditions_are_short_and_for_the_service(stage: Stage) {
    let body = answer(&stage).await;
    let (from, until) =
        (instant(&body, "Conditions", "NotBefore"), instant(&body, "Conditions", "NotOnOrAfter"));
    let now = stage.test.clock.now().as_millisecond();
    assert!(from.as_millisecond() <= now && until.as_millisecond() > now, "{from} {until}");
    assert!(until.duration_since(from) <= SignedDuration::from_secs(60), "{from} {until}");
    let audience =
        format!("<AudienceRestrictionCondition><Audience>{}</Audience>", APP.replace('&', "&amp;"));
    assert!(body.contains(&audience), "{body}");
}

async fn the_authentication_is_told(stage: Stage) {
    let (typed_at, walker) = (stage.test.clock.now(), stage.session().await);
    stage.test.clock.pass(SignedDuration::from_mins(5));
    let page = validate(&stage, &stage.ticket(&walker, APP).await, APP).await;
    let of = |name| attribute(&page.body, "AuthenticationStatement", name);
    assert_eq!(of("AuthenticationMethod"), "urn:oasis:names:tc:SAML:1.0:am:password");
    let at: Timestamp = of("AuthenticationInstant").parse().unwrap();
    assert_eq!(at.as_millisecond(), typed_at.as_millisecond());
}

async fn the_subject_stands_in_both_statements(stage: Stage) {
    let body = answer(&stage).await;
    let subject = format!(
        "<Subject><NameIdentifier>{}</NameIdentifier><SubjectConfirmation><ConfirmationMethod>\
         urn:oasis:names:tc:SAML:1.0:cm:artifact</ConfirmationMethod></SubjectConfirmation></Subject>",
        stage.uid().await
    );
    for statement in ["AttributeStatement", "AuthenticationStatement"] {
        let (_, rest) = body.split_once(&format!("<{statement}")).unwrap();
        let (_, content) = rest.split_once('>').unwrap();
        assert!(content.starts_with(&subject), "{statement}: {body}");
    }
}

async fn attributes_have_their_namespace(stage: Stage) {
    let body = answer(&stage).await;
    for name in ["uid", "sn", "role", "mail", "authenticationDate", "isFromNewLogin"] {
        let tag = format!(
            "<Attribute AttributeName=\"{name}\" AttributeNamespace=\"http://www.ja-sig.org/products/cas/\">"
        );
        assert_eq!(body.matches(&tag).count(), 1, "{name}: {body}");
    }
}

async fn identifiers_are_names(stage: Stage) {
    let bodies = [answer(&stage).await, answer(&stage).await];
    let mut ids: Vec<&str> = Vec::new();
    for body in &bodies {
        ids.extend([attribute(body, "Response", "ResponseID"), attribute(body, "Assertion", "AssertionID")]);
    }
    for id in &ids {
        let rest = id.strip_prefix('_').unwrap();
        assert!(rest.len() > 20 && rest.bytes().all(|sign| sign.is_ascii_alphanumeric()), "{id}");
    }
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 4);
}

async fn a_refusal_is_a_response(stage: Stage) {
    let page = validate(&stage, "ST-00000000000000000000000000000", APP).await;
    denied(&page, "RequestDenied");
    assert_eq!(attribute(&page.body, "Response", "InResponseTo"), "_request");
    assert_eq!(attribute(&page.body, "Response", "Recipient"), APP.replace('&', "&amp;"));
    assert!(!page.body.contains("NameIdentifier"), "{}", page.body);
}

async fn several_values_are_one_attribute(stage: Stage) {
    let body = answer(&stage).await;
    let (_, role) = body.split_once("<Attribute AttributeName=\"role\"").unwrap();
    let role = role.split_once("</Attribute>").unwrap().0;
    assert_eq!(role.matches("<AttributeValue").count(), 2, "{role}");
}

async fn values_have_a_type(stage: Stage) {
    let body = answer(&stage).await;
    let response = tag(&body, "Response");
    for declared in [
        "xmlns:xs=\"http://www.w3.org/2001/XMLSchema\"",
        "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"",
    ] {
        assert!(response.contains(declared), "{response}");
    }
    let values = body.matches("<AttributeValue").count();
    assert_eq!(
        (values, values >= 6),
        (body.matches("<AttributeValue xsi:type=\"xs:string\">").count(), true)
    );
}

async fn there_are_always_several_attributes(stage: Stage) {
    let strict = super::stage::STRICT;
    let page = validate(&stage, &stage.fresh_ticket(strict).await, strict).await;
    named(&stage, &page).await;
    assert!(!page.body.contains(MAIL) && page.body.matches("<Attribute ").count() >= 2, "{}", page.body);
}

async fn saml_values_arrive_as_they_are(stage: Stage) {
    let body = answer(&stage).await;
    assert!(
        body.contains(">L'Étang-Roux</AttributeValue>") && body.contains(">élève</AttributeValue>"),
        "{body}"
    );
    assert!(body.contains(">déléguée d'une classe &lt;&amp;&gt;"), "{body}");
}
