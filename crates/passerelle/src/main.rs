//! `passerelle`: connects a school's portal (ENT) with PRONOTE.

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// A sign-on makes and drops many small texts: with the allocator of the system they cost a sixth of its time.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    passerelle::run(std::env::args_os())
}
