//! Two ENT of one base: a former one beside the new one until a date, or one for each space.

use model::PronoteId;

use super::*;
use crate::{
    delegation::{Choice, Settings, Which},
    tests::{Browser, Fixture, PASSWORD, PUPIL, Page, TEACHER},
};

const PUPILS: &str = "/pronote/eleve.html";
const TEACHERS: &str = "/pronote/professeur.html";
const COMMON: &str = "/pronote/";
const OTHER: &str = "https://other.example";

fn of(cas_url: &str) -> Settings {
    Settings::of(cas_url.parse().unwrap())
}

impl Fixture {
    /// Follows the link of the page that asks by which ENT, and comes back from there.
    async fn by(
        &self,
        browser: &Browser,
        page: &str,
        by: &DelegationId,
        subject: &str,
        ids: &[&str],
    ) -> Page {
        let away = browser.get(&format!("{page}?ent={by}")).await;
        assert!(away.location.starts_with(&self.cas.url()), "{}", away.location);
        let ticket = self.cas.ticket(subject, ids);
        browser.get(&format!("{page}?ticket={ticket}")).await
    }
}

/// The ENT of the test is the former one, the new one answers nobody here.
async fn in_transition() -> (Fixture, DelegationId, DelegationId) {
    let fixture = Fixture::new().await;
    let former = fixture.school().await.delegation.unwrap();
    fixture.delegate(OTHER).await;
    let new = fixture.school().await.delegation.unwrap();
    fixture.publish(false).await;
    let until = web::clock::end_of_day("05/09/2026");
    delegation::accept_former(&fixture.pronote, &fixture.base, &new, until).await.unwrap();
    fixture.publish(true).await;
    (fixture, former, new)
}

#[tokio::test]
async fn until_the_date_each_person_chooses_the_ent() {
    let (fixture, former, new) = in_transition().await;
    let browser = fixture.visitor();
    let asked = browser.get(PUPILS).await;
    assert!(asked.status == 200 && asked.shows("Par quel ENT entrez-vous ?"), "{}", asked.words());
    assert!(asked.shows("jusqu'au 05/09/2026") && asked.shows("Entrer par other.example"));
    assert!(asked.shows("Entrer par Passerelle (démonstration)"));
    assert!(browser.get(&format!("{PUPILS}?ent={new}")).await.location.starts_with(OTHER));
    let unknown = browser.get(&format!("{PUPILS}?ent=nobody")).await;
    assert!(unknown.shows("Par quel ENT"), "asked again");

    assert_eq!(fixture.by(&browser, PUPILS, &former, "z1", &[PUPIL]).await.location, PUPILS);
    assert_eq!(browser.get(PUPILS).await.status, 200);
    assert_eq!(fixture.person(PUPIL).await.cas_taught_by, Some(former.clone()));
    let left = browser.submit(PUPILS, "/pronote/deconnexion", &[]).await;
    let left = browser.get(&left.location).await;
    assert!(left.shows("Se déconnecter aussi de other.example"), "{}", left.words());

    // What the new one has taught stays, and the former one lets in all the same.
    let mut tx = fixture.pronote.db().begin().await.unwrap();
    let pupil = fixture.person(PUPIL).await.id;
    let learnt = CasId::parse("new-1").unwrap();
    people::learn_cas_id(&fixture.pronote, &mut tx, &pupil, &learnt, &new).await.unwrap();
    fixture.pronote.generations().commit(tx).await.unwrap();
    let page = fixture.by(&fixture.visitor(), PUPILS, &former, "z1", &[PUPIL]).await;
    assert_eq!(page.location, PUPILS, "{}", page.words());
    let after = fixture.person(PUPIL).await;
    assert_eq!((after.cas_id, after.cas_taught_by), (Some(learnt), Some(new.clone())));
    // The word of the new one alone opens nothing by the former one.
    let page = fixture.by(&fixture.visitor(), PUPILS, &former, "new-1", &[]).await;
    assert!(page.status == 403 && page.shows(&fixture.cas.url()), "{}", page.words());

    // Sent before midnight, back after it: that ENT is no longer asked.
    let late = fixture.visitor();
    late.get(&format!("{PUPILS}?ent={former}")).await;
    fixture.clock.advance(2 * 24 * 60);
    let ticket = fixture.cas.ticket("z1", &[PUPIL]);
    let page = late.get(&format!("{PUPILS}?ticket={ticket}")).await;
    assert!(page.status != 303 && page.location.is_empty(), "{}", page.words());
    assert!(fixture.visitor().get(PUPILS).await.location.starts_with(OTHER));
    let old = fixture.visitor().get(&format!("{PUPILS}?ent={former}")).await;
    assert!(old.location.starts_with(OTHER), "the address given to the former ENT leads to the new one");
}

#[tokio::test]
async fn a_ticket_is_shown_only_to_the_ent_that_was_chosen() {
    let (fixture, former, new) = in_transition().await;
    let browser = fixture.visitor();
    browser.get(&format!("{PUPILS}?ent={new}")).await;
    let ticket = fixture.cas.ticket("z1", &[PUPIL]);
    let page = browser.get(&format!("{PUPILS}?ticket={ticket}")).await;
    assert!(page.status == 502 && page.shows(OTHER), "the new one was asked: {}", page.words());
    browser.get(&format!("{PUPILS}?ent={former}")).await;
    let page = browser.get(&format!("{PUPILS}?ticket={ticket}")).await;
    assert_eq!(page.location, PUPILS, "it had not been used");
}

/// Teachers enter by an ENT of their own, everybody else by the one of the base.
async fn by_spaces() -> (Fixture, DelegationId) {
    let fixture = Fixture::new().await;
    fixture.publish(false).await;
    let base = fixture.school().await.delegation.unwrap();
    let closed = Settings { direct_access: false, ..of(OTHER) };
    let other = delegation::put(&fixture.pronote, &fixture.base, Which::OneMore, closed).await.unwrap();
    let choices = [Choice { space: Space::Teachers, delegation: other.clone() }];
    delegation::arrange(&fixture.pronote, &fixture.base, &base, &choices).await.unwrap();
    fixture.publish(true).await;
    (fixture, other)
}

#[tokio::test]
async fn each_space_is_entered_by_its_own_ent() {
    let (fixture, _) = by_spaces().await;
    assert!(fixture.visitor().get(TEACHERS).await.location.starts_with(OTHER));
    let browser = fixture.visitor();
    assert_eq!(fixture.enter(&browser, PUPILS, "z1", &[PUPIL]).await.location, PUPILS);
    // By the common page, its ENT does not speak for teachers: theirs is asked.
    let browser = fixture.visitor();
    let sent = fixture.enter(&browser, COMMON, "w1", &[TEACHER]).await;
    assert_eq!(sent.location, TEACHERS, "{}", sent.words());
    assert!(browser.get(TEACHERS).await.location.starts_with(OTHER), "nothing was opened");
    assert_eq!(fixture.cas_id(TEACHER).await, None, "nor learnt");
}

#[tokio::test]
async fn the_own_sign_in_of_a_space_follows_its_delegation() {
    let (fixture, _) = by_spaces().await;
    let id = PronoteId::parse(TEACHER).unwrap();
    people::give_own_login(&fixture.pronote, &fixture.base, &id, "A.Noel", PASSWORD).await.unwrap();
    let browser = fixture.visitor();
    assert_eq!(browser.get(&format!("{TEACHERS}?login=true")).await.status, 403);
    let form = format!("{COMMON}?login=true");
    assert_eq!(browser.get(&form).await.status, 200);
    let fields = [("space", "common"), ("username", "A.Noel"), ("password", PASSWORD)];
    let page = browser.submit(&form, "/pronote/connexion", &fields).await;
    assert!(
        page.status == 403 && page.shows("n'est pas autorisée"),
        "not by the common page: {}",
        page.words()
    );
}

/// The scenarios that are played on PostgreSQL too.
pub(crate) const ON_POSTGRES: &[fn()] = &[until_the_date_each_person_chooses_the_ent];
