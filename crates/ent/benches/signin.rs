//! Whether the time of a refusal tells who exists: the same wrong password for people who are known and for nobody,
//! through the whole router, turn about.
//!
//! Prints one line of figures, as `cargo xtask figures` reads them: name, unit, samples. Each sample is the AUC of one
//! round, the chance that a refusal for somebody known takes longer than one for nobody: 0.5 tells nothing, 0 and 1
//! everything.
#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a benchmark: its answer is what it prints")]

use std::{net::Ipv4Addr, sync::Arc, time::Instant};

use ent::{Config, Ent, directory, directory::NewAccount, ids::AccountId, login};
use http::{Request, header};
use http_body_util::BodyExt as _;
use model::PersonName;
use testkit::Scratch;
use tower::ServiceExt as _;
use web::{Body, ClientAddress, Router, SystemClock};

const ROUNDS: u32 = 3;
/// Sign-ins of each kind in a round.
const SAMPLES: u32 = 200;
const COOKIE: &str = "ENT-form=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

#[tokio::main]
async fn main() {
    let scratch = Scratch::new();
    let config = Config::new("http://localhost:8080");
    let ent = Ent::open(&scratch.database("ent"), config, Arc::new(SystemClock)).await.unwrap();
    settle(&ent).await;
    let router = ent.router();
    let csrf = form_token(&router).await;
    // What is slow the first time is the same for nobody.
    for n in 0..20 {
        refusal(&router, &csrf, &format!("warm-{n}"), n).await;
    }
    let mut aucs = Vec::new();
    for round in 0..ROUNDS {
        let (mut known, mut unknown) = (Vec::new(), Vec::new());
        for n in 0..SAMPLES {
            // Each attempt from a network of its own: none waits for what others mistyped.
            let network = 1000 + (round * SAMPLES + n) * 2;
            known.push(refusal(&router, &csrf, &format!("pupil-{n}"), network).await);
            unknown.push(refusal(&router, &csrf, &format!("ghost-{n}"), network + 1).await);
        }
        aucs.push(format!("{:.3}", auc(&known, &unknown)));
    }
    println!("figure\trefusals, known or not\tAUC\t{}", aucs.join("\t"));
    ent.close().await;
}

async fn settle(ent: &Ent) {
    let people: Vec<NewAccount> = (0..SAMPLES)
        .map(|n| NewAccount {
            name: PersonName::new("Rivage", "Alix"),
            login: format!("pupil-{n}"),
            birth_date: None,
            affiliations: Vec::new(),
        })
        .collect();
    let accounts: Vec<AccountId> = directory::add_all(ent, &people).await.unwrap();
    for account in &accounts {
        login::set_password(ent, account, "quatre mots pour entrer").await.unwrap();
    }
}

async fn form_token(router: &Router) -> String {
    let request = Request::get("/cas/login").header(header::COOKIE, COOKIE).body(Body::empty()).unwrap();
    let answer = router.clone().oneshot(request).await.unwrap();
    let body = answer.into_body().collect().await.unwrap().to_bytes();
    let body = String::from_utf8_lossy(&body);
    let (_, value) = body.split_once("name=\"csrf\" value=\"").unwrap();
    value.split('"').next().unwrap().to_owned()
}

/// Seconds from the form sent to the last byte of the refusal.
async fn refusal(router: &Router, csrf: &str, login: &str, network: u32) -> f64 {
    let body = format!("csrf={csrf}&username={login}&password=guess");
    let request = Request::post("/cas/login")
        .header(header::COOKIE, COOKIE)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .extension(ClientAddress(Ipv4Addr::from_bits(0x0a00_0000 + network).into()))
        .body(Body::from(body))
        .unwrap();
    let before = Instant::now();
    let answer = router.clone().oneshot(request).await.unwrap();
    assert_eq!(answer.status(), 401);
    answer.into_body().collect().await.unwrap();
    before.elapsed().as_secs_f64()
}

/// The share of pairs in which the first is longer; ties count for half.
fn auc(known: &[f64], unknown: &[f64]) -> f64 {
    let pairs = known.iter().flat_map(|k| unknown.iter().map(move |u| (k, u)));
    let (mut longer, mut all) = (0.0, 0.0);
    for (known, unknown) in pairs {
        longer += match known.total_cmp(unknown) {
            std::cmp::Ordering::Greater => 1.0,
            std::cmp::Ordering::Equal => 0.5,
            std::cmp::Ordering::Less => 0.0,
        };
        all += 1.0;
    }
    longer / all
}
