//! The screens as people walk them, in Chromium: wide and narrow, with and without JavaScript.
//!
//! What each scenario proves is told in `docs/reference/acceptance.md`; the pictures are in `target/pictures`.

#![expect(clippy::unwrap_used, reason = "the helpers of a test may fail loudly too")]

mod console;
mod delegation;
mod direct;
mod duplicates;
mod frame;
mod import;
#[expect(dead_code, reason = "the scenarios take the steps of the road themselves")]
#[path = "../kit/mod.rs"]
mod kit;
mod labels;
mod pages_of_refusal;
mod recognition;
mod scene;
mod services;
mod sign_in;
mod spaces;
mod supervisor;
mod supervisor_desk;
mod trial;
mod visits;
