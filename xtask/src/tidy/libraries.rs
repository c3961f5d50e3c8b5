//! Who may name the database library and the HTTP library.

use crate::breach::Breach;
use crate::facts::Reference;
use crate::plan;
use crate::tree::{Source, Tree};

pub fn check(tree: &Tree) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for source in &tree.sources {
        for reference in &source.facts.references {
            breaches.extend(check_reference(source, reference));
        }
    }
    breaches
}

fn check_reference(source: &Source, reference: &Reference) -> Option<Breach> {
    let (rule, cure) = match reference.path.first()?.as_str() {
        "sqlx" if source.package != plan::NAMES_SQLX => (
            "Only crates/db names sqlx.",
            "Use db's Sql, Value, Row and Tx; if something is missing there, add it there.",
        ),
        "axum" if !may_name_axum(source) => (
            "Only pages.rs and api.rs of a capability, web and passerelle name axum.",
            "Read the request in pages.rs or api.rs and pass plain values on; a test speaks HTTP through testkit.",
        ),
        _ => return None,
    };
    Some(Breach::new(&source.path, reference.line, rule, cure))
}

fn may_name_axum(source: &Source) -> bool {
    let package = source.package.as_str();
    let reads_requests = plan::ENDS.contains(&package) && plan::HTTP_FILES.contains(&source.file_name());
    plan::NAMES_AXUM.contains(&package) || reads_requests
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::made_up::tree;

    #[test]
    fn sqlx_and_axum_are_named_where_they_belong_only() {
        let cases = [
            ("crates/db/src/lib.rs", "use sqlx::Row;", 0),
            ("crates/ent/src/login/sql.rs", "use sqlx::Row;", 1),
            ("crates/ent/src/login/sql.rs", "#[derive(sqlx::FromRow)] struct S;", 1),
            ("crates/testkit/src/lib.rs", "fn f() { sqlx::query!(\"\"); }", 1),
            ("crates/ent/src/login/tests.rs", "use sqlx::Row;", 1),
            ("crates/ent/src/login/pages.rs", "use axum::extract::Form;", 0),
            ("crates/pronote/src/block/api.rs", "use axum::extract::Form;", 0),
            ("crates/ent/src/login/mod.rs", "use axum::extract::Form;", 1),
            ("crates/ent/src/lib.rs", "pub fn router() -> axum::Router {}", 1),
            ("crates/testkit/src/pages.rs", "use axum::extract::Form;", 1),
            ("crates/web/src/forms.rs", "use axum::extract::Form;", 0),
            ("crates/passerelle/src/listen.rs", "use axum::Router;", 0),
        ];
        for (path, text, expected) in cases {
            assert_eq!(check(&tree(&[(path, text)])).len(), expected, "{path}: {text}");
        }
    }
}
