//! `/login` as the one who asks for credentials: its parameters (section 2.1.1).

use super::{
    Stage,
    row::rows,
    stage::{APP, STRANGE, accepted, asks_for_credentials, browser, ticket_in, way},
};

rows! {
    "2.1.1" Should without_service_credentials_are_asked_for
        "Without `service` and without a session, credentials are asked for.";
    "2.1.1" Should without_service_an_open_session_is_said
        "Without `service` and with a session, a page says that one is signed in.";
    "2.1.1" Recommended an_unregistered_service_is_refused
        "Only registered services get tickets: any other gets a page, with or without a session, and no redirection.";
    "1.1" Must names_of_parameters_are_case_sensitive
        "Names of parameters count with their case: `SERVICE`, `Renew` and `GATEWAY` mean nothing.";
    "2.1.1" Must renew_asks_although_a_session_is_open
        "With `renew`, credentials are asked for although a session is open.";
    "2.1.1" Must renew_counts_by_its_presence
        "`renew` and `gateway` count by their presence, whatever their value, `true` being recommended."
        deviates "`renew=false` and `gateway=false` are taken as absent: a client in use always sends `renew=false`.";
    "2.1.1" Must gateway_without_session_leads_back_without_ticket
        "With `gateway` and no session, the browser goes to the service, whose address has no `ticket`.";
    "2.1.1" May gateway_with_session_leads_on_with_a_ticket
        "With `gateway` and a session, the browser goes to the service with a ticket.";
    "2.1.1" Recommended gateway_without_service_asks
        "`gateway` without `service` is as if neither were there: credentials are asked for.";
    "2.1.1" Recommended renew_wins_over_gateway
        "When both are there, `gateway` is ignored and `renew` followed.";
    "2.1.1" Must the_ticket_travels_by_get_unless_told
        "Without `method`, or with `method=GET`, the ticket travels in the address to which the browser is redirected.";
    "2.1.1" May the_ticket_can_be_posted
        "With `method=POST`, which is optional, a page posts the ticket to the service."
        deviates "The page has a button as well, so that it works without scripts.";
    "2.1.1" May in_headers_it_is_answered_like_get
        "With `method=HEADER`, which is optional, service and ticket travel in headers of the answer."
        deviates "Not offered: answered like `GET`, which every client understands.";
    "2.1.1" Client target_is_answered_by_an_artifact
        "A SAML 1.1 client says `TARGET` for `service` and gets its ticket as `SAMLart`.";
    "2.1.1" Advisory two_services_are_refused
        "A request that names two services is refused: the one that is checked might not be the one that is used.";
}

async fn without_service_credentials_are_asked_for(stage: Stage) {
    for path in ["/cas/login", "/cas/login?service="] {
        assert!(asks_for_credentials(&stage.get(path).await), "{path}");
    }
}

async fn without_service_an_open_session_is_said(stage: Stage) {
    let page = stage.step(&stage.session().await, "/cas/login").await;
    assert_eq!((page.status, page.text("h1").as_deref()), (200, Some("Vous êtes connecté")));
    assert_eq!(page.attribute("#password", "name"), None);
}

async fn an_unregistered_service_is_refused(stage: Stage) {
    let somebody = stage.session().await;
    for walker in [&somebody, &browser()] {
        for extra in ["", "&renew=true", "&gateway=true", "&method=POST"] {
            let page = stage.step(walker, &(way(STRANGE) + extra)).await;
            assert_eq!((page.status, page.location()), (403, None), "{extra}");
            assert!(page.says("Ce service n'est pas connu de votre ENT"), "{}", page.body);
        }
    }
    ticket_in(&stage.step(&somebody, &way(APP)).await);
}

async fn names_of_parameters_are_case_sensitive(stage: Stage) {
    let walker = stage.session().await;
    let page = stage.step(&walker, &way(APP).replace("service", "SERVICE")).await;
    assert!(page.location().is_none() && page.says("Vous êtes connecté"), "{}", page.body);
    ticket_in(&stage.step(&walker, &(way(APP) + "&Renew=true&RENEW=true")).await);
    assert!(asks_for_credentials(&stage.get(&(way(APP) + "&GATEWAY=true")).await));
}

async fn renew_asks_although_a_session_is_open(stage: Stage) {
    let walker = stage.session().await;
    ticket_in(&stage.step(&walker, &way(APP)).await);
    assert!(asks_for_credentials(&stage.step(&walker, &(way(APP) + "&renew=true")).await));
    assert!(asks_for_credentials(&stage.step(&walker, "/cas/login?renew=true").await));
}

async fn renew_counts_by_its_presence(stage: Stage) {
    let walker = stage.session().await;
    for present in ["&renew", "&renew=", "&renew=true", "&renew=1"] {
        assert!(asks_for_credentials(&stage.step(&walker, &(way(APP) + present)).await), "{present}");
    }
    for present in ["&gateway", "&gateway=", "&gateway=yes"] {
        let page = stage.get(&(way(APP) + present)).await;
        assert_eq!((page.status, page.header("location")), (303, vec![APP.to_owned()]), "{present}");
    }
    ticket_in(&stage.step(&walker, &(way(APP) + "&renew=false")).await);
    assert!(asks_for_credentials(&stage.get(&(way(APP) + "&gateway=false")).await));
}

async fn gateway_without_session_leads_back_without_ticket(stage: Stage) {
    let page = stage.get(&(way(APP) + "&gateway=true")).await;
    assert_eq!((page.status, page.header("location")), (303, vec![APP.to_owned()]));
}

async fn gateway_with_session_leads_on_with_a_ticket(stage: Stage) {
    let page = stage.step(&stage.session().await, &(way(APP) + "&gateway=true")).await;
    accepted(&stage.present("serviceValidate", &ticket_in(&page), APP, "").await);
}

async fn gateway_without_service_asks(stage: Stage) {
    assert!(asks_for_credentials(&stage.get("/cas/login?gateway=true").await));
}

async fn renew_wins_over_gateway(stage: Stage) {
    let somebody = stage.session().await;
    for walker in [&browser(), &somebody] {
        let page = stage.step(walker, &(way(APP) + "&gateway=true&renew=true")).await;
        assert!(asks_for_credentials(&page), "{} {}", page.status, page.body);
    }
}

async fn the_ticket_travels_by_get_unless_told(stage: Stage) {
    let walker = stage.session().await;
    for method in ["", "&method=GET", "&method=", "&method=other"] {
        let page = stage.step(&walker, &(way(APP) + method)).await;
        let location = page.header("location").concat();
        assert!(page.status == 303 && location.starts_with(&format!("{APP}&ticket=ST-")), "{location}");
    }
}

async fn the_ticket_can_be_posted(stage: Stage) {
    let page = stage.step(&stage.session().await, &(way(APP) + "&method=POST")).await;
    let of_form = |name| page.attribute("form#send", name);
    assert_eq!((page.status, of_form("action").as_deref()), (200, Some(APP)));
    assert_eq!(of_form("method").as_deref(), Some("post"));
    assert_eq!(page.texts("form#send button").len(), 1);
    assert!(page.attribute("script", "src").unwrap().contains("send"), "it goes by itself where scripts run");
    let ticket = page.attribute("form#send input[name=ticket]", "value").unwrap();
    accepted(&stage.present("serviceValidate", &ticket, APP, "").await);
}

async fn in_headers_it_is_answered_like_get(stage: Stage) {
    let page = stage.step(&stage.session().await, &(way(APP) + "&method=HEADER")).await;
    assert_eq!(page.status, 303);
    assert!(page.header("ticket").is_empty() && page.header("service").is_empty());
    accepted(&stage.present("serviceValidate", &ticket_in(&page), APP, "").await);
}

async fn target_is_answered_by_an_artifact(stage: Stage) {
    let page = stage.step(&stage.session().await, &way(APP).replace("service=", "TARGET=")).await;
    let location = page.header("location").concat();
    assert!(location.starts_with(&format!("{APP}&SAMLart=ST-")), "{location}");
    assert!(!location.contains("ticket="), "{location}");
}

async fn two_services_are_refused(stage: Stage) {
    let walker = stage.session().await;
    for second in [APP, STRANGE] {
        for name in ["service", "TARGET"] {
            let page = stage.step(&walker, &format!("{}&{name}={}", way(APP), web::encode(second))).await;
            assert_eq!((page.status, page.location()), (400, None), "{name} {second}");
        }
    }
}
