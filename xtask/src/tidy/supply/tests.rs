use super::*;
use crate::tree::made_up::tree;

const DENY: (&str, &str) = (
    "deny.toml",
    "[licenses]\nallow = [\"MIT\"]\n[bans]\ndeny = [{ crate = \"ring\", reason = \"one crypto library\" }]\n\
     [sources]\nallow-registry = [\"https://github.com/rust-lang/crates.io-index\"]\n",
);
const LOCKED: (&str, &str) =
    ("Cargo.lock", "version = 4\n\n[[package]]\nname = \"good\"\nversion = \"1.0.0\"\n");

fn good() -> Package {
    Package {
        name: "good".to_owned(),
        version: "1.0.0".to_owned(),
        licence: Some("MIT OR Apache-2.0".to_owned()),
        source: Some("registry+https://github.com/rust-lang/crates.io-index".to_owned()),
        ours: false,
    }
}

fn found(package: Package) -> Vec<String> {
    let breaches = check(&tree(&[DENY, LOCKED]), Ok(vec![package]));
    breaches.into_iter().map(|breach| format!("{}:{} {}", breach.path, breach.line, breach.rule)).collect()
}

#[test]
fn a_package_in_order_passes() {
    assert_eq!(found(good()), [""; 0]);
    assert_eq!(found(Package { source: None, ours: true, ..good() }), [""; 0]);
}

#[test]
fn what_deny_toml_refuses_is_told() {
    let cases = [
        (Package { licence: Some("GPL-3.0-only".to_owned()), ..good() }, "is under: GPL-3.0-only"),
        (Package { licence: None, ..good() }, "none stated"),
        (Package { source: Some("git+https://example.org/x".to_owned()), ..good() }, "comes from git+"),
        (Package { source: None, ..good() }, "a folder outside the repository"),
        (Package { name: "ring".to_owned(), ..good() }, "bans ring: one crypto library."),
    ];
    for (package, expected) in cases {
        let found = found(package);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].contains(expected), "{}", found[0]);
    }
}

#[test]
fn a_breach_points_at_the_lock() {
    assert!(found(Package { licence: None, ..good() })[0].starts_with("Cargo.lock:4 "));
}

#[test]
fn without_a_policy_or_a_graph_nothing_passes() {
    assert_eq!(check(&tree(&[LOCKED]), Ok(vec![good()])).len(), 1);
    assert_eq!(check(&tree(&[DENY, LOCKED]), Err(anyhow::anyhow!("no such folder"))).len(), 1);
}

#[test]
fn the_real_policy_reads_and_bans_what_the_project_decided() {
    let text = std::fs::read_to_string(crate::root().join(POLICY)).unwrap();
    let policy: Policy = toml::from_str(&text).unwrap();
    let banned: Vec<&str> = policy.bans.deny.iter().map(|ban| ban.name.as_str()).collect();
    for name in ["ring", "openssl", "openssl-sys", "native-tls", "rsa", "tower-sessions", "xml-rs", "chrono"]
    {
        assert!(banned.contains(&name), "{name}");
    }
    assert!(policy.bans.deny.iter().all(|ban| ban.reason.len() > 10));
}
