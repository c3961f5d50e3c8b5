//! Licences, sources and banned crates, as deny.toml has them. cargo-deny reads the same file; this needs no
//! network and no tool of its own.

mod licence;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use cargo_metadata::MetadataCommand;
use serde::Deserialize;

use crate::breach::{Breach, line_of};
use crate::tree::Tree;

const POLICY: &str = "deny.toml";
const LOCK: &str = "Cargo.lock";

/// A package of the resolved graph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Package {
    name: String,
    version: String,
    /// SPDX expression.
    licence: Option<String>,
    /// `registry+…`, `git+…`, or `None` for a folder.
    source: Option<String>,
    /// Whether its manifest lies in the repository.
    ours: bool,
}

/// The part of deny.toml that tidy holds; cargo-deny knows the rest.
#[derive(Deserialize)]
struct Policy {
    licenses: Licences,
    bans: Bans,
    sources: Sources,
}

#[derive(Deserialize)]
struct Licences {
    allow: Vec<String>,
}

#[derive(Deserialize)]
struct Bans {
    deny: Vec<Ban>,
}

#[derive(Deserialize)]
struct Ban {
    #[serde(rename = "crate")]
    name: String,
    reason: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Sources {
    allow_registry: Vec<String>,
}

/// Asks cargo for every package that the workspace is built with, on every target.
///
/// # Errors
/// When cargo cannot resolve the workspace.
pub fn resolve(root: &Path) -> Result<Vec<Package>> {
    let built = built(root)?;
    let metadata = MetadataCommand::new().current_dir(root).exec().context("cargo metadata")?;
    let nodes = metadata.resolve.context("cargo metadata gave no graph")?.nodes;
    let packages: BTreeMap<_, _> = metadata.packages.iter().map(|package| (&package.id, package)).collect();
    let resolved = nodes.iter().filter_map(|node| packages.get(&node.id));
    let used = resolved.filter(|package| built.contains(&format!("{} v{}", package.name, package.version)));
    let used = used.map(|package| Package {
        name: package.name.to_string(),
        version: package.version.to_string(),
        licence: package.license.clone(),
        source: package.source.as_ref().map(|source| source.repr.clone()),
        ours: package.manifest_path.as_std_path().starts_with(metadata.workspace_root.as_std_path()),
    });
    Ok(used.collect())
}

/// `name vVERSION` of each package that is compiled. The graph of `cargo metadata` also holds packages that only
/// features nobody turned on would bring in.
fn built(root: &Path) -> Result<BTreeSet<String>> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let tree = ["tree", "--workspace", "--target", "all", "--prefix", "none", "--format", "{p}"];
    let output = Command::new(cargo).args(tree).current_dir(root).output().context("cargo tree")?;
    ensure!(output.status.success(), "cargo tree: {}", String::from_utf8_lossy(&output.stderr));
    let lines = String::from_utf8(output.stdout).context("cargo tree")?;
    let named = |line: &str| line.split(' ').take(2).collect::<Vec<_>>().join(" ");
    Ok(lines.lines().map(named).collect())
}

/// Holds the resolved packages against deny.toml.
pub fn check(tree: &Tree, packages: Result<Vec<Package>>) -> Vec<Breach> {
    let packages = match packages {
        Ok(packages) => packages,
        Err(error) => {
            let rule = "Cargo resolves the workspace, so that licences and sources can be checked.";
            return vec![Breach::new("Cargo.toml", 1, rule, format!("Mend the manifests: {error:#}"))];
        }
    };
    let policy: Policy = match toml::from_str(tree.text(POLICY).unwrap_or_default()) {
        Ok(policy) => policy,
        Err(error) => {
            let rule = "deny.toml says which licences, sources and crates are accepted, with reasons.";
            return vec![Breach::new(POLICY, 1, rule, format!("Mend it: {}.", error.message()))];
        }
    };
    let lock = tree.text(LOCK).unwrap_or_default();
    let place = |package: &Package| place_in_lock(lock, package);
    packages.iter().flat_map(|package| check_package(&policy, package, place(package))).collect()
}

/// The line of Cargo.lock that names the package.
fn place_in_lock(lock: &str, package: &Package) -> usize {
    let entry = format!("name = \"{}\"\nversion = \"{}\"", package.name, package.version);
    let before = lock.find(&entry).and_then(|at| lock.get(..at));
    before.map_or_else(|| line_of(lock, &package.name), |before| before.matches('\n').count() + 1)
}

fn check_package(policy: &Policy, package: &Package, line: usize) -> Vec<Breach> {
    let Package { name, version, .. } = package;
    let who = format!("`cargo tree --target all -i {name}@{version}` shows what brings it in");
    let breach = |rule: String, cure: String| Breach::new(LOCK, line, rule, cure);
    let mut breaches = Vec::new();
    if !licence_is_allowed(policy, package) {
        let licence = package.licence.as_deref().unwrap_or("none stated");
        breaches.push(breach(
            format!("Every licence is one that deny.toml allows; {name} {version} is under: {licence}."),
            format!("Read the licence; allow it in deny.toml with a reason, or do without: {who}."),
        ));
    }
    if !source_is_allowed(policy, package) {
        let source = package.source.as_deref().unwrap_or("a folder outside the repository");
        breaches.push(breach(
            format!(
                "Crates come from crates.io or from this repository; {name} {version} comes from {source}."
            ),
            format!("Use a released version: {who}."),
        ));
    }
    if let Some(ban) = policy.bans.deny.iter().find(|ban| ban.name == *name) {
        breaches.push(breach(
            format!("deny.toml bans {name}: {}.", ban.reason.trim_end_matches('.')),
            format!("Turn off the feature that needs it: {who}."),
        ));
    }
    breaches
}

fn licence_is_allowed(policy: &Policy, package: &Package) -> bool {
    let allowed = |licence: &str| policy.licenses.allow.iter().any(|allowed| allowed == licence);
    package.licence.as_deref().is_some_and(|expression| licence::holds(expression, &allowed))
}

fn source_is_allowed(policy: &Policy, package: &Package) -> bool {
    match &package.source {
        None => package.ours,
        Some(source) => {
            let registry = source.strip_prefix("registry+");
            registry.is_some_and(|registry| {
                policy.sources.allow_registry.iter().any(|allowed| allowed == registry)
            })
        }
    }
}

#[cfg(test)]
mod tests;
