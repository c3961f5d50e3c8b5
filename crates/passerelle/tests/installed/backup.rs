//! Backups made while the end serves and writes, and their way back.

use std::{
    os::unix::fs::PermissionsExt as _,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use ent::{
    Ent,
    directory::{self, NewAccount},
};
use model::PersonName;

use crate::place::{Place, text};

async fn open(place: &Place) -> Ent {
    let address = format!("sqlite:{}", place.path("ent-data/ent.db").display());
    Ent::open(&address, ent::Config::new(&place.ent_url), Arc::new(web::SystemClock)).await.unwrap()
}

fn somebody(number: usize) -> NewAccount {
    NewAccount {
        name: PersonName::new("Essai", "Camille"),
        login: format!("essai{number}"),
        birth_date: None,
        affiliations: Vec::new(),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_of_an_end_that_writes_brings_everything_back() {
    let place = Place::new();
    place.furnish_ent();
    let server = place.serve("ent");
    let ent = open(&place).await;
    let (written, enough) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(usize::MAX)));
    let writer = {
        let (ent, written, enough) = (ent.clone(), Arc::clone(&written), Arc::clone(&enough));
        tokio::spawn(async move {
            while written.load(Ordering::SeqCst) < enough.load(Ordering::SeqCst) {
                let number = written.load(Ordering::SeqCst);
                directory::add_all(&ent, &[somebody(number)]).await.unwrap();
                written.store(number + 1, Ordering::SeqCst);
            }
        })
    };
    while written.load(Ordering::SeqCst) < 20 {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    let (before, said, after) = tokio::task::block_in_place(|| {
        let before = written.load(Ordering::SeqCst);
        let said = place.done(&["backup", "--config", "ent.toml", "--to", "copy.db"], "");
        (before, said, written.load(Ordering::SeqCst))
    });
    assert!(said.contains("copy.db est écrite et relue"), "{said}");
    enough.store(after + 5, Ordering::SeqCst);
    writer.await.unwrap();
    ent.close().await;
    assert_eq!(place.path("copy.db").metadata().unwrap().permissions().mode() & 0o777, 0o600);
    let refused = place.refused(&["backup", "--config", "ent.toml", "--to", "copy.db"], "");
    assert!(refused.contains("n'est jamais remplacé"), "{refused}");

    let restore = ["restore", "--config", "ent.toml", "--from", "copy.db"];
    assert!(place.refused(&restore, "").contains("déjà servie"), "not under a server");
    assert!(server.stop().0.success());
    let said = place.done(&restore, "");
    let kept = said.lines().last().unwrap().split(" : ").nth(1).unwrap();
    assert!(place.path(kept).is_file(), "what was replaced is kept: {said}");

    let ent = open(&place).await;
    let mut found = 0;
    while directory::by_login(&ent, &format!("essai{found}")).await.unwrap().is_some() {
        found += 1;
    }
    assert!((before..=after + 1).contains(&found), "{before} before, {found} in the copy, {after} after");
    for number in found..=after + 5 {
        assert!(directory::by_login(&ent, &format!("essai{number}")).await.unwrap().is_none(), "no gap");
    }
    ent.close().await;
    // The end serves what came back, with the account of before.
    let server = place.serve("ent");
    assert_eq!(place.sign_in().await.text("h1").as_deref(), Some("Mon espace"));
    assert!(server.stop().0.success());
}

#[test]
fn what_cannot_be_brought_back_replaces_nothing() {
    let place = Place::new();
    place.furnish_ent();
    place.done(&["backup", "--config", "ent.toml", "--to", "copy.db"], "");
    assert!(place.serve("pronote").stop().0.success());
    place.done(&["backup", "--config", "pronote.toml", "--to", "other-end.db"], "");
    let mut damaged = std::fs::read(place.path("copy.db")).unwrap();
    let middle = damaged.len() / 2;
    damaged[middle..].fill(0xA5);
    std::fs::write(place.path("damaged.db"), damaged).unwrap();
    let before = std::fs::read(place.path("ent-data/ent.db")).unwrap();
    for (file, reason) in [
        ("missing.db", "n'existe pas"),
        ("ent.toml", "ce n'est pas une base de données"),
        ("damaged.db", "abîmée"),
        ("other-end.db", "à l'autre côté"),
    ] {
        let said = place.refused(&["restore", "--config", "ent.toml", "--from", file], "");
        assert!(said.contains(reason), "{file}: {said}");
    }
    assert!(std::fs::read(place.path("ent-data/ent.db")).unwrap() == before, "the database was changed");
    let left = place.path("ent-data").read_dir().unwrap().map(|entry| entry.unwrap().file_name());
    let mut left: Vec<_> = left.map(|name| name.into_string().unwrap()).collect();
    left.sort();
    assert_eq!(left, ["ent.db", "ent.db.lock"], "nothing is left behind");
}

#[test]
fn a_damaged_database_gives_way_to_its_backup() {
    let place = Place::new();
    place.furnish_ent();
    place.done(&["backup", "--config", "ent.toml", "--to", "copy.db"], "");
    std::fs::write(place.path("ent-data/ent.db"), "not what it was, and long enough for a header".repeat(99))
        .unwrap();
    assert!(place.refused(&["ent", "--config", "ent.toml"], "").contains("passerelle restore"));
    place.done(&["restore", "--config", "ent.toml", "--from", "copy.db"], "");
    assert!(place.serve("ent").stop().0.success());
    // The first database of an end may be a backup, too.
    std::fs::remove_file(place.path("ent-data/ent.db")).unwrap();
    let said = place.done(&["restore", "--config", "ent.toml", "--from", "copy.db"], "");
    assert!(!said.contains("gardée"), "{said}");
}

#[test]
fn a_backup_that_does_not_fit_leaves_nothing() {
    let place = Place::new();
    place.furnish_ent();
    let line = "trap '' XFSZ; ulimit -f 100; exec \"$0\" backup --config ent.toml --to copy.db";
    let output = place.through_shell(line).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("libérez de la place"), "{}", text(&output.stderr));
    assert!(!place.path("copy.db").exists());
}

#[test]
fn postgresql_has_tools_of_its_own() {
    let place = Place::new();
    place.edit("ent.toml", "[ent]", "database = \"postgres://passerelle@db.example/ent\"\n[ent]");
    for (command, option, tool) in [("backup", "--to", "pg_dump"), ("restore", "--from", "pg_restore")] {
        let said = place.refused(&[command, "--config", "ent.toml", option, "copy.db"], "");
        assert!(said.contains(tool), "{said}");
    }
}
