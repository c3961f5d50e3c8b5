//! Browsers, shared by the scenarios of a test program.

use std::{
    path::Path,
    sync::{
        LazyLock, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use serde_json::{Value, json};
use thirtyfour::{
    ChromeCapabilities, ChromiumLikeCapabilities, DesiredCapabilities, LoggingPrefsLogLevel, WebDriver,
};

use super::driver::{CHROMIUM, Driver};

static DRIVER: LazyLock<Driver> = LazyLock::new(Driver::start);
static IDLE: Mutex<Vec<Browser>> = Mutex::new(Vec::new());
static STARTED: AtomicUsize = AtomicUsize::new(0);

/// Nothing but what the pages ask for, and no way to anywhere but this machine.
const FLAGS: &[&str] = &[
    "--headless=new",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-extensions",
    "--disable-field-trial-config",
    // One process for the pages of all sites, and one frame for the pages of a window: starting another costs more than
    // showing a page. A page is shown when it is there, not after a moment of the one before.
    "--disable-features=BackForwardCache,IsolateOrigins,OptimizationHints,PaintHolding,ProactivelySwapBrowsingInstance,\
     RenderDocument,SpareRendererForSitePerProcess,Translate",
    "--disable-site-isolation-trials",
    "--renderer-process-limit=1",
    "--disable-quic",
    "--disable-sync",
    "--hide-scrollbars",
    "--metrics-recording-only",
    "--no-default-browser-check",
    "--no-first-run",
    "--no-pings",
    "--no-proxy-server",
    "--password-store=basic",
    "--lang=fr-FR",
    "--accept-lang=fr-FR",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
];

/// A started browser.
pub(super) struct Browser {
    pub(super) driver: WebDriver,
    scripts: bool,
    /// Where it puts what it downloads.
    pub(super) downloads: std::path::PathBuf,
}

impl Browser {
    /// An idle browser, or a new one. Nobody is signed in anywhere.
    pub(super) async fn take(scripts: bool) -> Self {
        let idle = {
            let mut idle = IDLE.lock().unwrap();
            let place = idle.iter().position(|browser| browser.scripts == scripts);
            place.map(|place| idle.swap_remove(place))
        };
        match idle {
            Some(browser) => browser,
            None => Self::start(&DRIVER, scripts).await,
        }
    }

    /// Leaves it to the next scenario.
    pub(super) fn give_back(self) {
        IDLE.lock().unwrap().push(self);
    }

    pub(super) async fn start(driver: &Driver, scripts: bool) -> Self {
        let profile = driver.folder.path().join(STARTED.fetch_add(1, Ordering::Relaxed).to_string());
        let downloads = profile.join("downloads");
        std::fs::create_dir_all(&downloads).unwrap();
        // The driver is on this machine, whatever the environment says of the way to others.
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let capabilities = capabilities(&profile, &downloads, scripts);
        let driver = WebDriver::builder(&driver.url, capabilities).client(client).await.unwrap();
        Self { driver, scripts, downloads }
    }

    /// Asks the browser itself, by the protocol of its developer tools.
    pub(super) async fn tell(&self, command: &str, parameters: Value) -> Value {
        self.driver.cdp().send_raw(command, parameters).await.unwrap()
    }
}

fn capabilities(profile: &Path, downloads: &Path, scripts: bool) -> ChromeCapabilities {
    let mut wanted = DesiredCapabilities::chrome();
    let mut flags: Vec<String> = FLAGS.iter().map(|flag| (*flag).to_owned()).collect();
    flags.push(format!("--user-data-dir={}", profile.display()));
    if is_root() {
        // Chromium refuses to start as root otherwise; anyone else keeps the sandbox.
        flags.push("--no-sandbox".to_owned());
    }
    let mut preferences = json!({
        "download.default_directory": downloads,
        "download.prompt_for_download": false,
        "credentials_enable_service": false,
        "profile.password_manager_enabled": false,
        "intl.accept_languages": "fr-FR,fr",
    });
    if !scripts {
        preferences["profile.managed_default_content_settings.javascript"] = json!(2);
    }
    wanted.set_binary(CHROMIUM).unwrap();
    for flag in &flags {
        wanted.add_arg(flag).unwrap();
    }
    wanted.add_experimental_option("prefs", preferences).unwrap();
    for log in ["browser", "performance"] {
        wanted.set_logging_prefs(log, LoggingPrefsLogLevel::All).unwrap();
    }
    wanted
}

/// Whether the tests run as root: then `/proc/self` belongs to it.
fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt as _;
    std::fs::metadata("/proc/self").unwrap().uid() == 0
}
