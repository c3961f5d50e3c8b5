//! CPU time, as the kernel counts it (Linux, `proc(5)`): in steps of 10 ms.

use std::{fs, path::Path, thread::sleep, time::Duration};

/// A process.
pub struct Cpu {
    process: u32,
}

/// Seconds spent, or what a flow has cost in microseconds.
#[derive(Debug, Clone, Copy)]
pub struct Spent {
    /// By all threads.
    pub all: f64,
    /// By those of them in which SQLite works.
    pub sqlite: f64,
}

/// A server that does nothing spends less than this within [`REST`]: ten looks at the database, say.
const QUIET: f64 = 0.025;
const REST: Duration = Duration::from_millis(300);

impl Cpu {
    pub fn of(process: u32) -> Self {
        Self { process }
    }

    /// What it has spent, once it has nothing left to do: lines of the journal are written after the answers.
    pub fn settled(&self) -> Spent {
        let mut before = self.now();
        loop {
            sleep(REST);
            let now = self.now();
            if now.all - before.all < QUIET {
                return now;
            }
            before = now;
        }
    }

    fn now(&self) -> Spent {
        let threads = fs::read_dir(format!("/proc/{}/task", self.process)).unwrap();
        let stats = threads.filter_map(|thread| fs::read_to_string(thread.ok()?.path().join("stat")).ok());
        // The name is cut to fifteen letters.
        let sqlite = stats.filter(|stat| stat.contains("(sqlx-sqlite")).map(|stat| own(&stat)).sum();
        Spent { all: own(&stat(self.process)), sqlite }
    }
}

impl Spent {
    pub fn since(self, before: &Self) -> Self {
        Self { all: self.all - before.all, sqlite: self.sqlite - before.sqlite }
    }

    pub fn per_flow(self, flows: usize) -> Self {
        let micros = |seconds: f64| seconds * 1e6 / flows as f64;
        Self { all: micros(self.all), sqlite: micros(self.sqlite) }
    }
}

/// A private PostgreSQL: the process that was started, and one for each connection.
pub struct Cluster {
    postmaster: u32,
}

impl Cluster {
    pub fn of(folder: &Path) -> Self {
        let told = fs::read_to_string(folder.join("data/postmaster.pid")).unwrap();
        Self { postmaster: told.lines().next().unwrap().trim().parse().unwrap() }
    }

    /// Seconds spent by all of its processes, those that have ended included.
    pub fn cpu(&self) -> f64 {
        let stat = stat(self.postmaster);
        let ended: f64 = fields(&stat).skip(12).take(2).sum();
        let living: f64 = self.children().iter().map(|child| own(child)).sum();
        own(&stat) + ended / 100.0 + living
    }

    fn children(&self) -> Vec<String> {
        let processes = fs::read_dir("/proc").unwrap();
        let stats = processes.filter_map(|entry| fs::read_to_string(entry.ok()?.path().join("stat")).ok());
        let parent = f64::from(self.postmaster);
        stats.filter(|stat| fields(stat).next() == Some(parent)).collect()
    }
}

fn stat(process: u32) -> String {
    fs::read_to_string(format!("/proc/{process}/stat")).unwrap()
}

/// User and system time: fields 14 and 15, in hundredths of a second.
fn own(stat: &str) -> f64 {
    fields(stat).skip(10).take(2).sum::<f64>() / 100.0
}

/// From the fourth field on, the parent. The second is a name in brackets that may hold blanks, the third a letter.
fn fields(stat: &str) -> impl Iterator<Item = f64> {
    let rest = stat.rsplit_once(')').unwrap().1;
    rest.split_whitespace().skip(1).map(|field| field.parse().unwrap_or(f64::NAN))
}
