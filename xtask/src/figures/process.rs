//! A program under measure: what it uses, as the kernel counts it (Linux, `proc(5)`).

use std::fs;
use std::process::Child;

use anyhow::{Context, Result};

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
        let stat =
            fs::read_to_string(format!("/proc/{}/stat", self.0.id())).context("reading its CPU time")?;
        cpu_of(&stat).context("its CPU time is not told")
    }
}

/// Fields 14 and 15, in hundredths of a second. The second field is a name in brackets that may hold blanks.
fn cpu_of(stat: &str) -> Option<f64> {
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace().skip(11);
    let mut ticks = || fields.next()?.parse::<f64>().ok();
    Some((ticks()? + ticks()?) / 100.0)
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
        assert_eq!(cpu_of(stat), Some(2.0));
        assert_eq!(cpu_of("7 a"), None);
    }

    #[test]
    fn a_living_program_has_memory() {
        let child = std::process::Command::new("sleep").arg("20").spawn().unwrap();
        let running = Running(child);
        // It may still be growing: what it has now is read first.
        let resident = running.resident().unwrap();
        assert!(resident > 0.0);
        assert!(running.peak().unwrap() >= resident);
        assert!(running.cpu().unwrap() >= 0.0);
    }
}
