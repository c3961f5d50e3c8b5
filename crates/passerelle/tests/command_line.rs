//! The program as people and scripts run it.

#![expect(clippy::unwrap_used, reason = "the helpers of a test may fail loudly too")]

use std::{
    io::{BufRead as _, BufReader},
    net::TcpListener,
    process::{Command, Output, Stdio},
};

use serde_json::Value;
use walker::Walker;

const FREE: [&str; 6] = ["--ent", "localhost:0", "--pronote", "127.0.0.1:0", "--console", "127.0.0.1:0"];

fn passerelle() -> Command {
    Command::new(env!("CARGO_BIN_EXE_passerelle"))
}

fn run(arguments: &[&str]) -> Output {
    passerelle().args(arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn once_walks_the_road_and_tells_programs_in_json_lines() {
    let output = run(&[&["demo", "--once", "--json"], &FREE[..]].concat());
    assert!(output.status.success(), "{}", text(&output.stderr));
    let events: Vec<Value> =
        text(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let (ready, steps) = events.split_first().unwrap();
    assert_eq!(ready["event"], "ready");
    assert!(ready["ent"]["url"].as_str().unwrap().starts_with("http://localhost:"));
    assert_eq!(
        ready["ent"]["cas"].as_str().unwrap(),
        format!("{}/cas", ready["ent"]["url"].as_str().unwrap())
    );
    assert!(ready["pronote"]["url"].as_str().unwrap().starts_with("http://127.0.0.1:"));
    assert!(ready["pronote"]["console"].as_str().unwrap().starts_with("http://127.0.0.1:"));
    let accounts = ready["accounts"].as_array().unwrap();
    for account in accounts {
        for key in ["end", "role", "login", "password"] {
            assert!(account[key].as_str().is_some_and(|value| !value.is_empty()), "{account}");
        }
    }
    assert_eq!(steps.len(), 10);
    assert!(steps.iter().all(|step| step["event"] == "step" && step["ok"] == true), "{steps:?}");
    assert!(text(&output.stderr).contains("Les 10 étapes ont réussi."), "the text goes to standard error");
}

#[test]
fn without_json_the_text_goes_to_standard_output_and_the_folder_keeps_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let arguments = [&["demo", "--once", "--data", data.to_str().unwrap()], &FREE[..]].concat();
    let output = run(&arguments);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert!(text(&output.stdout).contains("Les 10 étapes ont réussi."));
    let exported = std::fs::read_to_string(data.join("IdPN_To_KOSMOS.xml")).unwrap();
    assert!(exported.contains("<PARTENAIRE NOM=\"KOSMOS\">") && data.join("ent.db").exists());
    // The key stays beside the file, so that it can be looked into.
    let listed = run(&["keys", "list", "--folder", data.join("cles").to_str().unwrap()]);
    assert!(text(&listed.stdout).contains("KOSMOS-1.pem"), "{}", text(&listed.stderr));
    // A second demonstration does not mix with the first.
    let again = run(&arguments);
    assert_eq!(again.status.code(), Some(1));
    assert!(text(&again.stderr).contains("n'est pas vide"), "{}", text(&again.stderr));
}

#[test]
fn what_cannot_be_done_says_why_and_what_to_do() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = taken.local_addr().unwrap().to_string();
    for (arguments, code, reason) in [
        (vec![], 2, "Usage"),
        (vec!["demonstration"], 2, "demo"),
        (vec!["demo", "--ent", "8080"], 2, "HÔTE:PORT est attendu"),
        (vec!["demo", "--database", "mysql://localhost/x"], 2, "« sqlite » ou postgres://"),
        (vec!["demo", "--once", "--ent", taken.as_str()], 1, "déjà utilisée"),
        (vec!["demo", "--once", "--ent", "0.0.0.0:0"], 1, "visible d'autres machines"),
        (vec!["demo", "--once", "--data", "/proc/nowhere"], 1, "ne peut pas être créé"),
    ] {
        let output = run(&arguments);
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {said}");
        assert!(said.contains(reason), "{arguments:?}: {said}");
        assert!(!said.contains("panicked"), "{said}");
    }
    assert!(text(&run(&["demo", "--help"]).stdout).contains("--once"));
}

#[test]
fn on_postgresql_it_needs_no_password_in_the_command_and_an_empty_place() {
    let cluster = testkit::postgres::shared();
    cluster.run("CREATE ROLE strict");
    cluster.run("CREATE ROLE demo LOGIN PASSWORD 'quatre mots' IN ROLE strict");
    cluster.run("CREATE DATABASE demo OWNER demo");
    let walk = |database: &str, password: &str| {
        let address = format!("postgres://demo@127.0.0.1:{}/{database}", cluster.port());
        let arguments = [&["demo", "--once", "--database", &address], &FREE[..]].concat();
        let output = passerelle().args(arguments).env("PGPASSWORD", password).output().unwrap();
        (output.status.code(), text(&output.stdout), text(&output.stderr))
    };
    for (database, password, advice) in
        [("demo", "trois mots", "PGPASSWORD ou ~/.pgpass"), ("nothing", "quatre mots", "créez-la : createdb")]
    {
        let (code, _, said) = walk(database, password);
        assert_eq!(code, Some(1), "{said}");
        assert!(said.contains("côté ent") && said.contains(advice), "{said}");
        assert!(said.contains(&format!("127.0.0.1:{}/{database}", cluster.port())), "{said}");
        assert!(!said.contains("mots"), "{said}");
    }
    let (code, told, said) = walk("demo", "quatre mots");
    assert_eq!(code, Some(0), "{said}");
    assert!(told.contains("Les 10 étapes ont réussi."), "{told}");
    let (code, _, said) = walk("demo", "quatre mots");
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("DROP SCHEMA passerelle_ent CASCADE"), "{said}");
}

#[test]
fn told_to_stop_on_the_road_it_leaves_nothing_behind_and_does_not_claim_success() {
    let folder = tempfile::tempdir().unwrap();
    let mut child = passerelle()
        .args([&["demo", "--once", "--json"], &FREE[..]].concat())
        .env("TMPDIR", folder.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    lines.next().unwrap().unwrap();
    Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(1));
    assert_eq!(folder.path().read_dir().unwrap().count(), 0, "the temporary folder is gone");
}

#[tokio::test]
async fn without_once_the_servers_stay_until_they_are_told_to_stop() {
    for signal in ["-INT", "-TERM"] {
        let mut child = passerelle()
            .args([&["demo", "--json"], &FREE[..]].concat())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let ready: Value = serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap();
        for _ in 0..10 {
            let step: Value = serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap();
            assert_eq!(step["ok"], true, "{step}");
        }
        let ent = ready["ent"]["url"].as_str().unwrap();
        let page = Walker::new().unwrap().open(ent).await.unwrap();
        assert!(page.says("Connexion à votre ENT"));
        Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap();
        assert!(child.wait().unwrap().success(), "{signal} is an ordinary end");
        assert!(Walker::new().unwrap().open(ent).await.is_err(), "nobody answers any more");
    }
}
