//! Writes an invented academy: `cargo run --release -p testkit --example academy -- --profile typical --size academy --seed 1 --out DIR`.
//!
//! `--identities N --accounts N` stand for other sizes; `--exact` also tells what exact matching does with it.
#![expect(clippy::print_stdout, reason = "its answer is what it prints")]

use std::{error::Error, path::PathBuf, time::Instant};

use testkit::academy::{Academy, Size, profile::Profile};

/// What is asked for.
struct Asked {
    profile: Profile,
    size: Size,
    seed: u64,
    out: Option<PathBuf>,
    exact: bool,
}

fn main() -> Result<(), Box<dyn Error>> {
    let asked = read(std::env::args().skip(1))?;
    let start = Instant::now();
    let academy = Academy::generate(&asked.profile, asked.size, asked.seed);
    println!(
        "{}, seed {}: {} accounts, {} identities, invented in {:.1?}",
        asked.profile.name,
        asked.seed,
        academy.accounts.len(),
        academy.identities.len(),
        start.elapsed()
    );
    if let Some(out) = &asked.out {
        academy.write(out)?;
        println!("written to {}", out.display());
    }
    for (folded, how) in [(false, "exact"), (true, "exact after folding")] {
        if asked.exact {
            let links = academy.exact(folded);
            println!("{how}: {:?}", academy.tally(|row| links.get(row).copied().flatten()));
        }
    }
    Ok(())
}

/// Reads the command line.
fn read(mut words: impl Iterator<Item = String>) -> Result<Asked, Box<dyn Error>> {
    let mut asked = Asked {
        profile: Profile::named("typical").ok_or("no profile")?,
        size: Size::ACADEMY,
        seed: 1,
        out: None,
        exact: false,
    };
    while let Some(word) = words.next() {
        if word == "--exact" {
            asked.exact = true;
            continue;
        }
        let value = words.next().ok_or_else(|| format!("{word} needs a value"))?;
        match word.as_str() {
            "--profile" => {
                asked.profile = Profile::named(&value).ok_or_else(|| format!("no profile {value}"))?;
            }
            "--size" => {
                asked.size = Size::named(&value).ok_or_else(|| format!("no size {value}"))?;
            }
            "--identities" => asked.size.identities = value.parse()?,
            "--accounts" => asked.size.accounts = value.parse()?,
            "--seed" => asked.seed = value.parse()?,
            "--out" => asked.out = Some(value.into()),
            _ => return Err(format!("{word} is not known").into()),
        }
    }
    Ok(asked)
}
