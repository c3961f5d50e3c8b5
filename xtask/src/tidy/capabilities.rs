//! In an end, a capability calls only capabilities of higher rows.

use crate::breach::Breach;
use crate::plan;
use crate::tree::{Source, Tree};

pub fn check(tree: &Tree) -> Vec<Breach> {
    let mut breaches: Vec<Breach> = tree.files.keys().filter_map(|path| misplaced(path)).collect();
    for end in plan::ENDS {
        let shown = shown_at_root(tree, end);
        breaches.extend(shown.iter().filter(|shown| shown.name == "*").map(|shown| opened(end, shown)));
        for source in tree.sources.iter().filter(|source| source.package == end && !source.test) {
            breaches.extend(check_source(end, source, &shown));
        }
    }
    breaches
}

/// A folder without a row, or a file that belongs to no capability.
fn misplaced(path: &str) -> Option<Breach> {
    let (end, inner) = path.strip_prefix("crates/")?.split_once("/src/")?;
    if plan::rows(end).is_empty() {
        return None;
    }
    match inner.split_once('/') {
        Some((folder, _)) => plan::row(end, folder).is_none().then(|| {
            Breach::new(
                path,
                1,
                format!("Each folder of {end} is a capability with a row, and `{folder}` has none."),
                "Move the file into the capability it serves, or give the new one a row in xtask/src/plan.rs \
                 and in ARCHITECTURE.md.",
            )
        }),
        None => (inner.ends_with(".rs") && !plan::END_FILES.contains(&inner)).then(|| {
            Breach::new(
                path,
                1,
                format!("Beside its capabilities {end} has only {}.", plan::END_FILES.join(", ")),
                "Make it `<capability>/mod.rs`, or move it into the capability it serves.",
            )
        }),
    }
}

/// A name that `lib.rs` brings to the crate root out of a capability.
struct Shown {
    name: String,
    capability: String,
    line: usize,
}

fn shown_at_root(tree: &Tree, end: &str) -> Vec<Shown> {
    let mut sources = tree.sources.iter();
    let root = sources.find(|source| source.package == end && source.in_src.as_deref() == Some("lib.rs"));
    let imports = root.into_iter().flat_map(|source| &source.facts.imports);
    imports
        .filter(|import| import.module.is_empty() && !import.test)
        .filter_map(|import| {
            let mut path = import.path.iter().map(String::as_str);
            let capability = path.find(|segment| *segment != "crate")?;
            plan::row(end, capability)?;
            Some(Shown { name: import.name.clone(), capability: capability.to_owned(), line: import.line })
        })
        .collect()
}

/// A capability brought to the root by `*`: what others take from the root could no longer be told apart.
fn opened(end: &str, shown: &Shown) -> Breach {
    Breach::new(
        format!("crates/{end}/src/lib.rs"),
        shown.line,
        format!("lib.rs names one by one what it shows of `{}`.", shown.capability),
        "Replace the `*` by the names.",
    )
}

fn check_source(end: &str, source: &Source, shown: &[Shown]) -> Vec<Breach> {
    let Some((own, own_row)) = source.capability().and_then(|own| Some((own, plan::row(end, own)?))) else {
        return Vec::new();
    };
    let mut breaches = Vec::new();
    for reference in source.facts.references.iter().filter(|reference| !reference.test) {
        let [first, name, ..] = reference.path.as_slice() else { continue };
        if first != "crate" {
            continue;
        }
        let breach = |rule: String, cure: &str| Breach::new(&source.path, reference.line, rule, cure);
        if name == "*" {
            breaches.push(breach(
                "A capability names one by one what it takes from the crate root.".to_owned(),
                "Replace the `*` by the names, so that a reader sees which capabilities are used.",
            ));
            continue;
        }
        let other = shown.iter().find(|shown| shown.name == *name).map_or(name, |shown| &shown.capability);
        let Some(row) = plan::row(end, other).filter(|_| other != own) else { continue };
        if row >= own_row {
            breaches.push(breach(
                format!(
                    "A capability of {end} calls only rows above its own: `{own}` (row {own_row}) must not use \
                     `{other}` (row {row})."
                ),
                "Append an event in your transaction and subscribe to it in lib.rs, or take the value as an argument.",
            ));
        }
    }
    breaches
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::made_up::tree;

    #[test]
    fn a_call_to_the_same_or_a_lower_row_is_told() {
        let cases = [
            ("crates/ent/src/journal/mod.rs", "use crate::login::Session;"),
            ("crates/ent/src/login/mod.rs", "use crate::{schools, services::Service};"),
            ("crates/ent/src/login/mod.rs", "use super::services;"),
            ("crates/ent/src/login/pages.rs", "fn f() { super::super::sso::issue(); }"),
            ("crates/ent/src/login/mod.rs", "mod wire { use super::super::identifiers::Link; }"),
            ("crates/ent/src/release/mod.rs", "fn f(gate: &crate::home::Gate) {}"),
            ("crates/ent/src/release/mod.rs", "fn f() { assert!(crate::sso::open()); }"),
            ("crates/ent/src/release/mod.rs", "use crate as root; fn f() { root::sso::open(); }"),
            ("crates/ent/src/release/mod.rs", "use crate::*;"),
            ("crates/ent/src/release/mod.rs", "use crate::Ticket;"),
            ("crates/pronote/src/bases/mod.rs", "use crate::journal::Line;"),
        ];
        for (path, text) in cases {
            let lib = ("crates/ent/src/lib.rs", "mod sso; pub use sso::Ticket;");
            let found = check(&tree(&[lib, (path, text)]));
            assert_eq!(found.len(), 1, "{path}: {text}: {found:?}");
            assert_eq!(found[0].path, path);
        }
    }

    #[test]
    fn folders_and_files_without_a_place_are_told() {
        for path in
            ["crates/ent/src/misc/mod.rs", "crates/ent/src/journal.rs", "crates/pronote/src/pages/a.html"]
        {
            assert_eq!(check(&tree(&[(path, "")])).len(), 1, "{path}");
        }
    }

    #[test]
    fn a_capability_shown_whole_at_the_root_is_told() {
        let found = check(&tree(&[("crates/ent/src/lib.rs", "mod sso;\npub use sso::*;\npub use web::*;")]));
        assert_eq!(found.iter().map(|breach| breach.line).collect::<Vec<_>>(), [2]);
    }

    #[test]
    fn rows_above_the_root_and_tests_are_free() {
        let files = [
            ("crates/ent/src/lib.rs", "mod home; mod journal; use home::Page; pub use config::Config;"),
            ("crates/ent/src/state.rs", "use crate::{home, journal};"),
            ("crates/ent/src/config.rs", ""),
            (
                "crates/ent/src/home/mod.rs",
                "use crate::{journal, sso::Ticket, state::State, Config}; mod sql;",
            ),
            ("crates/ent/src/home/page.html", "<p>"),
            ("crates/ent/src/home/sql.rs", "use super::Tile; use crate::home::Row;"),
            ("crates/ent/src/journal/mod.rs", "#[cfg(test)] mod tests { use crate::home; }"),
            ("crates/ent/src/journal/tests.rs", "use crate::home;"),
            ("crates/ent/tests/road.rs", "use ent::home;"),
            ("crates/web/src/misc/mod.rs", ""),
        ];
        assert_eq!(check(&tree(&files)), []);
    }
}
