//! What stands between the sign-in form and the service.

use http_body_util::BodyExt as _;
use testkit::until;
use tower::ServiceExt as _;
use walker::{Page, Walker};
use web::{Body, encode};

use crate::{
    login::{self, Attempt, TICKET_GRANTING_COOKIE},
    tests::{PASSWORD, PRONOTE, TestEnt},
};

const WARNING: &str = "Avant d'ouvrir ce service";

impl TestEnt {
    fn way_to(&self, service: &str, extra: &str) -> String {
        self.address(&format!("/cas/login?service={}{extra}", encode(service)))
    }

    /// Signs in, and says that one has seen the first-visit page of PRONOTE and wants to be asked before services.
    async fn wants_to_be_asked(&self, path: &str) -> Walker {
        let walker = Walker::new().unwrap();
        let page = walker.open(&self.address(path)).await.unwrap();
        let typed = [("username", "zoe"), ("password", PASSWORD), ("warn", "true")];
        walker.submit(&page, "form#fm1", &typed).await.unwrap();
        let page = walker.step(&self.way_to(PRONOTE, "")).await.unwrap();
        let agreed = self.agree(&walker, &page, "acknowledged=on").await;
        assert!(agreed.location().unwrap().contains("ticket=ST-"), "the first-visit page has asked already");
        walker
    }

    /// Sends the form of a page on the way. The service is no real server: the walker stops before it.
    async fn agree(&self, walker: &Walker, page: &Page, more: &str) -> Page {
        let action = page.attribute("main form", "action").unwrap();
        let mut body = more.to_owned();
        for name in ["csrf", "service", "parameter", "method"] {
            if let Some(value) = page.attribute(&format!("main form input[name={name}]"), "value") {
                body += &format!("&{name}={}", encode(&value));
            }
        }
        let kind = "application/x-www-form-urlencoded";
        walker.post(&self.address(&action), kind, body.into_bytes()).await.unwrap()
    }

    async fn is_good(&self, ticket: &str) -> bool {
        let path = format!("/cas/serviceValidate?ticket={ticket}&service={}", encode(PRONOTE));
        let answer = Walker::new().unwrap().step(&self.address(&path)).await.unwrap();
        answer.body.contains("<cas:authenticationSuccess>")
    }
}

#[tokio::test]
async fn who_wants_to_be_asked_is_asked_before_each_service_but_the_portal() {
    let test = TestEnt::start().await;
    let walker = test.wants_to_be_asked("/cas/login").await;
    for _ in 0..2 {
        let page = walker.step(&test.way_to(PRONOTE, "")).await.unwrap();
        assert_eq!((page.status, page.text("h1").as_deref()), (200, Some(WARNING)), "{}", page.body);
        assert!(page.says("Service : Pronote") && page.says("Zoé L'ÉTANG-ROUX"), "{}", page.body);
        let location = test.agree(&walker, &page, "").await.location().unwrap();
        let (address, ticket) = location.split_once("?ticket=").unwrap();
        assert_eq!(address, PRONOTE);
        assert!(test.is_good(ticket).await);
    }
    assert!(
        walker.open(&test.address("/")).await.unwrap().says("Bonjour Zoé"),
        "no question on the way home"
    );
    // `gateway` may not ask, and the person may not be passed by: no ticket.
    let gateway = walker.step(&test.way_to(PRONOTE, "&gateway=true")).await.unwrap();
    assert_eq!(gateway.location().as_deref(), Some(PRONOTE));
    // The service for which the password was typed is no surprise.
    let page = walker.open(&test.way_to(PRONOTE, "&renew=true")).await.unwrap();
    let csrf = page.attribute("#fm1 input[name=csrf]", "value").unwrap();
    let body = format!("csrf={csrf}&username=zoe&password={}&warn=on", encode(PASSWORD)).into_bytes();
    let kind = "application/x-www-form-urlencoded";
    let answer = walker.post(page.url.as_str(), kind, body).await.unwrap();
    assert!(answer.location().unwrap().contains("ticket=ST-"), "{}", answer.body);
    let next = walker.step(&test.way_to(PRONOTE, "")).await.unwrap();
    assert_eq!(next.text("h1").as_deref(), Some(WARNING), "the next time it is");
}

#[tokio::test]
async fn a_warning_left_open_too_long_leads_back_to_the_sign_in_form() {
    let test = TestEnt::start().await;
    let walker = test.wants_to_be_asked("/cas/login").await;
    let page = walker.step(&test.way_to(PRONOTE, "&method=POST")).await.unwrap();
    test.clock.pass(web::clock::SignedDuration::from_hours(9));
    let location = test.agree(&walker, &page, "").await.location().unwrap();
    assert_eq!(location, test.way_to(PRONOTE, "&method=POST"));
}

#[tokio::test]
async fn a_ticket_can_be_posted_to_the_service() {
    let test = TestEnt::start().await;
    let walker = test.signed_in("zoe").await;
    let first = walker.step(&test.way_to(PRONOTE, "&method=POST")).await.unwrap();
    let page = test.agree(&walker, &first, "acknowledged=on").await;
    assert_eq!(page.attribute("form#send", "action").as_deref(), Some(PRONOTE), "{}", page.body);
    assert_eq!(page.attribute("form#send", "method").as_deref(), Some("post"));
    assert_eq!(page.texts("form#send input").len(), 1, "the token of our forms does not leave");
    assert_eq!(page.text("form#send button").as_deref(), Some("Continuer"));
    assert!(test.is_good(&page.attribute("form#send input[name=ticket]", "value").unwrap()).await);
    let script = page.url.join(&page.attribute("main script", "src").unwrap()).unwrap();
    let script = walker.step(script.as_str()).await.unwrap();
    assert!(
        script.status == 200 && script.body.contains("getElementById(\"send\").submit()"),
        "{}",
        script.body
    );
    let saml = test.address(&format!("/cas/login?method=POST&TARGET={}", encode(PRONOTE)));
    let page = walker.step(&saml).await.unwrap();
    assert!(page.attribute("form#send input[name=SAMLart]", "value").unwrap().starts_with("ST-"));
    for extra in ["", "&method=GET", "&method=HEADER", "&method=", "&selection=x&unheard=of", "&renew=false"]
    {
        let answer = walker.step(&test.way_to(PRONOTE, extra)).await.unwrap();
        assert_eq!(answer.status, 303, "{extra}");
        assert!(answer.location().unwrap().contains("ticket=ST-"), "{extra}");
    }
    let unknown = walker.step(&test.way_to("https://evil.example/", "&method=POST")).await.unwrap();
    assert!(unknown.status == 403 && !unknown.body.contains("form id=\"send\""), "{}", unknown.body);
}

struct Signed(String);

impl Signed {
    async fn get(&self, test: &TestEnt, path: &str) -> (http::HeaderMap, String) {
        let request = http::Request::get(path).header("cookie", &self.0).body(Body::empty()).unwrap();
        let (parts, body) = test.ent.router().oneshot(request).await.unwrap().into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        (parts.headers, String::from_utf8_lossy(&body).into_owned())
    }
}

async fn teacher(test: &TestEnt) -> Signed {
    let opened = login::sign_in(&test.ent, &Attempt::of("ines", PASSWORD)).await.unwrap();
    let service = super::Wanted::find(&test.ent, PRONOTE, cas_protocol::login::TicketParameter::Ticket).await;
    super::acknowledge(&test.ent, &opened.session, &service.unwrap().service).await.unwrap();
    Signed(format!("{TICKET_GRANTING_COOKIE}={}", opened.token))
}

#[tokio::test]
async fn a_browser_may_post_the_ticket_to_the_service_and_nowhere_else() {
    let test = TestEnt::start().await;
    let path = format!("/cas/login?method=POST&service={}", encode(PRONOTE));
    let (headers, body) = teacher(&test).await.get(&test, &path).await;
    assert!(body.contains("id=\"send\""), "{body}");
    let policy = headers.get("content-security-policy").unwrap().to_str().unwrap();
    assert!(policy.ends_with("form-action 'self' https://pronote.example"), "{policy}");
}

#[tokio::test]
async fn people_who_are_signed_in_do_not_wait_for_those_who_sign_in() {
    let test = TestEnt::start().await;
    let signed = teacher(&test).await;
    let passwords = test.ent.passwords().clone();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let crowd: Vec<_> = (0..cores * 60)
        .map(|_| {
            let passwords = passwords.clone();
            tokio::spawn(async move { passwords.verify(None, "guess").await })
        })
        .collect();
    until("the line is full", async || passwords.is_full()).await;
    let (headers, _) = signed.get(&test, &format!("/cas/login?service={}", encode(PRONOTE))).await;
    let location = headers.get("location").unwrap().to_str().unwrap().to_owned();
    let (_, ticket) = location.split_once("ticket=").unwrap();
    let path = format!("/cas/serviceValidate?ticket={ticket}&service={}", encode(PRONOTE));
    let (_, answer) = signed.get(&test, &path).await;
    assert!(answer.contains("<cas:authenticationSuccess>"), "{answer}");
    assert!(passwords.is_full(), "and the line has not moved on meanwhile");
    for one in crowd {
        one.abort();
    }
}

/// The scenarios that are played on PostgreSQL too.
pub(crate) const ON_POSTGRES: &[fn()] = &[who_wants_to_be_asked_is_asked_before_each_service_but_the_portal];
