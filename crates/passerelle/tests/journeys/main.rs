//! Both ends in one process, walked by HTTP.

#![expect(clippy::unwrap_used, reason = "the helpers of a test may fail loudly too")]

mod change_of_ent;
mod entries;
mod https;
#[path = "../kit/mod.rs"]
mod kit;
mod log;
mod people;
mod road;
