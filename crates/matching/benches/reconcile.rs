//! What the engine takes by itself: lists are in memory already, no file is read or written.
//!
//! Prints lines of figures, as `cargo xtask figures` reads them: name, unit, samples.
#![expect(clippy::print_stdout, reason = "a benchmark: its answer is what it prints")]

#[path = "../tests/lists/mod.rs"]
mod lists;

use std::{hint::black_box, time::Instant};

use matching::{Engine, History};
use testkit::academy::{Academy, Size, profiles::typical};

const SEED: u64 = 20_260_105;
/// How many of a school come in a partial import.
const PARTIAL: usize = 20;

fn main() {
    school();
    academy();
}

fn school() {
    let invented = Academy::generate(&typical(), Size::SCHOOL, SEED);
    let nothing = History::new();
    print("matching, a school of 1,600: lists, engine, decisions", 50, |_| {
        let engine = Engine::new(lists::directory(&invented.accounts));
        engine.reconcile(&lists::exported(&invented.identities), &nothing).len()
    });
    let engine = Engine::new(lists::directory(&invented.accounts));
    let rounds = invented.identities.len() / PARTIAL;
    print("matching, 20 identities in a school that is loaded", rounds, |round| {
        let some = invented.identities.iter().skip(round * PARTIAL).take(PARTIAL);
        engine.reconcile(&lists::exported(some), &nothing).len()
    });
}

fn academy() {
    let invented = Academy::generate(&typical(), Size::ACADEMY, SEED);
    print("matching, 100,000 × 90,000: both lists in memory", 5, |_| {
        lists::directory(&invented.accounts).len() + lists::exported(&invented.identities).len()
    });
    let (directory, exported) = (lists::directory(&invented.accounts), lists::exported(&invented.identities));
    let mut copies: Vec<_> = (0..5).map(|_| directory.clone()).collect();
    print("matching, 100,000 × 90,000: the directory made ready", 5, |_| {
        Engine::new(copies.pop().unwrap_or_default()).directory().len()
    });
    let engine = Engine::new(directory);
    print("matching, 100,000 × 90,000: decisions", 5, |_| {
        engine.reconcile(&exported, &History::new()).len()
    });
}

/// Does it so many times, and prints the milliseconds of each.
fn print(name: &str, times: usize, mut body: impl FnMut(usize) -> usize) {
    let mut line = format!("figure\t{name}\tms");
    for time in 0..times {
        let before = Instant::now();
        black_box(body(time));
        line += &format!("\t{:.3}", before.elapsed().as_secs_f64() * 1e3);
    }
    println!("{line}");
}
