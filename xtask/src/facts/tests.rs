use super::*;

fn read(text: &str) -> Facts {
    Facts::read(text, &["services".to_owned()]).unwrap()
}

fn paths(text: &str) -> Vec<String> {
    read(text).references.iter().map(|reference| reference.path.join("::")).collect()
}

#[test]
fn paths_are_resolved_from_the_crate_root() {
    let cases: &[(&str, &[&str])] = &[
        ("use crate::{journal, login::Session as S};", &["crate::journal", "crate::login::Session"]),
        ("use super::login;", &["crate::login"]),
        ("use self::sql::ADD;", &["crate::services::sql::ADD"]),
        ("use std::time::{self, Duration};", &["std::time", "std::time::Duration"]),
        ("use crate::*;", &["crate::*"]),
        ("mod inner { use super::super::login; }", &["crate::login"]),
        ("fn f() { super::login::open() }", &["crate::login::open"]),
        ("fn f(x: Vec<crate::login::Session>) {}", &["crate::login::Session"]),
        ("use std::time; fn f() { time::SystemTime::now(); }", &["std::time", "std::time::SystemTime::now"]),
        ("use crate as root; fn f() { root::login::open() }", &["crate", "crate::login::open"]),
        ("fn f() { assert!(a && crate::login::open(x.y)); }", &["crate::login::open"]),
        ("#[derive(Debug, sqlx::FromRow)] struct S;", &["sqlx::FromRow"]),
        ("extern crate sqlx;", &["sqlx"]),
        ("fn f() { let login = 1; login; }", &[]),
        ("/// See crate::login::open.\nfn f() {}", &[]),
    ];
    for (text, expected) in cases {
        assert_eq!(paths(text), *expected, "{text}");
    }
}

#[test]
fn an_import_of_a_test_module_does_not_rename_a_path_outside_it() {
    let text = "fn f() { body::read(); }\n#[cfg(test)] mod tests { use axum::body; }";
    assert_eq!(paths(text), ["body::read", "axum::body"]);
}

#[test]
fn what_only_tests_compile_is_marked() {
    for text in [
        "#[cfg(test)] mod tests { use a::b; }",
        "#[cfg(all(test, unix))] use a::b;",
        "#[test] fn f() { a::b(); }",
        "#![cfg(test)] use a::b;",
        "impl S { #[cfg(test)] fn f() { a::b(); } }",
    ] {
        assert!(
            read(text).references.iter().filter(|r| r.path.join("::") == "a::b").all(|r| r.test),
            "{text}"
        );
        assert!(paths(text).contains(&"a::b".to_owned()), "{text}");
    }
    assert!(!read("#[cfg(not(test))] use a::b;").references[0].test);
    assert!(!read("#[cfg(any(test, unix))] use a::b;").references[0].test);
    assert_eq!(read("#[cfg(test)] mod fixtures;").test_modules, ["fixtures"]);
}

#[test]
fn literals_know_whether_they_are_listed_statements() {
    let facts = read(
        "/// A comment.\nconst ADD: Sql = Sql(\"INSERT\");\n\
         pub const STATEMENTS: &[&Sql] = &[&ADD];\nfn f() { run(\"SELECT\"); log!(\"x\"); }",
    );
    let literals: Vec<_> = facts.literals.iter().map(|l| (l.text.as_str(), l.line, l.statement)).collect();
    assert_eq!(literals, [("INSERT", 2, true), ("SELECT", 4, false), ("x", 4, false)]);
    assert_eq!(facts.statements, [Statement { name: "ADD".to_owned(), line: 2 }]);
    assert!(facts.listed.unwrap().contains("ADD"));
}

#[test]
fn calls_are_seen_in_code_and_in_macros() {
    let facts = read("fn f() { a.route(1);\n assert!(b.nest(2).is_ok()); }");
    let calls: Vec<_> = facts.calls.iter().map(|c| (c.method.as_str(), c.line)).collect();
    assert_eq!(calls, [("route", 1), ("nest", 2), ("is_ok", 2)]);
}

#[test]
fn text_parameters_of_functions_that_are_not_private() {
    let cases: &[(&str, &[&str])] = &[
        ("pub fn f(id: &str, n: u8) {}", &["id"]),
        ("pub(crate) fn f(mut id: Option<&'static str>) {}", &["id"]),
        ("pub fn f(id: impl Into<String>) {}", &["id"]),
        ("pub fn f<S: AsRef<str>>(id: S) {}", &["id"]),
        ("pub fn f<S>(id: S) where S: Into<String> {}", &["id"]),
        ("pub fn f(id: Cow<'_, str>) {}", &["id"]),
        ("pub trait T { fn f(&self, id: String); }", &["id"]),
        ("impl S { pub fn f(&self, id: String) {} }", &["id"]),
        ("fn f(id: &str) {}", &[]),
        ("trait T { fn f(&self, id: String); }", &[]),
        ("impl T for S { fn f(&self, id: String) {} }", &[]),
        ("pub fn f(id: &CasId) {}", &[]),
        ("pub fn f<S: Into<String>>(id: &CasId, s: S) {}", &["s"]),
        ("#[cfg(test)] mod tests { pub fn f(id: &str) {} }", &[]),
    ];
    for (text, expected) in cases {
        let names: Vec<_> = read(text).text_parameters.into_iter().map(|p| p.name).collect();
        assert_eq!(names, *expected, "{text}");
    }
}

#[test]
fn a_file_that_is_not_rust_says_where() {
    assert_eq!(Facts::read("fn f() {}\nfn (", &[]).unwrap_err().line, 2);
}
