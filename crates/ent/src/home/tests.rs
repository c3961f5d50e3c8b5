//! "Mes connexions": one's own sessions, and nobody else's.

use testkit::{in_time, until};
use walker::{Page, Walker};
use web::clock::SignedDuration;

use crate::{
    login::{self, Attempt, TICKET_GRANTING_COOKIE, device::Device},
    tests::{PASSWORD, TestEnt},
};

impl TestEnt {
    async fn connections(&self, walker: &Walker) -> Page {
        walker.open(&self.address("/connections")).await.unwrap()
    }

    async fn is_in(&self, walker: &Walker) -> bool {
        walker.open(&self.address("/")).await.unwrap().says("Bonjour")
    }

    /// Posts from the browser of this walker what a form of the page may hold.
    async fn end(&self, walker: &Walker, session: &str) -> u16 {
        let page = self.connections(walker).await;
        let csrf = page.attribute("main input[name=csrf]", "value").unwrap();
        let body = format!("csrf={csrf}&session={}", web::encode(session)).into_bytes();
        let kind = "application/x-www-form-urlencoded";
        walker.post(&self.address("/connections/end"), kind, body).await.unwrap().status
    }
}

#[tokio::test]
async fn a_person_sees_their_connections_and_ends_the_others() {
    let test = TestEnt::start().await;
    let here = test.signed_in("zoe").await;
    test.signed_in("ines").await;
    test.clock.pass(SignedDuration::from_mins(30));
    let device =
        Device::of_user_agent("Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0");
    let elsewhere = Attempt { device, remember: true, ..Attempt::of("zoe", PASSWORD) };
    login::sign_in(&test.ent, &elsewhere).await.unwrap();
    let other = test.signed_in("zoe").await;
    let page = test.connections(&here).await;
    assert_eq!(page.text("h1").as_deref(), Some("Mes connexions"));
    let mut devices = page.texts("main h2");
    assert_eq!(devices.remove(0), "Appareil non reconnu Cet appareil", "one's own first");
    devices.sort();
    assert_eq!(devices, ["Appareil non reconnu", "Firefox sur Windows"]);
    assert!(page.says("Connexion gardée 30 jours") && !page.says("Mozilla"), "{}", page.body);
    let dates = page.texts("main dd");
    assert!(
        dates.iter().any(|date| date == &web::clock::french(opened(&test)).replace('\u{a0}', " ")),
        "{dates:?}"
    );
    let left = here.submit(&page, "form#others", &[]).await.unwrap();
    assert_eq!(left.texts("main h2"), ["Appareil non reconnu Cet appareil"]);
    assert_eq!(left.attribute("form#others", "action"), None, "there is no other any more");
    assert!(test.is_in(&here).await && !test.is_in(&other).await);
}

fn opened(test: &TestEnt) -> web::Timestamp {
    use web::Clock as _;
    test.clock.now()
}

#[tokio::test]
async fn one_connection_is_ended_by_its_owner_only() {
    let test = TestEnt::start().await;
    let (owner, other) = (test.signed_in("zoe").await, test.signed_in("ines").await);
    let page = test.connections(&owner).await;
    let session = page.attribute("main input[name=session]", "value").unwrap();
    for (walker, given) in [(&other, session.as_str()), (&owner, "none"), (&owner, ""), (&owner, "é'--")] {
        assert_eq!(test.end(walker, given).await, 303, "{given}");
        assert!(test.is_in(&owner).await && test.is_in(&other).await, "{given}");
    }
    assert!(!test.connections(&other).await.body.contains(&session), "nor does anybody see it");
    assert_eq!(test.end(&owner, &session).await, 303);
    assert!(!test.is_in(&owner).await && test.is_in(&other).await);
}

#[tokio::test]
async fn an_ended_connection_is_out_on_every_node_at_once() {
    let test = TestEnt::start().await;
    let node = test.another_node().await;
    let here = test.signed_in("zoe").await;
    in_time("ending a connection", async |_| {
        let opened = login::sign_in(&test.ent, &Attempt::of("zoe", PASSWORD)).await.unwrap();
        let cookie = login::transport(&node).set(TICKET_GRANTING_COOKIE, &opened.token);
        let mut headers = web::HeaderMap::new();
        headers.insert("cookie", cookie);
        assert!(login::session(&node, &headers).await.unwrap().is_some());
        assert_eq!(test.end(&here, opened.session.id.as_str()).await, 303);
        until("the other browser is out", async || login::session(&node, &headers).await.unwrap().is_none())
            .await
    })
    .await;
}

/// The scenarios that are played on PostgreSQL too.
pub(crate) const ON_POSTGRES: &[fn()] = &[
    a_person_sees_their_connections_and_ends_the_others,
    one_connection_is_ended_by_its_owner_only,
    an_ended_connection_is_out_on_every_node_at_once,
];
