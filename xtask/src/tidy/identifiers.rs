//! An identifier that crosses a function has its own type.

use crate::breach::Breach;
use crate::plan;
use crate::tree::Tree;

pub fn check(tree: &Tree) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for source in &tree.sources {
        if source.test || plan::UNTYPED_IDENTIFIERS.contains(&source.package.as_str()) {
            continue;
        }
        for parameter in
            source.facts.text_parameters.iter().filter(|parameter| is_identifier(&parameter.name))
        {
            breaches.push(Breach::new(
                &source.path,
                parameter.line,
                format!(
                    "Every identifier has its own type: `{}` must not take `{}` as text.",
                    parameter.function, parameter.name
                ),
                "Take CasId, PronoteId, Uai or a type of your own, built by `parse`. Text that is not yet checked is \
                 called `raw`; an anchor of a page is called `anchor`.",
            ));
        }
    }
    breaches
}

fn is_identifier(name: &str) -> bool {
    name == "id" || name.ends_with("_id")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::made_up::tree;

    #[test]
    fn an_identifier_as_text_is_told() {
        let text = "pub fn link(cas_id: &str, id: Option<String>) {}\nimpl S { pub(crate) fn of(pronote_id: String) {} }";
        let found = check(&tree(&[("crates/ent/src/identifiers/mod.rs", text)]));
        assert_eq!(found.iter().map(|breach| breach.line).collect::<Vec<_>>(), [1, 1, 2]);
    }

    #[test]
    fn typed_private_and_test_functions_are_free() {
        let text = "pub fn link(cas_id: &CasId, name: &str, valid: &str) {}\nfn own(id: &str) {}";
        let loose = "pub fn f(id: &str) {}";
        let files = [
            ("crates/ent/src/identifiers/mod.rs", text),
            ("crates/ent/src/identifiers/tests.rs", loose),
            ("crates/testkit/src/lib.rs", loose),
            ("crates/db/src/lib.rs", loose),
            ("xtask/src/lib.rs", loose),
        ];
        assert_eq!(check(&tree(&files)), []);
    }
}
