//! Each security parameter is flipped, and what it changes is looked at.

use crate::{
    access::pages::page_within,
    operators::Role,
    people,
    tests::{Browser, Fixture, PASSWORD, PUPIL, TEACHER},
};

impl Fixture {
    /// The base as usual with direct access, a teacher with an own login, and an operator of the console.
    async fn guarded(&self) -> Browser {
        let id = TEACHER.parse().unwrap();
        people::give_own_login(&self.pronote, &self.base, &id, "awa", PASSWORD).await.unwrap();
        let console = self.operator(Role::Console, "camille", &self.base).await;
        console.comes_from("192.0.2.7");
        console
    }

    async fn secure(&self, console: &Browser, changed: &[(&str, &str)]) -> crate::tests::Page {
        let page = format!("/bases/{}/security", self.base);
        let usual = [("idle", "60"), ("attempts", "10"), ("networks", "")];
        let kept = usual.into_iter().filter(|(name, _)| changed.iter().all(|(other, _)| other != name));
        let fields: Vec<(&str, &str)> = kept.chain(changed.iter().copied()).collect();
        console.submit(&page, &page, &fields).await
    }
}

async fn signs_in(browser: &Browser, password: &str) -> crate::tests::Page {
    let fields = [
        ("space", "teachers"),
        ("page", "professeur/notes.html"),
        ("username", "awa"),
        ("password", password),
    ];
    browser.submit("/pronote/?login=true", "/pronote/connexion", &fields).await
}

#[tokio::test]
async fn a_session_that_rests_ends_after_the_minutes_of_its_base() {
    let fixture = Fixture::new().await;
    let console = fixture.guarded().await;
    assert_eq!(fixture.secure(&console, &[("idle", "5")]).await.status, 303);
    let pupil = fixture.inside_at("eleve.html", PUPIL).await;
    let shown = pupil.get("/pronote/eleve/notes.html").await;
    assert_eq!(shown.refresh, "181; url=/pronote/veille.html?page=eleve%2Fnotes.html", "two minutes before");
    assert!(shown.shows("votre session se terminera le 04/09/2026 à 8\u{a0}h\u{a0}44."), "{}", shown.text);
    let watch = "/pronote/veille.html?page=eleve%2Fnotes.html";
    fixture.clock.advance(4);
    let warned = pupil.get(watch).await;
    assert!(warned.shows("Votre session va se terminer") && warned.shows("Rester connecté"));
    assert!(warned.shows("href=\"/pronote/eleve/notes.html\"") && warned.refresh.starts_with("61; url="));
    assert_eq!(pupil.get("/pronote/eleve/notes.html").await.status, 200, "prolonged");
    fixture.clock.advance(4);
    assert!(pupil.get(watch).await.shows("Rester connecté"), "from the last page, not from the first");
    fixture.clock.advance(1);
    let over = pupil.get(watch).await;
    assert!(
        over.shows("Votre session est terminée") && over.shows("pendant 5 minutes"),
        "watching is no prolonging"
    );
    assert!(over.refresh.is_empty() && over.shows("href=\"/pronote/eleve/notes.html\""));
    let away = pupil.get("/pronote/eleve/notes.html").await.location;
    assert!(
        away.starts_with(&fixture.cas.url()) && away.ends_with("%2Fpronote%2Feleve%2Fnotes.html"),
        "{away}"
    );
    let ticket = fixture.cas.ticket(PUPIL, &[PUPIL]);
    let back = pupil.get(&format!("/pronote/eleve/notes.html?ticket={ticket}")).await;
    assert_eq!(back.location, "/pronote/eleve/notes.html", "the same page");

    fixture.secure(&console, &[("idle", "480")]).await;
    fixture.clock.advance(50);
    // The console itself rests for an hour at most.
    console.get("/").await;
    fixture.clock.advance(50);
    assert_eq!(pupil.get("/pronote/eleve.html").await.status, 200);
    for elsewhere in ["//evil.example", "/evil", "https:evil", "a/../b", "%2f", ".x", "a//b"] {
        assert_eq!(page_within(elsewhere), None, "{elsewhere}");
    }
}

#[tokio::test]
async fn direct_sign_ins_that_fail_wait_for_the_next_minute() {
    let fixture = Fixture::new().await;
    let console = fixture.guarded().await;
    fixture.secure(&console, &[("attempts", "2")]).await;
    let (browser, elsewhere) = (fixture.visitor(), fixture.visitor());
    browser.comes_from("198.51.100.7");
    elsewhere.comes_from("203.0.113.8");
    for _ in 0..2 {
        assert_eq!(signs_in(&browser, "autre chose").await.status, 403);
    }
    fixture.clock.advance(0);
    let waits = signs_in(&browser, PASSWORD).await;
    assert!(waits.status == 429 && waits.shows("votre mot de passe n'a pas été lu. Réessayez dans 60 s."));
    assert!(waits.shows("value=\"awa\""), "what was typed stays");
    let checks = fixture.pronote.passwords().checks();
    assert_eq!(signs_in(&browser, PASSWORD).await.status, 429, "no password is looked at");
    assert_eq!(fixture.pronote.passwords().checks(), checks);
    assert_eq!(signs_in(&elsewhere, PASSWORD).await.status, 303, "strangers keep nobody out");
    fixture.clock.advance(1);
    let inside = signs_in(&browser, PASSWORD).await;
    assert_eq!(inside.location, "/pronote/professeur/notes.html", "nobody is locked out for good");
    for _ in 0..4 {
        assert_eq!(signs_in(&browser, PASSWORD).await.status, 303, "who succeeds is not counted");
    }
    fixture.secure(&console, &[("attempts", "60")]).await;
    for _ in 0..5 {
        assert_eq!(signs_in(&browser, "autre chose").await.status, 403);
    }
    // Other logins from the same network: ten times as many, then the network waits.
    fixture.secure(&console, &[("attempts", "1")]).await;
    let from_one_network = async |login: &str| {
        let fields = [("space", "teachers"), ("username", login), ("password", "autre chose")];
        browser.submit("/pronote/?login=true", "/pronote/connexion", &fields).await.status
    };
    for login in ["a", "b", "c", "d", "e"] {
        assert_eq!(from_one_network(login).await, 403);
    }
    assert_eq!(from_one_network("f").await, 429);
}

#[tokio::test]
async fn the_console_and_the_supervisor_are_slowed_down_too() {
    let fixture = Fixture::new().await;
    fixture.guarded().await;
    let browser = Browser::new(fixture.pronote.console_router());
    for (home, sign_in) in [("/", "/sign-in"), ("/spr/", "/spr/sign-in")] {
        let attempt = async |password: &str| {
            browser.submit(home, sign_in, &[("login", "camille"), ("password", password)]).await
        };
        for _ in 0..10 {
            assert_eq!(attempt("autre chose").await.status, 403);
        }
        assert!(attempt(PASSWORD).await.shows("Trop d'essais en peu de temps"));
    }
    fixture.clock.advance(1);
    let fields = [("login", "camille"), ("password", PASSWORD)];
    assert_eq!(browser.submit("/", "/sign-in", &fields).await.status, 303);
}

#[tokio::test]
async fn operators_come_only_from_the_allowed_addresses() {
    let fixture = Fixture::new().await;
    let console = fixture.guarded().await;
    let spr = fixture.operator(Role::Supervisor, "spr", &fixture.base).await;
    spr.comes_from("192.0.2.8");
    for (list, sentence) in [
        ("198.51.100.0/24", "Cette liste vous exclurait : votre adresse est 192.0.2.7"),
        ("192.0.2.0/24 lycée", "« lycée » n'est ni une adresse ni un réseau"),
    ] {
        let refused = fixture.secure(&console, &[("networks", list)]).await;
        assert!(refused.status == 422 && refused.shows(sentence) && refused.shows(list), "{}", refused.text);
    }
    assert_eq!(fixture.secure(&console, &[("networks", "192.0.2.0/24")]).await.status, 303);
    let page = format!("/bases/{}/publication", fixture.base);
    assert_eq!(
        (console.get(&page).await.status, spr.get("/spr/").await.status),
        (200.try_into().unwrap(), 200.try_into().unwrap())
    );
    for browser in [&console, &spr] {
        browser.comes_from("198.51.100.7");
    }
    let closed = console.get(&page).await;
    assert!(closed.status == 403 && closed.shows("Cette base n'est pas accessible depuis votre adresse"));
    assert_eq!(console.submit("/account", &page, &[("action", "stop")]).await.status, 403);
    assert!(fixture.school().await.published);
    assert!(console.get("/").await.shows("Cette base n'est pas accessible depuis votre adresse"));
    assert!(!console.get("/server").await.shows("2026-2027.not"), "nor is its journal");
    for path in ["/spr/", "/spr/people/pupil", "/spr/export/file"] {
        assert_eq!(spr.get(path).await.status, 403, "{path}");
    }
    assert_eq!(fixture.visitor().get("/pronote/?login=true").await.status, 200, "the spaces stay open");
    console.comes_from("192.0.2.9");
    assert_eq!(fixture.secure(&console, &[("networks", "")]).await.status, 303);
    assert_eq!(spr.get("/spr/").await.status, 200);
}

#[tokio::test]
async fn a_base_that_wants_a_second_factor_leads_to_the_account() {
    let fixture = Fixture::new().await;
    let console = fixture.guarded().await;
    let spr = fixture.operator(Role::Supervisor, "spr", &fixture.base).await;
    assert_eq!(fixture.secure(&console, &[("second_factor", "on")]).await.status, 303);
    let page = format!("/bases/{}/publication", fixture.base);
    assert_eq!(console.get(&page).await.location, "/account?wanted=second-factor");
    assert!(console.get("/account?wanted=second-factor").await.shows("Cette base exige un second facteur"));
    assert!(console.get("/").await.shows("Cette base exige un second facteur"));
    assert_eq!(spr.get("/spr/").await.location, "/spr/account?wanted=second-factor");
    assert_eq!(
        spr.submit("/spr/account", "/spr/export", &[]).await.location,
        "/spr/account?wanted=second-factor"
    );
    for (browser, account) in [(&console, "/account"), (&spr, "/spr/account")] {
        fixture.gets_second_factor(browser, account).await;
    }
    assert_eq!(
        (console.get(&page).await.status.as_u16(), spr.get("/spr/").await.status.as_u16()),
        (200, 200)
    );
    fixture.secure(&console, &[]).await;
    let other = fixture.operator(Role::Console, "another", &fixture.base).await;
    assert_eq!(other.get(&page).await.status, 200, "no longer wanted");
}

#[tokio::test]
async fn numbers_out_of_bounds_are_told_at_their_fields_and_kept() {
    let fixture = Fixture::new().await;
    let console = fixture.guarded().await;
    for (field, value, sentence) in [
        ("idle", "4", "de 5 à 480"),
        ("idle", "une heure", "de 5 à 480"),
        ("attempts", "0", "de 1 à 60"),
        ("attempts", "61", "de 1 à 60"),
    ] {
        let refused = fixture.secure(&console, &[(field, value), ("networks", "192.0.2.7")]).await;
        assert!(refused.status == 422 && refused.shows(sentence), "{field}");
        assert!(
            refused.shows(&format!("value=\"{value}\"")) && refused.shows("192.0.2.7"),
            "what was typed stays"
        );
        assert!(refused.shows(&format!("id=\"{field}-error\"")));
    }
    assert_eq!(fixture.school().await.idle_minutes, 60);
}

/// The scenarios that are played on PostgreSQL too.
pub(crate) const ON_POSTGRES: &[fn()] = &[
    a_session_that_rests_ends_after_the_minutes_of_its_base,
    direct_sign_ins_that_fail_wait_for_the_next_minute,
    operators_come_only_from_the_allowed_addresses,
];
