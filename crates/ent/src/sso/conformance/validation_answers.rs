//! What validators answer: XML, JSON, attributes (sections 2.5.2, 2.5.5 and 2.8, appendix A).

use serde_json::Value;
use web::{Clock as _, Timestamp, clock::SignedDuration};

use super::{
    Stage,
    row::rows,
    stage::{APP, APP_ELSEWHERE, MAIL, PLAIN, ROLES, STRICT, accepted, browser, refused, ticket_in, way},
    validation::VALIDATORS,
};

rows! {
    "2.5.2" Must the_answer_is_that_of_the_schema
        "The answer is a `cas:serviceResponse` of the namespace `http://www.yale.edu/tp/cas` with either `cas:authenticationSuccess`, whose first child is `cas:user`, or `cas:authenticationFailure` with its `code`.";
    "2.5.1" Must without_format_it_is_xml
        "Without `format`, and with `format=XML`, the answer is XML.";
    "2.5.1" Must with_json_it_is_json
        "With `format=JSON`, it is a JSON object: `serviceResponse`, `authenticationSuccess`, `user` and `attributes`.";
    "2.5.2" Must a_refusal_in_json_has_code_and_description
        "A refusal in JSON is `authenticationFailure` with `code` and `description`.";
    "2.5.1" Must an_unknown_format_is_refused
        "Any other `format` is answered by a failure, and the ticket is burnt.";
    "2.5.5" Must json_has_strings_and_arrays
        "In JSON an attribute of one value is a string, one of several an array.";
    "2.8" Must p3_gives_attributes
        "`/p3/serviceValidate` and `/p3/proxyValidate` give the attributes of the person.";
    "A" Must the_attributes_of_the_protocol_come_first
        "`cas:attributes` begins with `cas:authenticationDate`, `cas:longTermAuthenticationRequestTokenUsed` and `cas:isFromNewLogin`, in this order.";
    "A" Must the_date_is_that_of_the_credentials
        "`cas:authenticationDate` is an `xs:dateTime`: when the credentials were typed, not when the ticket was issued.";
    "A" Must a_new_login_is_told_from_an_open_session
        "`cas:isFromNewLogin` is true for the ticket that is born of typed credentials, and for no other.";
    "A" Must several_values_are_repeated_elements
        "Several values of one attribute are the element repeated, in their order.";
    "2.5.2" Must values_are_escaped
        "What XML and JSON give a meaning to is escaped in values: each arrives as it is.";
    "2.5.5" May cas_2_gives_attributes_too
        "`/serviceValidate` gives the attributes of the person too, since clients read them there.";
    "2.5.5" May a_service_learns_what_its_rules_name
        "What a service learns is for the server to decide: attributes that no rule of it names stay.";
    "4.2.1" Advisory attributes_stay_where_nothing_is_encrypted
        "A service can be kept from having attributes sent to its addresses that are not encrypted.";
}

async fn the_answer_is_that_of_the_schema(stage: Stage) {
    let root = "<cas:serviceResponse xmlns:cas=\"http://www.yale.edu/tp/cas\"><cas:authentication";
    for endpoint in VALIDATORS {
        let (ticket, uid) = (stage.fresh_ticket(APP).await, stage.uid().await);
        let success = stage.present(endpoint, &ticket, APP, "").await;
        let start = format!("{root}Success><cas:user>{uid}</cas:user>");
        assert!(success.body.starts_with(&start), "{}", success.body);
        assert!(success.body.ends_with("</cas:authenticationSuccess></cas:serviceResponse>"));
        accepted(&success);
        let failure = stage.present(endpoint, &ticket, APP, "").await;
        assert!(failure.body.starts_with(&format!("{root}Failure code=\"INVALID_TICKET\">")));
        assert!(failure.body.ends_with("</cas:authenticationFailure></cas:serviceResponse>"));
        refused(&failure, "INVALID_TICKET");
    }
}

async fn without_format_it_is_xml(stage: Stage) {
    for format in ["", "&format=XML", "&format="] {
        let answer = stage.present("serviceValidate", &stage.fresh_ticket(APP).await, APP, format).await;
        accepted(&answer);
        assert_eq!(answer.header("content-type"), ["text/xml; charset=utf-8"], "{format}");
    }
}

async fn with_json_it_is_json(stage: Stage) {
    for endpoint in VALIDATORS {
        let answer = stage.present(endpoint, &stage.fresh_ticket(APP).await, APP, "&format=JSON").await;
        assert_eq!(answer.header("content-type"), ["application/json; charset=utf-8"]);
        let read: Value = serde_json::from_str(&answer.body).unwrap();
        let success = &read["serviceResponse"]["authenticationSuccess"];
        assert_eq!(success["user"], stage.uid().await.as_str(), "{read}");
        assert_eq!(success["attributes"]["sn"], "L'Étang-Roux", "{read}");
        assert!(success.get("proxies").is_none() && success.get("proxyGrantingTicket").is_none(), "{read}");
    }
}

async fn a_refusal_in_json_has_code_and_description(stage: Stage) {
    for (ticket, service, code) in [
        ("ST-00000000000000000000000000000".to_owned(), APP, "INVALID_TICKET"),
        (stage.fresh_ticket(APP).await, APP_ELSEWHERE, "INVALID_SERVICE"),
        (String::new(), APP, "INVALID_REQUEST"),
    ] {
        let answer = stage.present("serviceValidate", &ticket, service, "&format=JSON").await;
        let read: Value = serde_json::from_str(&answer.body).unwrap();
        let failure = &read["serviceResponse"]["authenticationFailure"];
        assert_eq!((answer.status, failure["code"].as_str()), (200, Some(code)), "{read}");
        assert!(failure["description"].as_str().unwrap().len() > 10, "{read}");
    }
}

async fn an_unknown_format_is_refused(stage: Stage) {
    let ticket = stage.fresh_ticket(APP).await;
    refused(&stage.present("serviceValidate", &ticket, APP, "&format=YAML").await, "INVALID_REQUEST");
    refused(&stage.present("serviceValidate", &ticket, APP, "").await, "INVALID_TICKET");
}

async fn json_has_strings_and_arrays(stage: Stage) {
    let ticket = stage.fresh_ticket(APP).await;
    let answer = stage.present("p3/serviceValidate", &ticket, APP, "&format=JSON").await;
    let read: Value = serde_json::from_str(&answer.body).unwrap();
    let attributes = &read["serviceResponse"]["authenticationSuccess"]["attributes"];
    assert_eq!(attributes["mail"], MAIL);
    assert_eq!(attributes["role"], serde_json::json!(ROLES));
    assert_eq!(attributes["isFromNewLogin"], "false");
}

async fn p3_gives_attributes(stage: Stage) {
    for endpoint in ["p3/serviceValidate", "p3/proxyValidate"] {
        let answer = stage.present(endpoint, &stage.fresh_ticket(APP).await, APP, "").await;
        let principal = accepted(&answer);
        assert_eq!(
            (principal.values("mail"), principal.values("sn")),
            (&[MAIL.to_owned()][..], &["L'Étang-Roux".to_owned()][..])
        );
    }
}

/// The attributes of an answer, as they are written.
async fn written(stage: &Stage, ticket: &str) -> String {
    let answer = stage.present("p3/serviceValidate", ticket, APP, "").await;
    let (_, attributes) = answer.body.split_once("<cas:attributes>").unwrap();
    attributes.split_once("</cas:attributes>").unwrap().0.to_owned()
}

async fn the_attributes_of_the_protocol_come_first(stage: Stage) {
    let attributes = written(&stage, &stage.fresh_ticket(APP).await).await;
    let names: Vec<&str> =
        attributes.split("</cas:").skip(1).map(|rest| rest.split_once('>').unwrap().0).collect();
    let first = ["authenticationDate", "longTermAuthenticationRequestTokenUsed", "isFromNewLogin"];
    assert_eq!((&names[..3], &names[3..]), (&first[..], &["uid", "sn", "role", "role", "mail"][..]));
}

async fn the_date_is_that_of_the_credentials(stage: Stage) {
    let (typed_at, walker) = (stage.test.clock.now(), stage.session().await);
    stage.test.clock.pass(SignedDuration::from_mins(5));
    let attributes = written(&stage, &stage.ticket(&walker, APP).await).await;
    let (_, date) = attributes.split_once("<cas:authenticationDate>").unwrap();
    let date = date.split_once('<').unwrap().0;
    assert!(date.ends_with('Z') && date.contains('T'), "{date}");
    let read: Timestamp = date.parse().unwrap();
    assert_eq!(read.as_millisecond(), typed_at.as_millisecond());
}

async fn a_new_login_is_told_from_an_open_session(stage: Stage) {
    let walker = browser();
    let (typed, renewed) = (way(APP), way(APP) + "&renew=true");
    for (way, new) in [(Some(&typed), true), (None, false), (Some(&renewed), true), (None, false)] {
        let ticket = match way {
            Some(way) => ticket_in(&stage.sign_in(&walker, way, &[]).await),
            None => stage.ticket(&walker, APP).await,
        };
        let attributes = written(&stage, &ticket).await;
        let told = format!("<cas:isFromNewLogin>{new}</cas:isFromNewLogin>");
        assert!(attributes.contains(&told), "{attributes}");
    }
}

async fn several_values_are_repeated_elements(stage: Stage) {
    let answer = stage.present("p3/serviceValidate", &stage.fresh_ticket(APP).await, APP, "").await;
    assert_eq!(answer.body.matches("<cas:role>").count(), 2, "{}", answer.body);
    assert_eq!(accepted(&answer).values("role"), ROLES);
}

async fn values_are_escaped(stage: Stage) {
    let answer = stage.present("p3/serviceValidate", &stage.fresh_ticket(APP).await, APP, "").await;
    assert!(
        answer.body.contains("classe &lt;&amp;&gt;") && answer.body.contains("]]&gt;"),
        "{}",
        answer.body
    );
    assert_eq!(accepted(&answer).values("role"), ROLES);
    let answer =
        stage.present("p3/serviceValidate", &stage.fresh_ticket(APP).await, APP, "&format=JSON").await;
    let read: Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(read["serviceResponse"]["authenticationSuccess"]["attributes"]["role"][1], ROLES[1]);
}

async fn cas_2_gives_attributes_too(stage: Stage) {
    for endpoint in ["serviceValidate", "proxyValidate"] {
        let answer = stage.present(endpoint, &stage.fresh_ticket(APP).await, APP, "").await;
        assert_eq!(accepted(&answer).values("role"), ROLES);
        assert!(!answer.body.contains("isFromNewLogin"), "that of CAS 3 is in answers of CAS 3 only");
    }
}

async fn a_service_learns_what_its_rules_name(stage: Stage) {
    let answer = stage.present("p3/serviceValidate", &stage.fresh_ticket(APP).await, APP, "").await;
    let principal = accepted(&answer);
    assert_eq!(principal.values("uid"), [principal.subject.as_str()]);
    assert!(!answer.body.contains("Zoé") && !answer.body.contains("2013"), "{}", answer.body);
}

async fn attributes_stay_where_nothing_is_encrypted(stage: Stage) {
    let walker = stage.session().await;
    for (service, learns) in [(APP, true), (PLAIN, true), (STRICT, false)] {
        let ticket = stage.ticket(&walker, service).await;
        let answer = stage.present("p3/serviceValidate", &ticket, service, "").await;
        let principal = accepted(&answer);
        assert_eq!(principal.subject, stage.uid().await, "{service}");
        assert_eq!(principal.values("mail").len(), usize::from(learns), "{service}");
    }
}
