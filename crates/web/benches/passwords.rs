//! What checking one password costs: CPU time, since that is what a school pays at eight o'clock.
//!
//! Prints one line of figures, as `cargo xtask figures` reads them: name, unit, samples.
#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a benchmark: its answer is what it prints")]

use web::Passwords;

const SAMPLES: usize = 15;
const HASHES: u32 = 4;

#[tokio::main]
async fn main() {
    let passwords = Passwords::default();
    let stored = passwords.hash("un mot de passe").await.unwrap();
    let mut samples = Vec::new();
    for _ in 0..SAMPLES {
        let before = cpu_nanos();
        for _ in 0..HASHES {
            assert!(passwords.verify(Some(&stored), "un mot de passe").await.unwrap());
        }
        samples.push(format!("{:.3}", (cpu_nanos() - before) / f64::from(HASHES) / 1e6));
    }
    println!("figure\tpassword check, CPU\tms\t{}", samples.join("\t"));
}

/// CPU time of all threads so far, in nanoseconds (Linux, `/proc/<pid>/task/<tid>/schedstat`, first number).
fn cpu_nanos() -> f64 {
    let tasks = std::fs::read_dir("/proc/self/task").unwrap();
    let of_task = |task: std::io::Result<std::fs::DirEntry>| -> f64 {
        let text = std::fs::read_to_string(task.unwrap().path().join("schedstat")).unwrap_or_default();
        text.split(' ').next().and_then(|nanos| nanos.parse().ok()).unwrap_or(0.0)
    };
    tasks.map(of_task).sum()
}
