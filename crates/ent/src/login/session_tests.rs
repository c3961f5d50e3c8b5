//! How long people stay signed in, and what binds a sign-in to its browser.

use http_body_util::BodyExt as _;
use tower::ServiceExt as _;
use walker::{Page, Walker};
use web::{Body, HeaderMap, clock::SignedDuration, encode, header};

use crate::{
    Ent,
    tests::{PASSWORD, TestEnt},
};

const FORM: &str = "form#fm1";
/// The keys that two browsers hold for their forms.
const KEYS: [&str; 2] = [
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
];

struct Answer {
    status: u16,
    headers: HeaderMap,
    body: String,
}

impl Answer {
    fn field(&self, name: &str) -> &str {
        let (_, value) = self.body.split_once(&format!("name=\"{name}\" value=\"")).unwrap();
        value.split('"').next().unwrap()
    }

    /// The cookie of this name, with its attributes.
    fn cookie(&self, name: &str) -> Option<&str> {
        let cookies = self.headers.get_all(header::SET_COOKIE).iter();
        cookies.map(|cookie| cookie.to_str().unwrap()).find(|cookie| cookie.starts_with(&format!("{name}=")))
    }
}

async fn ask(ent: &Ent, request: http::Request<Body>) -> Answer {
    let (parts, body) = ent.router().oneshot(request).await.unwrap().into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    let body = String::from_utf8_lossy(&body).into_owned();
    Answer { status: parts.status.as_u16(), headers: parts.headers, body }
}

/// Shows the sign-in form to the browser with this key.
async fn form(ent: &Ent, key: &str) -> Answer {
    let request = http::Request::get("/cas/login").header("cookie", format!("ENT-form={key}"));
    ask(ent, request.body(Body::empty()).unwrap()).await
}

/// Sends the form from the browser with these cookies.
async fn send(ent: &Ent, cookies: &str, csrf: &str, more: &str) -> Answer {
    let body = format!("csrf={csrf}&username=zoe&password={}{more}", encode(PASSWORD));
    let request = http::Request::post("/cas/login")
        .header("cookie", cookies)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(body));
    ask(ent, request.unwrap()).await
}

#[tokio::test]
async fn a_login_ticket_is_good_once_whatever_comes_of_it() {
    let test = TestEnt::start().await;
    let walker = Walker::new().unwrap();
    let page = walker.open(&test.address("/cas/login")).await.unwrap();
    let lt = page.attribute("input[name=lt]", "value").unwrap();
    assert!(lt.starts_with("LT-") && lt.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'), "{lt}");
    let refused = walker.submit(&page, FORM, &[("username", "zoe"), ("password", "wrong")]).await.unwrap();
    assert_eq!(refused.status, 401);
    // The former form again, as from the history of the browser.
    let again = walker.submit(&page, FORM, &[("username", "zoe"), ("password", PASSWORD)]).await.unwrap();
    assert_eq!(again.status, 403);
    assert!(again.text("[role=alert]").unwrap().starts_with("Cette page de connexion a déjà servi"));
    assert_eq!(again.attribute("#username", "value").as_deref(), Some("zoe"), "what was typed is kept");
    let fresh = walker.submit(&again, FORM, &[("password", PASSWORD)]).await.unwrap();
    assert_eq!(fresh.text("h1").as_deref(), Some("Vous êtes connecté"), "{}", fresh.body);
    let replayed = walker.submit(&again, FORM, &[("password", PASSWORD)]).await.unwrap();
    assert_eq!(replayed.status, 403, "nor after a success");
}

#[tokio::test]
async fn a_login_ticket_that_is_forged_foreign_or_too_old_is_refused_and_none_is_needed() {
    let test = TestEnt::start().await;
    let (own, foreign) = (form(&test.ent, KEYS[0]).await, form(&test.ent, KEYS[1]).await);
    let cookie = format!("ENT-form={}", KEYS[0]);
    let lt = own.field("lt").to_owned();
    let later = lt.replacen("LT-", "LT-1", 1);
    for bad in [foreign.field("lt"), "LT-1", "LT-", "x", "LT-0-0-0", &later, &lt[..lt.len() - 1], "LT-é"] {
        let answer = send(&test.ent, &cookie, own.field("csrf"), &format!("&lt={}", encode(bad))).await;
        assert_eq!((answer.status, answer.cookie("TGC-passerelle")), (403, None), "{bad}");
    }
    assert_eq!(test.ent.passwords().checks(), 0, "no password was looked at");
    assert_eq!(send(&test.ent, &cookie, own.field("csrf"), "").await.status, 200);
    test.clock.pass(SignedDuration::from_hours(24));
    let old = send(&test.ent, &cookie, own.field("csrf"), &format!("&lt={lt}")).await;
    assert_eq!(old.status, 403);
}

#[tokio::test]
async fn a_sign_in_form_of_another_browser_is_refused() {
    let test = TestEnt::start().await;
    let attacker = form(&test.ent, KEYS[0]).await;
    for cookies in [String::new(), format!("ENT-form={}", KEYS[1])] {
        let answer = send(&test.ent, &cookies, attacker.field("csrf"), "").await;
        assert_eq!((answer.status, answer.cookie("TGC-passerelle")), (403, None), "{cookies}");
    }
}

#[tokio::test]
async fn each_sign_in_has_a_new_session_and_none_is_taken_from_the_browser() {
    let test = TestEnt::start().await;
    let page = form(&test.ent, KEYS[0]).await;
    let planted = "c".repeat(64);
    let mut held = planted.clone();
    let mut seen = vec![planted];
    for _ in 0..3 {
        let cookies = format!("ENT-form={}; TGC-passerelle={held}", KEYS[0]);
        let answer = send(&test.ent, &cookies, page.field("csrf"), "").await;
        let cookie = answer.cookie("TGC-passerelle").unwrap().to_owned();
        assert!(cookie.contains("; HttpOnly; SameSite=Lax") && !cookie.contains("Max-Age"), "{cookie}");
        held = cookie["TGC-passerelle=".len()..].split(';').next().unwrap().to_owned();
        assert!(!seen.contains(&held));
        seen.push(held.clone());
    }
    let open = super::sessions_of(&test.ent, &test.accounts["zoe"]).await.unwrap();
    assert_eq!(open.len(), 1, "the former session of the browser is over");
}

#[tokio::test]
async fn answers_of_the_sign_in_page_are_kept_nowhere() {
    let test = TestEnt::start().await;
    let shown = form(&test.ent, KEYS[0]).await;
    let accepted = send(&test.ent, &format!("ENT-form={}", KEYS[0]), shown.field("csrf"), "").await;
    for answer in [shown, accepted] {
        let header = |name| answer.headers.get(name).unwrap().to_str().unwrap();
        assert_eq!(["cache-control", "pragma", "expires"].map(header), ["no-store", "no-cache", "0"]);
    }
}

#[tokio::test]
async fn whoever_has_to_wait_is_told_how_long() {
    let test = TestEnt::start().await;
    let walker = Walker::new().unwrap();
    let mut told = Vec::new();
    for login in ["zoe", "nobody"] {
        let mut page = test.sign_in(&walker, "/cas/login", login, "wrong").await;
        for _ in 0..5 {
            page = walker.submit(&page, FORM, &[("password", "wrong")]).await.unwrap();
        }
        assert_eq!(page.status, 429);
        assert_eq!(page.attribute("#username", "value").as_deref(), Some(login));
        told.push(page.text("[role=alert]").unwrap());
    }
    let words = "Trop d'essais ont échoué. Par sécurité, patientez encore 1 minute avant de réessayer. \
                 Votre compte n'est pas bloqué.";
    assert_eq!(told, [words, words]);
}

impl TestEnt {
    async fn stays_signed_in(&self, walker: &Walker) -> Page {
        let page = walker.open(&self.address("/cas/login")).await.unwrap();
        let filled = [("username", "zoe"), ("password", PASSWORD), ("rememberMe", "true")];
        let page = walker.submit(&page, FORM, &filled).await.unwrap();
        assert_eq!(page.text("h1").as_deref(), Some("Vous êtes connecté"), "{}", page.body);
        page
    }
}

#[tokio::test]
async fn who_wants_to_stays_signed_in_for_thirty_days() {
    let test = TestEnt::start().await;
    let walker = Walker::new().unwrap();
    let page = walker.open(&test.address("/cas/login")).await.unwrap();
    for name in ["rememberMe", "warn"] {
        assert_eq!(
            page.attribute(&format!("input[name={name}]"), "checked"),
            None,
            "{name} is never ticked for one"
        );
    }
    test.stays_signed_in(&walker).await;
    test.clock.pass(SignedDuration::from_hours(30 * 24 - 1));
    // Somebody else signs in, and what is over is swept out.
    test.signed_in("awa").await;
    assert!(walker.open(&test.address("/")).await.unwrap().says("Bonjour Zoé"));
    test.clock.pass(SignedDuration::from_hours(1));
    assert!(walker.open(&test.address("/")).await.unwrap().says("Connexion à votre ENT"));
    let form = form(&test.ent, KEYS[0]).await;
    for (more, lasting) in
        [("&rememberMe=true", true), ("&rememberMe=on", true), ("&rememberMe=false", false)]
    {
        let answer = send(&test.ent, &format!("ENT-form={}", KEYS[0]), form.field("csrf"), more).await;
        let cookie = answer.cookie("TGC-passerelle").unwrap();
        assert_eq!(cookie.ends_with("; Max-Age=2592000"), lasting, "{more}: {cookie}");
    }
}

/// The scenarios that are played on PostgreSQL too.
pub(crate) const ON_POSTGRES: &[fn()] =
    &[a_login_ticket_is_good_once_whatever_comes_of_it, who_wants_to_stays_signed_in_for_thirty_days];
