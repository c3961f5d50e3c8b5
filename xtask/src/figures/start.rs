//! `passerelle ent --config`: how soon it answers, what it keeps while nobody comes.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

use super::process::Running;
use super::table::Figure;

const STARTS: usize = 15;
/// How long it rests before its memory is read.
const REST: Duration = Duration::from_secs(2);
/// A start that takes longer has failed.
const PATIENCE: Duration = Duration::from_secs(20);

/// Starts it again and again: first where there is no database yet, then over the one of the start before.
pub fn figures(program: &Path) -> Result<Vec<Figure>> {
    println!("measuring: the start of an ENT, {STARTS} times without and with a database");
    let folder = tempfile::tempdir().context("making a folder")?;
    let (mut fresh, mut again) = (Vec::new(), Vec::new());
    for place in 0..STARTS {
        let ent = Installed::at(&folder.path().join(place.to_string()))?;
        fresh.push(ent.start(program, Duration::ZERO)?);
        again.push(ent.start(program, REST)?);
    }
    let figure = |name: &str, unit, starts: &[Start], part: fn(&Start) -> f64| {
        Figure::new(name, unit, starts.iter().map(part).collect())
    };
    Ok(vec![
        figure("ENT, from the command to the first answer, no database yet", "ms", &fresh, |s| s.answered),
        figure("ENT, from the command to the first answer", "ms", &again, |s| s.answered),
        figure("ENT, CPU time to the first answer", "ms", &again, |s| s.cpu),
        figure("ENT, memory at rest", "MiB", &again, |s| s.rest),
    ])
}

struct Start {
    answered: f64,
    cpu: f64,
    rest: f64,
}

/// An ENT with a configuration of its own, SQLite, plain http on loopback.
struct Installed {
    config: std::path::PathBuf,
    address: SocketAddr,
}

impl Installed {
    fn at(folder: &Path) -> Result<Self> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let data = folder.join("data");
        fs::create_dir_all(&data)?;
        let config = folder.join("ent.toml");
        let port = address.port();
        fs::write(
            &config,
            format!(
                "data = \"data\"\n[ent]\npublic_url = \"http://localhost:{port}\"\nlisten = \"{address}\"\n"
            ),
        )?;
        Ok(Self { config, address })
    }

    fn start(&self, program: &Path, rest: Duration) -> Result<Start> {
        let started = Instant::now();
        let mut command = Command::new(program);
        command.args(["ent", "--config"]).arg(&self.config).stdout(Stdio::null()).stderr(Stdio::null());
        let mut running = Running(command.spawn().context("starting the ENT")?);
        loop {
            if let Some(status) = first_line(self.address) {
                ensure!(status.starts_with("HTTP/1.1 200"), "the first answer is {status}");
                break;
            }
            if let Some(status) = running.0.try_wait()? {
                bail!("the ENT has ended: {status}");
            }
            ensure!(started.elapsed() < PATIENCE, "no answer after {PATIENCE:?}");
            std::thread::sleep(Duration::from_millis(1));
        }
        let (answered, cpu) = (started.elapsed().as_secs_f64() * 1e3, running.cpu()? * 1e3);
        std::thread::sleep(rest);
        Ok(Start { answered, cpu, rest: running.resident()? })
    }
}

/// The first line of what `/cas/login` answers, unless nobody listens yet.
fn first_line(address: SocketAddr) -> Option<String> {
    let mut stream = TcpStream::connect(address).ok()?;
    stream.set_read_timeout(Some(PATIENCE)).ok()?;
    let port = address.port();
    // In one piece: a server that closes after the first of several would reset the connection.
    let request = format!("GET /cas/login HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    answer.lines().next().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_of_an_answer_is_read_and_silence_is_none() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let server = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut request = [0; 1024];
            let length = stream.read(&mut request).unwrap();
            stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").unwrap();
            String::from_utf8_lossy(&request[..length]).into_owned()
        });
        assert_eq!(first_line(address).as_deref(), Some("HTTP/1.1 200 OK"));
        assert!(server.join().unwrap().starts_with("GET /cas/login "));
        assert_eq!(first_line(address), None);
    }
}
