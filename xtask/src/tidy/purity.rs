//! Clock, files, network, environment and chance are arguments of a pure crate.

use crate::breach::Breach;
use crate::plan;
use crate::tree::Tree;

pub fn check(tree: &Tree) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for source in &tree.sources {
        let pure = plan::room(&source.package).is_some_and(|room| room.pure);
        if !pure || source.test || source.in_src.is_none() {
            continue;
        }
        for reference in source.facts.references.iter().filter(|reference| !reference.test) {
            if let Some(forbidden) = plan::IMPURE_PATHS.iter().find(|path| reaches(&reference.path, path)) {
                breaches.push(Breach::new(
                    &source.path,
                    reference.line,
                    format!("{} is pure: it must not name {}.", source.package, forbidden.join("::")),
                    "Take the instant, the bytes or the random values as arguments (plain addresses: core::net).",
                ));
            }
        }
    }
    breaches
}

/// Whether `path` names `forbidden` or something in it; a glob reaches all that it may bring in.
fn reaches(path: &[String], forbidden: &[&str]) -> bool {
    for (index, segment) in forbidden.iter().enumerate() {
        match path.get(index).map(String::as_str) {
            Some("*") => return index > 0,
            Some(named) if named == *segment => {}
            _ => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::made_up::tree;

    #[test]
    fn a_pure_crate_that_reaches_out_is_told() {
        for text in [
            "use std::fs;",
            "use std::{io::Read, net::TcpStream};",
            "use std::time::*;",
            "use std::time; fn now() { time::SystemTime::now(); }",
            "fn now() { std::time::SystemTime::now(); }",
            "fn read() { log!(std::fs::read(\"a\")); }",
            "async fn wait() { tokio::time::sleep(d).await }",
        ] {
            assert_eq!(check(&tree(&[("crates/exchange/src/lib.rs", text)])).len(), 1, "{text}");
        }
    }

    #[test]
    fn tests_and_impure_crates_may() {
        let files = [
            (
                "crates/exchange/src/lib.rs",
                "use std::time::Duration;\n#[cfg(test)] mod tests { use std::fs; }",
            ),
            ("crates/exchange/src/aaf/tests.rs", "use std::fs;"),
            ("crates/exchange/tests/samples.rs", "use std::fs;"),
            ("crates/web/src/lib.rs", "use std::net::SocketAddr; use tokio::net::TcpListener;"),
        ];
        assert_eq!(check(&tree(&files)), []);
    }
}
