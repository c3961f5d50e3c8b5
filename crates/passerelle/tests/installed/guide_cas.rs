//! The guide of the CAS server, replayed.

use std::process::Command;

use crate::place::{Place, text};

/// The blocks of shell of the guide, in order.
fn blocks() -> Vec<&'static str> {
    let guide = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/guides/fr/cas.md"));
    guide.split("```sh\n").skip(1).map(|block| block.split("```").next().unwrap()).collect()
}

/// Types a block in the folder of the configuration; gives what is said.
fn typed(place: &Place, block: &str) -> String {
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_passerelle"));
    let path = format!("{}:{}", program.parent().unwrap().display(), std::env::var("PATH").unwrap());
    let mut shell = Command::new("sh");
    shell.args(["-e", "-c", block]).current_dir(place.folder.path()).env("PATH", path);
    let output = shell.output().unwrap();
    assert!(output.status.success(), "{block}\n{}", text(&output.stderr));
    text(&output.stdout)
}

#[test]
fn the_commands_of_the_cas_guide_say_what_it_tells() {
    let place = Place::new();
    place.furnish_ent();
    let blocks = blocks();
    let [declare, try_out] = blocks.as_slice() else { panic!("{} blocks", blocks.len()) };

    let said = typed(&place, declare);
    for service in ["Médiathèque", "Cantine"] {
        assert!(said.contains(&format!("Le service « {service} » est enregistré")), "{said}");
    }
    assert!(typed(&place, declare).contains("est déjà là"), "twice is once");

    let said = typed(&place, try_out);
    let (accepted, refused) = said.split_once("http://mediatheque.exemple.fr/CAS/retour").unwrap();
    for line in ["acceptée", "essai peut y aller", "displayName = Zoé Essai", "mail = zoe@exemple.fr"] {
        assert!(accepted.contains(line), "{line}: {accepted}");
    }
    for line in ["refusée", "la plus proche : https://mediatheque.exemple.fr/cas/**", "Majuscules"] {
        assert!(refused.contains(line), "{line}: {refused}");
    }
}

#[test]
fn the_settings_that_the_cas_guide_names_exist() {
    let place = Place::new();
    place.edit("ent.toml", "[ent]\n", "[ent]\ncas_url = \"http://127.0.0.1:8443\"\nticket_life = 10\n");
    let config = std::fs::read_to_string(place.path("ent.toml")).unwrap();
    let more = "[network]\ntrusted_proxies = [\"127.0.0.1\"]\n[metrics]\nlisten = \"127.0.0.1:9100\"\n";
    place.write("ent.toml", &format!("{config}{more}"));
    place.done(&["config", "check", "--config", "ent.toml"], "");
}
