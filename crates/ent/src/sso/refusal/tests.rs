//! Who sees why a service is refused, and who may accept its address.

use walker::Walker;
use web::encode;

use crate::{
    authority, journal,
    journal::Event,
    release::{self, Offer},
    services::{
        self, NewService,
        address::{AcceptError, accept},
    },
    tests::{SCHOOL, TestEnt, uai},
};

const CLUB: &str = "https://club.example/app/";

/// An ENT in which the first school has a club of its own.
async fn with_club() -> TestEnt {
    let test = TestEnt::start().await;
    let school = uai(SCHOOL);
    let service = NewService {
        code: "Club",
        title: "Club de robots",
        url: CLUB,
        pattern: CLUB,
        group: "Applications",
        school: Some(&school),
        ..NewService::default()
    };
    let club = Offer { service, granted_to: Some(&school), rules: Vec::new() };
    release::offer(&test.ent, &[club]).await.unwrap();
    test
}

fn login_address(test: &TestEnt, service: &str) -> String {
    test.address(&format!("/cas/login?service={}", encode(service)))
}

async fn id_of_club(test: &TestEnt) -> crate::ids::ServiceId {
    let catalogue = services::catalogue(&test.ent).await.unwrap();
    catalogue.services().find(|service| service.code == "Club").unwrap().id.clone()
}

#[tokio::test]
async fn only_those_who_look_after_a_service_learn_that_it_is_there() {
    let test = with_club().await;
    authority::appoint_super(&test.ent, &test.accounts["ines"]).await.unwrap();
    let asked = login_address(&test, "https://club.example/App");
    let nobody = Walker::new().unwrap().open(&asked).await.unwrap();
    assert_eq!(nobody.status, 403);
    assert!(nobody.body.contains("https://club.example/App"), "everybody sees what to pass on");
    for who in ["zoe", "elsewhere", "admin", "ines"] {
        let page = test.signed_in(who).await.open(&asked).await.unwrap();
        assert_eq!(page.status, 403, "{who}");
        let learns = page.body.contains("Club de robots") || page.body.contains(CLUB);
        assert_eq!(learns, matches!(who, "admin" | "ines"), "{who}: {}", page.body);
        let offered = page.attribute("form#accept-address", "action").is_some();
        assert_eq!(offered, learns, "{who}");
    }
    for page in [&nobody, &test.signed_in("zoe").await.open(&asked).await.unwrap()] {
        assert!(!page.body.contains("club.example/app/"), "{}", page.body);
    }
    // Of services that belong to no school, an administrator of a school learns nothing.
    let pronote = login_address(&test, "http://pronote.example/pronote/eleve.html");
    let page = test.signed_in("admin").await.open(&pronote).await.unwrap();
    assert!(!page.body.contains("https://pronote.example"), "{}", page.body);
    let page = test.signed_in("ines").await.open(&pronote).await.unwrap();
    assert!(page.body.contains("https://pronote.example/pronote/**"), "{}", page.body);
}

#[tokio::test]
async fn an_administrator_sees_the_difference_and_accepts_the_address_once() {
    let test = with_club().await;
    authority::appoint_super(&test.ent, &test.accounts["ines"]).await.unwrap();
    let wanted = "http://club.example/App/?a=1&b='\"<é>";
    let asked = login_address(&test, wanted);
    let walker = test.signed_in("ines").await;
    let page = walker.open(&asked).await.unwrap();
    for said in ["commence par http://", "« App » est reçu, « app » est enregistré"] {
        assert!(page.text("main").unwrap().contains(said), "{}", page.body);
    }
    assert_eq!(page.text("dd code").as_deref(), Some(wanted), "as it came");
    let done = walker.submit(&page, "form#accept-address", &[]).await.unwrap();
    assert_eq!(
        (done.status, done.text("h1").as_deref()),
        (200, Some("L'adresse est acceptée")),
        "{}",
        done.body
    );
    assert_eq!(journal::count(&test.ent, Event::AddressAccepted).await.unwrap(), 1);
    let again = walker.submit(&page, "form#accept-address", &[]).await.unwrap();
    assert_eq!(again.status, 200, "a form sent twice");
    assert_eq!(journal::count(&test.ent, Event::AddressAccepted).await.unwrap(), 1);

    let on = test.signed_in("zoe").await.step(&asked).await.unwrap().location().unwrap();
    assert!(on.starts_with("http://club.example/App/?a=1&b=") && on.contains("&ticket=ST-"), "{on}");
    let other = login_address(&test, "http://club.example/App/?a=2");
    assert_eq!(walker.open(&other).await.unwrap().status, 403, "exactly this address");
}

#[tokio::test]
async fn another_server_is_for_those_of_the_whole_ent_who_say_that_they_have_checked() {
    let test = with_club().await;
    authority::appoint_super(&test.ent, &test.accounts["ines"]).await.unwrap();
    let (club, admin) = (id_of_club(&test).await, &test.accounts["admin"]);
    for elsewhere in
        ["https://clob.example/app/", "https://club.example:8443/app/", "http://club.example/app/"]
    {
        let page = test.signed_in("admin").await.open(&login_address(&test, elsewhere)).await.unwrap();
        assert!(page.says("seul un administrateur de tout l'ENT"), "{elsewhere}: {}", page.body);
        assert!(page.attribute("form#accept-address", "action").is_none(), "{elsewhere}");
        let refused = accept(&test.ent, admin, &club, elsewhere).await;
        assert!(matches!(refused, Err(AcceptError::OtherOrigin)), "{elsewhere}: {refused:?}");
    }
    let walker = test.signed_in("ines").await;
    let page = walker.open(&login_address(&test, "https://clob.example/app/")).await.unwrap();
    assert!(
        page.body.contains("ce n'est pas le même serveur")
            || page.body.contains("ce n&#39;est pas le même serveur")
    );
    let refused = walker.submit(&page, "form#accept-address", &[]).await.unwrap();
    assert_eq!(refused.status, 422, "{}", refused.body);
    assert_eq!(journal::count(&test.ent, Event::AddressAccepted).await.unwrap(), 0);
    let done = walker.submit(&page, "form#accept-address", &[("checked", "on")]).await.unwrap();
    assert_eq!(done.status, 200, "{}", done.body);
}

#[tokio::test]
async fn an_address_that_no_service_can_have_comes_with_its_reason_and_no_form() {
    let test = with_club().await;
    let walker = test.signed_in("admin").await;
    for (address, reason) in [
        ("https://club.example@evil.example/app/", "Retirez ce qui précède @"),
        ("javascript:alert(1)", "ne commence pas par http://"),
        ("https://club.example/app/**x", "Le signe *"),
        ("https://evil.example/**", "Le signe *"),
    ] {
        let page = walker.open(&login_address(&test, address)).await.unwrap();
        assert_eq!(page.status, 403);
        assert!(page.text("main").unwrap().contains(reason), "{address}: {}", page.body);
        assert!(page.attribute("form#accept-address", "action").is_none(), "{address}");
        assert_eq!(Walker::new().unwrap().open(&login_address(&test, address)).await.unwrap().status, 403);
    }
    let club = id_of_club(&test).await;
    let by = &test.accounts["admin"];
    for address in ["https://evil.example/**", "https://a@b.example/", "https://*.example/", ""] {
        let refused = accept(&test.ent, by, &club, address).await;
        assert!(matches!(refused, Err(AcceptError::Unfit(_))), "{address}: {refused:?}");
    }
}

#[tokio::test]
async fn an_address_is_accepted_only_by_those_who_look_after_the_service() {
    let test = with_club().await;
    let club = id_of_club(&test).await;
    let new = "https://club.example/new/";
    for who in ["zoe", "ines", "elsewhere"] {
        let refused = accept(&test.ent, &test.accounts[who], &club, new).await;
        assert!(matches!(refused, Err(AcceptError::NotTheirs)), "{who}: {refused:?}");
    }
    let (by, taken) = (&test.accounts["admin"], "https://pronote.example/pronote/club/");
    let refused = accept(&test.ent, by, &club, taken).await;
    assert!(matches!(refused, Err(AcceptError::Taken)), "{refused:?}");
    let portal = services::catalogue(&test.ent).await.unwrap();
    let portal = portal.services().find(|service| service.code == services::PORTAL).unwrap().id.clone();
    authority::appoint_super(&test.ent, &test.accounts["ines"]).await.unwrap();
    let refused = accept(&test.ent, &test.accounts["ines"], &portal, new).await;
    assert!(matches!(refused, Err(AcceptError::NotTheirs)), "the portal has one address: {refused:?}");
    accept(&test.ent, &test.accounts["ines"], &club, new).await.unwrap();
    assert_eq!(services::all(&test.ent).await.unwrap()[0].patterns, [CLUB, new]);
}

#[tokio::test]
async fn an_address_that_two_accept_at_once_goes_to_one_service() {
    let test = with_club().await;
    let workshop =
        NewService { code: "Atelier", pattern: "https://club.example/atelier", ..NewService::default() };
    let workshop = services::register(&test.ent, &workshop).await.unwrap();
    let club = id_of_club(&test).await;
    let by = &test.accounts["ines"];
    authority::appoint_super(&test.ent, by).await.unwrap();
    for round in 0..5 {
        let address = format!("https://club.example/new/{round}");
        let both =
            tokio::join!(accept(&test.ent, by, &club, &address), accept(&test.ent, by, &workshop, &address));
        assert!(
            matches!(both, (Ok(()), Err(AcceptError::Taken)) | (Err(AcceptError::Taken), Ok(()))),
            "{both:?}"
        );
    }
}

/// The scenarios that are played on PostgreSQL too.
pub(crate) const ON_POSTGRES: &[fn()] = &[
    an_administrator_sees_the_difference_and_accepts_the_address_once,
    an_address_that_two_accept_at_once_goes_to_one_service,
];
