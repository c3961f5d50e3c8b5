//! Whether the server keeps to CAS 3.0.3, sentence by sentence, and gives real clients what they need.
//!
//! Each row is a requirement with its section, and a check that asks a fresh server by HTTP. The table in
//! `docs/reference/cas-conformance.md` is written from what the checks found; a row whose check did not run cannot
//! stand in it.

mod acceptor;
mod advisories;
mod clients;
mod form;
mod login;
mod logout;
mod proxy;
mod proxy_tickets;
mod row;
mod saml;
mod saml_answer;
mod single_logout;
mod stage;
mod tickets;
mod validation;
mod validation_answers;

use std::collections::BTreeSet;

use futures_util::{StreamExt as _, stream};
use testkit::Recorder;

use row::{Level, Row};
use stage::{Against, Stage};

/// Checks that run at the same time: most of them wait for their server.
const AT_ONCE: usize = 8;

fn rows() -> Vec<Row> {
    [
        login::rows(),
        form::rows(),
        acceptor::rows(),
        logout::rows(),
        single_logout::rows(),
        validation::rows(),
        validation_answers::rows(),
        proxy::rows(),
        proxy_tickets::rows(),
        tickets::rows(),
        saml::rows(),
        saml_answer::rows(),
        clients::rows(),
        advisories::rows(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What a check found: nothing, or why it stopped.
type Found = Result<(), String>;

async fn play(rows: &[Row], against: &Against) -> Vec<Found> {
    let checks = rows.iter().map(|row| (row.check, against.clone()));
    let played = checks.map(|(check, against)| async move {
        let checked = tokio::spawn(async move { check(Stage::start(against).await).await }).await;
        checked.map_err(|error| match error.into_panic().downcast::<String>() {
            Ok(message) => *message,
            Err(_) => "it stopped without a word".to_owned(),
        })
    });
    stream::iter(played).buffered(AT_ONCE).collect().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_server_keeps_to_the_text_and_the_table_says_so() {
    let rows = rows();
    let found = play(&rows, &Against::OurServer).await;
    let table = table(&rows, &found);
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/reference/cas-conformance.md");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(file, &table).unwrap();
    }
    let failed: Vec<_> = rows.iter().zip(&found).filter(|(_, found)| found.is_err()).collect();
    assert!(failed.is_empty(), "{failed:#?}");
    let written = std::fs::read_to_string(file).unwrap_or_default();
    assert_eq!(written, table, "run this test with UPDATE=1, and read the difference");
}

/// A check that is content with a server that says yes to everything, and nothing more, checks nothing.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_check_passes_on_answers_that_say_nothing() {
    let (rows, other) = (rows(), Recorder::start().await);
    let found = play(&rows, &Against::Other(other.url)).await;
    let passed: Vec<_> = rows.iter().zip(&found).filter(|(_, found)| found.is_ok()).collect();
    assert!(passed.is_empty(), "{passed:#?}");
}

#[test]
fn rows_are_named_once_and_say_something() {
    let rows = rows();
    let (names, sentences): (BTreeSet<_>, BTreeSet<_>) =
        rows.iter().map(|row| (row.name, row.requirement)).unzip();
    assert_eq!((names.len(), sentences.len()), (rows.len(), rows.len()), "a row stands twice");
    for row in rows {
        let texts = [Some(row.requirement), row.deviation];
        assert!(texts.iter().flatten().all(|text| text.len() > 20 && text.ends_with('.')), "{row:?}");
        assert!(!row.section.is_empty() && !row.requirement.contains('|'), "{row:?}");
    }
}

fn table(rows: &[Row], found: &[Found]) -> String {
    let mut table = String::from(HEAD);
    for level in Level::ALL {
        let of_level = rows.iter().filter(|row| row.level == level);
        let deviations = of_level.clone().filter(|row| row.deviation.is_some()).count();
        table += &format!("| {level} | {} | {deviations} |\n", of_level.count());
    }
    table += "\n| section | level | requirement | result | check |\n|---|---|---|---|---|\n";
    for (row, found) in rows.iter().zip(found) {
        let result = match (found, row.deviation) {
            (Err(_), _) => "FAILS".to_owned(),
            (Ok(()), None) => "holds".to_owned(),
            (Ok(()), Some(reason)) => format!("deviation: {reason}"),
        };
        let Row { section, level, requirement, chapter, name, .. } = row;
        table += &format!("| {section} | {level} | {requirement} | {result} | `{chapter}::{name}` |\n");
    }
    table
}

const HEAD: &str = "\
# How the CAS server keeps to the text

Written by the tests of `crates/ent/src/sso/conformance` from what they found; do not edit. To write it anew:
`UPDATE=1 cargo test -p ent conformance`.

Each line is one requirement of the CAS Protocol 3.0 Specification, version 3.0.3, in our own words, with its section;
A, B and C are its appendices. Lines of the level \"client need\" come from what clients in use were seen to do, those of
the level \"advisory\" from faults published about other CAS servers and clients. Each is checked by HTTP against a server
that was started for it. \"Deviation\" means that we do something else on purpose; the check then shows what.

| level | lines | of which deviations |
|---|---|---|
";
