//! Faults that were published about other servers and clients, and what ours does there.

use web::encode;

use super::{
    Stage,
    row::rows,
    stage::{APP, accepted, asks_for_credentials, browser, refused, ticket_in, way},
};
use crate::tests::PASSWORD;

rows! {
    "2.1.1" Advisory addresses_that_deceive_are_refused
        "Addresses with a user name, a backslash, a control character, a fragment, dot segments, or a host that only begins like a registered one are refused alike at sign-in, gateway and validation.";
    "2.5.3" Advisory tickets_of_another_shape_are_not_echoed
        "What is no ticket is refused before anything else is done, and nothing that was sent stands in the answer.";
    "2.2.4" Advisory known_and_unknown_logins_are_answered_alike
        "A wrong password and an unknown login get the same status and the same words.";
    "2.2" Advisory one_browser_never_holds_two_people
        "Whoever signs in takes the browser over: the former session is over, tickets are the new person's.";
    "2.5" Advisory a_head_request_burns_no_ticket
        "A HEAD, as link checkers send it, burns no ticket, and is refused.";
    "2.1" Advisory no_other_site_frames_the_form
        "No other site can frame the pages of sign-in, and no script of another site runs in them.";
    "2.1.1" Advisory what_is_shown_is_escaped
        "What a request holds is shown as text, never as markup.";
}

async fn addresses_that_deceive_are_refused(stage: Stage) {
    let walker = stage.session().await;
    for address in [
        "https://app.example@strange.example/",
        "https://strange.example\\@app.example/",
        "https://app.example\\.strange.example/",
        "https://app.example.strange.example/",
        "https://app.example%2estrange.example/",
        "https://app.example/a#b",
        "https://app.example/%2e%2e/b",
        "https://app.example/a/../../b",
        "https://app.example/a\u{9}b",
        "https://app.example/a\r\nSet-Cookie: x=y",
        "https://аpp.example/",
        "//app.example/in",
        "javascript://app.example/%0aalert(1)",
        "http://app.example/in",
        "https://app.example:8443/in",
    ] {
        for extra in ["", "&gateway=true"] {
            let page = stage.step(&walker, &(way(address) + extra)).await;
            assert_eq!((page.status, page.location()), (403, None), "{address} {extra}");
        }
        let ticket = stage.ticket(&walker, APP).await;
        refused(&stage.present("serviceValidate", &ticket, address, "").await, "INVALID_SERVICE");
    }
}

async fn tickets_of_another_shape_are_not_echoed(stage: Stage) {
    for ticket in
        ["ST-<script>alert(1)</script>", "ST-1&service=https://x.example/", "ST-a\r\nb", "' or 1=1 --"]
    {
        for endpoint in ["serviceValidate", "p3/proxyValidate"] {
            let page = stage.present(endpoint, &encode(ticket), APP, "").await;
            refused(&page, "INVALID_TICKET");
            assert!(!page.body.contains("script") && !page.body.contains("x.example"), "{}", page.body);
        }
    }
    let page =
        stage.present("serviceValidate", "ST-12345", "https://x.example/<script>", "&format=<b>").await;
    refused(&page, "INVALID_REQUEST");
    assert!(!page.body.contains("script") && !page.body.contains("<b>"), "{}", page.body);
}

async fn known_and_unknown_logins_are_answered_alike(stage: Stage) {
    let mut answers = Vec::new();
    for login in ["zoe", "nobody"] {
        let page = stage.sign_in(&browser(), &way(APP), &[("username", login), ("password", "wrong")]).await;
        let names: Vec<bool> = page.header("set-cookie").iter().map(|set| set.contains("TGC-")).collect();
        answers.push((page.status, page.text("#login-error").unwrap(), page.texts("main *"), names));
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0].0, 401);
}

async fn one_browser_never_holds_two_people(stage: Stage) {
    let walker = stage.session().await;
    let pending = stage.ticket(&walker, APP).await;
    let typed = [("username", "ines"), ("password", PASSWORD)];
    let entered = stage.sign_in(&walker, &(way(APP) + "&renew=true"), &typed).await;
    let tickets = [ticket_in(&entered), stage.ticket(&walker, APP).await];
    for ticket in tickets {
        let principal = accepted(&stage.present("serviceValidate", &ticket, APP, "").await);
        assert_eq!(principal.values("sn"), ["Óscar"]);
    }
    refused(&stage.present("serviceValidate", &pending, APP, "").await, "INVALID_TICKET");
}

async fn a_head_request_burns_no_ticket(stage: Stage) {
    let ticket = stage.fresh_ticket(APP).await;
    let path = format!("/cas/serviceValidate?ticket={ticket}&service={}", encode(APP));
    assert_eq!(browser().head(&stage.address(&path)).await.unwrap().status, 405);
    accepted(&stage.get(&path).await);
}

async fn no_other_site_frames_the_form(stage: Stage) {
    let page = stage.get(&way(APP)).await;
    assert!(asks_for_credentials(&page), "{}", page.body);
    let policy = page.header("content-security-policy").concat();
    assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
    assert!(policy.contains("script-src 'self'") || policy.contains("default-src 'self'"), "{policy}");
    assert!(!policy.contains("unsafe") && !policy.contains('*'), "{policy}");
}

async fn what_is_shown_is_escaped(stage: Stage) {
    let evil = "https://app.example/\"><script>alert(1)</script>";
    let page = stage.get(&way(evil)).await;
    assert!(asks_for_credentials(&page) && !page.body.contains("<script>alert"), "{}", page.body);
    assert_eq!(page.attribute("#fm1 input[name=service]", "value").as_deref(), Some(evil));
    let typed = [("username", "\"><script>alert(1)</script>")];
    let page = stage.sign_in(&browser(), &way(APP), &typed).await;
    assert!(page.status == 401 && !page.body.contains("<script>alert"), "{}", page.body);
    let page = stage.get(&way("https://strange.example/<script>alert(1)</script>")).await;
    assert!(page.status == 403 && !page.body.contains("<script>alert"), "{}", page.body);
}
