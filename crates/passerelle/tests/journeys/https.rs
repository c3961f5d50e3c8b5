//! The demonstration by https, under its throw-away authority.

use std::{fs, os::unix::fs::PermissionsExt as _, process::Command};

use crate::kit::Stage;
use invented::District;
use passerelle::demo::road::Step;
use walker::Walker;

#[tokio::test]
async fn the_road_holds_by_https() {
    let stage = Stage::over_https(District::small(1)).await;
    let (held, outcomes) = stage.walk(None).await;
    assert!(held, "{outcomes:?}");
    assert_eq!(outcomes.iter().map(|o| o.0).collect::<Vec<_>>(), Step::ALL);
}

#[tokio::test]
async fn each_site_speaks_https_only_with_cookies_bound_to_it() {
    let stage = Stage::over_https(District::small(1)).await;
    let ends = &stage.ends;
    let authority = ends.authority.clone().unwrap();
    let root = reqwest::Certificate::from_pem(authority.pem.as_bytes()).unwrap();
    let browser = reqwest::Client::builder().tls_certs_only([root]).no_proxy().build().unwrap();
    for address in [&ends.ent_url, &ends.spaces_url, &ends.console_url] {
        assert!(address.starts_with("https://"), "{address}");
        // The sign-in page of each.
        let path = if address == &ends.spaces_url { "/pronote/?login=true" } else { "/" };
        let answer = browser.get(format!("{address}{path}")).send().await.unwrap();
        let cookies: Vec<_> = answer.headers().get_all("set-cookie").iter().collect();
        assert!(!cookies.is_empty(), "{address}");
        for cookie in cookies {
            let cookie = cookie.to_str().unwrap();
            assert!(cookie.starts_with("__Host-") && cookie.contains("; Secure"), "{cookie}");
            assert!(cookie.contains("; Path=/;") && cookie.contains("; HttpOnly"), "{cookie}");
        }
        // Whoever does not know the authority is warned, and plain http is told what to do.
        assert!(Walker::new().unwrap().open(address).await.is_err());
        let plain = Walker::new().unwrap().open(&address.replace("https:", "http:")).await.unwrap();
        assert!(plain.status == 400 && plain.says("Attention : https"), "{}", plain.body);
    }
    let folder = authority.file.parent().unwrap();
    assert_eq!(fs::read_to_string(&authority.file).unwrap(), authority.pem);
    let key = fs::metadata(folder.join("key.pem")).unwrap();
    assert_eq!(key.permissions().mode() & 0o777, 0o600);
    // The key of the authority is nowhere: nobody can sign anything else with it.
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    // The folder of the ENT's own keys is another matter.
    for file in files.filter(|path| path.is_file()) {
        let keys = String::from_utf8_lossy(&fs::read(&file).unwrap()).matches("PRIVATE KEY-----").count();
        assert_eq!(keys > 0, file.ends_with("key.pem"), "{}", file.display());
    }
}

#[tokio::test]
async fn without_being_asked_the_demonstration_makes_no_authority() {
    let stage = Stage::small().await;
    assert!(stage.ends.authority.is_none() && stage.ends.ent_url.starts_with("http://localhost:"));
}

#[test]
fn the_command_says_where_the_authority_is() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let free = ["--ent", "localhost:0", "--pronote", "127.0.0.1:0", "--console", "127.0.0.1:0"];
    let output = Command::new(env!("CARGO_BIN_EXE_passerelle"))
        .args(["demo", "--tls", "--once", "--json", "--data", data.to_str().unwrap()])
        .args(free)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let events = String::from_utf8(output.stdout).unwrap();
    let ready: serde_json::Value = serde_json::from_str(events.lines().next().unwrap()).unwrap();
    assert_eq!(ready["ca"].as_str().unwrap(), data.join("ca.pem").to_str().unwrap());
    assert!(fs::read_to_string(data.join("ca.pem")).unwrap().contains("BEGIN CERTIFICATE"));
    for address in [&ready["ent"]["url"], &ready["pronote"]["url"], &ready["pronote"]["console"]] {
        assert!(address.as_str().unwrap().starts_with("https://"), "{ready}");
    }
    assert_eq!(events.lines().filter(|line| line.contains("\"ok\":true")).count(), 10, "{events}");
}
