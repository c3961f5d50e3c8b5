//! Stages in order, each with its time, and one count at the end.

use std::io::Write;
use std::time::{Duration, Instant};

/// What passed and what failed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    pub passed: usize,
    pub failed: usize,
}

impl Count {
    /// A stage without tests of its own: nothing when it succeeds, one failure when it does not.
    pub fn of(success: bool) -> Self {
        Self { passed: 0, failed: usize::from(!success) }
    }
}

/// A named piece of the run.
pub struct Stage<'a> {
    name: &'static str,
    work: Box<dyn FnOnce() -> Count + 'a>,
}

impl<'a> Stage<'a> {
    pub fn new(name: &'static str, work: impl FnOnce() -> Count + 'a) -> Self {
        Self { name, work: Box::new(work) }
    }
}

/// Runs the stages, prints the time of each when it ends, a table of all, and `N passed, N failed` as the last
/// line. After a failed stage the others wait for another run, unless `keep_going`.
pub fn run(stages: Vec<Stage<'_>>, keep_going: bool, out: &mut dyn Write) -> Count {
    let mut total = Count::default();
    let mut table = Vec::new();
    for Stage { name, work } in stages {
        if total.failed > 0 && !keep_going {
            table.push((name, "not run", None));
            continue;
        }
        say(out, &format!("── {name}"));
        let start = Instant::now();
        let count = work();
        let time = start.elapsed();
        let result = if count.failed == 0 { "ok" } else { "failed" };
        say(out, &format!("── {name}: {result} in {}", seconds(time)));
        table.push((name, result, Some(time)));
        total.passed += count.passed;
        total.failed += count.failed;
    }
    say(out, "");
    for (name, result, time) in table {
        let time = time.map(seconds).unwrap_or_default();
        say(out, format!("{name:<8} {result:<8} {time:>9}").trim_end());
    }
    say(out, &format!("{} passed, {} failed", total.passed, total.failed));
    total
}

fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}

fn say(out: &mut dyn Write, line: &str) {
    // A reader that has gone away (`| head`) is no reason to stop testing.
    let _ = writeln!(out, "{line}");
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Runs four stages with these counts; gives the total and the lines printed.
    fn ran(counts: [Count; 4], keep_going: bool) -> (Count, Vec<String>) {
        let mut out = Vec::new();
        let names = ["format", "clippy", "tidy", "tests"];
        let stages =
            names.into_iter().zip(counts).map(|(name, count)| Stage::new(name, move || count)).collect();
        let total = run(stages, keep_going, &mut out);
        (total, String::from_utf8(out).unwrap().lines().map(str::to_owned).collect())
    }

    const OK: Count = Count { passed: 0, failed: 0 };
    const TESTS: Count = Count { passed: 12, failed: 0 };

    #[test]
    fn a_good_run_ends_with_its_count() {
        let (total, lines) = ran([OK, OK, OK, TESTS], false);
        assert_eq!(total, TESTS);
        assert_eq!(lines.last().unwrap(), "12 passed, 0 failed");
        assert!(lines.contains(&"── tidy: ok in 0.0 s".to_owned()), "{lines:?}");
        assert!(lines.contains(&"tests    ok           0.0 s".to_owned()), "{lines:?}");
    }

    #[test]
    fn a_failed_stage_ends_the_run_and_counts_as_one() {
        let (total, lines) = ran([OK, Count::of(false), OK, TESTS], false);
        assert_eq!(total, Count { passed: 0, failed: 1 });
        assert_eq!(lines.last().unwrap(), "0 passed, 1 failed");
        assert!(lines.contains(&"tests    not run".to_owned()), "{lines:?}");
    }

    #[test]
    fn keep_going_runs_the_rest() {
        let (total, _) = ran([Count::of(false), OK, Count::of(false), TESTS], true);
        assert_eq!(total, Count { passed: 12, failed: 2 });
    }
}
