//! What is read, and each mistake with the line it shows.

use super::*;

fn settled(text: &str) -> Settings {
    let folder = tempfile::tempdir().unwrap();
    for file in ["cert.pem", "key.pem", "ca.pem"] {
        std::fs::write(folder.path().join(file), "PEM").unwrap();
    }
    std::fs::write(folder.path().join("secret"), "gué/à:péage\n").unwrap();
    read(text, folder.path(), None).unwrap()
}

/// What is said of this file, as a person reads it.
fn said(text: &str) -> String {
    said_with(text, None)
}

fn said_with(text: &str, password: Option<&str>) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ent.toml");
    std::fs::write(&path, text).unwrap();
    std::fs::write(folder.path().join("empty"), "").unwrap();
    let said = load(&path, password).unwrap_err().to_string();
    said.replace(&folder.path().display().to_string(), "/etc")
}

const ENT: &str =
    "data = \"d\"\n[ent]\npublic_url = \"http://localhost:8080\"\nlisten = \"127.0.0.1:8080\"\n";

fn pronote(spaces: &str, console: &str, listen: &str, rest: &str) -> String {
    format!(
        "data = \"d\"\n[pronote]\nspaces_url = \"{spaces}\"\nspaces_listen = \"127.0.0.1:8081\"\n\
         console_url = \"{console}\"\nconsole_listen = \"{listen}\"\n{rest}"
    )
}

#[test]
fn the_smallest_ent_has_sensible_settings() {
    let settings = read(ENT, Path::new("/etc/p"), None).unwrap();
    assert_eq!(settings.data, Path::new("/etc/p/d"));
    assert_eq!(settings.database.address(), "sqlite:/etc/p/d/ent.db");
    assert_eq!(settings.log, Log { json: false, level: Level::INFO });
    assert!(settings.outgoing.extra_ca.is_empty() && settings.outgoing.proxy.is_none());
    let End::Ent(ent) = settings.end else { panic!("an ENT") };
    assert_eq!((ent.name.as_str(), ent.ticket_life.as_secs()), ("Mon ENT", 10));
    assert_eq!((ent.public_url.as_str(), &ent.cas_origin), ("http://localhost:8080", &None));
    let at = |cas: &str| match read(&format!("{ENT}cas_url = \"{cas}\"\n"), Path::new("/"), None).unwrap().end
    {
        End::Ent(ent) => ent.cas_origin,
        End::Pronote(_) => panic!("an ENT"),
    };
    assert_eq!(at("http://localhost:8080/cas/"), None, "the usual place");
    assert_eq!(at("http://127.0.0.1:8080/").as_deref(), Some("http://127.0.0.1:8080"), "a host of its own");
    let address = "127.0.0.1:8080".parse().unwrap();
    assert_eq!(ent.listener, Listener { address, tls: None, trusted_proxies: Vec::new() });
}

#[test]
fn tickets_are_kept_where_the_file_says() {
    for (line, expected) in [
        ("", None),
        ("tickets = \"memory\"", Some(Tickets::Memory)),
        ("tickets = \"database\"", Some(Tickets::Database)),
    ] {
        let End::Ent(ent) = read(&(ENT.to_owned() + line), Path::new("/etc/p"), None).unwrap().end else {
            panic!("an ENT")
        };
        assert_eq!(ent.tickets, expected, "{line}");
    }
}

#[test]
fn a_pronote_end_has_two_listeners_and_takes_certificates_on_its_console() {
    let text = pronote(
        "https://Pronote.Example:443/",
        "https://console.example",
        "[::]:8443",
        "console_client_ca = \"ca.pem\"\n[tls]\ncertificate = \"cert.pem\"\nkey = \"key.pem\"\n\
         [network]\ntrusted_proxies = [\"192.0.2.7\", \"2001:db8::/32\"]\nextra_ca = [\"ca.pem\"]\n\
         outgoing_proxy = \"http://proxy.example:3128\"\n[log]\nformat = \"json\"\nlevel = \"debug\"\n",
    );
    let settings = settled(&text);
    assert_eq!(settings.log, Log { json: true, level: Level::DEBUG });
    assert_eq!(settings.outgoing.proxy.unwrap().as_str(), "http://proxy.example:3128/");
    assert!(settings.outgoing.extra_ca[0].ends_with("ca.pem"));
    assert!(settings.database.address().ends_with("/d/pronote.db"));
    let End::Pronote(pronote) = settings.end else { panic!("a PRONOTE") };
    assert_eq!(pronote.spaces_url, "https://pronote.example", "as browsers write it");
    assert_eq!(pronote.console.trusted_proxies[0].to_string(), "192.0.2.7/32");
    assert!(pronote.spaces.tls.unwrap().client_ca.is_none(), "families have no certificates");
    assert!(pronote.console.tls.unwrap().client_ca.unwrap().ends_with("ca.pem"));
}

#[test]
fn the_examples_are_right() {
    for example in [ENT_EXAMPLE, PRONOTE_EXAMPLE] {
        read(example, Path::new("/"), None).unwrap();
        // Each setting shown as an example is a setting.
        for line in example.lines().filter(|line| line.contains(" = ")) {
            let name = line.trim_start_matches("# ").split(" = ").next().unwrap();
            assert!(file::SECTIONS.iter().any(|(_, known)| known.contains(&name)), "{line}");
        }
    }
}

#[test]
fn the_password_of_the_database_comes_from_one_place_and_is_never_shown() {
    let database = "database = \"postgres://passerelle@db.example:5433/ent\"\n";
    let from_file = settled(&format!("{database}database_password_file = \"secret\"\n{ENT}")).database;
    assert_eq!(
        from_file.address(),
        "postgres://passerelle:gu%C3%A9%2F%C3%A0%3Ap%C3%A9age@db.example:5433/ent"
    );
    let from_variable = read(&format!("{database}{ENT}"), Path::new("/"), Some("pont")).unwrap();
    assert_eq!(from_variable.database.address(), "postgres://passerelle:pont@db.example:5433/ent");
    for shown in [from_file.to_string(), format!("{from_file:?}"), format!("{from_variable:?}")] {
        assert!(
            shown.contains("db.example") && !shown.contains("age@") && !shown.contains("pont"),
            "{shown}"
        );
    }
    let twice = format!("{database}database_password_file = \"empty\"\n{ENT}");
    assert!(said_with(&twice, Some("pont")).contains("donné deux fois"));
    assert!(said(&twice).contains("ne contient pas de mot de passe"));
    let tried = said(&format!("database_password = \"pont\"\n{ENT}"));
    assert!(tried.contains("database_password_file") && !tried.contains("pont"), "{tried}");
    let wrong = said(&format!("database = \"mysql://a:pont@h/b\"\n{ENT}"));
    assert!(wrong.contains("mysql://a:…@h/b") && !wrong.contains("pont"), "{wrong}");
}

#[test]
fn a_mistake_is_shown_as_a_person_reads_it() {
    assert_eq!(
        said(&ENT.replace("public_url", "public_ulr")),
        "/etc/ent.toml, ligne 3, colonne 1 : « public_ulr » n'est pas un réglage connu à cet endroit\n     \
         3 | public_ulr = \"http://localhost:8080\"\n       | ^^^^^^^^^^\n  \
         Vouliez-vous écrire « public_url » ?"
    );
}

#[test]
fn each_mistake_is_named_with_its_place_and_its_cure() {
    let http = "http://localhost:8080";
    let two = |spaces, console, listen, rest| pronote(spaces, console, listen, rest);
    let (s, c) = ("http://127.0.0.1:8081", "http://127.0.0.1:8082");
    for (text, place, what, cure) in [
        (ENT.to_owned() + "data = \"e\"", "ligne 5, colonne 1", "data", "au début du fichier"),
        (ENT.to_owned() + "[log]\nname = \"x\"", "ligne 6", "name", "dans la section [ent]"),
        (ENT.to_owned() + "colour = 1", "ligne 5", "colour", "Ici sont connus"),
        (ENT.to_owned() + "name = 3", "ligne 5, colonne 8", "bonne sorte", "texte entre guillemets"),
        (ENT.to_owned() + "ticket_life = \"3\"", "ligne 5", "bonne sorte", "nombre entier sans guillemets"),
        (ENT.to_owned() + "ticket_life = 31", "ligne 5", "ticket", "1 à 30"),
        (ENT.to_owned() + "tickets = \"disk\"", "ligne 5", "« disk »", "\"memory\""),
        (ENT.to_owned() + "ticket_life = 0", "ligne 5", "ticket", "1 à 30"),
        (ENT.to_owned() + "listen = \"127.0.0.1:1\"", "ligne 5", "écrit deux fois", "une seule"),
        (ENT.to_owned() + "name = bonjour", "ligne 5", "ne peut pas être lue", "NOM = VALEUR"),
        (ENT.to_owned() + "[network]\nextra_ca = \"x\"", "ligne 6", "bonne sorte", "une liste"),
        (ENT.to_owned() + "[network]\nextra_ca = [\"x\"]", "ligne 6, colonne 13", "n'existe pas", "chemin"),
        (ENT.to_owned() + "[network]\nextra_ca = [\".\"]", "ligne 6", "n'est pas un fichier", "chemin"),
        (ENT.to_owned() + "[network]\ntrusted_proxies = [\"nginx\"]", "ligne 6", "serveur", "pas un nom"),
        (ENT.to_owned() + "[network]\noutgoing_proxy = \"proxy:3128\"", "ligne 6", "mandataire", "http://"),
        (ENT.to_owned() + "[tls]\ncertificate = \"x\"", "ligne 6", "n'existe pas", "chemin"),
        (ENT.to_owned() + "[tls]", "ent.toml :", "il manque « certificate » dans [tls]", "example"),
        (ENT.to_owned() + "[metrics]", "ent.toml :", "il manque « listen » dans [metrics]", "example"),
        (ENT.to_owned() + "[metrics]\nlisten = \"9100\"", "ligne 6", "adresse d'écoute", "adresse IP"),
        (ENT.to_owned() + "[log]\nformat = \"xml\"", "ligne 6", "xml", "json"),
        (ENT.to_owned() + "[log]\nlevel = \"verbose\"", "ligne 6", "verbose", "debug"),
        (
            ENT.replace("8080\"\nlisten", "8080/ent\"\nlisten"),
            "ligne 3",
            "adresse publique",
            "sans rien après",
        ),
        (ENT.to_owned() + "cas_url = \"http://localhost:8080/sso\"", "ligne 5", "serveur CAS", "8080/cas"),
        (ENT.to_owned() + "cas_url = \"http://localhost:8080\"", "ligne 5", "même adresse", "8080/cas"),
        (ENT.replace(http, "https://ent.example"), "ligne 3", "rien ne chiffre", "trusted_proxies"),
        (ENT.replace(http, "http://ent.example"), "ligne 3", "que sur cette machine", "https://"),
        (ENT.replace(http, "ftp://localhost"), "ligne 3", "adresse publique", "https://"),
        (ENT.replace(http, "http://a:b@localhost"), "ligne 3", "adresse publique", "https://"),
        (ENT.replace("127.0.0.1", "localhost"), "ligne 4", "adresse d'écoute", "adresse IP"),
        (ENT.replace(".1:8080", ".1:80800"), "ligne 4", "adresse d'écoute", "65535"),
        (ENT.replace(".1:8080", ".1:0"), "ligne 4", "adresse d'écoute", "65535"),
        (ENT.replace("127.0.0.1", "0.0.0.0"), "ligne 4", "sans être chiffré", "127.0.0.1"),
        (ENT.replace("data = \"d\"", ""), "ent.toml :", "il manque « data »", "example"),
        ("data = \"d\"".to_owned(), "ent.toml :", "[ent] ou [pronote]", "example"),
        (ENT.to_owned() + "[pronote]", "ligne 5", "deux sections", "un fichier pour chacun"),
        (two(s, s, "127.0.0.1:8082", ""), "ligne 5", "même adresse publique", "port à elle"),
        (two(s, c, "127.0.0.1:8081", ""), "ligne 6", "au même endroit", "autre port"),
        (two(s, c, "127.0.0.1:8082", "console_client_ca = \"x\""), "ligne 7", "certificats", "[tls]"),
        (format!("database = \"ent.db\"\n{ENT}"), "ligne 1", "base de données", "sqlite:CHEMIN"),
    ] {
        let said = said(&text);
        for part in [place, what, cure] {
            assert!(said.contains(part), "{part:?} is not in:\n{said}");
        }
    }
    assert!(load(Path::new("/nowhere/ent.toml"), None).unwrap_err().to_string().contains("n'existe pas"));
    assert!(load(Path::new("/"), None).unwrap_err().to_string().contains("ne peut pas être lu"));
}
