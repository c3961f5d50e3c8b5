//! A program under measure: what it uses, as the kernel counts it (Linux, `proc(5)`).

use std::fs;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

/// How often a program that ends by itself is looked at: its time is known to this, and memory that it takes only in
/// its last moment is not seen.
const LOOK: Duration = Duration::from_millis(1);

/// What a program used from its start to its end.
#[derive(Debug, Clone, Copy)]
pub struct Used {
    /// Seconds on the clock.
    pub wall: f64,
    /// Seconds of CPU, user and system, all its threads and the children it waited for.
    pub cpu: f64,
    /// The most memory that was ever resident, in MiB; without its children.
    pub peak: f64,
}

/// Runs a program to its end.
pub fn run(command: &mut Command) -> Result<Used> {
    let started = Instant::now();
    let name = command.get_program().to_string_lossy().into_owned();
    let mut running = Running(command.spawn().with_context(|| format!("starting {name}"))?);
    let mut peak = 0.0;
    // An ended program keeps its times until somebody waits for it, but not its memory.
    let stat = loop {
        let stat = running.stat()?;
        if has_ended(&stat) {
            break stat;
        }
        peak = running.peak().unwrap_or(peak);
        std::thread::sleep(LOOK);
    };
    let wall = started.elapsed().as_secs_f64();
    let status = running.0.wait().context("waiting for its end")?;
    ensure!(status.success(), "{name} failed: {status}");
    let cpu = cpu_of(&stat, 4).context("its CPU time is not told")?;
    Ok(Used { wall, cpu, peak })
}

/// A child that is ended when dropped.
pub struct Running(pub Child);

impl Running {
    /// Memory resident now, in MiB.
    pub fn resident(&self) -> Result<f64> {
        self.memory("VmRSS:")
    }

    /// The most memory that was ever resident, in MiB.
    pub fn peak(&self) -> Result<f64> {
        self.memory("VmHWM:")
    }

    fn memory(&self, name: &str) -> Result<f64> {
        let status =
            fs::read_to_string(format!("/proc/{}/status", self.0.id())).context("reading its memory")?;
        let line = status.lines().find(|line| line.starts_with(name)).context("its memory is not told")?;
        let kib: f64 = line.split_whitespace().nth(1).context("its memory is not told")?.parse()?;
        Ok(kib / 1024.0)
    }

    /// CPU time of the program so far, user and system, in seconds; in steps of 10 ms.
    pub fn cpu(&self) -> Result<f64> {
        cpu_of(&self.stat()?, 2).context("its CPU time is not told")
    }

    fn stat(&self) -> Result<String> {
        fs::read_to_string(format!("/proc/{}/stat", self.0.id())).context("reading its CPU time")
    }
}

/// The sum of fields 14 and 15, its own, or 14 to 17, with its children, in hundredths of a second. The second field is
/// a name in brackets that may hold blanks.
fn cpu_of(stat: &str, count: usize) -> Option<f64> {
    let fields = stat.rsplit_once(')')?.1.split_whitespace().skip(11).take(count);
    let ticks: Vec<f64> = fields.map_while(|field| field.parse().ok()).collect();
    (ticks.len() == count).then(|| ticks.iter().sum::<f64>() / 100.0)
}

/// Whether the third field says that it has ended and that nobody has waited for it yet.
fn has_ended(stat: &str) -> bool {
    stat.rsplit_once(')').is_some_and(|(_, rest)| rest.trim_start().starts_with(['Z', 'X']))
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cpu_time_is_found_behind_a_name_with_brackets() {
        let stat = "7 (a (b) c) S 1 7 7 0 -1 4194560 9 0 0 0 123 77 0 0 20 0 3 0 99 0 0";
        assert_eq!(cpu_of(stat, 2), Some(2.0));
        assert_eq!(cpu_of(&stat.replace(" 0 0 20 ", " 30 1 20 "), 4), Some(2.31));
        assert_eq!(cpu_of("7 a", 2), None);
        assert!(!has_ended(stat) && has_ended(&stat.replace(" S ", " Z ")));
    }

    #[test]
    fn a_program_is_run_to_its_end_and_its_failure_is_told() {
        let used = run(Command::new("sleep").arg("0.05")).unwrap();
        assert!(used.wall >= 0.05 && used.peak > 0.0 && used.cpu >= 0.0, "{used:?}");
        let error = run(Command::new("sh").args(["-c", "exit 3"])).unwrap_err().to_string();
        assert!(error.starts_with("sh failed") && error.contains('3'), "{error}");
    }

    #[test]
    fn a_living_program_has_memory() {
        let child = Command::new("sleep").arg("20").spawn().unwrap();
        let running = Running(child);
        // It may still be growing: what it has now is read first.
        let resident = running.resident().unwrap();
        assert!(resident > 0.0);
        assert!(running.peak().unwrap() >= resident);
        assert!(running.cpu().unwrap() >= 0.0);
    }
}
