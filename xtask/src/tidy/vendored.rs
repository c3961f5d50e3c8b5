//! Files of others that are checked in: each with its version, its licence and its SHA-256.

use std::collections::BTreeSet;
use std::fmt::Write;

use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::breach::{Breach, line_of};
use crate::tree::Tree;

/// Where such files lie, each folder with its `vendor.toml`: what the program serves, and what only tests use.
const FOLDERS: &[&str] = &["crates/web/assets/", "crates/testkit/assets/"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Listing {
    #[serde(default)]
    asset: Vec<Asset>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asset {
    name: String,
    version: String,
    licence: String,
    file: String,
    sha256: String,
}

pub fn check(tree: &Tree) -> Vec<Breach> {
    FOLDERS.iter().flat_map(|folder| check_folder(tree, folder)).collect()
}

fn check_folder(tree: &Tree, folder: &str) -> Vec<Breach> {
    let path = format!("{folder}vendor.toml");
    let text = tree.text(&path).unwrap_or_default();
    let listing: Listing = match toml::from_str(text) {
        Ok(listing) => listing,
        Err(error) => {
            let at = error.span().map_or(0, |span| span.start);
            let line = text.get(..at).unwrap_or_default().matches('\n').count() + 1;
            let cure = format!("Write name, version, licence, file and sha256: {}.", error.message());
            return vec![Breach::new(&path, line, "Each vendored asset is described in full.", cure)];
        }
    };
    let mut breaches: Vec<Breach> =
        listing.asset.iter().filter_map(|asset| check_asset(tree, folder, text, asset)).collect();
    let listed: BTreeSet<String> =
        listing.asset.iter().map(|asset| format!("{folder}{}", asset.file)).collect();
    let vendored = tree.files.keys().filter(|file| file.starts_with(&format!("{folder}vendor/")));
    breaches.extend(vendored.filter(|file| !listed.contains(*file)).map(|file| {
        Breach::new(
            file,
            1,
            format!("Every file of {folder}vendor is listed in vendor.toml, and this one is not."),
            "List its name, version, licence, file and sha256, or remove it.",
        )
    }));
    breaches
}

fn check_asset(tree: &Tree, folder: &str, text: &str, asset: &Asset) -> Option<Breach> {
    let path = format!("{folder}vendor.toml");
    let line = line_of(text, &format!("\"{}\"", asset.file));
    let breach = |rule: String, cure: String| Some(Breach::new(&path, line, rule, cure));
    if [&asset.name, &asset.version, &asset.licence].iter().any(|field| field.trim().is_empty()) {
        return breach(
            format!(
                "A vendored asset has a name, a version and a licence, and {} has an empty one.",
                asset.file
            ),
            "Fill it in from the release you took the file from.".to_owned(),
        );
    }
    let Some(bytes) = tree.files.get(&format!("{folder}{}", asset.file)) else {
        return breach(
            format!("{} is listed and is not there.", asset.file),
            "Add the file, or remove its entry.".to_owned(),
        );
    };
    let sum = sum(bytes);
    if sum.eq_ignore_ascii_case(&asset.sha256) {
        return None;
    }
    breach(
        format!("{} is not the file that was reviewed: its SHA-256 differs.", asset.file),
        format!("Put the released file back; if this is a new version, review it, then write {sum}."),
    )
}

fn sum(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut text, byte| {
        // Writing to a String does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::made_up::tree;

    /// SHA-256 of `abc`, FIPS 180-2 appendix B.1.
    const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    fn found(listing: &str) -> Vec<String> {
        let told = |folder: &str| -> Vec<String> {
            let (file, toml) = (format!("{folder}vendor/a.js"), format!("{folder}vendor.toml"));
            let breaches = check(&tree(&[(&file, "abc"), (&toml, listing)]));
            let told = breaches.iter().map(|b| format!("{}:{} {}", b.path, b.line, b.rule));
            told.map(|told| told.replace(folder, "")).collect()
        };
        let (first, others) = FOLDERS.split_first().unwrap();
        let found = told(first);
        assert!(others.iter().all(|folder| told(folder) == found), "every folder is held to the same");
        found
    }

    fn entry(file: &str, licence: &str, sha256: &str) -> String {
        format!(
            "[[asset]]\nname = \"a\"\nversion = \"1\"\nlicence = \"{licence}\"\nfile = \"{file}\"\nsha256 = \"{sha256}\"\n"
        )
    }

    #[test]
    fn a_listed_file_with_its_sum_is_in_order() {
        assert_eq!(found(&entry("vendor/a.js", "MIT", ABC)), [""; 0]);
        assert_eq!(check(&tree(&[])), []);
    }

    #[test]
    fn what_is_wrong_is_told() {
        let good = entry("vendor/a.js", "MIT", ABC);
        let cases = [
            (entry("vendor/a.js", "MIT", "00"), "vendor.toml:5 vendor/a.js is not the file"),
            (entry("vendor/a.js", "", ABC), "an empty one"),
            (format!("{good}{}", entry("vendor/b.js", "MIT", ABC)), "vendor/b.js is listed and is not there"),
            (String::new(), "vendor/a.js:1 Every file"),
            ("[[asset]]\nname = \"a\"\n".to_owned(), "described in full"),
        ];
        for (listing, expected) in cases {
            let found = found(&listing);
            assert_eq!(found.len(), 1, "{found:?}");
            assert!(found[0].contains(expected), "{}", found[0]);
        }
    }
}
