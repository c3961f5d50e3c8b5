//! The installation guide, replayed: what a newcomer types leads where it says.

use std::{
    io::{BufRead as _, BufReader},
    process::{Child, Command, Stdio},
};

use walker::Walker;

use crate::place::{Place, text};

/// The blocks of shell of the guide, in order.
fn commands() -> String {
    let guide = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/guides/fr/installation.md"));
    let blocks: Vec<&str> =
        guide.split("```sh\n").skip(1).map(|block| block.split("```").next().unwrap()).collect();
    assert_eq!(blocks.len(), 5, "one for each section that is replayed");
    blocks.concat()
}

/// A shell that has run the guide and waits for the two services that it started.
struct Shell(Child, Vec<String>);

impl Drop for Shell {
    fn drop(&mut self) {
        for pid in &self.1 {
            // It may have ended already.
            let _ = Command::new("kill").args(["-TERM", pid]).stderr(Stdio::null()).status();
        }
        let _ = self.0.wait();
    }
}

fn replay(place: &Place) -> Shell {
    let mut script = commands();
    for (written, url) in
        [("8080", &place.ent_url), ("8081", &place.spaces_url), ("8082", &place.console_url)]
    {
        let port = url.rsplit_once(':').unwrap().1;
        script = script.replace(&format!(":{written}"), &format!(":{port}"));
    }
    script += "\njobs -p\necho END\nwait\n";
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_passerelle"));
    let path = format!("{}:{}", program.parent().unwrap().display(), std::env::var("PATH").unwrap());
    let mut child = Command::new("sh")
        .args(["-e", "-c", &script])
        .current_dir(place.folder.path().join("guide"))
        .env("PATH", path)
        .env_remove("NOTIFY_SOCKET")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    let said: Vec<String> = lines.take_while(|line| line != "END").collect();
    let pids = said.iter().filter(|line| line.bytes().all(|b| b.is_ascii_digit())).cloned().collect();
    let shell = Shell(child, pids);
    assert_eq!(shell.1.len(), 2, "both services were started: {said:?}");
    assert_eq!(said.iter().filter(|line| line.contains(".toml est bon")).count(), 2, "{said:?}");
    shell
}

/// Opens an address as soon as the service that was started in the background answers.
async fn open(walker: &Walker, address: &str) -> walker::Page {
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(60);
    loop {
        match walker.open(address).await {
            Ok(page) => return page,
            Err(error) => assert!(std::time::Instant::now() < deadline, "{address}: {error}"),
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
}

#[tokio::test]
async fn the_commands_of_the_guide_lead_to_a_working_console_and_portal() {
    let place = Place::new();
    std::fs::create_dir(place.path("guide")).unwrap();
    let shell = replay(&place);
    let secret = |name: &str| text(&std::fs::read(place.path("guide").join(name)).unwrap());

    let console = Walker::new().unwrap();
    let page = open(&console, &place.console_url).await;
    let typed = [("login", "console"), ("password", &secret("mot-de-passe-console"))];
    let page = console.submit(&page, "main form", &typed).await.unwrap();
    let page = console.click(&page, "main a[href$='/delegation']").await.unwrap();
    let cas = format!("{}/cas", place.ent_url);
    let typed = [("mode", "cas"), ("cas_url", cas.as_str())];
    let page = console.submit(&page, "form[action$='/delegation']", &typed).await.unwrap();
    let page = console.submit(&page, "form[action$='/publication']", &[("action", "publish")]).await.unwrap();
    assert!(page.says("Base publiée"), "{}", page.body);

    let ada = Walker::new().unwrap();
    let page = open(&ada, &place.ent_url).await;
    let typed = [("username", "ada"), ("password", &secret("mot-de-passe-ent"))];
    let home = ada.submit(&page, "form#fm1", &typed).await.unwrap();
    assert!(home.says("ENT d'essai") && home.says("Importer les identifiants Pronote"), "{}", home.body);
    let page = ada.click(&home, "a.tile").await.unwrap();
    assert!(page.says("Compte : Ada GESTION"), "{}", page.body);
    let page = ada.submit(&page, "form[action='/cas/first-visit']", &[]).await.unwrap();
    assert!(page.says("Or aucun attribut n'a été renvoyé."), "{}", page.body);
    assert!(page.url.as_str().starts_with(&place.spaces_url), "PRONOTE says it: {}", page.url);

    for copy in ["ent-sauvegarde.db", "pronote-sauvegarde.db"] {
        assert!(place.path("guide").join(copy).is_file(), "{copy}");
    }
    drop(shell);
    // Section 5, once the service is stopped.
    let restore = ["restore", "--config", "guide/ent.toml", "--from", "guide/ent-sauvegarde.db"];
    assert!(place.done(&restore, "").contains("L'ancienne est gardée"));
}
