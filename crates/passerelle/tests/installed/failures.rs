//! What goes wrong at the start, each with the sentence that says what to do.

use std::net::TcpListener;

use db::{Db, Migration};

use crate::place::{PASSWORD, Place, text};

const START: [&str; 3] = ["ent", "--config", "ent.toml"];

#[test]
fn each_obstacle_at_the_start_has_its_sentence() {
    // What is written instead of what in ent.toml, and what is said.
    for (from, to, parts) in [
        ("listen", "lisen", ["ent.toml, ligne 4, colonne 1", "Vouliez-vous écrire « listen » ?"]),
        ("\"ent-data\"", "\"elsewhere\"", ["elsewhere n'existe pas", "mkdir -p"]),
        ("\"ent-data\"", "\"ent.toml\"", ["ent.toml n'est pas un dossier", "corrigez « data »"]),
        // Nobody writes there, not even the superuser.
        ("\"ent-data\"", "\"/proc\"", ["rien ne peut être écrit dans le dossier des données /proc", "droit"]),
        ("[ent]", "database = \"sqlite:nowhere/ent.db\"\n[ent]", ["nowhere/ent.db", "dossier existe"]),
        ("[ent]", "database = \"sqlite:text.db\"\n[ent]", ["text.db", "passerelle restore"]),
        ("[ent]", "database = \"sqlite:pronote-data\"\n[ent]", ["pronote-data", "vérifiez le chemin"]),
        ("listen = \"127.0.0.1", "listen = \"192.0.2.7", ["sans être chiffré", "127.0.0.1"]),
    ] {
        let place = Place::new();
        place.write("text.db", &"this is no database, and long enough to have a header".repeat(40));
        place.edit("ent.toml", from, to);
        let said = place.refused(&START, "");
        for part in parts {
            assert!(said.contains(part), "{to:?}: {part:?} is not in: {said}");
        }
    }
}

#[test]
fn an_address_that_cannot_be_listened_on_is_named() {
    let place = Place::new();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = place.ent_url.rsplit_once(':').unwrap().1.to_owned();
    place.edit("ent.toml", &port, &taken.local_addr().unwrap().port().to_string());
    let said = place.refused(&START, "");
    assert!(said.contains(&taken.local_addr().unwrap().to_string()) && said.contains("déjà"), "{said}");

    // An address of the range for documentation, which no machine has.
    let place = Place::new();
    place.edit("ent.toml", "listen = \"127.0.0.1", "listen = \"192.0.2.7");
    place.edit("ent.toml", "http://localhost", "https://localhost");
    place.edit("ent.toml", "[ent]", "[network]\ntrusted_proxies = [\"192.0.2.1\"]\n[ent]");
    let said = place.refused(&START, "");
    assert!(said.contains("192.0.2.7") && said.contains("cette machine n'a pas cette adresse"), "{said}");
}

#[test]
fn the_wrong_file_for_a_command_is_named() {
    let place = Place::new();
    let said = place.refused(&["pronote", "--config", "ent.toml"], "");
    assert!(said.contains("ent.toml décrit un ENT"), "{said}");
    let said = place.refused(&["ent", "--config", "pronote.toml"], "");
    assert!(said.contains("pronote.toml décrit un côté PRONOTE"), "{said}");
    let said = place.refused(&["ent", "--config", "missing.toml"], "");
    assert!(said.contains("missing.toml : ce fichier n'existe pas"), "{said}");
    for (arguments, part) in [
        (vec!["ent"], "--config"),
        (
            vec!["operator", "create", "--config", "x", "--login", "a", "--name", "b", "--password-stdin"],
            "--console",
        ),
        (vec!["school", "add", "--config", "x", "--uai", "0990001Z", "--name", "b"], "0990001N ?"),
        (vec!["school", "add", "--config", "x", "--uai", "1", "--name", "b"], "sept chiffres"),
    ] {
        let output = place.run(&arguments, "");
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(text(&output.stderr).contains(part), "{}", text(&output.stderr));
    }
}

#[test]
fn an_authority_that_is_none_is_named() {
    let place = Place::new();
    place.write("ca.pem", "PEM");
    place.edit("pronote.toml", "[pronote]", "[network]\nextra_ca = [\"ca.pem\"]\n[pronote]");
    let said = place.refused(&["pronote", "--config", "pronote.toml"], "");
    assert!(said.contains("ca.pem ne contient pas de certificat PEM"), "{said}");
}

#[test]
fn a_certificate_that_is_none_is_named() {
    let place = Place::new();
    place.write("site.pem", "PEM");
    place.edit("ent.toml", "http://localhost", "https://localhost");
    place.edit("ent.toml", "[ent]", "[tls]\ncertificate = \"site.pem\"\nkey = \"site.pem\"\n[ent]");
    let said = place.refused(&START, "");
    assert!(said.contains("le chiffrement n'est pas possible") && said.contains("site.pem"), "{said}");
}

#[test]
fn a_database_is_served_by_one_process() {
    let place = Place::new();
    place.furnish_ent();
    let server = place.serve("ent");
    let said = place.refused(&START, "");
    assert!(said.contains("ent.db est déjà servie") && said.contains("arrêtez d'abord"), "{said}");
    // Accounts can be created meanwhile.
    place.done(&crate::place::account("otto"), PASSWORD);
    assert!(server.stop().0.success());
}

#[tokio::test]
async fn a_database_that_another_program_holds_is_named() {
    let place = Place::new();
    let address = format!("sqlite:{}", place.path("pronote-data/pronote.db").display());
    let db = Db::open(&address, pronote::SCHEMA).await.unwrap();
    let writing = db.begin().await.unwrap();
    let said = place.refused(&["pronote", "--config", "pronote.toml"], "");
    assert!(said.contains("pronote.db : un autre programme la tient"), "{said}");
    drop(writing);
    db.close().await;
    assert!(place.serve("pronote").stop().0.success());
}

#[tokio::test]
async fn the_database_of_a_newer_version_is_left_as_it_is() {
    let place = Place::new();
    let newer: Vec<Migration> = pronote::SCHEMA
        .iter()
        .copied()
        .chain([Migration { version: 99_999, name: "future", sql: "CREATE TABLE future (name TEXT)" }])
        .collect();
    let address = format!("sqlite:{}", place.path("pronote-data/pronote.db").display());
    Db::open(&address, Vec::leak(newer)).await.unwrap().close().await;
    let before = std::fs::read(place.path("pronote-data/pronote.db")).unwrap();
    let said = place.refused(&["pronote", "--config", "pronote.toml"], "");
    assert!(said.contains("version plus récente") && said.contains("rien n'a été changé"), "{said}");
    assert!(std::fs::read(place.path("pronote-data/pronote.db")).unwrap() == before, "the file was changed");
    // The database of the other end is no database of this one.
    let said = {
        place.edit("ent.toml", "\"ent-data\"", "\"pronote-data\"");
        place.edit("ent.toml", "[ent]", "database = \"sqlite:pronote-data/pronote.db\"\n[ent]");
        place.refused(&START, "")
    };
    assert!(said.contains("à l'autre côté"), "{said}");
}

/// A limit on the size of files stands for the full disk, as in the test of a running service.
#[test]
fn a_full_disk_at_the_start_is_named() {
    let place = Place::new();
    let line = "trap '' XFSZ; ulimit -f 40; exec \"$0\" ent --config ent.toml";
    let output = place.through_shell(line).output().unwrap();
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("le disque est plein") && said.contains("libérez de la place"), "{said}");
    // With room again, the same command starts.
    assert!(place.serve("ent").stop().0.success());
}

#[test]
fn the_databases_of_a_demonstration_are_not_served() {
    let place = Place::new();
    let free = ["--ent", "localhost:0", "--pronote", "127.0.0.1:0", "--console", "127.0.0.1:0"];
    place.done(&[&["demo", "--once", "--data", "demo"], &free[..]].concat(), "");
    for (end, data) in [("ent", "ent-data"), ("pronote", "pronote-data")] {
        let file = format!("{end}.toml");
        place.edit(&file, &format!("\"{data}\""), "\"demo\"");
        let said = place.refused(&[end, "--config", &file], "");
        assert!(said.contains("celle d'une démonstration") && said.contains("« data », vide"), "{said}");
    }
    let said = place.refused(&crate::place::account("ada"), PASSWORD);
    assert!(said.contains("celle d'une démonstration"), "{said}");
}
