//! Tickets and the ticket-granting cookie (section 3), remembered logins (section 4.1).

use std::collections::BTreeSet;

use web::clock::SignedDuration;

use super::{
    Stage,
    proxy::{ask, front, taken},
    proxy_tickets::{granted, proxied},
    row::rows,
    stage::{APP, accepted, asks_for_credentials, browser, refused, ticket_in, way},
};
use crate::tests::PASSWORD;

rows! {
    "3.1.1" Must service_tickets_begin_with_st
        "Service tickets begin with `ST-`.";
    "3.1.1" Must service_tickets_are_short_enough_for_every_service
        "Services must take service tickets of 32 characters: ours are no longer.";
    "3.1.1" Must a_service_ticket_is_good_for_one_attempt
        "A service ticket is good for one attempt, whether that succeeds or not.";
    "3.1.1" Should service_tickets_expire_soon
        "A service ticket that nobody has validated expires after a short time, five minutes at most.";
    "3.1.1" Must tickets_cannot_be_guessed
        "Tickets hold enough chance that none can be guessed.";
    "3.1.1" Should a_ticket_tells_nothing
        "A ticket tells neither the service nor the person.";
    "3.2.1" Should proxy_tickets_begin_with_pt
        "Proxy tickets begin with `PT-`, and have 32 characters at most.";
    "3.2.1" Must a_proxy_ticket_is_good_for_one_attempt
        "A proxy ticket is good for one attempt, whether that succeeds or not.";
    "3.2.1" Should proxy_tickets_expire_soon
        "A proxy ticket that nobody has validated expires after a short time, five minutes at most.";
    "3.3.1" Should granting_tickets_begin_with_pgt
        "Proxy-granting tickets begin with `PGT-`, and have 64 characters at most.";
    "3.4.1" Should other_halves_begin_with_pgtiou
        "The other halves of proxy-granting tickets begin with `PGTIOU-`, and have 64 characters at most.";
    "3.4.1" Must other_halves_tell_nothing
        "A proxy-granting ticket cannot be found from its other half.";
    "3.5.1" Should login_tickets_begin_with_lt
        "Login tickets begin with `LT-`, and no two are alike.";
    "3.5.1" Must a_login_ticket_is_good_for_one_attempt
        "A login ticket is good for one attempt, whether that succeeds or not.";
    "3.6" Should the_cookie_is_named_tgc
        "The name of the ticket-granting cookie begins with `TGC-`."
        deviates "Over https it is `__Host-TGC-…`: browsers then take it from this host only, and only encrypted.";
    "3.6.1" Must the_cookie_ends_with_the_browser
        "The cookie ends with the session of the browser, unless the person wanted to be remembered.";
    "3.6.1" Must the_path_of_the_cookie_is_narrow
        "The path of the cookie is as narrow as can be."
        deviates "It is `/`, which the prefix `__Host-` demands: that keeps other hosts out, a narrow path would keep nobody out.";
    "3.6.1" Advisory the_cookie_is_out_of_reach
        "The cookie is `HttpOnly` and `SameSite=Lax`, and `Secure` over https.";
    "3.7" Must tickets_hold_letters_digits_and_hyphens
        "Tickets and the value of the cookie hold `A-Z`, `a-z`, `0-9` and `-` only.";
    "3.8" Must ticket_granting_tickets_begin_with_tgt
        "Ticket-granting tickets, of which the cookie holds one, begin with `TGT-`.";
    "4.1.1" Must to_be_remembered_is_a_choice
        "The form offers to be remembered by a box that is not ticked: nobody is without wanting it.";
    "4.1.2" Recommended remembered_for_three_months_at_most
        "A remembered login lasts three months at most.";
    "4.1.3" Must services_learn_that_a_login_was_remembered
        "Services learn of a remembered login: `longTermAuthenticationRequestTokenUsed` is true then, and then only, in XML, JSON and SAML.";
}

async fn several(stage: &Stage) -> Vec<String> {
    let (walker, mut tickets) = (stage.session().await, Vec::new());
    for _ in 0..40 {
        tickets.push(stage.ticket(&walker, APP).await);
    }
    tickets
}

async fn service_tickets_begin_with_st(stage: Stage) {
    for ticket in several(&stage).await {
        assert!(ticket.starts_with("ST-"), "{ticket}");
    }
}

async fn service_tickets_are_short_enough_for_every_service(stage: Stage) {
    for ticket in several(&stage).await {
        assert!((24..=32).contains(&ticket.len()), "{ticket}");
    }
}

async fn a_service_ticket_is_good_for_one_attempt(stage: Stage) {
    let ticket = stage.fresh_ticket(APP).await;
    accepted(&stage.present("serviceValidate", &ticket, APP, "").await);
    refused(&stage.present("serviceValidate", &ticket, APP, "").await, "INVALID_TICKET");
    for (service, more) in [("", ""), ("nothing", ""), (APP, "&renew=true"), (APP, "&format=x")] {
        let ticket = stage.fresh_ticket(APP).await;
        let failed = stage.present("serviceValidate", &ticket, service, more).await;
        assert!(failed.body.contains("authenticationFailure"), "{}", failed.body);
        refused(&stage.present("serviceValidate", &ticket, APP, "").await, "INVALID_TICKET");
    }
}

async fn service_tickets_expire_soon(stage: Stage) {
    let walker = stage.session().await;
    accepted(&stage.present("serviceValidate", &stage.ticket(&walker, APP).await, APP, "").await);
    let ticket = stage.ticket(&walker, APP).await;
    stage.test.clock.pass(SignedDuration::from_mins(5));
    refused(&stage.present("serviceValidate", &ticket, APP, "").await, "INVALID_TICKET");
}

async fn tickets_cannot_be_guessed(stage: Stage) {
    let tickets = several(&stage).await;
    let mut signs = BTreeSet::new();
    for place in 3..32 {
        let here: BTreeSet<char> = tickets.iter().map(|ticket| ticket.chars().nth(place).unwrap()).collect();
        assert!(here.len() > 12, "at {place} stand {here:?} only");
        signs.extend(here);
    }
    assert!(signs.len() >= 60, "29 signs out of 62 are 172 bits: {signs:?}");
    assert_eq!(tickets.iter().collect::<BTreeSet<_>>().len(), tickets.len());
}

async fn a_ticket_tells_nothing(stage: Stage) {
    let uid = stage.uid().await;
    for ticket in several(&stage).await {
        let random = ticket.strip_prefix("ST-").unwrap().to_ascii_lowercase();
        assert_eq!(random.len(), 29);
        assert!(!random.contains(&uid[..6]) && !random.contains("zoe1") && !random.contains("example"));
    }
}

async fn proxy_tickets_begin_with_pt(stage: Stage) {
    let ticket = proxied(&stage, &granted(&stage, &front(&stage).await).await, APP).await;
    assert!(ticket.starts_with("PT-") && (24..=32).contains(&ticket.len()), "{ticket}");
}

async fn a_proxy_ticket_is_good_for_one_attempt(stage: Stage) {
    let pgt = granted(&stage, &front(&stage).await).await;
    let ticket = proxied(&stage, &pgt, APP).await;
    accepted(&stage.present("proxyValidate", &ticket, APP, "").await);
    refused(&stage.present("proxyValidate", &ticket, APP, "").await, "INVALID_TICKET");
    for (endpoint, service, more) in [
        ("proxyValidate", "nothing", ""),
        ("proxyValidate", APP, "&renew=true"),
        ("serviceValidate", APP, ""),
        ("p3/proxyValidate", "", ""),
    ] {
        let ticket = proxied(&stage, &pgt, APP).await;
        let failed = stage.present(endpoint, &ticket, service, more).await;
        assert!(failed.body.contains("authenticationFailure"), "{}", failed.body);
        refused(&stage.present("proxyValidate", &ticket, APP, "").await, "INVALID_TICKET");
    }
}

async fn proxy_tickets_expire_soon(stage: Stage) {
    let pgt = granted(&stage, &front(&stage).await).await;
    accepted(&stage.present("proxyValidate", &proxied(&stage, &pgt, APP).await, APP, "").await);
    let ticket = proxied(&stage, &pgt, APP).await;
    stage.test.clock.pass(SignedDuration::from_mins(5));
    refused(&stage.present("proxyValidate", &ticket, APP, "").await, "INVALID_TICKET");
}

async fn granting_tickets_begin_with_pgt(stage: Stage) {
    let ticket = granted(&stage, &front(&stage).await).await;
    assert!(ticket.starts_with("PGT-") && (25..=64).contains(&ticket.len()), "{ticket}");
}

async fn other_halves_begin_with_pgtiou(stage: Stage) {
    let front = front(&stage).await;
    granted(&stage, &front).await;
    let (_, other_half) = taken(&front);
    assert!(other_half.starts_with("PGTIOU-") && (28..=64).contains(&other_half.len()), "{other_half}");
}

async fn other_halves_tell_nothing(stage: Stage) {
    let front = front(&stage).await;
    let mut halves = BTreeSet::new();
    for _ in 0..5 {
        accepted(&ask(&stage, &front.url, &format!("{}/pgt", front.url)).await);
        let (ticket, other_half) = taken(&front);
        let (ticket, other_half) = (ticket[4..].to_owned(), other_half[7..].to_owned());
        let alike = ticket.bytes().zip(other_half.bytes()).filter(|(a, b)| a == b).count();
        assert!(alike < 10, "{ticket} {other_half}");
        halves.extend([ticket, other_half]);
    }
    assert_eq!(halves.len(), 10);
}

async fn login_ticket(stage: &Stage) -> String {
    stage.get(&way(APP)).await.attribute("#fm1 input[name=lt]", "value").unwrap()
}

async fn login_tickets_begin_with_lt(stage: Stage) {
    let (one, other) = (login_ticket(&stage).await, login_ticket(&stage).await);
    assert!(one.starts_with("LT-") && other.starts_with("LT-") && one != other, "{one} {other}");
}

async fn a_login_ticket_is_good_for_one_attempt(stage: Stage) {
    let typed = |password| [("username", "zoe"), ("password", password)];
    for (password, status) in [("wrong", 401), (PASSWORD, 303)] {
        let walker = browser();
        let form = stage.step(&walker, &way(APP)).await;
        assert_eq!(stage.send(&walker, &form, &typed(password)).await.status, status);
        let again = stage.send(&walker, &form, &typed(PASSWORD)).await;
        assert_eq!((again.status, again.location()), (403, None));
    }
}

/// The ticket-granting cookie as the browser is given it.
async fn cookie(stage: &Stage, more: &[(&str, &str)]) -> String {
    let set = stage.sign_in(&browser(), "/cas/login", more).await.header("set-cookie");
    set.into_iter().find(|cookie| cookie.contains("TGC-")).unwrap()
}

/// The same from a server whose public address is https. A browser would not send its cookies over http, so the form is
/// filled by hand.
async fn cookie_over_https(stage: &Stage) -> String {
    let stage = stage.settled(|config| config.public_url = "https://ent.example".to_owned()).await;
    let form = stage.raw("GET /cas/login HTTP/1.1", "").await;
    let value = |name: &str| {
        let (_, rest) = form.body.split_once(&format!("name=\"{name}\" value=\"")).unwrap();
        rest.split_once('"').unwrap().0.to_owned()
    };
    let (_, key) = form.head.split_once("set-cookie: __host-").unwrap();
    let key = key.split_once(';').unwrap().0.replacen("ent-form", "ENT-form", 1);
    let typed =
        format!("csrf={}&lt={}&username=zoe&password={}", value("csrf"), value("lt"), web::encode(PASSWORD));
    let head = format!(
        "POST /cas/login HTTP/1.1\r\nCookie: __Host-{key}\r\nContent-Length: {}\r\nContent-Type: {}",
        typed.len(),
        super::stage::FORM
    );
    let answer = stage.raw(&head, &typed).await;
    let mut set = answer.head.lines().filter_map(|line| line.strip_prefix("set-cookie: "));
    set.find(|cookie| cookie.contains("tgc-")).unwrap_or_else(|| panic!("{}", answer.head)).to_owned()
}

async fn the_cookie_is_named_tgc(stage: Stage) {
    assert!(cookie(&stage, &[]).await.starts_with("TGC-passerelle="));
    assert!(cookie_over_https(&stage).await.starts_with("__host-tgc-passerelle="));
}

async fn the_cookie_ends_with_the_browser(stage: Stage) {
    let brief = cookie(&stage, &[]).await;
    assert!(!brief.contains("Max-Age") && !brief.contains("Expires"), "{brief}");
    assert!(cookie(&stage, &[("rememberMe", "true")]).await.contains("Max-Age=2592000"));
}

async fn the_path_of_the_cookie_is_narrow(stage: Stage) {
    for cookie in [cookie(&stage, &[]).await.to_ascii_lowercase(), cookie_over_https(&stage).await] {
        assert!(cookie.contains("; path=/;") && !cookie.contains("domain"), "{cookie}");
    }
}

async fn the_cookie_is_out_of_reach(stage: Stage) {
    let plain = cookie(&stage, &[]).await;
    assert!(plain.contains("; HttpOnly") && plain.contains("; SameSite=Lax"), "{plain}");
    let encrypted = cookie_over_https(&stage).await;
    for attribute in ["; httponly", "; samesite=lax", "; secure"] {
        assert!(encrypted.contains(attribute), "{encrypted}");
    }
}

async fn tickets_hold_letters_digits_and_hyphens(stage: Stage) {
    let front = front(&stage).await;
    let pgt = granted(&stage, &front).await;
    let cookie = cookie(&stage, &[]).await;
    let value = cookie.split_once('=').unwrap().1.split_once(';').unwrap().0;
    for ticket in [
        stage.fresh_ticket(APP).await,
        proxied(&stage, &pgt, APP).await,
        taken(&front).1,
        login_ticket(&stage).await,
        value.to_owned(),
        pgt,
    ] {
        assert!(ticket.len() > 24, "{ticket}");
        assert!(ticket.bytes().all(|sign| sign.is_ascii_alphanumeric() || sign == b'-'), "{ticket}");
    }
}

async fn ticket_granting_tickets_begin_with_tgt(stage: Stage) {
    let (one, other) = (cookie(&stage, &[]).await, cookie(&stage, &[]).await);
    assert!(one.starts_with("TGC-passerelle=TGT-") && one != other, "{one}");
}

async fn to_be_remembered_is_a_choice(stage: Stage) {
    let page = stage.get("/cas/login").await;
    let of_box = |name| page.attribute("#fm1 input[name=rememberMe]", name);
    assert_eq!((of_box("type").as_deref(), of_box("checked")), (Some("checkbox"), None));
}

async fn remembered_for_three_months_at_most(stage: Stage) {
    let (walker, brief) = (browser(), stage.session().await);
    stage.sign_in(&walker, "/cas/login", &[("rememberMe", "true")]).await;
    stage.test.clock.pass(SignedDuration::from_hours(24));
    ticket_in(&stage.step(&walker, &way(APP)).await);
    assert!(asks_for_credentials(&stage.step(&brief, &way(APP)).await), "a session not remembered is over");
    stage.test.clock.pass(SignedDuration::from_hours(90 * 24));
    assert!(asks_for_credentials(&stage.step(&walker, &way(APP)).await));
}

async fn services_learn_that_a_login_was_remembered(stage: Stage) {
    for remember in [true, false] {
        let walker = browser();
        stage.sign_in(&walker, "/cas/login", &[("rememberMe", &remember.to_string())]).await;
        let ticket = stage.ticket(&walker, APP).await;
        let xml = stage.present("p3/serviceValidate", &ticket, APP, "").await;
        let name = "longTermAuthenticationRequestTokenUsed";
        assert!(xml.body.contains(&format!("<cas:{name}>{remember}</cas:{name}>")), "{}", xml.body);
        let ticket = stage.ticket(&walker, APP).await;
        let cas_2 = stage.present("serviceValidate", &ticket, APP, "").await;
        accepted(&cas_2);
        assert_eq!(cas_2.body.contains(name), remember, "{}", cas_2.body);
        let ticket = stage.ticket(&walker, APP).await;
        let json = stage.present("p3/serviceValidate", &ticket, APP, "&format=JSON").await;
        assert!(json.body.contains(&format!("\"{name}\":\"{remember}\"")), "{}", json.body);
        let saml = super::saml::validate(&stage, &stage.ticket(&walker, APP).await, APP).await;
        let (_, value) = saml.body.split_once(&format!("AttributeName=\"{name}\"")).unwrap();
        let value = value.split_once("</Attribute>").unwrap().0;
        assert!(value.contains(&format!(">{remember}</AttributeValue>")), "{value}");
    }
}
