//! Schools, bases, accounts and operators from the command line, and the passwords that are refused.

use std::os::unix::fs::PermissionsExt as _;

use crate::place::{PASSWORD, Place, SCHOOL, account};

#[tokio::test]
async fn the_first_administrator_has_no_password_but_the_one_given() {
    let place = Place::new();
    let said = place.refused(&account("ada"), PASSWORD);
    assert!(said.contains("passerelle school add"), "{said}");
    place.furnish_ent();
    let server = place.serve("ent");
    let page = place.sign_in().await;
    assert_eq!(page.text("h1").as_deref(), Some("Mon espace"), "{}", page.body);
    assert!(page.attribute("nav a[href='/admin/pronote-identifiers']", "href").is_some(), "an administrator");
    assert!(server.stop().0.success());
    let mode = place.path("ent-data/ent.db").metadata().unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600, "names and hashes are for the owner of the file alone");
}

#[test]
fn weak_passwords_and_second_accounts_are_refused_with_a_reason() {
    let place = Place::new();
    place.furnish_ent();
    for (login, password, reason) in [
        ("otto", "", "le mot de passe est vide"),
        ("otto", "\nUn pont, deux rives", "le mot de passe est vide"),
        ("otto", "court", "12 signes au moins"),
        ("otto", "MotDePasse2026!!", "se devine trop facilement"),
        ("otto", "AdaGestion-otto", "se devine trop facilement"),
        ("otto", "Collège des Essais 1", "se devine trop facilement"),
        ("ada", PASSWORD, "« ada » est déjà pris"),
        ("ADA", PASSWORD, "est déjà pris"),
        ("o tto", PASSWORD, "sans espace"),
    ] {
        let said = place.refused(&account(login), password);
        assert!(said.contains(reason), "{login} {password:?}: {said}");
        assert!(
            password.len() < 6 || !said.contains(password.trim()),
            "a password is never repeated: {said}"
        );
    }
    place.done(&account("otto"), "Un pont, deux rives\nce qui suit n'est pas lu");
    let again = ["school", "add", "--config", "ent.toml", "--uai", SCHOOL, "--name", "Encore"];
    assert!(place.refused(&again, "").contains("existe déjà"));
}

#[test]
fn operators_are_given_bases_that_exist() {
    let place = Place::new();
    let operator = |rest: &[&'static str]| {
        let mut words =
            vec!["operator", "create", "--config", "pronote.toml", "--name", "Cam", "--password-stdin"];
        words.extend(rest);
        words
    };
    let base = |root: &'static str| {
        vec![
            "base",
            "add",
            "--config",
            "pronote.toml",
            "--uai",
            SCHOOL,
            "--name",
            "Collège des Essais",
            "--year",
            "2026-2027",
            "--root",
            root,
        ]
    };
    let none = place.refused(&operator(&["--login", "cam", "--console"]), PASSWORD);
    assert!(none.contains("passerelle base add"), "{none}");
    assert!(place.done(&base("pronote"), "").contains(&format!("{}/pronote/", place.spaces_url)));
    assert!(place.refused(&base("Pronote"), "").contains("une autre base répond déjà"));
    for (rest, password, reason) in [
        (&["--login", "spr", "--supervisor"][..], PASSWORD, "exactement une base"),
        (&["--login", "spr", "--supervisor", "--base", "lycee"], PASSWORD, "il y a : pronote"),
        (&["--login", "cam", "--console"], "motdepasse", "12 signes"),
    ] {
        let said = place.refused(&operator(rest), password);
        assert!(said.contains(reason), "{said}");
    }
    place.done(&operator(&["--login", "spr", "--supervisor", "--base", "/PRONOTE/"]), PASSWORD);
    place.done(&operator(&["--login", "cam", "--console"]), PASSWORD);
    assert!(place.refused(&operator(&["--login", "cam", "--console"]), PASSWORD).contains("déjà pris"));
}
