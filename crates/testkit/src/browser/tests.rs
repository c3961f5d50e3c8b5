//! The harness sees what it is there to see.
use std::{
    path::Path,
    time::{Duration, Instant},
};

use super::{Mode, RUNTIME, driver::Driver, faults, pictures, session::Browser, tab::Tab};

/// Shows a page in a wide window; gives its faults.
fn faults_of(head: &str, body: &str) -> Vec<String> {
    let page = format!(
        "data:text/html;charset=utf-8,<!doctype html><html lang=fr><head><title>Page</title>{head}</head>\
         <body><main><h1>Page</h1>{body}</main></body></html>"
    );
    RUNTIME.block_on(async {
        let tab = Tab::open_in(Mode::WIDE, pictures::empty_folder("harness")).await;
        tab.browser.driver.goto(&page).await.unwrap();
        let found = faults::of_page(&tab.browser, Mode::WIDE).await;
        tab.close().await;
        found
    })
}

#[test]
fn a_page_without_fault_has_none() {
    assert_eq!(faults_of("", "<p>Bonjour</p>"), [""; 0]);
}

#[test]
fn each_fault_is_told() {
    let dark =
        "<style>@media (prefers-color-scheme: dark) { p { color: %23333; background: %23000 } }</style>";
    for (head, body, told) in [
        ("", "<img src='data:,'>", "axe image-alt (light)"),
        (dark, "<p>Bonjour</p>", "axe color-contrast (dark)"),
        ("", "<div style='width:2000px'>Bonjour</div>", "the page is 2008 px wide in a window of 1280 px"),
        ("<script>undeclared()</script>", "", "the console says:"),
        (
            "",
            "<img alt='' src='https://elsewhere.example/a.png'>",
            "a request leaves this machine: https://elsewhere.",
        ),
        ("", "<img alt='' src='http://192.0.2.1/a.png'>", "a request leaves this machine: http://192.0.2.1/"),
    ] {
        let found = faults_of(head, body);
        assert!(found.iter().any(|fault| fault.starts_with(told)), "{told}: {found:?}");
    }
}

#[test]
fn without_scripts_none_runs_and_the_page_can_still_be_used() {
    let page = "data:text/html;charset=utf-8,<title>Page</title><h1>Page</h1><label for=a>Nom <b aria-hidden=true>*</b>\
                </label><input id=a><script>document.querySelector('h1').textContent = 'Script'</script>";
    for (mode, heading) in [(Mode::ALL[0], "Script"), (Mode::ALL[2], "Page")] {
        RUNTIME.block_on(async {
            let tab = Tab::open_in(mode, pictures::empty_folder("harness")).await;
            tab.browser.driver.goto(page).await.unwrap();
            tab.is_on(heading).await;
            tab.fill("Nom", "Zoé").await;
            assert_eq!(tab.value("Nom").await, "Zoé");
            tab.close().await;
        });
    }
}

#[test]
fn when_the_tests_end_neither_processes_nor_files_stay() {
    let driver = Driver::start();
    let folder = driver.folder.path().to_owned();
    let browser = RUNTIME.block_on(Browser::start(&driver, true));
    assert!(running_in(&folder) > 0);
    drop(driver);
    // The system takes a moment to end processes that were told to.
    let patience = Instant::now() + Duration::from_secs(20);
    while running_in(&folder) > 0 && Instant::now() < patience {
        std::thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(running_in(&folder), 0);
    assert!(!folder.exists());
    assert!(browser.driver.leak().is_ok());
}

/// How many processes were given this folder.
fn running_in(folder: &Path) -> usize {
    let folder = folder.display().to_string();
    let all = std::fs::read_dir("/proc").unwrap();
    let lines = all.filter_map(|process| std::fs::read(process.unwrap().path().join("cmdline")).ok());
    lines.filter(|line| String::from_utf8_lossy(line).contains(&folder)).count()
}

#[test]
#[should_panic(expected = "/nowhere/chromedriver is missing: install the Debian package chromium-driver")]
fn a_missing_browser_names_its_package() {
    Driver::start_if(&[("/nowhere/chromedriver", "chromium-driver")]);
}

#[test]
fn a_title_becomes_a_file_name() {
    assert_eq!(pictures::file_name("Étape 2/6 : l'Élève"), "etape-2-6-l-eleve");
}
