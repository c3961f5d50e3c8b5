//! What is claimed to be seen working is shown by a test that exists.

use std::collections::BTreeSet;

use crate::breach::Breach;
use crate::tree::Tree;

const LIST: &str = "docs/reference/acceptance.md";
const CURE: &str =
    "Write `crate::file::test` as it is in `crates/<crate>/tests/<file>` or in its `src`, or empty the cell.";

pub fn check(tree: &Tree) -> Vec<Breach> {
    let lines = tree.text(LIST).unwrap_or_default().lines().enumerate();
    lines.filter_map(|(index, line)| check_line(tree, index + 1, line)).collect()
}

/// A line of a table: its first cell names the step, its last the test.
fn check_line(tree: &Tree, number: usize, line: &str) -> Option<Breach> {
    let cells: Vec<&str> = line.strip_prefix('|')?.strip_suffix('|')?.split('|').map(str::trim).collect();
    let (step, name) = (cells.first()?, cells.last()?.trim_matches('`'));
    let is_heading = name == "test" || name.chars().all(|sign| sign == '-');
    if is_heading || tests_named(tree, name) {
        return None;
    }
    Some(Breach::new(LIST, number, format!("{step} is shown by a test, and `{name}` is none."), CURE))
}

/// Whether `crate::file::test` is a test: the file may stand beside `src` or in it, and be a folder.
fn tests_named(tree: &Tree, name: &str) -> bool {
    let segments: Vec<&str> = name.split("::").collect();
    let [package, modules @ .., function] = segments.as_slice() else { return false };
    let inner = modules.join("/");
    let files = ["tests", "src"].map(|folder| format!("crates/{package}/{folder}/{inner}"));
    let mut files = files
        .iter()
        .flat_map(|file| [format!("{file}.rs"), format!("{file}/mod.rs"), format!("{file}/main.rs")]);
    files.any(|file| tests_in(tree.text(&file).unwrap_or_default()).contains(*function))
}

/// The functions of a Rust file that are tests, at its top or in its `mod tests`.
fn tests_in(text: &str) -> BTreeSet<String> {
    let items = syn::parse_file(text).map(|file| file.items).unwrap_or_default();
    let mut found = BTreeSet::new();
    let mut left = items;
    while let Some(item) = left.pop() {
        match item {
            syn::Item::Fn(function) if function.attrs.iter().any(is_test) => {
                found.insert(function.sig.ident.to_string());
            }
            syn::Item::Mod(module) => left.extend(module.content.into_iter().flat_map(|(_, items)| items)),
            _ => {}
        }
    }
    found
}

/// `#[test]`, `#[tokio::test]`.
fn is_test(attribute: &syn::Attribute) -> bool {
    attribute.path().segments.last().is_some_and(|last| last.ident == "test")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::made_up::tree;

    fn told(cell: &str) -> Vec<usize> {
        let list = format!("# List\n\n| id | must see | test |\n|---|---|---|\n| A-1 | a page | {cell} |\n");
        let files = [
            (LIST, list.as_str()),
            ("crates/ent/tests/road.rs", "#[tokio::test] async fn one_walks() {}\nfn helper() {}"),
            ("crates/ent/tests/browser/visits.rs", "#[test]\nfn one_enters() {}"),
            ("crates/ent/src/login/mod.rs", "#[cfg(test)] mod tests { #[test] fn one_signs_in() {} }"),
        ];
        check(&tree(&files)).iter().map(|breach| breach.line).collect()
    }

    #[test]
    fn a_test_that_exists_and_an_empty_cell_are_in_order() {
        for cell in
            ["", "`ent::road::one_walks`", "`ent::browser::visits::one_enters`", "`ent::login::one_signs_in`"]
        {
            assert_eq!(told(cell), [0; 0], "{cell}");
        }
        assert_eq!(check(&tree(&[])), []);
    }

    #[test]
    fn a_test_that_does_not_exist_is_told_with_its_line() {
        for cell in [
            "`ent::road::one_flies`",
            "`ent::road::helper`",
            "`ent::one_walks`",
            "one_walks",
            "`db::road::one_walks`",
        ] {
            assert_eq!(told(cell), [5], "{cell}");
        }
    }
}
