//! The program: command line, listeners, demonstration.
//!
//! It is a library with a thin `main` so that tests walk the demonstration's road step by step.

mod backup;
mod cli;
pub mod config;
pub mod demo;
pub mod keys;
mod opening;
mod serve;
mod settle;

use std::{ffi::OsString, process::ExitCode};

pub use cli::run_command;

/// Runs the program with its arguments, the first of which is its own name. The exit code is 0 when all went well,
/// 1 when the command failed, 2 when it was not understood.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    match run_command(arguments) {
        Ok(code) => code,
        Err(error) => {
            cli::complain(&error);
            ExitCode::FAILURE
        }
    }
}
