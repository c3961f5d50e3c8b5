//! The guide of the command, replayed.

use std::process::Command;

use serde_json::Value;

use super::{said, told};

const GUIDE: &str =
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/guides/fr/rapprochement.md"));

/// The blocks of one language, in order.
fn blocks(language: &str) -> Vec<&'static str> {
    let fence = format!("```{language}\n");
    let (inside, _): (Vec<_>, Vec<_>) =
        GUIDE.split(fence.as_str()).skip(1).map(|block| block.split_once("```").unwrap()).unzip();
    inside
}

#[test]
fn the_commands_of_the_guide_give_what_it_shows() {
    let folder = tempfile::tempdir().unwrap();
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_passerelle"));
    let path = format!("{}:{}", program.parent().unwrap().display(), std::env::var("PATH").unwrap());
    let typed = |block: &str| {
        let mut shell = Command::new("sh");
        let output =
            shell.args(["-e", "-c", block]).current_dir(&folder).env("PATH", &path).output().unwrap();
        assert!(output.status.success(), "{}", said(&output));
        told(&output)
    };
    let commands = blocks("sh");
    assert_eq!((commands.len(), blocks("csv").len()), (2, 1));
    let first = typed(commands[0]);
    assert!(first.ends_with(blocks("csv")[0]), "{first}");
    assert!(first.contains("identités"), "the table comes first: {first}");
    let summary: Value = serde_json::from_str(&typed(commands[1])).unwrap();
    assert_eq!(summary["decisions"], serde_json::json!({ "auto": 3, "known": 1, "manual": 0, "none": 1 }));
}
