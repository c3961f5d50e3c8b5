//! Several nodes over one database, and what a page costs once everything is known.

use db::counted;
use testkit::{in_time, until};

use super::*;
use crate::{
    bases::{Parameters, Root},
    delegation::{CasUrl, Settings},
    operators::{Operator, OperatorId},
    tests::{Browser, Fixture, PUPIL},
};

const PUPILS: &str = "/pronote/eleve.html";
const MARKS: &str = "/pronote/eleve/notes.html";

impl Fixture {
    /// A pupil's browser, inside their space.
    async fn inside(&self) -> Browser {
        let browser = self.visitor();
        browser.get(PUPILS).await;
        let ticket = self.cas.ticket("z1", &[PUPIL]);
        browser.get(&format!("{PUPILS}?ticket={ticket}")).await;
        assert_eq!(browser.get(MARKS).await.status, 200);
        browser
    }
}

fn operator() -> Operator {
    let id: OperatorId = "operator".parse().unwrap();
    Operator { id, name: String::new(), bases: Vec::new() }
}

#[tokio::test]
async fn once_everything_is_known_a_page_awaits_no_statement() {
    let fixture = Fixture::new().await;
    let browser = fixture.inside().await;
    let other = fixture.another_node().await;
    let elsewhere = browser.before(other.spaces_router());
    assert!(counted(elsewhere.get(MARKS)).await.1 > 0, "the counter counts");
    for browser in [&browser, &elsewhere] {
        let (page, statements) = counted(browser.get(MARKS)).await;
        assert_eq!((page.status.as_u16(), statements), (200, 0));
    }
    // Nor do the way to the ENT, and the list of schools.
    for path in [PUPILS, "/"] {
        assert_eq!(counted(fixture.visitor().get(path)).await.1, 0, "{path}");
    }
    fixture.clock.advance(2);
    let counts = [counted(browser.get(MARKS)).await.1, counted(browser.get(MARKS)).await.1];
    assert_eq!(counts, [1, 1], "once a minute the session is noted as seen, then read anew");
    assert_eq!(counted(browser.get(MARKS)).await.1, 0);
}

#[tokio::test]
async fn a_session_ended_on_one_node_is_refused_on_the_other_in_time() {
    let fixture = Fixture::new().await;
    let other = fixture.another_node().await;
    in_time("a session ended", async |_| {
        let browser = fixture.inside().await;
        let elsewhere = browser.before(other.spaces_router());
        assert_eq!(elsewhere.get(MARKS).await.status, 200);
        let left = browser.submit(MARKS, "/pronote/deconnexion", &[]).await;
        assert_eq!(left.status, 303);
        until("a session ended", async || elsewhere.get(MARKS).await.status == 303).await
    })
    .await;
}

#[tokio::test]
async fn publication_stopped_on_one_node_holds_on_the_other_in_time() {
    let fixture = Fixture::new().await;
    let other = fixture.another_node().await;
    let elsewhere = fixture.inside().await.before(other.spaces_router());
    in_time("publication stopped", async |_| {
        console_publishes(&fixture, false).await;
        assert_eq!(fixture.visitor().get(PUPILS).await.status, 503, "at once where it was stopped");
        let took = until("stopped", async || elsewhere.get(MARKS).await.status == 503).await;
        console_publishes(&fixture, true).await;
        until("published", async || elsewhere.get(MARKS).await.status == 200).await;
        took
    })
    .await;
}

async fn console_publishes(fixture: &Fixture, published: bool) {
    crate::console::set_published(&fixture.pronote, &operator(), &fixture.base, published).await.unwrap();
}

#[tokio::test]
async fn a_delegation_and_a_root_set_on_one_node_hold_on_the_other() {
    let fixture = Fixture::new().await;
    let other = fixture.another_node().await;
    let elsewhere = fixture.visitor().before(other.spaces_router());
    assert!(elsewhere.get(PUPILS).await.location.starts_with(&fixture.cas.url()));
    console_publishes(&fixture, false).await;
    let settings = Settings::of(CasUrl::parse("https://ent.example/cas").unwrap());
    delegation::set(&fixture.pronote, &fixture.base, settings).await.unwrap();
    let new = Parameters { root: Root::parse("ailleurs").unwrap(), ..fixture.school().await.parameters() };
    crate::console::set_parameters(&fixture.pronote, &operator(), &fixture.base, &new).await.unwrap();
    console_publishes(&fixture, true).await;
    // The other node may have seen the new root before the publication.
    until("a root", async || elsewhere.get("/ailleurs/eleve.html").await.status == 303).await;
    assert_eq!(elsewhere.get(PUPILS).await.status, 404);
    let away = elsewhere.get("/ailleurs/eleve.html").await;
    assert!(away.location.starts_with("https://ent.example/cas/login?"), "{}", away.location);
}

#[tokio::test]
async fn an_identifier_erased_on_one_node_is_gone_on_the_other() {
    let fixture = Fixture::new().await;
    fixture.inside().await;
    let other = fixture.another_node().await;
    let pupil = fixture.person(PUPIL).await.id;
    let held = async || people::find(&other, &fixture.base, &pupil).await.unwrap().unwrap().cas_id;
    assert!(held().await.is_some());
    crate::supervisor::erase_cas_id(&fixture.pronote, &operator(), &fixture.base, &pupil).await.unwrap();
    until("an identifier", async || held().await.is_none()).await;
    let in_other_base = people::find(&other, &fixture.other_base, &pupil).await.unwrap();
    assert!(in_other_base.is_none(), "held for its own base only");
}

/// A node remembers when a session was last seen; another may have seen it since.
#[tokio::test]
async fn a_session_in_use_on_one_node_is_not_idle_on_the_other() {
    let fixture = Fixture::new().await;
    let browser = fixture.inside().await;
    let elsewhere = browser.before(fixture.another_node().await.spaces_router());
    assert_eq!(elsewhere.get(MARKS).await.status, 200);
    fixture.clock.advance(50);
    assert_eq!(browser.get(MARKS).await.status, 200);
    fixture.clock.advance(20);
    assert_eq!(elsewhere.get(MARKS).await.status, 200, "seen twenty minutes ago, elsewhere");
    fixture.clock.advance(61);
    for browser in [&browser, &elsewhere] {
        assert_eq!(browser.get(MARKS).await.status, 303, "idle everywhere");
    }
}

/// The scenarios that are played on PostgreSQL too.
pub(crate) const ON_POSTGRES: &[fn()] = &[
    a_session_ended_on_one_node_is_refused_on_the_other_in_time,
    publication_stopped_on_one_node_holds_on_the_other_in_time,
    a_delegation_and_a_root_set_on_one_node_hold_on_the_other,
    an_identifier_erased_on_one_node_is_gone_on_the_other,
    a_session_in_use_on_one_node_is_not_idle_on_the_other,
];
