//! The account of an operator: password, other sessions, second factor.

use totp_rs::{Builder, Secret};
use web::Clock as _;

use crate::{
    operators::Role,
    tests::{Browser, Fixture, PASSWORD, Page},
};

const NEW: &str = "Neuf ponts sur la Garonne 7";

impl Fixture {
    fn code(&self, secret: &str) -> String {
        let totp = Builder::new().with_secret(Secret::try_from_base32(secret).unwrap()).build().unwrap();
        totp.generate(u64::try_from(self.clock.now().as_second()).unwrap()).to_string()
    }

    /// Sets up a second factor; gives its secret and the codes on paper.
    pub(crate) async fn gets_second_factor(&self, browser: &Browser, account: &str) -> (String, Vec<String>) {
        let change = format!("{account}/second-factor");
        assert_eq!(browser.submit(account, &change, &[("action", "begin")]).await.status, 303);
        let shown = browser.get(account).await;
        let secret =
            shown.text.split("id=\"secret\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let wrong = browser.submit(account, &change, &[("action", "confirm"), ("code", "000")]).await;
        assert!(wrong.status == 422 && wrong.shows("Ce code n'est pas le bon"));
        assert!(browser.get(account).await.shows(&secret), "the secret stays the one that was typed");
        let code = self.code(&secret);
        let done = browser.submit(account, &change, &[("action", "confirm"), ("code", &code)]).await;
        assert!(done.shows("Le second facteur est activé"), "{}", done.text);
        let codes = done.text.split("<code>").skip(1).map(|part| part.split('<').next().unwrap().to_owned());
        (secret, codes.collect())
    }
}

async fn signs_in(browser: &Browser, password: &str) -> Page {
    browser.submit("/", "/sign-in", &[("login", "camille"), ("password", password)]).await
}

async fn gives(browser: &Browser, code: &str) -> Page {
    browser.submit("/sign-in/code", "/sign-in/code", &[("code", code)]).await
}

#[tokio::test]
async fn the_second_factor_is_asked_for_after_the_password_and_good_once() {
    let fixture = Fixture::new().await;
    let console = fixture.operator(Role::Console, "camille", &fixture.base).await;
    let other = Browser::new(fixture.pronote.console_router());
    signs_in(&other, PASSWORD).await;
    let (secret, codes) = fixture.gets_second_factor(&console, "/account").await;
    assert_eq!(codes.len(), 8);
    assert_eq!(other.get("/account").await.location, "/", "sessions of a password alone have ended");
    assert_eq!(console.get("/account").await.status, 200);

    let browser = Browser::new(fixture.pronote.console_router());
    assert_eq!(signs_in(&browser, PASSWORD).await.location, "/sign-in/code");
    for path in ["/account", "/server", &format!("/bases/{}/publication", fixture.base)] {
        assert_eq!(browser.get(path).await.location, "/", "{path}: half signed in is not signed in");
    }
    assert!(
        gives(&browser, &fixture.code(&secret)).await.shows("il a déjà servi"),
        "used when it was confirmed"
    );
    fixture.clock.advance(1);
    let code = fixture.code(&secret);
    assert_eq!(gives(&browser, &format!(" {} {} ", &code[..3], &code[3..])).await.location, "/");
    assert_eq!(browser.get("/account").await.status, 200);

    let second = Browser::new(fixture.pronote.console_router());
    signs_in(&second, PASSWORD).await;
    assert_eq!(gives(&second, &code).await.status, 403, "a code that somebody saw is worth nothing");
    assert_eq!(gives(&second, &codes[0].to_lowercase()).await.location, "/", "a code on paper");
    assert!(second.get("/account").await.shows("Il vous reste 7 codes de secours"));
    let third = Browser::new(fixture.pronote.console_router());
    signs_in(&third, PASSWORD).await;
    assert_eq!(gives(&third, &codes[0]).await.status, 403, "good once");
    for _ in 0..4 {
        gives(&third, "000000").await;
    }
    assert!(gives(&third, &codes[1]).await.shows("ce code n'a pas été lu"), "guessing is slowed down");

    let remove = [("action", "remove"), ("code", codes[2].as_str())];
    let wrong =
        second.submit("/account", "/account/second-factor", &[("action", "remove"), ("code", "1")]).await;
    assert_eq!(wrong.status, 422);
    second.submit("/account", "/account/second-factor", &remove).await;
    let fourth = Browser::new(fixture.pronote.console_router());
    assert_eq!(signs_in(&fourth, PASSWORD).await.location, "/");
}

#[tokio::test]
async fn a_password_is_changed_with_the_present_one_and_ends_the_other_sessions() {
    let fixture = Fixture::new().await;
    let console = fixture.operator(Role::Console, "camille", &fixture.base).await;
    let other = Browser::new(fixture.pronote.console_router());
    signs_in(&other, PASSWORD).await;
    let change = async |present: &str, new: &str| {
        console.submit("/account", "/account/password", &[("present", present), ("new", new)]).await
    };
    for (present, new, sentence) in [
        ("passerelle du pont 9", NEW, "Ce n'est pas votre mot de passe actuel"),
        (PASSWORD, "court", "trop court"),
        (PASSWORD, "CamilleGuéCamilleGué", "se devine trop facilement"),
    ] {
        let refused = change(present, new).await;
        assert!(refused.status == 422 && refused.shows(sentence), "{sentence}: {}", refused.text);
    }
    assert_eq!(other.get("/account").await.status, 200);
    assert_eq!(change(PASSWORD, NEW).await.location, "/account?done=password");
    assert_eq!(
        (console.get("/account").await.status.as_u16(), other.get("/account").await.status.as_u16()),
        (200, 303)
    );
    assert_eq!(signs_in(&other, PASSWORD).await.status, 403);
    assert_eq!(signs_in(&other, NEW).await.status, 303);
    assert_eq!(console.submit("/account", "/account/sessions", &[]).await.location, "/account?done=sessions");
    assert_eq!(other.get("/account").await.status, 303, "closed from the other side");
    assert_eq!(console.get("/account").await.status, 200);
}

/// The scenarios that are played on PostgreSQL too.
pub(crate) const ON_POSTGRES: &[fn()] = &[
    the_second_factor_is_asked_for_after_the_password_and_good_once,
    a_password_is_changed_with_the_present_one_and_ends_the_other_sessions,
];
