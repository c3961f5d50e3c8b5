//! PostgreSQL for tests: private clusters made of Debian's programs, one shared by the tests of a process.
//!
//! Nothing is skipped: where PostgreSQL is not installed, a test fails and says which package is missing.

use std::{
    collections::BTreeSet,
    io::{BufRead as _, BufReader, Write as _},
    os::unix::process::CommandExt as _,
    path::{Path, PathBuf},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    sync::{
        LazyLock, Mutex,
        atomic::{AtomicU32, Ordering},
    },
};

/// The user whom Debian's package makes. PostgreSQL refuses to run as root.
const UNPRIVILEGED: &str = "postgres";
/// What a server forgoes that need not survive the machine.
const NOT_DURABLE: [&str; 6] =
    ["-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off"];
/// Every statement is written to the log, after the name of its database: see [`Cluster::executed`].
const TOLD: [&str; 4] = ["-c", "log_statement=all", "-c", "log_line_prefix=<%d> "];

/// A private cluster on a free loopback port. It goes away with its value, or with the test process.
pub struct Cluster {
    shell: Child,
    /// Where orders go and answers come from; nothing once the cluster goes.
    orders: Option<Mutex<(ChildStdin, BufReader<ChildStdout>)>>,
    programs: PathBuf,
    folder: PathBuf,
    port: u16,
    databases: AtomicU32,
}

/// The address of a new schema, in a database of the cluster that the tests of this process share: as good as a database
/// of its own, and much quicker to have.
///
/// # Panics
/// When PostgreSQL is not installed or does not start.
pub fn schema() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    format!("{}?schema=t{}", shared().address("postgres"), COUNT.fetch_add(1, Ordering::Relaxed))
}

/// The cluster that the tests of this process share.
///
/// # Panics
/// When PostgreSQL is not installed or does not start.
pub fn shared() -> &'static Cluster {
    // Never dropped: the end of the process closes the shell's standard input.
    static SHARED: LazyLock<Cluster> = LazyLock::new(Cluster::start);
    &SHARED
}

impl Cluster {
    /// A cluster that is quick rather than safe.
    ///
    /// # Panics
    /// When PostgreSQL is not installed or does not start.
    pub fn start() -> Self {
        Self::with(&[NOT_DURABLE.as_slice(), &TOLD].concat())
    }

    /// A cluster that keeps what was committed, as real ones do.
    ///
    /// # Panics
    /// When PostgreSQL is not installed or does not start.
    pub fn start_durable() -> Self {
        Self::with(&TOLD)
    }

    /// A cluster with the settings of Debian's package: it keeps what was committed, and does not write every statement
    /// to its log, which would cost more than the statements.
    ///
    /// # Panics
    /// When PostgreSQL is not installed or does not start.
    pub fn start_for_measures() -> Self {
        Self::with(&[])
    }

    fn with(settings: &[&str]) -> Self {
        let programs = programs();
        // Another process may take the port before the server does.
        let tried = (0..5).find_map(|_| Self::try_start(&programs, settings));
        tried.unwrap_or_else(|| panic!("PostgreSQL ne démarre pas : son journal est ci-dessus"))
    }

    fn try_start(programs: &Path, settings: &[&str]) -> Option<Self> {
        let port = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
        let mut shell = as_unprivileged("sh")
            .args(["-c", include_str!("postgres/cluster.sh"), "cluster"])
            .arg(programs)
            .arg(port.to_string())
            .args(settings)
            .current_dir("/")
            // Ctrl+C on the tests must leave the shell time to clean up.
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (orders, mut answers) =
            (shell.stdin.take().unwrap(), BufReader::new(shell.stdout.take().unwrap()));
        let mut folder = String::new();
        answers.read_line(&mut folder).unwrap();
        if folder.is_empty() {
            shell.wait().unwrap();
            return None;
        }
        let folder = PathBuf::from(folder.trim_end());
        let (orders, databases) = (Some(Mutex::new((orders, answers))), AtomicU32::new(0));
        Some(Self { shell, orders, programs: programs.to_owned(), folder, port, databases })
    }

    /// The address of a new, empty database.
    ///
    /// # Panics
    /// When the server refuses.
    pub fn database(&self) -> String {
        let name = format!("t{}", self.databases.fetch_add(1, Ordering::Relaxed));
        self.run(&format!("CREATE DATABASE {name}"));
        self.address(&name)
    }

    /// The address of the database of that name, for the user who may do anything.
    pub fn address(&self, database: &str) -> String {
        format!("postgres://tester@127.0.0.1:{}/{database}", self.port)
    }

    /// The port on which the server listens.
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// Where it keeps everything.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Runs SQL in the database `postgres` and gives what it answers, one row a line, cells separated by `|`.
    ///
    /// # Panics
    /// When the server refuses.
    pub fn run(&self, sql: &str) -> String {
        let output = Command::new(self.programs.join("psql"))
            .args(["--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set=ON_ERROR_STOP=1"])
            .args(["--dbname", &self.address("postgres"), "--command", sql])
            .output()
            .unwrap();
        assert!(output.status.success(), "{sql}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().trim_end().to_owned()
    }

    /// The statements that the server has run so far, white space folded, out of its own log.
    ///
    /// # Panics
    /// When the log cannot be read.
    pub fn executed(&self) -> BTreeSet<String> {
        let log = std::fs::read_to_string(self.folder.join("log")).unwrap();
        // Later lines of a text begin with a tab, records with the name of the database.
        let records = log.split("\n<").filter_map(|record| record.split_once("LOG:  ")).map(|(_, told)| told);
        let texts = records.filter_map(|told| {
            let prepared = told.strip_prefix("execute ").and_then(|named| named.split_once(": "));
            prepared.map(|(_, text)| text).or_else(|| told.strip_prefix("statement: "))
        });
        texts.map(folded).collect()
    }

    /// Which of these statements the server has not run, neither one by one nor as the COPY that loads many rows.
    ///
    /// # Panics
    /// When the log cannot be read.
    pub fn not_executed<'s>(&self, statements: impl IntoIterator<Item = &'s str>) -> Vec<&'s str> {
        let executed = self.executed();
        let ran = |text: &str| {
            let text = folded(text);
            let target = text.strip_prefix("INSERT INTO ").and_then(|rest| rest.split_once(" VALUES"));
            executed.contains(&text)
                || target.is_some_and(|(target, _)| executed.contains(&format!("COPY {target} FROM STDIN")))
        };
        statements.into_iter().filter(|text| !ran(text)).collect()
    }

    /// Stops the server; its clients are told. [`Cluster::resume`] starts it again.
    ///
    /// # Panics
    /// When the shell that holds it has gone.
    pub fn stop(&self) {
        self.order("stop");
    }

    /// Stops the server as a failure of the machine would, so that it has to recover at its start.
    ///
    /// # Panics
    /// When the shell that holds it has gone.
    pub fn crash(&self) {
        self.order("crash");
    }

    /// Starts the server again, at the same address.
    ///
    /// # Panics
    /// When it does not start.
    pub fn resume(&self) {
        self.order("start");
    }

    fn order(&self, word: &str) {
        let mut held = self.orders.as_ref().unwrap().lock().unwrap();
        let (orders, answers) = &mut *held;
        writeln!(orders, "{word}").unwrap();
        let mut answer = String::new();
        answers.read_line(&mut answer).unwrap();
        assert_eq!(answer, "done\n", "PostgreSQL n'a pas obéi à « {word} » : son journal est ci-dessus");
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // The shell ends when its standard input does; waiting for it leaves nothing behind.
        drop(self.orders.take());
        let _ = self.shell.wait();
    }
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Where PostgreSQL's programs lie: the newest version that Debian has installed.
fn programs() -> PathBuf {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let found = versions.map(|version| version.path().join("bin")).filter(|bin| bin.join("initdb").exists());
    let version = |bin: &PathBuf| {
        bin.parent().and_then(|folder| folder.file_name()?.to_str()?.parse::<u32>().ok()).unwrap_or_default()
    };
    found.max_by_key(version).unwrap_or_else(|| {
        panic!("PostgreSQL manque : ce test a besoin du paquet Debian « postgresql » (apt-get install postgresql)")
    })
}

/// A command that runs without the rights of root.
fn as_unprivileged(program: &str) -> Command {
    let root = std::fs::metadata("/proc/self").is_ok_and(|me| std::os::unix::fs::MetadataExt::uid(&me) == 0);
    if !root {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args([
        &format!("--reuid={UNPRIVILEGED}"),
        &format!("--regid={UNPRIVILEGED}"),
        "--clear-groups",
        "--",
        program,
    ]);
    command
}
