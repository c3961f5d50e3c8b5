//! Services and accounts with attributes from the command line, as outside tools and installers use them.

use serde_json::{Value, json};

use crate::place::{PASSWORD, Place, SCHOOL};

fn service<'a>(rest: &[&'a str]) -> Vec<&'a str> {
    [&["service", "add", "--config", "ent.toml"], rest].concat()
}

const LIST: [&str; 5] = ["service", "list", "--config", "ent.toml", "--json"];

fn listed(place: &Place) -> Vec<Value> {
    match serde_json::from_str(&place.done(&LIST, "")).unwrap() {
        Value::Array(services) => services,
        other => panic!("{other}"),
    }
}

const CLUB: [&str; 8] =
    ["--name", "Club", "--url", "https://club.example/app/**", "--kind", "cas", "--release", "uid,mail"];

#[test]
fn services_are_added_once_and_listed() {
    let place = Place::new();
    place.furnish_ent();
    assert!(place.done(&service(&CLUB), "").contains("« Club » est enregistré"));
    assert!(place.done(&service(&CLUB), "").contains("déjà là"), "a script is run twice");
    let named = |name| listed(&place).into_iter().find(|service| service["name"] == name).unwrap();
    assert_eq!(
        named("Club"),
        json!({
            "name": "Club", "kind": "cas", "url": "https://club.example/app/**",
            "patterns": ["https://club.example/app/**"], "school": null, "open_to_all": true,
            "release": ["uid", "mail"], "allow_proxy": false, "logout": "back", "logout_url": null,
            "attributes_over_https_only": false,
        })
    );
    let of_school = ["--name", "Labo", "--url", "https://labo.example/", "--kind", "cas", "--school", SCHOOL];
    place.done(&service(&[&of_school[..], &["--allow-proxy"]].concat()), "");
    let labo = named("Labo");
    assert_eq!((&labo["school"], &labo["open_to_all"]), (&json!(SCHOOL), &json!(false)));
    assert_eq!((&labo["allow_proxy"], &labo["release"]), (&json!(true), &json!([])));
    let words = place.done(&LIST[..4], "");
    assert!(
        words.contains(
            "Club (cas)\n  https://club.example/app/**\n  ouvert à tous les comptes\n  apprend uid, mail"
        ),
        "{words}"
    );
    let pronote =
        ["--name", "P", "--url", "https://p.example/pronote/**", "--kind", "pronote", "--school", SCHOOL];
    place.done(&service(&pronote), "");
    assert_eq!(named("P")["release"], json!(["idPronote", "uid", "categories"]));
}

#[test]
fn what_cannot_be_a_service_is_refused_with_what_to_do() {
    let place = Place::new();
    place.furnish_ent();
    place.done(&service(&CLUB), "");
    let before = listed(&place);
    let one = |name, url, rest: &[&'static str]| {
        service(&[&["--name", name, "--url", url, "--kind", "cas"], rest].concat())
    };
    let good = "https://good.example/";
    for (arguments, what, cure) in [
        (one("Club", good, &[]), "« Club » est déjà enregistré", "autre nom"),
        (one("Autre", "https://club.example/app/**", &[]), "déjà celle d'un autre", "service list"),
        (one("X", "https://*.example/", &[]), "ne peut pas être enregistrée", "/**"),
        (one("X", "https://a@b.example/", &[]), "ne peut pas être enregistrée", "Retirez ce qui précède @"),
        (one("X", "club.example", &[]), "ne peut pas être enregistrée", "http://"),
        (one("X", good, &["--release", "uid,deux mots"]), "« deux mots »", "une lettre d'abord"),
        (one("X", good, &["--release", "cas:user"]), "« cas:user »", "deux-points"),
        (one("X", good, &["--release", "isFromNewLogin"]), "« isFromNewLogin »", "un autre nom"),
        (one("X", good, &["--school", "0990002P"]), "0990002P n'existe pas", "school add"),
        (one(" ", good, &[]), "nom de service", "64 signes"),
    ] {
        let said = place.refused(&arguments, "");
        assert!(said.contains(what) && said.contains(cure), "{arguments:?}: {said}");
    }
    let alone = service(&["--name", "P", "--url", good, "--kind", "pronote"]);
    assert!(place.refused(&alone, "").contains("n'a pas d'établissement"));
    // What clap itself refuses.
    for arguments in
        [service(&["--name", "X"]), service(&[]), service(&[&CLUB[..], &["--file", "l.toml"]].concat())]
    {
        assert_eq!(place.run(&arguments, "").status.code(), Some(2), "{arguments:?}");
    }
    assert_eq!(listed(&place), before, "nothing was changed");
}

#[test]
fn a_list_is_taken_whole_and_its_mistakes_have_a_place() {
    let place = Place::new();
    place.furnish_ent();
    let list = |text: &str| {
        place.write("list.toml", text);
        service(&["--file", "list.toml"])
    };
    let club = "[[service]]\nname = \"Club\"\nurl = \"https://club.example/**\"\nkind = \"cas\"\nrelease = [\"uid\"]\n";
    let labo = format!(
        "[[service]]\nname = \"Labo\"\nurl = \"https://labo.example/\"\nkind = \"cas\"\nallow_proxy = true\n\
         school = \"{SCHOOL}\"\nlogout = \"front\"\nlogout_url = \"https://labo.example/out\"\n"
    );
    let before = listed(&place).len();
    let second = |text: &str| format!("{club}{text}");
    for (text, at, what) in [
        (second("[[service]]\nname = \"A\""), "ligne 6", "il manque « url »"),
        (second(&labo.replace("name", "nom")), "ligne 7, colonne 1", "« nom » n'est pas un réglage"),
        (second(&labo.replace("\"cas\"", "\"saml\"")), "ligne 9, colonne 8", "« saml »"),
        (second(&labo.replace("front", "side")), "ligne 12, colonne 10", "« side »"),
        (second(&labo.replace("= true", "= 1")), "ligne 10", "bonne sorte"),
        (second(&labo.replace(SCHOOL, "0990002P")), "ligne 11, colonne 10", "0990002P n'existe pas"),
        (second(&labo.replace(SCHOOL, "0990001A")), "ligne 11, colonne 10", "la lettre ne va pas"),
        (second(&labo.replace("https://labo.example/out", "labo")), "ligne 13, colonne 14", "déconnexion"),
        (second(&labo.replace("Labo", "Club")), "ligne 7, colonne 8", "« Club » est déjà"),
        (second(&labo.replace("labo.example/\"", "*/\"")), "ligne 8, colonne 7", "ne peut pas"),
        (format!("{club}release = []"), "ligne 6", "deux fois"),
        (String::new(), "list.toml :", "aucun service"),
    ] {
        let said = place.refused(&list(&text), "");
        assert!(said.contains(at) && said.contains(what) && said.contains("list.toml"), "{text}\n{said}");
        assert_eq!(listed(&place).len(), before, "all or nothing");
    }
    let said = place.refused(&service(&["--file", "absent.toml"]), "");
    assert!(said.contains("absent.toml") && said.contains("--file"), "{said}");

    let both = list(&second(&labo));
    assert_eq!(place.done(&both, "").matches("est enregistré").count(), 2);
    assert_eq!(place.done(&both, "").matches("est déjà là").count(), 2);
    assert_eq!(listed(&place).len(), before + 2);
    let labo = listed(&place).into_iter().find(|service| service["name"] == "Labo").unwrap();
    assert_eq!((&labo["logout"], &labo["logout_url"]), (&json!("front"), &json!("https://labo.example/out")));
}

fn account<'a>(login: &'a str, rest: &[&'a str]) -> Vec<&'a str> {
    let words = ["account", "create", "--config", "ent.toml", "--school", SCHOOL, "--login", login];
    let person = ["--population", "pupil", "--last-name", "O'Réa", "--first-name", "Zoé", "--password-stdin"];
    [&words[..], &person, rest].concat()
}

#[test]
fn attributes_of_an_account_are_checked_before_anything_is_written() {
    let place = Place::new();
    place.furnish_ent();
    for (given, reason) in
        [("sans-valeur", "NOM=VALEUR"), ("deux mots=x", "une lettre d'abord"), ("mail=a\tb", "invisible")]
    {
        let output = place.run(&account("zoe", &["--attribute", given]), PASSWORD);
        let said = crate::place::text(&output.stderr);
        assert!(output.status.code() == Some(2) && said.contains(reason), "{given}: {said}");
    }
    let given =
        ["--attribute", "mail=a=b", "--attribute", "role=b", "--attribute", "role=a", "--role", "super"];
    place.done(&account("zoe", &given), PASSWORD);
}

#[test]
fn a_visit_is_played_without_a_ticket() {
    let place = Place::new();
    place.furnish_ent();
    let given = ["--attribute", "mail=a=b", "--attribute", "role=b", "--attribute", "role=l'<&>é"];
    place.done(&account("zoe", &given), PASSWORD);
    let released = ["--release", "givenName,mail,role,class"];
    let club = ["--name", "Club", "--url", "https://club.example/app/**", "--kind", "cas"];
    place.done(&service(&[&club[..], &released].concat()), "");
    let simulate = |url: &str, login: &str, rest: &[&str]| {
        let asked = ["service", "simulate", "--config", "ent.toml", "--url", url, "--login", login];
        place.done(&[&asked[..], rest].concat(), "")
    };
    let json = |url: &str, login: &str| -> Value {
        serde_json::from_str(&simulate(url, login, &["--json"])).unwrap()
    };
    let url = "https://CLUB.example:443/app/home";
    let mut entered = json(url, "ZOE");
    let subject = entered.as_object_mut().unwrap().remove("subject").unwrap();
    assert!(subject.as_str().unwrap().len() > 10);
    assert_eq!(
        entered,
        json!({
            "url": url, "login": "ZOE", "accepted": true, "may_use": true, "service": "Club", "kind": "cas",
            "pattern": "https://club.example/app/**", "attributes_withheld": false, "without_value": ["class"],
            "attributes": {"givenName": ["Zoé"], "mail": ["a=b"], "role": ["b", "l'<&>é"]},
            "ticket_parameter": "ticket",
        })
    );
    let told = simulate(url, "zoe", &[]);
    for line in [
        "service « Club » (cas)",
        "zoe peut y aller",
        "role = b | l'<&>é",
        "sans valeur pour cette personne : class",
    ] {
        assert!(told.contains(line), "{told}");
    }
    assert_eq!(json(url, "nobody")["reason"], "aucun compte n'a cet identifiant");
    let refused = json("http://club.example/App/home", "zoe");
    assert_eq!((&refused["accepted"], &refused["nearest"]["service"]), (&json!(false), &json!("Club")));
    assert_eq!(refused["nearest"]["differences"].as_array().unwrap().len(), 2, "{refused}");
    let told = simulate("http://club.example/App/home", "zoe", &[]);
    assert!(told.contains("la plus proche : https://club.example/app/**"), "{told}");
    assert!(told.contains("Majuscules et minuscules"), "{told}");
    let unfit = json("https://club.example@evil.example/", "zoe");
    assert!(unfit["reason"].as_str().unwrap().contains('@'), "{unfit}");
    let of_school =
        ["--name", "Salle", "--url", "https://salle.example/", "--kind", "pronote", "--school", "0990002P"];
    let school = ["school", "add", "--config", "ent.toml", "--uai", "0990002P", "--name", "Ailleurs"];
    place.done(&school, "");
    place.done(&service(&of_school), "");
    let elsewhere = json("https://salle.example/", "zoe");
    assert_eq!((&elsewhere["accepted"], &elsewhere["may_use"]), (&json!(true), &json!(false)));
    assert!(elsewhere["reason"].as_str().unwrap().contains(&format!("élève à {SCHOOL}")), "{elsewhere}");
}
