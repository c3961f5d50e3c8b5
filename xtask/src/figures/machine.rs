//! The machine that the figures come from, without which they say nothing.

use std::fs;
use std::process::Command;

/// Processor, cores, memory, system and compiler, on a few lines.
pub fn describe() -> String {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let processor =
        value(&read("/proc/cpuinfo"), "model name").unwrap_or_else(|| "unknown processor".to_owned());
    let memory = value(&read("/proc/meminfo"), "MemTotal")
        .map_or_else(|| "unknown memory".to_owned(), |kib| gib(&kib));
    let system = value(&read("/etc/os-release").replace('=', ":"), "PRETTY_NAME").unwrap_or_default();
    let kernel = read("/proc/sys/kernel/osrelease");
    let load = read("/proc/loadavg");
    format!(
        "Machine: {processor}, {cores} cores, {memory}; {}, Linux {}; {}. Load at the end: {}.\n",
        system.trim_matches('"'),
        kernel.trim(),
        compiler(),
        load.split(' ').next().unwrap_or("unknown"),
    )
}

fn read(path: &str) -> String {
    fs::read_to_string(path).unwrap_or_default()
}

/// The value after `name:` on the first line that begins with it.
fn value(text: &str, name: &str) -> Option<String> {
    let line = text.lines().find(|line| line.starts_with(name))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}

fn gib(kib: &str) -> String {
    let kib: f64 = kib.trim_end_matches(" kB").parse().unwrap_or(f64::NAN);
    format!("{:.1} GiB", kib / 1024.0 / 1024.0)
}

fn compiler() -> String {
    let output = Command::new("rustc").arg("--version").output();
    output
        .map_or_else(|_| "unknown rustc".to_owned(), |o| String::from_utf8_lossy(&o.stdout).trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_by_name() {
        let text = "processor\t: 0\nmodel name\t: A processor\nMemTotal:  1048576 kB\n";
        assert_eq!(value(text, "model name").as_deref(), Some("A processor"));
        assert_eq!(gib(&value(text, "MemTotal").unwrap()), "1.0 GiB");
        assert_eq!(value(text, "nothing"), None);
    }
}
