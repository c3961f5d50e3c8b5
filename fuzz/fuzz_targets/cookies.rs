//! A `Cookie` line and a value to set. The file is taken by itself: all of `web` would take minutes to build.
#![no_main]

#[expect(dead_code, reason = "only what reads and writes is called here")]
#[path = "../../crates/web/src/cookies.rs"]
mod cookies;

libfuzzer_sys::fuzz_target!(|input: (&[u8], &str)| {
    let (line, value) = input;
    cookies::hold_for(line, value);
});
