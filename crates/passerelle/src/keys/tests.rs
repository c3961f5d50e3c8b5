//! The folder of keys, with its rights.

use std::{
    fs::{self, Permissions},
    os::unix::fs::PermissionsExt as _,
};

use exchange::sealed::{ContentKey, ExportHeader, Recipient, read_export, write_export};

use super::*;

fn kosmos() -> PartnerName {
    PartnerName::parse("KOSMOS").unwrap()
}

fn folder() -> (tempfile::TempDir, Folder) {
    let scratch = tempfile::tempdir().unwrap();
    let folder = Folder::at(&scratch.path().join("l'ENT/cles"));
    (scratch, folder)
}

fn mode(path: &std::path::Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

fn sealed_for(stored: &StoredKey) -> Vec<u8> {
    let to = Recipient { name: stored.name.clone(), key: stored.key.public().clone() };
    let mut file = Vec::new();
    let key = ContentKey::from_random([3; 32]);
    write_export(&mut file, &ExportHeader::default(), &[to], b"<x/>", &key).unwrap();
    file
}

fn opens(folder: &Folder, file: &[u8]) -> bool {
    read_export(file).unwrap().open(&folder.ring().unwrap()).is_ok()
}

#[test]
fn a_key_is_made_for_its_owner_alone_and_opens_what_is_sealed_for_it() {
    let (_scratch, folder) = folder();
    let made = folder.make(&kosmos(), 2048).unwrap();
    assert_eq!((mode(&made.path), mode(made.path.parent().unwrap())), (0o600, 0o700));
    assert_eq!((made.number, made.path.file_name().unwrap().to_str()), (1, Some("KOSMOS-1.pem")));
    assert!(opens(&folder, &sealed_for(&made)));
    let again = folder.make(&kosmos(), 2048).unwrap_err().to_string();
    assert!(again.contains("« KOSMOS » a déjà une clé") && again.contains("keys rotate"), "{again}");
}

#[test]
fn after_a_rotation_the_new_key_is_current_and_the_old_one_opens_until_its_file_goes() {
    let (_scratch, folder) = folder();
    let old = folder.make(&kosmos(), 2048).unwrap();
    folder.make(&PartnerName::parse("A-2").unwrap(), 2048).unwrap();
    let new = folder.rotate(&kosmos(), 2048).unwrap();
    assert_ne!(old.key.public().fingerprint(), new.key.public().fingerprint());
    let listed: Vec<_> = folder.keys().unwrap().iter().map(|s| (s.name.to_string(), s.number)).collect();
    assert_eq!(listed, [("A-2".to_owned(), 1), ("KOSMOS".to_owned(), 2), ("KOSMOS".to_owned(), 1)]);
    let (before, after) = (sealed_for(&old), sealed_for(&new));
    assert!(opens(&folder, &before) && opens(&folder, &after));
    fs::remove_file(&old.path).unwrap();
    assert!(!opens(&folder, &before) && opens(&folder, &after));
    let nobody = folder.rotate(&PartnerName::parse("NEO").unwrap(), 2048).unwrap_err().to_string();
    assert!(nobody.contains("« NEO » (clés du dossier : A-2, KOSMOS)"), "{nobody}");
}

#[test]
fn what_others_may_read_is_refused_with_the_command_that_mends_it() {
    let (_scratch, folder) = folder();
    let made = folder.make(&kosmos(), 2048).unwrap();
    let inside = made.path.parent().unwrap();
    for (path, wrong, cure) in [(made.path.as_path(), 0o640, "chmod 600 "), (inside, 0o755, "chmod 700 ")] {
        let right = mode(path);
        fs::set_permissions(path, Permissions::from_mode(wrong)).unwrap();
        let refused = format!("{:#}", folder.ring().unwrap_err());
        assert!(refused.contains("accessible à d'autres") && refused.contains(cure), "{refused}");
        let command = refused.split_once("exécutez : ").unwrap().1;
        let ran = std::process::Command::new("sh").args(["-c", command]).status().unwrap();
        assert!(ran.success() && mode(path) == right, "the command works as it is printed: {command}");
        assert_eq!(folder.keys().unwrap().len(), 1);
    }
}

#[test]
fn a_file_that_is_no_key_is_named_with_its_cure() {
    let (_scratch, folder) = folder();
    let made = folder.make(&kosmos(), 2048).unwrap();
    let write = |name: &str, text: &str| {
        let path = made.path.with_file_name(name);
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, Permissions::from_mode(0o600)).unwrap();
        path
    };
    let whole = fs::read_to_string(&made.path).unwrap();
    for (name, text, cure) in [
        ("B-1.pem", made.key.public().to_pem().as_str(), "contient une clé publique"),
        ("B-1.pem", &whole[..whole.len() / 2], "n'est pas une clé privée RSA"),
        ("B-1.pem", "", "n'est pas une clé privée RSA"),
        ("B-1.pem", "-----BEGIN ENCRYPTED PRIVATE KEY-----", "protégé par un mot de passe"),
        ("kosmos.pem", &whole, "n'est pas nommé comme une clé"),
        ("B-01.pem", &whole, "n'est pas nommé comme une clé"),
        ("B-0.pem", &whole, "n'est pas nommé comme une clé"),
    ] {
        let path = write(name, text);
        let refused = format!("{:#}", folder.keys().unwrap_err());
        assert!(refused.contains(cure) && refused.contains(&path.display().to_string()), "{name}: {refused}");
        assert!(!refused.contains("MII"), "nothing of a key is shown: {refused}");
        fs::remove_file(path).unwrap();
    }
    write("lisez-moi.txt", "les fichiers d'autres noms restent à leur propriétaire");
    assert_eq!(folder.keys().unwrap().len(), 1);
}

#[test]
fn names_that_would_leave_the_folder_are_refused() {
    for bad in ["../x", "a/b", ".x", "-x", "", "a\nb"] {
        assert!(name(bad).is_err(), "{bad:?}");
    }
    assert_eq!(name("K-d'école").unwrap().as_str(), "K-d'école");
    assert_eq!(folder::quoted("K-d'école"), "'K-d'\\''école'");
}
