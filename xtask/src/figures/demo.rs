//! The demonstration: how soon it is ready, what its road takes, what it keeps.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use super::process::Running;
use super::table::Figure;

const RUNS: usize = 7;
/// How long it rests before its memory is read.
const REST: Duration = Duration::from_secs(3);

/// Walks the road several times in fresh processes.
pub fn figures(program: &Path) -> Result<Vec<Figure>> {
    println!("measuring: the demonstration, {RUNS} times");
    let runs: Vec<Run> = (0..RUNS).map(|_| Run::of(program)).collect::<Result<_>>()?;
    let figure =
        |name: &str, unit, part: fn(&Run) -> f64| Figure::new(name, unit, runs.iter().map(part).collect());
    Ok(vec![
        figure("demonstration, from the command to both ends ready", "s", |run| run.ready),
        figure("demonstration, from the command to the end of the road", "s", |run| run.road),
        figure("demonstration, CPU time to the end of the road", "s", |run| run.cpu),
        figure("demonstration, most memory", "MiB", |run| run.peak),
        figure("demonstration, memory at rest after the road", "MiB", |run| run.rest),
    ])
}

struct Run {
    ready: f64,
    road: f64,
    cpu: f64,
    peak: f64,
    rest: f64,
}

impl Run {
    fn of(program: &Path) -> Result<Self> {
        let started = Instant::now();
        let mut command = Command::new(program);
        command.args(["demo", "--json", "--ent", "localhost:0", "--pronote", "127.0.0.1:0"]);
        command.args(["--console", "127.0.0.1:0"]).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().context("starting the demonstration")?;
        let output = child.stdout.take().context("reading the demonstration")?;
        let running = Running(child);
        let mut events = BufReader::new(output).lines();
        events.next().context("the demonstration ended at once")??;
        let ready = started.elapsed().as_secs_f64();
        let mut last = String::new();
        while !last.contains(r#""name":"change-of-ent""#) {
            last = events.next().context("the road ended too soon")??;
            ensure!(last.contains(r#""ok":true"#), "a step failed: {last}");
        }
        let (road, cpu) = (started.elapsed().as_secs_f64(), running.cpu()?);
        std::thread::sleep(REST);
        Ok(Self { ready, road, cpu, peak: running.peak()?, rest: running.resident()? })
    }
}
