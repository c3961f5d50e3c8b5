//! What clients in use need, beyond what other chapters show.

use super::{
    Stage,
    row::rows,
    stage::{APP, PLAIN, accepted, browser, refused, ticket_in, way},
};
use crate::services::NewService;

rows! {
    "2.4.2" Client cas_1_is_text_in_utf_8
        "`/validate` answers `text/plain; charset=utf-8`: without the charset a client refuses every answer.";
    "2.5.2" Client apostrophes_are_not_escaped
        "Apostrophes are not escaped in text: a client does not decode them.";
    "2.2.4" Client the_address_comes_back_byte_for_byte
        "The address of the service comes back byte for byte, then `?` or `&`, and the ticket.";
    "2.5.2" Client the_prefix_is_cas
        "Answers have the literal prefix `cas:`, which a client looks for as text.";
    "2.5.3" Client refusals_have_status_200
        "Refusals have status 200: clients read the body.";
    "2.5.3" Client one_service_in_two_spellings_is_one
        "At validation an address may be spelt as the service spells it: case of the host, port of the scheme, percent-encoding.";
    "2.1.1" Client unknown_parameters_are_ignored
        "Parameters that the text does not know, such as `selection`, `locale` or `authn_method`, are ignored.";
    "2.5.1" Client the_form_of_pgt_url_absent_is_empty
        "An empty `pgtUrl`, as some clients always send it, is as if it were not there.";
}

async fn cas_1_is_text_in_utf_8(stage: Stage) {
    let ticket = stage.fresh_ticket(APP).await;
    for answer in ["yes\n", "no\n"] {
        let page = stage.present("validate", &ticket, APP, "").await;
        assert!(page.body.starts_with(answer), "{}", page.body);
        assert_eq!(page.header("content-type"), ["text/plain; charset=utf-8"]);
    }
}

async fn apostrophes_are_not_escaped(stage: Stage) {
    for endpoint in ["serviceValidate", "p3/serviceValidate"] {
        let answer = stage.present(endpoint, &stage.fresh_ticket(APP).await, APP, "").await;
        assert!(answer.body.contains("<cas:sn>L'Étang-Roux</cas:sn>"), "{}", answer.body);
    }
}

async fn the_address_comes_back_byte_for_byte(stage: Stage) {
    let walker = stage.session().await;
    for (address, mark) in [
        ("HTTPS://APP.example:443", '?'),
        ("https://app.example/?", ' '),
        ("https://app.example/a?b=é&c=%C3%a9", '&'),
        ("https://app.example//a//?x=http%3A%2F%2Fb%3Fc", '&'),
        ("https://app.example/a;b=1?c&", ' '),
    ] {
        let page = stage.step(&walker, &way(address)).await;
        let expected = format!("{address}{mark}ticket=ST-").replace(' ', "");
        let location = page.header("location").concat();
        assert!(location.starts_with(&expected), "{location}");
        let ticket = location.split_once("ticket=").unwrap().1;
        accepted(&stage.present("serviceValidate", ticket, address, "").await);
    }
}

async fn the_prefix_is_cas(stage: Stage) {
    let ticket = stage.fresh_ticket(APP).await;
    for outcome in ["Success>", "Failure "] {
        let page = stage.present("p3/serviceValidate", &ticket, APP, "").await;
        assert!(page.body.contains(&format!("<cas:authentication{outcome}")), "{}", page.body);
    }
}

async fn refusals_have_status_200(stage: Stage) {
    for endpoint in ["validate", "serviceValidate", "proxyValidate", "p3/serviceValidate", "p3/proxyValidate"]
    {
        for query in ["", "?ticket=ST-12345&service=x", "?format=x"] {
            let page = stage.get(&format!("/cas/{endpoint}{query}")).await;
            assert_eq!(page.status, 200, "{endpoint}{query}");
            assert!(page.body == "no\n\n" || page.body.contains("authenticationFailure"), "{}", page.body);
        }
    }
    let page = stage.get("/cas/proxy").await;
    assert!(page.status == 200 && page.body.contains("proxyFailure"), "{}", page.body);
}

async fn one_service_in_two_spellings_is_one(stage: Stage) {
    let walker = stage.session().await;
    for (issued, shown) in [
        (PLAIN, "HTTP://Plain.Example:80/in"),
        ("https://app.example", "https://app.example/"),
        ("https://app.example/a%20b", "https://app.example:443/a%20b"),
        ("https://app.example/%C3%A9", "https://app.example/%c3%a9"),
    ] {
        let ticket = stage.ticket(&walker, issued).await;
        accepted(&stage.present("serviceValidate", &ticket, shown, "").await);
    }
    let ticket = stage.ticket(&walker, "https://app.example/a").await;
    refused(&stage.present("serviceValidate", &ticket, "https://app.example/A", "").await, "INVALID_SERVICE");
}

async fn unknown_parameters_are_ignored(stage: Stage) {
    let walker = browser();
    let more = "&selection=EDU&locale=fr&authn_method=mfa&entityId=x&ticket=ST-12345";
    ticket_in(&stage.sign_in(&walker, &(way(APP) + more), &[]).await);
    let ticket = ticket_in(&stage.step(&walker, &(way(APP) + more)).await);
    accepted(&stage.present("serviceValidate", &ticket, APP, "&locale=fr&x=").await);
}

async fn the_form_of_pgt_url_absent_is_empty(stage: Stage) {
    let service =
        NewService { code: "P", url: "https://p.example", allow_proxy: true, ..NewService::default() };
    stage.register(service).await;
    for address in [APP, "https://p.example/in"] {
        let ticket = stage.fresh_ticket(address).await;
        accepted(&stage.present("serviceValidate", &ticket, address, "&pgtUrl=").await);
    }
}
