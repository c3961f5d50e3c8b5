//! The files of `packaging/`: the units of systemd and the sample of nginx, run as they are.

use std::{
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use walker::Walker;

use crate::place::{PASSWORD, Place, free_port, text};

fn packaged(file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packaging").join(file);
    std::fs::read_to_string(path).unwrap()
}

/// What a tool of a Debian package says; without the tool the test fails and names the package.
fn tool(program: &str, package: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output();
    let output = output.unwrap_or_else(|error| panic!("{program}: {error}: apt-get install {package}"));
    let said = text(&output.stdout) + text(&output.stderr).as_str();
    assert!(output.status.success(), "{program} {arguments:?}: {said}");
    said
}

#[test]
fn the_units_are_right_and_leave_the_service_little_to_break() {
    for end in ["ent", "pronote"] {
        let place = Place::new();
        let unit = packaged(&format!("systemd/passerelle-{end}.service"));
        // The program is not installed here; everything else is as packaged.
        let name = format!("passerelle-{end}.service");
        place.write(&name, &unit.replace("/usr/bin/passerelle", env!("CARGO_BIN_EXE_passerelle")));
        let path = place.path(&name).display().to_string();
        let said = tool("systemd-analyze", "systemd", &["verify", "--man=no", &path]);
        assert_eq!(said, "", "a warning is a mistake");
        tool(
            "systemd-analyze",
            "systemd",
            &["security", "--offline=true", "--threshold=20", "--no-pager", &path],
        );
    }
}

/// systemd itself does not run in a container: the test is the service manager, and runs the line of the unit.
#[test]
fn the_command_of_each_unit_starts_and_tells_systemd() {
    for end in ["ent", "pronote"] {
        let place = Place::new();
        let unit = packaged(&format!("systemd/passerelle-{end}.service"));
        assert!(unit.lines().any(|line| line == "Type=notify"));
        let line = unit.lines().find_map(|line| line.strip_prefix("ExecStart=")).unwrap();
        let config = place.path(&format!("{end}.toml")).display().to_string();
        let words: Vec<String> = line
            .split(' ')
            .map(|word| word.replace(&format!("/etc/passerelle/{end}.toml"), &config))
            .collect();
        assert!(words[0] == "/usr/bin/passerelle" && words.contains(&config), "{line}");
        let mut command = place.passerelle();
        let mut server = place.started(command.args(&words[1..]), end);
        server.signal("-TERM");
        assert_eq!(server.told(), "STOPPING=1");
        assert!(server.child.wait().unwrap().success());
    }
}

struct Nginx(Child);

impl Drop for Nginx {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Both ends behind the sample of nginx.
struct Front {
    place: Place,
    ports: [u16; 3],
    authority: String,
    _nginx: Nginx,
}

impl Front {
    fn new() -> Self {
        let place = Place::new();
        let ports = [free_port(), free_port(), free_port()];
        let authority = certificates(&place);
        // Public addresses are those of nginx.
        let [ent, spaces, console] = ports;
        for (file, from, to) in [
            ("ent.toml", &place.ent_url, format!("https://localhost:{ent}")),
            ("pronote.toml", &place.spaces_url, format!("https://127.0.0.1:{spaces}")),
            ("pronote.toml", &place.console_url, format!("https://127.0.0.1:{console}")),
        ] {
            place.edit(file, &format!("\"{from}\""), &format!("\"{to}\""));
        }
        for (file, section) in [("ent.toml", "[ent]"), ("pronote.toml", "[pronote]")] {
            place.edit(file, section, &format!("[network]\ntrusted_proxies = [\"127.0.0.1\"]\n{section}"));
        }
        let nginx = start_nginx(&place, ports);
        Self { place, ports, authority, _nginx: nginx }
    }

    fn browser(&self) -> Walker {
        Walker::trusting(self.authority.as_bytes()).unwrap()
    }

    async fn headers(&self, address: &str) -> reqwest::header::HeaderMap {
        let authority = reqwest::Certificate::from_pem(self.authority.as_bytes()).unwrap();
        let client = reqwest::Client::builder().tls_certs_only([authority]).no_proxy().build().unwrap();
        client.get(address).send().await.unwrap().headers().clone()
    }
}

/// A throw-away authority and one certificate of this machine; gives the certificate of the authority.
fn certificates(place: &Place) -> String {
    let (ca_key, site_key) = (KeyPair::generate().unwrap(), KeyPair::generate().unwrap());
    let mut ca = CertificateParams::new(Vec::new()).unwrap();
    ca.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = ca.self_signed(&ca_key).unwrap().pem();
    let names = vec!["localhost".to_owned(), "127.0.0.1".to_owned()];
    let site = CertificateParams::new(names).unwrap().signed_by(&site_key, &Issuer::new(ca, ca_key)).unwrap();
    place.write("site.pem", &site.pem());
    place.write("site.key", &site_key.serialize_pem());
    authority
}

/// The sample with ports, names and paths of this test, and nothing else changed.
fn start_nginx(place: &Place, ports: [u16; 3]) -> Nginx {
    let mut sample = packaged("nginx/passerelle.conf");
    let folder = place.folder.path().display().to_string();
    for port in ports {
        sample = sample.replacen("listen 443 ssl;", &format!("listen 127.0.0.1:{port} ssl;"), 1);
    }
    sample = sample.replace("listen 80;", &format!("listen 127.0.0.1:{};", free_port()));
    for (own, url) in [("8080", &place.ent_url), ("8081", &place.spaces_url), ("8082", &place.console_url)] {
        let port = url.rsplit_once(':').unwrap().1;
        sample = sample.replace(&format!("server 127.0.0.1:{own};"), &format!("server 127.0.0.1:{port};"));
    }
    for end in ["ent", "pronote", "console"] {
        sample = sample.replace(&format!("/etc/passerelle/tls/{end}.pem"), &format!("{folder}/site.pem"));
        sample = sample.replace(&format!("/etc/passerelle/tls/{end}.key"), &format!("{folder}/site.key"));
    }
    sample = sample.replace("/var/log/nginx/", &format!("{folder}/"));
    assert!(
        !sample.contains("/etc/passerelle") && !sample.contains("/var/") && !sample.contains("listen 443"),
        "{sample}"
    );
    place.write("sample.conf", &sample);
    let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map(|kind| format!("{kind}_temp_path {folder}/{kind};\n"))
        .concat();
    place.write(
        "nginx.conf",
        &format!(
            "daemon off;\nmaster_process off;\npid {folder}/nginx.pid;\nevents {{}}\n\
             http {{\n{temporary}include {folder}/sample.conf;\n}}\n"
        ),
    );
    let config = place.path("nginx.conf").display().to_string();
    // Debian puts it where only the superuser looks.
    let program =
        ["/usr/sbin/nginx", "/usr/bin/nginx"].into_iter().map(PathBuf::from).find(|path| path.exists());
    let program = program.unwrap_or_else(|| panic!("nginx is missing: apt-get install nginx-light"));
    let arguments = ["-e", "stderr", "-p", &folder, "-c", &config];
    let child =
        Command::new(program).args(arguments).stdout(Stdio::null()).stderr(Stdio::inherit()).spawn().unwrap();
    let nginx = Nginx(child);
    let deadline = Instant::now() + Duration::from_secs(30);
    while ports.iter().any(|port| std::net::TcpStream::connect(("127.0.0.1", *port)).is_err()) {
        assert!(Instant::now() < deadline, "nginx does not listen");
        std::thread::sleep(Duration::from_millis(20));
    }
    nginx
}

#[tokio::test]
async fn people_sign_in_through_the_sample_of_nginx() {
    let front = Front::new();
    front.place.furnish_ent();
    let server = front.place.serve("ent");
    let walker = front.browser();
    let home = format!("https://localhost:{}", front.ports[0]);
    let page = walker.open(&home).await.unwrap();
    assert!(
        page.url.as_str().starts_with(&format!("{home}/cas/login")),
        "to the public address: {}",
        page.url
    );
    // With the headers that browsers send, which the program compares with its public address.
    let typed = [("username", "ada"), ("password", PASSWORD)];
    let page = walker.submit(&page, "form#fm1", &typed).await.unwrap();
    assert_eq!(
        (page.text("h1").as_deref(), page.url.as_str()),
        (Some("Mon espace"), format!("{home}/").as_str())
    );
    let headers = front.headers(&format!("{home}/cas/login")).await;
    let cookie = headers["set-cookie"].to_str().unwrap();
    assert!(cookie.starts_with("__Host-") && cookie.contains("Secure"), "{cookie}");
    // On localhost the site leaves out Strict-Transport-Security, which would hold for every port of the machine.
    assert!(headers.contains_key("content-security-policy") && !headers.contains_key("x-powered-by"));
    assert_eq!(headers["server"], "nginx", "without its version");
    let (status, log) = server.stop();
    assert!(status.success(), "{log}");
    let proxy_log = std::fs::read_to_string(front.place.path("passerelle.log")).unwrap();
    assert!(proxy_log.contains("POST localhost/cas/login 303"), "{proxy_log}");
    assert!(!proxy_log.contains('?') && !proxy_log.contains("ticket"), "tickets are in no log: {proxy_log}");
}

#[tokio::test]
async fn an_operator_signs_in_through_the_sample_of_nginx() {
    let front = Front::new();
    let base = ["--uai", crate::place::SCHOOL, "--name", "Collège des Essais", "--year", "2026-2027"];
    front.place.done(&[&["base", "add", "--config", "pronote.toml"], &base[..]].concat(), "");
    let operator = ["--login", "cam", "--name", "Cam", "--console", "--password-stdin"];
    front
        .place
        .done(&[&["operator", "create", "--config", "pronote.toml"], &operator[..]].concat(), PASSWORD);
    let server = front.place.serve("pronote");
    let walker = front.browser();
    let console = format!("https://127.0.0.1:{}", front.ports[2]);
    let page = walker.open(&console).await.unwrap();
    let page = walker.submit(&page, "main form", &[("login", "cam"), ("password", PASSWORD)]).await.unwrap();
    assert!(page.url.as_str().starts_with(&console) && page.says("Collège des Essais"), "{}", page.body);
    let spaces = format!("https://127.0.0.1:{}/pronote/", front.ports[1]);
    let page = front.browser().open(&spaces).await.unwrap();
    assert!(page.status == 503 && page.says("PRONOTE"), "the base is not published yet: {}", page.body);
    assert!(server.stop().0.success());
}
