//! CAS on a host of its own, at its root.

use walker::Walker;
use web::encode;

use crate::tests::{PASSWORD, PRONOTE, TestEnt};

/// `localhost` for the portal, `127.0.0.1` for CAS: two hosts to a browser.
async fn start() -> TestEnt {
    let cas = |portal: &str| Some(portal.replace("localhost", "127.0.0.1"));
    TestEnt::start_as(|config| config.cas_origin = cas(&config.public_url)).await
}

#[tokio::test]
async fn cas_answers_at_the_root_of_a_host_of_its_own() {
    let test = start().await;
    let cas = test.ent.config().cas_url();
    assert_eq!(cas, test.url.replace("localhost", "127.0.0.1"));

    let walker = Walker::new().unwrap();
    let form = walker.open(&test.address("/")).await.unwrap();
    assert_eq!(
        format!("{}{}", form.url.origin().ascii_serialization(), form.url.path()),
        format!("{cas}/login")
    );
    let typed = [("username", "zoe"), ("password", PASSWORD)];
    let home = walker.submit(&form, "form#fm1", &typed).await.unwrap();
    assert_eq!(
        (home.status, home.url.host_str(), home.url.path()),
        (200, Some("localhost"), "/"),
        "{}",
        home.body
    );

    // The links of a page keep their place, and the silent way gives a ticket that both hosts' validators know.
    let first = walker.step(&format!("{cas}/login?service={}", encode(PRONOTE))).await.unwrap();
    assert_eq!(first.attribute("main form", "action").as_deref(), Some("/cas/first-visit"), "{}", first.body);
    let to_service =
        walker.step(&format!("{cas}/login?gateway=true&service={}", encode(PRONOTE))).await.unwrap();
    let ticket = to_service.location().unwrap().split_once("ticket=").unwrap().1.to_owned();
    let validate = format!("{cas}/p3/serviceValidate?ticket={ticket}&service={}", encode(PRONOTE));
    let answer = Walker::new().unwrap().step(&validate).await.unwrap();
    assert!(answer.body.contains("authenticationSuccess"), "{}", answer.body);
    let again = Walker::new().unwrap().step(&validate).await.unwrap();
    assert!(again.body.contains("INVALID_TICKET"), "{}", again.body);

    let out = walker.open(&format!("{cas}/logout")).await.unwrap();
    assert_eq!(out.status, 200);
    let asked = walker.open(&test.address("/")).await.unwrap();
    assert_eq!(asked.url.path(), "/login", "signed out of both");
}

#[tokio::test]
async fn what_is_not_cas_belongs_to_the_portal() {
    let test = start().await;
    let cas = test.ent.config().cas_url();
    let walker = Walker::new().unwrap();
    for path in ["/", "/contact", "/admin", "/connections?x=1", "/casino", "/loginx"] {
        let page = walker.step(&format!("{cas}{path}")).await.unwrap();
        assert_eq!(page.location(), Some(test.address(path)), "{path}");
    }
    for (path, status) in
        [("/cas/login", 200), ("/login", 200), ("/serviceValidate", 200), ("/cas/nothing", 303)]
    {
        assert_eq!(walker.step(&format!("{cas}{path}")).await.unwrap().status, status, "{path}");
    }
    let alias =
        walker.post(&format!("{cas}/SAML/validate?TARGET=x"), "text/xml", b"<x/>".to_vec()).await.unwrap();
    assert_eq!(alias.status, 303, "the word counts as it is written");
    let alias =
        walker.post(&format!("{cas}/saml/Validate?TARGET=x"), "text/xml", b"<x/>".to_vec()).await.unwrap();
    assert!(alias.body.contains("samlp:Requester"), "{}", alias.body);
    let style = walker.step(&format!("{cas}/login")).await.unwrap();
    let style = style.attribute("link[rel=stylesheet]", "href").unwrap();
    assert_eq!(walker.step(&format!("{cas}{style}")).await.unwrap().status, 200, "{style}");
}
