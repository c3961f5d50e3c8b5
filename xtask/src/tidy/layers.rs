//! A crate stands on strictly lower layers, and impure libraries stay out of pure crates.

use crate::breach::Breach;
use crate::manifest::{Dependency, Manifest};
use crate::plan::{self, Room};
use crate::tree::Tree;

pub fn check(tree: &Tree) -> Vec<Breach> {
    tree.manifests
        .iter()
        .filter(|manifest| manifest.name != plan::TOOLING)
        .flat_map(|manifest| match plan::room(&manifest.name) {
            Some(room) => check_room(room, manifest),
            None => vec![unknown(manifest)],
        })
        .collect()
}

fn unknown(manifest: &Manifest) -> Breach {
    Breach::new(
        &manifest.path,
        1,
        format!("Every crate has a layer, and `{}` has none.", manifest.name),
        "Give it a line in ROOMS of xtask/src/plan.rs and a paragraph in ARCHITECTURE.md.",
    )
}

fn check_room(room: &Room, manifest: &Manifest) -> Vec<Breach> {
    let faults = manifest.dependencies.iter().filter_map(|dependency| {
        let (rule, cure) = workspace_fault(room, dependency).or_else(|| library_fault(room, dependency))?;
        Some(Breach::new(&manifest.path, dependency.line, rule, cure))
    });
    faults.collect()
}

type Fault = Option<(String, &'static str)>;

/// What is wrong with depending on another crate of the workspace.
fn workspace_fault(room: &Room, dependency: &Dependency) -> Fault {
    let name = dependency.name.as_str();
    if name == plan::TOOLING {
        return Some((
            format!("xtask is tooling: `{}` must not depend on it.", room.name),
            "Move what you need into a crate that has a layer.",
        ));
    }
    let other = plan::room(name)?;
    if plan::ENDS.contains(&room.name) && plan::ENDS.contains(&name) {
        return Some((
            format!("{} must not depend on {name}, not even in its tests.", room.name),
            "The two ends meet by HTTP and by files only; a test that needs both uses testkit.",
        ));
    }
    if dependency.dev && plan::FOR_TESTS.contains(&name) {
        return None;
    }
    if name == "testkit" {
        return Some((
            format!("testkit is for tests only, and `{}` ships it.", room.name),
            "Move the line to [dev-dependencies].",
        ));
    }
    if other.layer >= room.layer {
        return Some((
            format!(
                "A crate depends on strictly lower layers: {} (layer {}) must not depend on {name} (layer {}).",
                room.name, room.layer, other.layer
            ),
            "Pass what you need as an argument, or move the shared part to a lower crate.",
        ));
    }
    let only = room.only?;
    (!only.contains(&name)).then(|| {
        let may = if only.is_empty() { "no crate of the workspace".to_owned() } else { only.join(" and ") };
        (
            format!("{} may use {may}: it must not depend on {name}.", room.name),
            "Convert to this crate's own types in the caller, which sees both.",
        )
    })
}

/// What is wrong with depending on a library.
fn library_fault(room: &Room, dependency: &Dependency) -> Fault {
    let name = dependency.name.as_str();
    if room.pure && !dependency.dev && plan::IMPURE_LIBRARIES.contains(&name) {
        return Some((
            format!("{} is pure: it must not depend on {name}.", room.name),
            "Take values and return values; let a crate above it do the input and output.",
        ));
    }
    if name == "sqlx" && room.name != plan::NAMES_SQLX {
        return Some((
            format!("Only db depends on sqlx: {} must not.", room.name),
            "Use db's Sql, Value, Row and Tx; if something is missing there, add it there.",
        ));
    }
    (name == "axum" && !plan::DEPENDS_ON_AXUM.contains(&room.name)).then(|| {
        (
            format!("Only {} depend on axum: {} must not.", plan::DEPENDS_ON_AXUM.join(", "), room.name),
            "Speak HTTP through what web offers, or through hyper in test servers.",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::made_up::tree;

    /// The breaches of one crate with this dependency.
    fn breaches(name: &str, section: &str, dependency: &str) -> Vec<Breach> {
        let manifest = format!("[package]\nname = \"{name}\"\n[{section}]\n{dependency} = \"1\"\n");
        check(&tree(&[(&format!("crates/{name}/Cargo.toml"), &manifest)]))
    }

    #[test]
    fn dependencies_that_the_plan_forbids() {
        let cases = [
            ("model", "dependencies", "exchange", "strictly lower"),
            ("matching", "dependencies", "model", "strictly lower"),
            ("matching", "dev-dependencies", "model", "strictly lower"),
            ("db", "dependencies", "model", "no crate of the workspace"),
            ("exchange", "dependencies", "matching", "may use model and cas-protocol"),
            ("web", "dependencies", "db", "strictly lower"),
            ("ent", "dependencies", "pronote", "ent must not depend on pronote"),
            ("pronote", "dev-dependencies", "ent", "pronote must not depend on ent"),
            ("ent", "dependencies", "testkit", "for tests only"),
            ("passerelle", "dependencies", "testkit", "for tests only"),
            ("ent", "build-dependencies", "passerelle", "strictly lower"),
            ("ent", "dependencies", "xtask", "xtask is tooling"),
            ("invented", "dependencies", "cas-protocol", "may use model"),
            ("exchange", "dependencies", "tokio", "is pure"),
            ("model", "dependencies", "getrandom", "is pure"),
            ("ent", "dependencies", "sqlx", "Only db depends on sqlx"),
            ("testkit", "dependencies", "axum", "depend on axum"),
            ("novelty", "dependencies", "anyhow", "has none"),
        ];
        for (name, section, dependency, expected) in cases {
            let found = breaches(name, section, dependency);
            assert_eq!(found.len(), 1, "{name} on {dependency}: {found:?}");
            assert!(found[0].rule.contains(expected), "{name} on {dependency}: {}", found[0].rule);
            assert!(found[0].line == 4 || name == "novelty");
        }
    }

    #[test]
    fn dependencies_that_the_plan_allows() {
        let cases = [
            ("exchange", "dependencies", "model"),
            ("web", "dependencies", "axum"),
            ("db", "dependencies", "sqlx"),
            ("db", "dependencies", "tokio"),
            ("ent", "dependencies", "matching"),
            ("ent", "dev-dependencies", "testkit"),
            ("matching", "dev-dependencies", "invented"),
            ("model", "dev-dependencies", "tokio"),
            ("testkit", "dependencies", "pronote"),
            ("passerelle", "dependencies", "invented"),
        ];
        for (name, section, dependency) in cases {
            assert_eq!(breaches(name, section, dependency), [], "{name} on {dependency}");
        }
    }
}
