//! The repository as the rules see it: every file, with what its Rust and its manifests say. It is built from
//! paths and bytes only, so that a test can make up a tree of three files.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};
use walkdir::WalkDir;

use crate::breach::Breach;
use crate::facts::Facts;
use crate::manifest::{self, Manifest, Renames};

/// Folders that are not the repository's own: they are written by git, by cargo, by a running Passerelle.
const NOT_OURS: &[&str] = &[".git", "target", "passerelle-data"];

/// The repository.
#[derive(Debug, Default)]
pub struct Tree {
    /// Every file by its path from the root, with forward slashes.
    pub files: BTreeMap<String, Vec<u8>>,
    /// The manifests of `crates/*` and of xtask.
    pub manifests: Vec<Manifest>,
    /// The Rust files of `crates/*` and of xtask.
    pub sources: Vec<Source>,
    /// Manifests and sources that cannot be read, each with the reason.
    pub unreadable: Vec<Breach>,
}

/// A Rust file.
#[derive(Debug)]
pub struct Source {
    /// Path from the root of the repository.
    pub path: String,
    /// Folder of its crate: the package name.
    pub package: String,
    /// Path within the crate's `src`, or `None` for a file beside `src` (tests, benches, a build script).
    pub in_src: Option<String>,
    /// Whether only tests compile it.
    pub test: bool,
    /// What it says.
    pub facts: Facts,
}

impl Source {
    /// Name of the file, without its folders.
    pub fn file_name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    /// The capability folder of an end that holds this file.
    pub fn capability(&self) -> Option<&str> {
        if !crate::plan::ENDS.contains(&self.package.as_str()) {
            return None;
        }
        self.in_src.as_deref()?.split_once('/').map(|(folder, _)| folder)
    }
}

impl Tree {
    /// Reads the repository at `root`.
    ///
    /// # Errors
    /// When a folder or a file cannot be read.
    pub fn read(root: &Path) -> Result<Self> {
        let mut files = Vec::new();
        let walk = WalkDir::new(root).sort_by_file_name().into_iter().filter_entry(|entry| {
            let name = entry.file_name().to_string_lossy();
            !(NOT_OURS.contains(&name.as_ref()) || entry.path().join("CACHEDIR.TAG").exists())
        });
        for entry in walk {
            let entry = entry.context("walking the repository")?;
            if entry.file_type().is_file() {
                let path = entry.path().strip_prefix(root).context("a file outside the repository")?;
                let name =
                    path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>();
                let bytes = std::fs::read(entry.path())
                    .with_context(|| format!("reading {}", entry.path().display()))?;
                files.push((name.join("/"), bytes));
            }
        }
        Ok(Self::from_files(files))
    }

    /// Builds the tree from its files.
    pub fn from_files(files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Self {
        let mut tree = Self { files: files.into_iter().collect(), ..Self::default() };
        tree.read_manifests();
        tree.read_sources();
        tree.mark_test_modules();
        tree
    }

    /// A text file, or `None` when there is none at this path or it is not UTF-8.
    pub fn text(&self, path: &str) -> Option<&str> {
        std::str::from_utf8(self.files.get(path)?).ok()
    }

    fn read_manifests(&mut self) {
        let renames = match manifest::renames(self.text("Cargo.toml").unwrap_or_default()) {
            Ok(renames) => renames,
            Err(error) => {
                self.unreadable.push(unreadable("Cargo.toml", 1, &format!("{error:#}")));
                Renames::new()
            }
        };
        let paths: Vec<String> = self.files.keys().filter(|path| is_manifest(path)).cloned().collect();
        for path in paths {
            match Manifest::parse(&path, self.text(&path).unwrap_or_default(), &renames) {
                Ok(manifest) => self.manifests.push(manifest),
                Err(error) => self.unreadable.push(unreadable(&path, 1, &format!("{error:#}"))),
            }
        }
    }

    fn read_sources(&mut self) {
        let paths: Vec<String> = self.files.keys().filter(|path| path.ends_with(".rs")).cloned().collect();
        for path in paths {
            let Some((package, inner)) = in_package(&path) else { continue };
            let in_src = inner.strip_prefix("src/");
            match Facts::read(self.text(&path).unwrap_or_default(), &module_of(in_src.unwrap_or_default())) {
                Ok(facts) => self.sources.push(Source {
                    package: package.to_owned(),
                    in_src: in_src.map(str::to_owned),
                    test: is_test_file(inner),
                    facts,
                    path: path.clone(),
                }),
                Err(error) => self.unreadable.push(unreadable(&path, error.line, &error.message)),
            }
        }
    }

    /// A file declared by `#[cfg(test)] mod name;` is a test, as is all that lies under it.
    fn mark_test_modules(&mut self) {
        let mut tests: Vec<String> = Vec::new();
        for source in &self.sources {
            let folder = submodule_folder(&source.path);
            tests.extend(source.facts.test_modules.iter().map(|name| format!("{folder}/{name}")));
        }
        for source in &mut self.sources {
            source.test |= tests.iter().any(|module| {
                source
                    .path
                    .strip_prefix(module.as_str())
                    .is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
            });
        }
    }
}

fn unreadable(path: &str, line: usize, message: &str) -> Breach {
    Breach::new(
        path,
        line,
        format!("This file cannot be read: {message}."),
        "Mend it: no rule can be checked on it.",
    )
}

fn is_manifest(path: &str) -> bool {
    let folders: Vec<&str> = path.split('/').collect();
    matches!(folders.as_slice(), ["xtask", "Cargo.toml"] | ["crates", _, "Cargo.toml"])
}

/// The package folder of a path, and the path within it.
fn in_package(path: &str) -> Option<(&str, &str)> {
    path.strip_prefix("crates/")
        .unwrap_or(path)
        .split_once('/')
        .filter(|_| path.starts_with("crates/") || path.starts_with("xtask/"))
}

/// `services/sql.rs` → `[services, sql]`; `lib.rs` and `main.rs` → `[]`.
fn module_of(in_src: &str) -> Vec<String> {
    let mut segments: Vec<String> = in_src.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
    if segments.last().is_some_and(|last| matches!(last.as_str(), "mod" | "lib" | "main" | "")) {
        segments.pop();
    }
    segments
}

/// Where the submodules of a file lie.
fn submodule_folder(path: &str) -> String {
    let stem = path.trim_end_matches(".rs");
    match stem.rsplit_once('/') {
        Some((folder, "mod" | "lib" | "main")) => folder.to_owned(),
        _ => stem.to_owned(),
    }
}

fn is_test_file(inner: &str) -> bool {
    let mut folders: Vec<&str> = inner.split('/').collect();
    let file = folders.pop();
    file == Some("tests.rs") || folders.iter().any(|folder| matches!(*folder, "tests" | "benches"))
}

#[cfg(test)]
pub mod made_up {
    //! Small trees for the tests of the rules.

    use super::Tree;

    /// A tree of these text files.
    pub fn tree(files: &[(&str, &str)]) -> Tree {
        let tree =
            Tree::from_files(files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())));
        assert_eq!(tree.unreadable, [], "the made-up tree must parse");
        tree
    }
}

#[cfg(test)]
mod tests {
    use super::made_up::tree;
    use super::*;

    #[test]
    fn a_source_knows_its_package_its_capability_and_whether_it_is_a_test() {
        let tree = tree(&[
            ("crates/ent/src/login/mod.rs", "#[cfg(test)] mod fixtures; mod tests;"),
            ("crates/ent/src/login/fixtures.rs", ""),
            ("crates/ent/src/login/tests.rs", ""),
            ("crates/ent/src/lib.rs", ""),
            ("crates/db/tests/conformance.rs", ""),
            ("xtask/src/main.rs", ""),
            ("docs/example.rs", ""),
        ]);
        let seen: Vec<_> = tree
            .sources
            .iter()
            .map(|source| (source.path.as_str(), source.package.as_str(), source.capability(), source.test))
            .collect();
        assert_eq!(
            seen,
            [
                ("crates/db/tests/conformance.rs", "db", None, true),
                ("crates/ent/src/lib.rs", "ent", None, false),
                ("crates/ent/src/login/fixtures.rs", "ent", Some("login"), true),
                ("crates/ent/src/login/mod.rs", "ent", Some("login"), false),
                ("crates/ent/src/login/tests.rs", "ent", Some("login"), true),
                ("xtask/src/main.rs", "xtask", None, false),
            ]
        );
    }

    #[test]
    fn what_cannot_be_read_is_a_breach() {
        let files = [("crates/ent/src/lib.rs", "fn ("), ("crates/ent/Cargo.toml", "[package")];
        let tree = Tree::from_files(files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())));
        let places: Vec<_> = tree.unreadable.iter().map(|breach| breach.path.as_str()).collect();
        assert_eq!(places, ["crates/ent/Cargo.toml", "crates/ent/src/lib.rs"]);
    }

    #[test]
    fn this_repository_is_read_without_what_is_built() {
        let tree = Tree::read(&crate::root()).unwrap();
        let rooms = crate::plan::ROOMS.iter().map(|room| format!("crates/{}/src/lib.rs", room.name));
        rooms.for_each(|path| assert!(tree.sources.iter().any(|source| source.path == path), "{path}"));
        assert!(tree.files.keys().all(|path| !path.starts_with("target/") && !path.starts_with(".git/")));
    }
}
