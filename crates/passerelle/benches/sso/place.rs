//! An ENT as an operator makes it, by the command line, with everybody signed in.

use std::{
    fs,
    io::Write as _,
    net::{SocketAddr, TcpListener, TcpStream},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use tempfile::TempDir;

use crate::{
    client::{Client, header},
    flow::{Person, SERVICE},
};

/// Accounts, each with a session.
const PEOPLE: usize = 64;
const SCHOOL: &str = "0990001N";
const PASSWORD: &str = "Un pont, deux rives";
/// What a browser keeps from the first form it was shown.
const FORM: &str = "ENT-form=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
/// A start that takes longer has failed.
const PATIENCE: Duration = Duration::from_secs(60);

pub struct Place {
    folder: TempDir,
    address: SocketAddr,
}

/// A server, ended when dropped.
pub struct Server {
    child: Child,
    address: SocketAddr,
}

impl Server {
    pub fn new(child: Child, address: SocketAddr) -> Self {
        Self { child, address }
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Place {
    /// Over SQLite, unless there is the address of another database; `settings` are further lines of `[ent]`.
    pub fn new(database: Option<String>, settings: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let database = database.map_or(String::new(), |database| format!("database = \"{database}\"\n"));
        fs::create_dir(folder.path().join("data")).unwrap();
        let settings = format!(
            "data = \"data\"\n{database}[ent]\npublic_url = \"http://{address}\"\nlisten = \"{address}\"\n\
             {settings}"
        );
        fs::write(folder.path().join("ent.toml"), settings).unwrap();
        Self { folder, address }
    }

    /// A school, its people, and a service that learns a little of them.
    pub fn furnish(&self) {
        self.run(&["school", "add"], &["--uai", SCHOOL, "--name", "Collège des Essais"], "");
        let service = ["--name", "App", "--url", "https://app.example/**", "--kind", "cas"];
        let learns = ["--release", "uid,login,displayName,mail"];
        self.run(&["service", "add"], &[service.as_slice(), &learns].concat(), "");
        for login in (0..PEOPLE).map(login) {
            let mail = format!("mail={login}@essais.example");
            let who =
                ["--school", SCHOOL, "--login", &login, "--population", "pupil", "--last-name", "Essai"];
            let rest = ["--first-name", "Zoé", "--attribute", &mail, "--password-stdin"];
            self.run(&["account", "create"], &[who.as_slice(), &rest].concat(), PASSWORD);
        }
    }

    /// Starts the program and waits until it listens.
    pub fn serve(&self) -> Server {
        let mut command = self.command(&["ent"]);
        let child = command.stdout(Stdio::null()).spawn().unwrap();
        let server = Server::new(child, self.address);
        let started = Instant::now();
        while TcpStream::connect(self.address).is_err() {
            assert!(started.elapsed() < PATIENCE, "the program does not listen");
            std::thread::sleep(Duration::from_millis(20));
        }
        server
    }

    /// Opens a session for each account.
    pub fn sign_in_all(&self, server: &Server) -> Vec<Person> {
        let mut client = Client::to(server.address());
        let host = server.address();
        let form =
            client.ask(&format!("GET /cas/login HTTP/1.1\r\nHost: {host}\r\nCookie: {FORM}\r\n\r\n")).body;
        let token =
            form.split_once("name=\"csrf\" value=\"").unwrap().1.split('"').next().unwrap().to_owned();
        let mut signed_in = |login: String| {
            let typed = web::encode(PASSWORD);
            let body = format!("csrf={token}&username={login}&password={typed}");
            let answer = client.ask(&format!(
                "POST /cas/login HTTP/1.1\r\nHost: {host}\r\nCookie: {FORM}\r\nContent-Length: {}\r\n\
                 Content-Type: application/x-www-form-urlencoded\r\n\r\n{body}",
                body.len()
            ));
            let cookies = answer.head.lines().filter_map(|line| line.strip_prefix("set-cookie: "));
            let cookies: Vec<&str> = cookies.filter_map(|cookie| cookie.split(';').next()).collect();
            assert!(header(answer.head, "set-cookie").is_some(), "{login}: {}{}", answer.head, answer.body);
            Person { uid: self.uid(&login), cookies: format!("{FORM}; {}", cookies.join("; ")), login }
        };
        (0..PEOPLE).map(|place| signed_in(login(place))).collect()
    }

    /// What the service will be told of somebody, asked in another way than by a ticket.
    fn uid(&self, login: &str) -> String {
        let told = self.run(&["service", "simulate"], &["--url", SERVICE, "--login", login, "--json"], "");
        let told: serde_json::Value = serde_json::from_str(&told).unwrap();
        told.get("subject").and_then(|subject| subject.as_str()).unwrap().to_owned()
    }

    fn run(&self, words: &[&str], arguments: &[&str], input: &str) -> String {
        let mut command = self.command(words);
        command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{words:?} {arguments:?}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// The release program, in the folder.
    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_passerelle"));
        command.current_dir(self.folder.path()).args(words).args(["--config", "ent.toml"]);
        command
    }
}

fn login(place: usize) -> String {
    format!("eleve-{place}")
}
