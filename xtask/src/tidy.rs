//! `cargo xtask tidy`: the invariants that the compiler does not know, each a pure function over the tree.

mod acceptance;
mod capabilities;
mod elsewhere;
mod identifiers;
mod layers;
mod libraries;
mod purity;
mod routes;
mod sql;
mod supply;
mod tables;
mod vendored;

use std::path::Path;

use anyhow::Result;

use crate::breach::Breach;
use crate::tree::Tree;

/// A rule: what it finds broken in a tree.
type Rule = fn(&Tree) -> Vec<Breach>;

const RULES: &[Rule] = &[
    layers::check,
    purity::check,
    capabilities::check,
    tables::check,
    libraries::check,
    sql::check,
    identifiers::check,
    routes::check,
    vendored::check,
    elsewhere::check,
    acceptance::check,
];

/// Every breach of every rule in the repository at `root`, in the order of the files.
///
/// # Errors
/// When the repository cannot be read.
pub fn check(root: &Path) -> Result<Vec<Breach>> {
    let tree = Tree::read(root)?;
    let mut breaches = check_tree(&tree);
    breaches.extend(supply::check(&tree, supply::resolve(root)));
    breaches.sort();
    breaches.dedup();
    Ok(breaches)
}

fn check_tree(tree: &Tree) -> Vec<Breach> {
    let found = RULES.iter().flat_map(|rule| rule(tree));
    tree.unreadable.iter().cloned().chain(found).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_repository_is_tidy() {
        let breaches = check(&crate::root()).unwrap();
        let said: Vec<String> = breaches.iter().map(ToString::to_string).collect();
        assert!(said.is_empty(), "\n{}\n{} breach(es)", said.join("\n"), said.len());
    }
}
