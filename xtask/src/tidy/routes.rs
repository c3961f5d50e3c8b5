//! Routes are declared through `web::Routes`, which also writes the access table.

use crate::breach::{Breach, line_of};
use crate::plan;
use crate::tree::{Source, Tree};

/// Methods by which a router is built by hand.
const BUILDING: &[&str] = &["route", "route_service", "nest", "nest_service"];

const RULE: &str =
    "Routes are declared through web::Routes only, so that each has its row in the access table.";
const CURE: &str = "Declare method, path, authority and handler with web::Routes in pages.rs or api.rs.";

pub fn check(tree: &Tree) -> Vec<Breach> {
    let by_hand = tree.sources.iter().filter(|source| source.package != "web").flat_map(built_by_hand);
    let tables = plan::ENDS.iter().filter_map(|end| missing_table(tree, end));
    by_hand.chain(tables).collect()
}

fn built_by_hand(source: &Source) -> Vec<Breach> {
    let facts = &source.facts;
    let references = facts.references.iter().filter(|reference| is_router(&reference.path));
    let calls = facts.calls.iter().filter(|call| BUILDING.contains(&call.method.as_str()));
    let lines = references.map(|reference| reference.line).chain(calls.map(|call| call.line));
    lines.map(|line| Breach::new(&source.path, line, RULE, CURE)).collect()
}

/// `axum::routing::…`, `Router::new`, `Router::default`.
fn is_router(path: &[String]) -> bool {
    let pairs = path.iter().zip(path.iter().skip(1));
    pairs.into_iter().any(|(first, second)| {
        matches!((first.as_str(), second.as_str()), ("axum", "routing" | "*") | ("Router", "new" | "default"))
    })
}

/// An end that declares routes has its access table checked in.
fn missing_table(tree: &Tree, end: &str) -> Option<Breach> {
    let table = format!("crates/{end}/access.txt");
    if tree.files.contains_key(&table) {
        return None;
    }
    let declares = |source: &&Source| {
        let mut references = source.facts.references.iter();
        source.package == end
            && !source.test
            && references
                .any(|reference| !reference.test && reference.path.iter().any(|segment| segment == "Routes"))
    };
    let source = tree.sources.iter().find(declares)?;
    let line = line_of(tree.text(&source.path)?, "Routes");
    Some(Breach::new(
        &source.path,
        line,
        format!("The access table of an end that has routes is a checked file, and {table} is missing."),
        "Let the end's test write it, read every line of it, and check it in.",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::made_up::tree;

    #[test]
    fn a_router_built_by_hand_is_told() {
        for text in [
            "fn f() { axum::Router::new(); }",
            "use axum::Router; fn f() -> Router { Router::default() }",
            "use axum::routing::get;",
            "use axum::*;",
            "fn f(r: R) { r.route(\"/\", h); }",
            "fn f(r: R) { r.nest(\"/\", h); }",
        ] {
            assert_eq!(check(&tree(&[("crates/passerelle/src/lib.rs", text)])).len(), 1, "{text}");
            assert_eq!(check(&tree(&[("crates/web/src/routes.rs", text)])), [], "{text}");
        }
    }

    #[test]
    fn an_end_with_routes_has_its_table() {
        let pages =
            ("crates/ent/src/login/pages.rs", "\nuse web::Routes;\nfn routes() -> Routes { Routes::new() }");
        let found = check(&tree(&[pages]));
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].line, 2);
        assert_eq!(check(&tree(&[pages, ("crates/ent/access.txt", "")])), []);
        assert_eq!(check(&tree(&[("crates/ent/src/lib.rs", "")])), []);
    }
}
