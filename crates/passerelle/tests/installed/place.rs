//! Both ends installed in a folder of the test, run as an operator runs them.

use std::{
    fs::File,
    io::Write as _,
    os::unix::net::UnixDatagram,
    path::PathBuf,
    process::{Child, Command, ExitStatus, Output, Stdio},
    time::Duration,
};

use tempfile::TempDir;
use walker::{Page, Walker};

/// Longer than any start or stop on a busy machine: only a failure waits for it.
const PATIENCE: Duration = Duration::from_secs(60);

/// Accepted by the rule of passwords.
pub const PASSWORD: &str = "Un pont, deux rives";
pub const SCHOOL: &str = "0990001N";

pub struct Place {
    pub folder: TempDir,
    pub ent_url: String,
    pub spaces_url: String,
    pub console_url: String,
}

/// A port that nobody listens on at this moment.
pub fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

impl Place {
    /// Configuration and data folders of both ends; nothing in them yet.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let [ent, spaces, console] = [free_port(), free_port(), free_port()];
        let place = Self {
            folder,
            ent_url: format!("http://localhost:{ent}"),
            spaces_url: format!("http://127.0.0.1:{spaces}"),
            console_url: format!("http://127.0.0.1:{console}"),
        };
        for data in ["ent-data", "pronote-data"] {
            std::fs::create_dir(place.path(data)).unwrap();
        }
        let ent_url = &place.ent_url;
        place.write(
            "ent.toml",
            &format!(
                "data = \"ent-data\"\n[ent]\npublic_url = \"{ent_url}\"\nlisten = \"127.0.0.1:{ent}\"\n"
            ),
        );
        let (spaces_url, console_url) = (&place.spaces_url, &place.console_url);
        place.write(
            "pronote.toml",
            &format!(
                "data = \"pronote-data\"\n[pronote]\nspaces_url = \"{spaces_url}\"\nspaces_listen = \"127.0.0.1:{spaces}\"\n\
                 console_url = \"{console_url}\"\nconsole_listen = \"127.0.0.1:{console}\"\n"
            ),
        );
        place
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path(name), text).unwrap();
    }

    /// Writes a file again with a text replaced, which must be there.
    pub fn edit(&self, name: &str, from: &str, to: &str) {
        let text = std::fs::read_to_string(self.path(name)).unwrap();
        assert!(text.contains(from), "{from} is not in {name}");
        self.write(name, &text.replace(from, to));
    }

    /// The program, in the folder.
    pub fn passerelle(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_passerelle"));
        command.current_dir(self.folder.path()).env_remove("NOTIFY_SOCKET").env_remove("WATCHDOG_USEC");
        command
    }

    /// A line of shell, in which `$0` is the program.
    pub fn through_shell(&self, line: &str) -> Command {
        let mut command = Command::new("sh");
        command.current_dir(self.folder.path()).args(["-c", line, env!("CARGO_BIN_EXE_passerelle")]);
        command
    }

    /// Signs `ada` in to the ENT; gives the page that comes.
    pub async fn sign_in(&self) -> Page {
        let walker = Walker::new().unwrap();
        let page = walker.open(&self.ent_url).await.unwrap();
        walker.submit(&page, "form#fm1", &[("username", "ada"), ("password", PASSWORD)]).await.unwrap()
    }

    /// Runs a command with a text on its standard input.
    pub fn run(&self, arguments: &[&str], input: &str) -> Output {
        let mut child = self
            .passerelle()
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A command that refuses earlier does not read.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        child.wait_with_output().unwrap()
    }

    /// Runs a command that must succeed; gives what it says.
    pub fn done(&self, arguments: &[&str], input: &str) -> String {
        let output = self.run(arguments, input);
        assert!(output.status.success(), "{arguments:?}: {}", text(&output.stderr));
        text(&output.stdout)
    }

    /// Runs a command that must fail with code 1; gives the sentence.
    pub fn refused(&self, arguments: &[&str], input: &str) -> String {
        let output = self.run(arguments, input);
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {said}{}", text(&output.stdout));
        assert!(!said.contains("panicked"), "{said}");
        said
    }

    /// A school with an administrator, `ada`.
    pub fn furnish_ent(&self) {
        let pronote = format!("{}/pronote/", self.spaces_url);
        let school = ["--uai", SCHOOL, "--name", "Collège des Essais", "--pronote", &pronote];
        self.done(&[&["school", "add", "--config", "ent.toml"], &school[..]].concat(), "");
        self.done(&account("ada"), PASSWORD);
    }

    /// Starts an end with `ent.toml` or `pronote.toml` and waits until it says that it is ready.
    pub fn serve(&self, end: &str) -> Server {
        let mut command = self.passerelle();
        command.args([end, "--config", &format!("{end}.toml")]);
        self.started(&mut command, end)
    }

    /// Starts a command that serves, with a socket for what it tells the service manager.
    pub fn started(&self, command: &mut Command, name: &str) -> Server {
        let (path, log) = (self.path(&format!("{name}.notify")), self.path(&format!("{name}.log")));
        // A server that was stopped has left its socket.
        let _ = std::fs::remove_file(&path);
        let manager = UnixDatagram::bind(&path).unwrap();
        manager.set_read_timeout(Some(PATIENCE)).unwrap();
        let output = File::create(&log).unwrap();
        command.env("NOTIFY_SOCKET", &path).stdout(output.try_clone().unwrap()).stderr(output);
        let server = Server { child: command.spawn().unwrap(), manager, log };
        assert_eq!(server.told(), "READY=1", "{}", server.log());
        server
    }
}

/// The command that creates an administrator.
pub fn account(login: &str) -> Vec<&str> {
    let mut words = vec!["account", "create", "--config", "ent.toml", "--school", SCHOOL, "--login", login];
    words.extend(["--population", "staff", "--last-name", "Gestion", "--first-name", "Ada"]);
    words.extend(["--role", "school", "--password-stdin"]);
    words
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// A program that serves; it is ended with the test.
pub struct Server {
    pub child: Child,
    manager: UnixDatagram,
    log: PathBuf,
}

impl Server {
    /// The next thing that it tells the service manager.
    pub fn told(&self) -> String {
        let mut message = [0; 256];
        let length =
            self.manager.recv(&mut message).unwrap_or_else(|error| panic!("{error}: {}", self.log()));
        text(&message[..length])
    }

    /// What it has written so far.
    pub fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap()
    }

    pub fn signal(&self, signal: &str) {
        assert!(
            Command::new("kill").args([signal, &self.child.id().to_string()]).status().unwrap().success()
        );
    }

    /// Ends it in order, and gives what it wrote.
    pub fn stop(mut self) -> (ExitStatus, String) {
        self.signal("-TERM");
        let status = self.child.wait().unwrap();
        (status, self.log())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
