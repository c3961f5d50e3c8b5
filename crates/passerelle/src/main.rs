//! `passerelle`: connects a school's portal (ENT) with PRONOTE.

use std::process::ExitCode;

fn main() -> ExitCode {
    passerelle::run(std::env::args_os())
}
