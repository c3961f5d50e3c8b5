//! `/validate`, `/serviceValidate`, `/p3/serviceValidate`: what they take, and what they refuse (sections 2.4, 2.5, 2.8).

use web::{clock::SignedDuration, encode};

use super::{
    Stage,
    row::rows,
    stage::{APP, APP_ELSEWHERE, FORM, STRANGE, accepted, browser, refused, ticket_in, way},
};

/// The validators that answer in XML.
pub(super) const VALIDATORS: [&str; 4] =
    ["serviceValidate", "proxyValidate", "p3/serviceValidate", "p3/proxyValidate"];
const FORGED: &str = "ST-00000000000000000000000000000";

rows! {
    "2.4.2" Must cas_1_answers_yes_or_no
        "`/validate` answers `yes` or `no` and a line feed.";
    "2.4.2" Client cas_1_names_the_person
        "After `yes`, clients of CAS 1 read the person's name on a second line, which the text does not show."
        deviates "The name follows; after `no` there is an empty line. Clients of the bare text read the first line only.";
    "2.4.1" Must cas_1_needs_ticket_and_service
        "`/validate` needs `service` and `ticket`.";
    "2.4.1" Must cas_1_with_renew_wants_typed_credentials
        "With `renew`, `/validate` says `yes` only to a ticket born of typed credentials.";
    "2.5.1" Must ticket_and_service_are_needed
        "Without `service` or `ticket`, or with an empty one, the answer is `INVALID_REQUEST`.";
    "2.5.1" Must renew_wants_typed_credentials
        "With `renew`, a ticket of an open session is refused with `INVALID_TICKET`, one born of typed credentials passes.";
    "2.5.3" Must an_unknown_ticket_is_invalid
        "A ticket that was never issued is refused with `INVALID_TICKET`.";
    "2.5.3" Must a_used_ticket_is_invalid
        "A ticket that was used is refused with `INVALID_TICKET`, at whichever validator it is shown again.";
    "2.5.3" Must an_old_ticket_is_invalid
        "A ticket that has expired is refused with `INVALID_TICKET`.";
    "2.5.3" Must another_service_is_invalid
        "A good ticket shown for another service is refused with `INVALID_SERVICE`.";
    "2.5.3" Must another_service_burns_the_ticket
        "After `INVALID_SERVICE` the ticket is worth nothing, for its own service either.";
    "2.5.3" Recommended each_code_has_its_words
        "Each refusal explains itself in words beside its code.";
    "2.5.3" Must a_fault_of_ours_says_so
        "A fault of the server itself is answered with `INTERNAL_ERROR`.";
    "2.8" Must p3_does_the_same_tasks
        "`/p3/serviceValidate` does what `/serviceValidate` does: same parameters, same refusals.";
    "1.1" Must names_are_case_sensitive_at_validators
        "Names of parameters count with their case at validators too.";
    "2.5.1" Advisory a_repeated_parameter_is_refused
        "A parameter that is given twice is refused, and the tickets in the request are burnt.";
    "2.5" Client a_post_is_answered_like_a_get
        "Validators answer to a POST with a form as to a GET.";
}

async fn cas_1_answers_yes_or_no(stage: Stage) {
    let ticket = stage.fresh_ticket(APP).await;
    let answer = stage.present("validate", &ticket, APP, "").await;
    assert!(answer.status == 200 && answer.body.starts_with("yes\n"), "{:?}", answer.body);
    for (ticket, service) in
        [(ticket, APP), (FORGED.to_owned(), APP), (stage.fresh_ticket(APP).await, APP_ELSEWHERE)]
    {
        let answer = stage.present("validate", &ticket, service, "").await;
        assert!(answer.status == 200 && answer.body.starts_with("no\n"), "{:?}", answer.body);
    }
}

async fn cas_1_names_the_person(stage: Stage) {
    let ticket = stage.fresh_ticket(APP).await;
    let yes = stage.present("validate", &ticket, APP, "").await;
    assert_eq!(yes.body, format!("yes\n{}\n", stage.uid().await));
    assert_eq!(stage.present("validate", &ticket, APP, "").await.body, "no\n\n");
}

async fn cas_1_needs_ticket_and_service(stage: Stage) {
    let ticket = stage.fresh_ticket(APP).await;
    for query in ["", &format!("?ticket={ticket}"), &format!("?service={}", encode(APP))] {
        let answer = stage.get(&format!("/cas/validate{query}")).await;
        assert_eq!((answer.status, answer.body.as_str()), (200, "no\n\n"), "{query}");
    }
    assert_eq!(stage.present("validate", &ticket, APP, "").await.body, "no\n\n", "burnt by the attempt");
}

async fn cas_1_with_renew_wants_typed_credentials(stage: Stage) {
    let walker = browser();
    let typed = ticket_in(&stage.sign_in(&walker, &way(APP), &[]).await);
    let silent = stage.ticket(&walker, APP).await;
    assert!(stage.present("validate", &typed, APP, "&renew=true").await.body.starts_with("yes\n"));
    assert_eq!(stage.present("validate", &silent, APP, "&renew=true").await.body, "no\n\n");
}

async fn ticket_and_service_are_needed(stage: Stage) {
    for endpoint in VALIDATORS {
        let service = format!("service={}", encode(APP));
        for query in ["", &service, &format!("{service}&ticket="), &format!("ticket={FORGED}&service=")] {
            refused(&stage.get(&format!("/cas/{endpoint}?{query}")).await, "INVALID_REQUEST");
        }
    }
}

async fn renew_wants_typed_credentials(stage: Stage) {
    for endpoint in VALIDATORS {
        let walker = browser();
        let typed = ticket_in(&stage.sign_in(&walker, &way(APP), &[]).await);
        accepted(&stage.present(endpoint, &typed, APP, "&renew=true").await);
        for (renew, passes) in [("&renew=true", false), ("&renew", false), ("&renew=false", true), ("", true)]
        {
            let silent = stage.ticket(&walker, APP).await;
            let answer = stage.present(endpoint, &silent, APP, renew).await;
            if passes {
                accepted(&answer);
            } else {
                refused(&answer, "INVALID_TICKET");
            }
        }
    }
}

async fn an_unknown_ticket_is_invalid(stage: Stage) {
    for endpoint in VALIDATORS {
        for ticket in [FORGED, "ST-1", "ticket", "TGT-00000000000000000000000000000"] {
            refused(&stage.present(endpoint, ticket, APP, "").await, "INVALID_TICKET");
        }
    }
}

async fn a_used_ticket_is_invalid(stage: Stage) {
    for first in VALIDATORS {
        let ticket = stage.fresh_ticket(APP).await;
        accepted(&stage.present(first, &ticket, APP, "").await);
        for again in VALIDATORS {
            refused(&stage.present(again, &ticket, APP, "").await, "INVALID_TICKET");
        }
    }
}

async fn an_old_ticket_is_invalid(stage: Stage) {
    let walker = stage.session().await;
    for (seconds, passes) in [(9, true), (10, false), (300, false)] {
        let ticket = stage.ticket(&walker, APP).await;
        stage.test.clock.pass(SignedDuration::from_secs(seconds));
        let answer = stage.present("serviceValidate", &ticket, APP, "").await;
        if passes {
            accepted(&answer);
        } else {
            refused(&answer, "INVALID_TICKET");
        }
    }
}

async fn another_service_is_invalid(stage: Stage) {
    let walker = stage.session().await;
    for endpoint in VALIDATORS {
        for other in [APP_ELSEWHERE, STRANGE, "https://app.example/in", "http://app.example/in", "nothing"] {
            let ticket = stage.ticket(&walker, APP).await;
            refused(&stage.present(endpoint, &ticket, other, "").await, "INVALID_SERVICE");
        }
    }
}

async fn another_service_burns_the_ticket(stage: Stage) {
    let walker = stage.session().await;
    for endpoint in VALIDATORS {
        let ticket = stage.ticket(&walker, APP).await;
        refused(&stage.present(endpoint, &ticket, APP_ELSEWHERE, "").await, "INVALID_SERVICE");
        refused(&stage.present(endpoint, &ticket, APP, "").await, "INVALID_TICKET");
    }
}

async fn each_code_has_its_words(stage: Stage) {
    let walker = stage.session().await;
    let mut words = Vec::new();
    for (service, more, code) in [
        ("", "", "INVALID_REQUEST"),
        (APP, "&renew=true", "INVALID_TICKET"),
        (APP_ELSEWHERE, "", "INVALID_SERVICE"),
        (APP, "&pgtUrl=nothing", "UNAUTHORIZED_SERVICE_PROXY"),
    ] {
        let app = stage.ticket(&walker, APP).await;
        let answer = stage.present("serviceValidate", &app, service, more).await;
        let start = format!("<cas:authenticationFailure code=\"{code}\">");
        let (_, text) = answer.body.split_once(&start).unwrap_or_else(|| panic!("{}", answer.body));
        words.push(text.split_once("</cas:authenticationFailure>").unwrap().0.to_owned());
    }
    assert!(words.iter().all(|text| text.split(' ').count() > 3), "{words:?}");
    words.dedup();
    assert_eq!(words.len(), 4, "{words:?}");
}

async fn a_fault_of_ours_says_so(stage: Stage) {
    let stage = stage.settled(|config| config.tickets = Some(crate::Tickets::Database)).await;
    let ticket = stage.fresh_ticket(APP).await;
    stage.test.ent.db().close().await;
    for endpoint in VALIDATORS {
        refused(&stage.present(endpoint, &ticket, APP, "").await, "INTERNAL_ERROR");
    }
}

async fn p3_does_the_same_tasks(stage: Stage) {
    let walker = stage.session().await;
    for (service, more) in
        [(APP, ""), (APP_ELSEWHERE, ""), (APP, "&renew=true"), ("", ""), (APP, "&format=x")]
    {
        let mut outcomes = Vec::new();
        for endpoint in ["serviceValidate", "p3/serviceValidate"] {
            let ticket = stage.ticket(&walker, APP).await;
            let answer = stage.present(endpoint, &ticket, service, more).await;
            let (_, outcome) = answer.body.split_once("<cas:authentication").unwrap();
            outcomes.push(outcome.split_once('>').unwrap().0.to_owned());
            refused(&stage.present(endpoint, &ticket, APP, "").await, "INVALID_TICKET");
        }
        assert_eq!(outcomes[0], outcomes[1], "{service} {more}");
    }
}

async fn names_are_case_sensitive_at_validators(stage: Stage) {
    let ticket = stage.fresh_ticket(APP).await;
    for query in [
        format!("Ticket={ticket}&service={}", encode(APP)),
        format!("ticket={FORGED}&SERVICE={}", encode(APP)),
    ] {
        refused(&stage.get(&format!("/cas/serviceValidate?{query}")).await, "INVALID_REQUEST");
    }
    accepted(&stage.present("serviceValidate", &ticket, APP, "&RENEW=true&PgtUrl=x&FORMAT=x").await);
}

async fn a_repeated_parameter_is_refused(stage: Stage) {
    let walker = stage.session().await;
    for more in [
        format!("&service={}", encode(APP_ELSEWHERE)),
        format!("&ticket={FORGED}"),
        "&pgtUrl=a&pgtUrl=b".to_owned(),
        "&format=XML&format=JSON".to_owned(),
    ] {
        let ticket = stage.ticket(&walker, APP).await;
        refused(&stage.present("serviceValidate", &ticket, APP, &more).await, "INVALID_REQUEST");
        refused(&stage.present("serviceValidate", &ticket, APP, "").await, "INVALID_TICKET");
    }
}

async fn a_post_is_answered_like_a_get(stage: Stage) {
    for endpoint in VALIDATORS.iter().chain(&["validate"]) {
        let form = format!("ticket={}&service={}", stage.fresh_ticket(APP).await, encode(APP));
        let address = stage.address(&format!("/cas/{endpoint}"));
        let answer = browser().post(&address, FORM, form.clone().into_bytes()).await.unwrap();
        assert!(answer.body.contains(&stage.uid().await), "{endpoint}: {}", answer.body);
        let again = browser().post(&address, FORM, form.into_bytes()).await.unwrap();
        assert!(again.body.contains("INVALID_TICKET") || again.body == "no\n\n", "{}", again.body);
    }
}
