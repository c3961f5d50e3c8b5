//! `/proxy` and `/proxyValidate` (sections 2.6, 2.7 and 2.9).

use testkit::Recorder;
use walker::Page;
use web::encode;

use super::{
    Stage,
    proxy::{ask, front, proxying, taken},
    row::rows,
    saml::validate as saml_validate,
    stage::{APP, APP_ELSEWHERE, STRANGE, accepted, refused},
};

rows! {
    "2.7.2" Must proxy_gives_a_ticket
        "`/proxy` answers a good request with `cas:proxySuccess` and `cas:proxyTicket`.";
    "2.7.2" Must proxy_speaks_json_too
        "`/proxy` answers in JSON with `format=JSON`: `proxySuccess` and `proxyTicket`, or `proxyFailure` with `code` and `description`.";
    "2.7.3" Must proxy_needs_its_parameters
        "Without `pgt` or `targetService`, `/proxy` answers `cas:proxyFailure` with `INVALID_REQUEST`.";
    "2.7.3" Must proxy_refuses_a_target_that_is_not_registered
        "A target that is not registered is refused with `UNAUTHORIZED_SERVICE`.";
    "2.7.3" Must proxy_refuses_an_unknown_granting_ticket
        "A proxy-granting ticket that was never given is refused.";
    "2.7.1" Must a_proxy_ticket_is_good_for_its_target
        "A proxy ticket is good for the `targetService` it was asked for; elsewhere it is refused with `INVALID_SERVICE`, and burnt.";
    "2.6" Must proxy_validate_takes_service_tickets
        "`/proxyValidate` takes service tickets as `/serviceValidate` does.";
    "2.6" Must proxy_validate_takes_proxy_tickets
        "`/proxyValidate` takes proxy tickets, for the person who entered the first service.";
    "2.9" Must p3_proxy_validate_takes_proxy_tickets_with_attributes
        "`/p3/proxyValidate` takes proxy tickets, and gives the attributes of the person.";
    "2.6.2" Must proxies_are_named_the_last_first
        "The answer to a proxy ticket names in `cas:proxies` each proxy it has come through, the last one first.";
    "2.6.2" Must a_proxy_is_named_as_it_gave_itself
        "A `cas:proxy` is the `pgtUrl` exactly as it was given.";
    "2.6.2" Must service_tickets_name_no_proxy
        "The answer to a service ticket has no `cas:proxies`.";
    "2.5" Must service_validate_refuses_proxy_tickets
        "`/serviceValidate` and `/p3/serviceValidate` refuse proxy tickets, and burn them.";
    "2.5" Recommended the_refusal_of_a_proxy_ticket_says_why
        "The refusal says that the ticket is a proxy ticket.";
    "2.4" Must cas_1_refuses_proxy_tickets
        "`/validate` refuses proxy tickets.";
    "4.2.3" Must saml_refuses_proxy_tickets
        "`/samlValidate` refuses proxy tickets: its artifact is a service ticket.";
    "3.3.1" May a_granting_ticket_serves_often
        "A proxy-granting ticket gives several proxy tickets.";
    "3.3.1" Must a_granting_ticket_dies_with_the_session
        "A proxy-granting ticket is worth nothing once the person has signed out, nor are its proxy tickets.";
}

/// The proxy-granting ticket of a fresh session.
pub(super) async fn granted(stage: &Stage, front: &Recorder) -> String {
    accepted(&ask(stage, &front.url, &format!("{}/pgt?mine=1", front.url)).await);
    taken(front).0
}

async fn proxy(stage: &Stage, pgt: &str, target: &str) -> Page {
    stage.get(&format!("/cas/proxy?pgt={pgt}&targetService={}", encode(target))).await
}

/// A proxy ticket for a target.
pub(super) async fn proxied(stage: &Stage, pgt: &str, target: &str) -> String {
    let page = proxy(stage, pgt, target).await;
    let (_, ticket) =
        page.body.split_once("<cas:proxyTicket>").unwrap_or_else(|| panic!("{} {}", page.status, page.body));
    ticket.split_once('<').unwrap().0.to_owned()
}

fn no_ticket(page: &Page, code: &str) {
    let (_, why) = page
        .body
        .split_once(&format!("<cas:proxyFailure code=\"{code}\">"))
        .unwrap_or_else(|| panic!("{} {}", page.status, page.body));
    assert!(page.status == 200 && why.split_once('<').unwrap().0.len() > 10, "{why}");
}

async fn proxy_gives_a_ticket(stage: Stage) {
    let pgt = granted(&stage, &front(&stage).await).await;
    let page = proxy(&stage, &pgt, APP).await;
    let start = "<cas:serviceResponse xmlns:cas=\"http://www.yale.edu/tp/cas\"><cas:proxySuccess><cas:proxyTicket>PT-";
    assert!(page.status == 200 && page.body.starts_with(start), "{}", page.body);
    assert!(page.body.ends_with("</cas:proxyTicket></cas:proxySuccess></cas:serviceResponse>"));
    assert_eq!(page.header("content-type"), ["text/xml; charset=utf-8"]);
}

async fn proxy_speaks_json_too(stage: Stage) {
    let pgt = granted(&stage, &front(&stage).await).await;
    let read = async |target: &str| -> serde_json::Value {
        let path = format!("/cas/proxy?pgt={pgt}&format=JSON&targetService={}", encode(target));
        serde_json::from_str(&stage.get(&path).await.body).unwrap()
    };
    let success = read(APP).await;
    let ticket = success["serviceResponse"]["proxySuccess"]["proxyTicket"].as_str().unwrap().to_owned();
    accepted(&stage.present("proxyValidate", &ticket, APP, "").await);
    let failure = &read(STRANGE).await["serviceResponse"]["proxyFailure"];
    assert_eq!(failure["code"], "UNAUTHORIZED_SERVICE");
    assert!(failure["description"].as_str().unwrap().len() > 10, "{failure}");
}

async fn proxy_needs_its_parameters(stage: Stage) {
    let pgt = granted(&stage, &front(&stage).await).await;
    for query in [
        "".to_owned(),
        format!("pgt={pgt}"),
        format!("targetService={}", encode(APP)),
        format!("PGT={pgt}&targetService=x"),
    ] {
        no_ticket(&stage.get(&format!("/cas/proxy?{query}")).await, "INVALID_REQUEST");
    }
}

async fn proxy_refuses_a_target_that_is_not_registered(stage: Stage) {
    let pgt = granted(&stage, &front(&stage).await).await;
    for target in [STRANGE, "https://app.example@strange.example/", "nothing"] {
        no_ticket(&proxy(&stage, &pgt, target).await, "UNAUTHORIZED_SERVICE");
    }
    proxied(&stage, &pgt, APP).await;
}

async fn proxy_refuses_an_unknown_granting_ticket(stage: Stage) {
    let service_ticket = stage.fresh_ticket(APP).await;
    for pgt in ["PGT-00000000000000000000000000000", "PGT-1", &service_ticket] {
        no_ticket(&proxy(&stage, pgt, APP).await, "INVALID_REQUEST");
    }
}

async fn a_proxy_ticket_is_good_for_its_target(stage: Stage) {
    let pgt = granted(&stage, &front(&stage).await).await;
    for endpoint in ["proxyValidate", "p3/proxyValidate"] {
        accepted(&stage.present(endpoint, &proxied(&stage, &pgt, APP).await, APP, "").await);
        let ticket = proxied(&stage, &pgt, APP).await;
        refused(&stage.present(endpoint, &ticket, APP_ELSEWHERE, "").await, "INVALID_SERVICE");
        refused(&stage.present(endpoint, &ticket, APP, "").await, "INVALID_TICKET");
    }
}

async fn proxy_validate_takes_service_tickets(stage: Stage) {
    let ticket = stage.fresh_ticket(APP).await;
    let principal = accepted(&stage.present("proxyValidate", &ticket, APP, "").await);
    assert_eq!(principal.subject, stage.uid().await);
    refused(&stage.present("proxyValidate", &ticket, APP, "").await, "INVALID_TICKET");
}

async fn proxy_validate_takes_proxy_tickets(stage: Stage) {
    let pgt = granted(&stage, &front(&stage).await).await;
    let answer = stage.present("proxyValidate", &proxied(&stage, &pgt, APP).await, APP, "").await;
    assert_eq!(accepted(&answer).subject, stage.uid().await);
}

async fn p3_proxy_validate_takes_proxy_tickets_with_attributes(stage: Stage) {
    let pgt = granted(&stage, &front(&stage).await).await;
    let answer = stage.present("p3/proxyValidate", &proxied(&stage, &pgt, APP).await, APP, "").await;
    assert_eq!(accepted(&answer).values("mail"), [super::stage::MAIL]);
    assert!(answer.body.contains("<cas:isFromNewLogin>false<"), "{}", answer.body);
}

async fn proxies_are_named_the_last_first(stage: Stage) {
    let front = front(&stage).await;
    let middle = Recorder::over_https(&stage.ca, &stage.files).await;
    proxying(&stage, "MIDDLE", &middle.url).await;
    let ticket = proxied(&stage, &granted(&stage, &front).await, &middle.url).await;
    let callback = format!("&pgtUrl={}%2Fpgt", encode(&middle.url));
    accepted(&stage.present("proxyValidate", &ticket, &middle.url, &callback).await);
    let ticket = proxied(&stage, &taken(&middle).0, APP).await;
    let answer = stage.present("proxyValidate", &ticket, APP, "").await;
    let expected = format!(
        "<cas:proxies><cas:proxy>{}/pgt</cas:proxy><cas:proxy>{}/pgt?mine=1</cas:proxy></cas:proxies>",
        middle.url, front.url
    );
    assert!(answer.body.contains(&expected), "{}", answer.body);
}

async fn a_proxy_is_named_as_it_gave_itself(stage: Stage) {
    let front = front(&stage).await;
    let given = format!("{}/pgt?b=%C3%A9&a=1", front.url.replace("https://l", "HTTPS://L"));
    accepted(&ask(&stage, &front.url, &given).await);
    let ticket = proxied(&stage, &taken(&front).0, APP).await;
    let answer = stage.present("proxyValidate", &ticket, APP, "&format=JSON").await;
    let read: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(read["serviceResponse"]["authenticationSuccess"]["proxies"], serde_json::json!([given]));
}

async fn service_tickets_name_no_proxy(stage: Stage) {
    let answer = stage.present("proxyValidate", &stage.fresh_ticket(APP).await, APP, "").await;
    accepted(&answer);
    assert!(!answer.body.contains("cas:prox"), "{}", answer.body);
}

async fn service_validate_refuses_proxy_tickets(stage: Stage) {
    let pgt = granted(&stage, &front(&stage).await).await;
    for endpoint in ["serviceValidate", "p3/serviceValidate"] {
        let ticket = proxied(&stage, &pgt, APP).await;
        refused(&stage.present(endpoint, &ticket, APP, "").await, "INVALID_TICKET");
        refused(&stage.present("proxyValidate", &ticket, APP, "").await, "INVALID_TICKET");
    }
}

async fn the_refusal_of_a_proxy_ticket_says_why(stage: Stage) {
    let pgt = granted(&stage, &front(&stage).await).await;
    let answer = stage.present("serviceValidate", &proxied(&stage, &pgt, APP).await, APP, "").await;
    assert!(answer.body.contains("this is a proxy ticket: validate it at /proxyValidate"), "{}", answer.body);
}

async fn cas_1_refuses_proxy_tickets(stage: Stage) {
    let pgt = granted(&stage, &front(&stage).await).await;
    let ticket = proxied(&stage, &pgt, APP).await;
    assert_eq!(stage.present("validate", &ticket, APP, "").await.body, "no\n\n");
}

async fn saml_refuses_proxy_tickets(stage: Stage) {
    let pgt = granted(&stage, &front(&stage).await).await;
    let answer = saml_validate(&stage, &proxied(&stage, &pgt, APP).await, APP).await;
    assert!(answer.status == 200 && answer.body.contains("Value=\"samlp:RequestDenied\""), "{}", answer.body);
}

async fn a_granting_ticket_serves_often(stage: Stage) {
    let pgt = granted(&stage, &front(&stage).await).await;
    let mut tickets = Vec::new();
    for target in [APP, APP_ELSEWHERE, APP] {
        tickets.push((proxied(&stage, &pgt, target).await, target));
    }
    for (ticket, target) in tickets {
        accepted(&stage.present("proxyValidate", &ticket, target, "").await);
    }
}

async fn a_granting_ticket_dies_with_the_session(stage: Stage) {
    let (front, walker) = (front(&stage).await, stage.session().await);
    let ticket = stage.ticket(&walker, &front.url).await;
    let callback = format!("&pgtUrl={}%2Fpgt", encode(&front.url));
    accepted(&stage.present("serviceValidate", &ticket, &front.url, &callback).await);
    let pgt = taken(&front).0;
    let pending = proxied(&stage, &pgt, APP).await;
    stage.step(&walker, "/cas/logout").await;
    no_ticket(&proxy(&stage, &pgt, APP).await, "INVALID_REQUEST");
    refused(&stage.present("proxyValidate", &pending, APP, "").await, "INVALID_TICKET");
}
