//! What a developer and CI run: `cargo xtask test`, `tidy` and `figures`.
//!
//! The rules are pure functions over a tree of files, so that a test breaks each of them on three made-up
//! files; see the modules of `tidy`. The plan they hold is data, in `plan.rs`.
#![expect(clippy::print_stdout, reason = "a developer's tool: its answer is what it prints")]

mod breach;
mod facts;
mod figures;
mod manifest;
mod plan;
mod run;
mod sql_text;
mod tidy;
mod tree;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask test [--keep-going]   what the tests need, format, clippy, tidy, then every test; a failed stage ends the run,
                                  unless --keep-going. The last line is `N passed, N failed`.
cargo xtask test --peers [NAME]   clients that others wrote, against the program: all, or one folder of peers/
cargo xtask figures [NAME]        speed and memory of the release program, as a table; takes minutes. NAME for one part
                                  alone: start, demo, passwords, signin, sso, matching
cargo xtask figures matching FOLDER
                                  links ent.csv and pronote.csv of a folder with Passerelle and with others, and counts
                                  what truth.csv says is right
cargo xtask tidy                  the invariants of ARCHITECTURE.md that the compiler does not know
cargo xtask help                  this text";

/// Runs the command that `arguments` (the program's name excepted) ask for.
pub fn main(arguments: &[String]) -> ExitCode {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        [] | ["help" | "--help" | "-h"] => {
            println!("{USAGE}");
            ExitCode::SUCCESS
        }
        ["tidy"] => ExitCode::from(u8::from(!tidy(&root()))),
        ["figures"] => figures::all(&root(), None),
        ["figures", name] => figures::all(&root(), Some(name)),
        ["figures", "matching", folder] => figures::of_lists(&root(), Path::new(folder)),
        ["test"] => run::all(&root(), false),
        ["test", "--keep-going"] => run::all(&root(), true),
        ["test", "--peers"] => run::peers(&root(), None),
        ["test", "--peers", name] => run::peers(&root(), Some(name)),
        _ => {
            println!("`{}` is not a command.\n\n{USAGE}", words.join(" "));
            ExitCode::from(2)
        }
    }
}

/// Prints every breach; whether there is none.
fn tidy(root: &Path) -> bool {
    match tidy::check(root) {
        Ok(breaches) => {
            breaches.iter().for_each(|breach| println!("{breach}\n"));
            println!("tidy: {} breach(es)", breaches.len());
            breaches.is_empty()
        }
        Err(error) => {
            println!("tidy could not run: {error:#}");
            false
        }
    }
}

/// The root of the repository: the folder above xtask. Cargo says at run time where that is; what was true at
/// build time may be another checkout that shares the target folder.
fn root() -> PathBuf {
    let xtask = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
    xtask.parent().map_or_else(|| xtask.clone(), Path::to_path_buf)
}
