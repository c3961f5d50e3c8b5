//! `passerelle`: connects a school's portal (ENT) with PRONOTE.

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// A sign-on makes and drops some two hundred small texts: with the allocator of the system they cost a fifth of it.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    passerelle::run(std::env::args_os())
}
