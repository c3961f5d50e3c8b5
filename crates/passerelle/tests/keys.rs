//! `passerelle keys` as people and scripts run it: make a key, give its public half away, open what comes back.

#![expect(clippy::unwrap_used, reason = "the helpers of a test may fail loudly too")]

use std::{
    path::Path,
    process::{Command, Output},
};

use exchange::sealed::{
    ContentKey, ExportHeader, PartnerName, PublicKey, Recipient, read_export, write_export,
};
use passerelle::keys::Folder;
use serde_json::Value;

fn keys(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_passerelle"));
    command.arg("keys").args(arguments).arg("--folder").arg(folder).output().unwrap()
}

fn out(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn refused(output: &Output, code: i32) -> String {
    let said = String::from_utf8(output.stderr.clone()).unwrap();
    assert_eq!(output.status.code(), Some(code), "{said}");
    assert!(output.stdout.is_empty(), "a refusal gives no output to a pipe");
    said
}

#[test]
fn a_key_is_made_listed_given_away_and_replaced() {
    let scratch = tempfile::tempdir().unwrap();
    let folder = scratch.path().join("cles");
    let made = out(&keys(&folder, &["make", "--name", "K-d'école"]));
    assert!(made.contains("Clé « K-d'école » n° 1 créée") && made.contains("RSA 3072 bits"), "{made}");
    assert!(made.contains("passerelle keys public --name 'K-d'\\''école' --folder"), "{made}");
    assert!(!made.contains("PRIVATE"), "no secret is printed");

    let public = out(&keys(&folder, &["public", "--name", "K-d'école"]));
    let key = PublicKey::from_pem(&public).unwrap();
    let to = [Recipient { name: PartnerName::parse("K-d'école").unwrap(), key: key.clone() }];
    let mut file = Vec::new();
    write_export(&mut file, &ExportHeader::default(), &to, b"<x/>", &ContentKey::from_random([5; 32]))
        .unwrap();

    out(&keys(&folder, &["rotate", "--name", "K-d'école"]));
    let listed = out(&keys(&folder, &["list"]));
    assert!(
        listed.contains("n° 2  RSA 3072  actuelle") && listed.contains("n° 1  RSA 3072  ancienne"),
        "{listed}"
    );
    let json: Value = serde_json::from_str(&out(&keys(&folder, &["list", "--json"]))).unwrap();
    assert_eq!(
        (json.as_array().unwrap().len(), &json[0]["number"], &json[0]["current"]),
        (2, &2.into(), &true.into())
    );
    assert_eq!(json[1]["sha256"], key.fingerprint());
    assert_eq!(json[1]["bits"], 3072);
    assert!(json[1]["file"].as_str().unwrap().ends_with("K-d'école-1.pem"));
    let newest = PublicKey::from_pem(&out(&keys(&folder, &["public", "--name", "K-d'école"]))).unwrap();
    assert_eq!(json[0]["sha256"], newest.fingerprint(), "the newest is given away");

    let opened = read_export(file.as_slice()).unwrap().open(&Folder::at(&folder).ring().unwrap()).unwrap();
    assert_eq!(opened.1.read_whole().unwrap(), b"<x/>");
}

#[test]
fn what_cannot_be_done_says_why_and_what_to_do() {
    let scratch = tempfile::tempdir().unwrap();
    let folder = scratch.path().join("cles");
    for arguments in [&["list"][..], &["public", "--name", "KOSMOS"], &["rotate", "--name", "KOSMOS"]] {
        let said = refused(&keys(&folder, arguments), 1);
        assert!(said.contains("ne peut pas être lu") && said.contains("keys make"), "{said}");
    }
    out(&keys(&folder, &["make", "--name", "KOSMOS"]));
    let said = refused(&keys(&folder, &["public", "--name", "Kosmos"]), 1);
    assert!(said.contains("aucune clé ne porte le nom « Kosmos » (clés du dossier : KOSMOS)"), "{said}");
    let said = refused(&keys(&folder, &["make", "--name", "KOSMOS"]), 1);
    assert!(said.contains("a déjà une clé") && said.contains("keys rotate"), "{said}");
    let said = refused(&keys(&folder, &["make", "--name", "../KOSMOS"]), 2);
    assert!(said.contains("sans « / »"), "{said}");
    let said = refused(&keys(Path::new("/proc/nowhere"), &["make", "--name", "KOSMOS"]), 1);
    assert!(said.contains("ne peut pas être créé"), "{said}");
}
