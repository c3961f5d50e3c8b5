//! What the layer rules need of a crate's `Cargo.toml`.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use toml::de::{DeTable, DeValue};

/// A package of the workspace and what it depends on.
#[derive(Debug)]
pub struct Manifest {
    /// Path of the `Cargo.toml` from the root of the repository.
    pub path: String,
    /// Package name.
    pub name: String,
    /// Dependencies of every kind and for every target.
    pub dependencies: Vec<Dependency>,
}

/// One dependency.
#[derive(Debug, PartialEq, Eq)]
pub struct Dependency {
    /// Name of the package, which is not the key when `package = "…"` renames it.
    pub name: String,
    /// Whether only tests, examples and benches see it.
    pub dev: bool,
    /// Line in the manifest, from 1.
    pub line: usize,
}

/// Keys of `[workspace.dependencies]` that stand for a package of another name.
pub type Renames = BTreeMap<String, String>;

/// Reads the renames of the root manifest.
///
/// # Errors
/// When `text` is not TOML.
pub fn renames(text: &str) -> Result<Renames> {
    let root = DeTable::parse(text).context("the root Cargo.toml is not TOML")?;
    let dependencies =
        table(root.get_ref(), "workspace").and_then(|workspace| table(workspace, "dependencies"));
    let renamed = dependencies
        .into_iter()
        .flatten()
        .filter_map(|(key, value)| Some((key.get_ref().to_string(), package_of(value.get_ref())?)));
    Ok(renamed.collect())
}

impl Manifest {
    /// Reads a crate's manifest.
    ///
    /// # Errors
    /// When `text` is not TOML or has no package name.
    pub fn parse(path: &str, text: &str, renames: &Renames) -> Result<Self> {
        let root = DeTable::parse(text).context("the manifest is not TOML")?;
        let root = root.get_ref();
        let name = table(root, "package").and_then(|package| string(package, "name"));
        let mut dependencies = Vec::new();
        let targets =
            table(root, "target").into_iter().flatten().filter_map(|(_, value)| as_table(value.get_ref()));
        for sections in std::iter::once(root).chain(targets) {
            for (section, dev) in
                [("dependencies", false), ("build-dependencies", false), ("dev-dependencies", true)]
            {
                for (key, value) in table(sections, section).into_iter().flatten() {
                    let key_name = key.get_ref().to_string();
                    let package = package_of(value.get_ref()).or_else(|| renames.get(&key_name).cloned());
                    let line = text.get(..key.span().start).unwrap_or_default().matches('\n').count() + 1;
                    dependencies.push(Dependency { name: package.unwrap_or(key_name), dev, line });
                }
            }
        }
        Ok(Self {
            path: path.to_owned(),
            name: name.context("the manifest has no package name")?,
            dependencies,
        })
    }
}

fn as_table<'a, 'i>(value: &'a DeValue<'i>) -> Option<&'a DeTable<'i>> {
    match value {
        DeValue::Table(table) => Some(table),
        _ => None,
    }
}

fn table<'a, 'i>(parent: &'a DeTable<'i>, key: &str) -> Option<&'a DeTable<'i>> {
    parent.get(key).and_then(|value| as_table(value.get_ref()))
}

fn string(parent: &DeTable<'_>, key: &str) -> Option<String> {
    match parent.get(key)?.get_ref() {
        DeValue::String(text) => Some(text.to_string()),
        _ => None,
    }
}

fn package_of(dependency: &DeValue<'_>) -> Option<String> {
    string(as_table(dependency)?, "package")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_dependency_is_read_with_its_line() {
        let root =
            "[workspace.dependencies]\nkit = { package = \"db\", path = \"crates/db\" }\nweb = \"1\"\n";
        let text = "[package]\nname = \"ent\"\n\n[dependencies]\nkit.workspace = true\nanyhow = \"1\"\n\n\
                    [dev-dependencies]\ntestkit.workspace = true\n\n\
                    [target.'cfg(unix)'.dependencies]\nother = { package = \"pronote\", path = \"../pronote\" }\n";
        let manifest = Manifest::parse("crates/ent/Cargo.toml", text, &renames(root).unwrap()).unwrap();
        assert_eq!(manifest.name, "ent");
        let mut seen: Vec<_> =
            manifest.dependencies.iter().map(|d| (d.name.as_str(), d.dev, d.line)).collect();
        seen.sort_unstable();
        assert_eq!(
            seen,
            [("anyhow", false, 6), ("db", false, 5), ("pronote", false, 12), ("testkit", true, 9)]
        );
    }

    #[test]
    fn a_manifest_without_a_name_is_an_error() {
        assert!(Manifest::parse("Cargo.toml", "[package]\n", &Renames::new()).is_err());
        assert!(Manifest::parse("Cargo.toml", "[package", &Renames::new()).is_err());
    }
}
