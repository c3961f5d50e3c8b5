//! A person in front of a page.

use std::{
    cell::Cell,
    path::PathBuf,
    time::{Duration, Instant},
};

use serde_json::json;
use thirtyfour::{By, WebElement};

use super::{
    Mode, axe, faults,
    find::{self, Kind, words},
    pictures,
    session::Browser,
};

/// How long a page or a download may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// A page that is still there after so long is taken to stay: a form that the browser would not send.
const STAYING: Duration = Duration::from_millis(600);

/// A window, and what a person can do in it. Everything is named as it is on the screen; what is not there, or is there
/// twice, fails the test with the names that are there.
pub struct Tab {
    pub(super) browser: Browser,
    mode: Mode,
    folder: PathBuf,
    pictures: Cell<usize>,
}

impl Tab {
    pub(super) async fn open_in(mode: Mode, folder: PathBuf) -> Self {
        let tab = Self { browser: Browser::take(mode.scripts).await, mode, folder, pictures: Cell::new(0) };
        let narrow = mode.width < 600;
        let height = if narrow { 740 } else { 800 };
        let size = json!({ "width": mode.width, "height": height, "deviceScaleFactor": 1, "mobile": narrow });
        tab.browser.tell("Emulation.setDeviceMetricsOverride", size).await;
        axe::colours(&tab.browser, "light").await;
        tab.leave_to_somebody_else().await;
        tab
    }

    /// Leaves the browser to the next scenario.
    pub async fn close(self) {
        self.browser.driver.goto("about:blank").await.unwrap();
        self.browser.give_back();
    }

    pub(super) async fn keep_failure(&self) {
        let picture = pictures::whole_page(&self.browser).await;
        pictures::keep(&self.folder.join("failed.png"), &picture);
    }

    /// How the scenario is walked.
    pub fn mode(&self) -> Mode {
        self.mode
    }

    /// Another window, of a browser in which nobody is signed in, to be closed with [`Tab::close`].
    pub async fn beside(&self) -> Self {
        Self::open_in(self.mode, self.folder.join("beside")).await
    }

    /// Makes the browser forget who signed in, as another person's or another device's would.
    pub async fn leave_to_somebody_else(&self) {
        self.browser.tell("Network.clearBrowserCookies", json!({})).await;
    }

    /// Whether the browser goes on where a certificate comes from an authority that it does not know, as those of tests.
    pub async fn trusts_any_certificate(&self, any: bool) {
        self.browser.tell("Security.setIgnoreCertificateErrors", json!({ "ignore": any })).await;
    }

    /// Opens an address.
    ///
    /// # Panics
    /// When the page has a fault.
    pub async fn open(&self, address: &str) {
        self.browser.driver.goto(address).await.unwrap();
        self.look().await;
    }

    /// Presses a button or follows a link.
    ///
    /// # Panics
    /// When there is none or several of this name, or the page that comes has a fault.
    pub async fn press(&self, name: &str) {
        self.press_if(name, None, |shown| shown == name).await;
    }

    /// Presses the button or link of this name in the section with this heading.
    ///
    /// # Panics
    /// As [`Tab::press`].
    pub async fn press_in(&self, section: &str, name: &str) {
        self.press_if(name, Some(section), |shown| shown == name).await;
    }

    /// Presses the only button or link whose name begins so.
    ///
    /// # Panics
    /// As [`Tab::press`].
    pub async fn press_beginning(&self, name: &str) {
        self.press_if(name, None, |shown| shown.starts_with(name)).await;
    }

    async fn press_if(&self, name: &str, section: Option<&str>, is_meant: impl Fn(&str) -> bool) {
        let element = self.one(Kind::Press, section, name, is_meant).await;
        let page = self.page().await;
        element.click().await.unwrap();
        self.arrive(&page).await;
    }

    /// The page that is shown now.
    pub(super) async fn page(&self) -> WebElement {
        self.browser.driver.find(By::Tag("html")).await.unwrap()
    }

    /// Waits until `page` has given way to another, or does not seem to, and looks at what is there.
    pub(super) async fn arrive(&self, page: &WebElement) {
        let started = Instant::now();
        while page.tag_name().await.is_ok() && started.elapsed() < STAYING {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        self.look().await;
    }

    /// The line of a table that has a cell with just this text.
    ///
    /// # Panics
    /// When there is none, or several.
    pub async fn line(&self, cell: &str) -> String {
        let path = format!("//tr[*[normalize-space()=\"{cell}\"]]");
        let mut lines = self.browser.driver.find_all(By::XPath(path)).await.unwrap();
        match (lines.pop(), lines.len()) {
            (Some(line), 0) => words(&line.text().await.unwrap()),
            (_, others) => self.fail(&format!("{} lines have a cell « {cell} »", others + 1)),
        }
    }

    /// Whether these words can be read on the page.
    pub async fn reads(&self, text: &str) -> bool {
        self.text().await.contains(&words(text))
    }

    /// Makes sure that these words can be read on the page.
    ///
    /// # Panics
    /// When they cannot.
    pub async fn sees(&self, text: &str) {
        let wanted = words(text);
        if let Err(shown) = self.until("body", |shown| shown.contains(&wanted)).await {
            self.fail(&format!("« {text} » is not to be read in:\n{shown}"));
        }
    }

    /// Makes sure that the page is the one with this heading.
    ///
    /// # Panics
    /// When it is another.
    pub async fn is_on(&self, heading: &str) {
        if let Err(shown) = self.until("h1", |shown| shown == heading).await {
            self.fail(&format!("this is the page « {shown} », not « {heading} »:\n{}", self.text().await));
        }
    }

    /// Whether there is a button or link of this name.
    pub async fn offers(&self, name: &str) -> bool {
        find::one(&self.browser, Kind::Press, None, |shown| shown == name).await.is_ok()
    }

    /// The address of the page.
    pub async fn address(&self) -> String {
        self.browser.driver.current_url().await.unwrap().into()
    }

    /// Follows a link that downloads, and gives the file's name and content.
    ///
    /// # Panics
    /// When there is no such link, or nothing comes.
    pub async fn download(&self, name: &str) -> (String, Vec<u8>) {
        let folder = &self.browser.downloads;
        self.named(Kind::Press, name).await.click().await.unwrap();
        let started = Instant::now();
        loop {
            let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
            let done = files.into_iter().find(|path| {
                // Under way it has another name.
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                !name.starts_with('.') && !name.ends_with(".crdownload")
            });
            if let Some(path) = done {
                let content = std::fs::read(&path).unwrap();
                std::fs::remove_file(&path).unwrap();
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                return (name, content);
            }
            if started.elapsed() > PATIENCE {
                self.fail(&format!("« {name} » has downloaded nothing"));
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// What is in the window, as PNG.
    pub async fn picture(&self) -> Vec<u8> {
        pictures::window(&self.browser).await
    }

    /// Takes a picture of the page that has come, and looks for faults.
    pub(super) async fn look(&self) {
        let number = self.pictures.get() + 1;
        self.pictures.set(number);
        let name = pictures::file_name(&self.heading().await);
        let picture = pictures::whole_page(&self.browser).await;
        pictures::keep(&self.folder.join(format!("{number:02}-{name}.png")), &picture);
        let faults = faults::of_page(&self.browser, self.mode).await;
        if !faults.is_empty() {
            self.fail(&format!("« {name} » at {}:\n- {}", self.address().await, faults.join("\n- ")));
        }
    }

    /// The heading of the page, as shown.
    async fn heading(&self) -> String {
        self.shown("h1").await
    }

    async fn text(&self) -> String {
        self.shown("body").await
    }

    /// What can be read in the first element of this name: asked at once, since the page may be about to change.
    async fn shown(&self, element: &str) -> String {
        let script = format!(
            "const found = document.querySelector('{element}'); return found ? found.innerText : '';"
        );
        let text = self.browser.driver.execute(script, Vec::new()).await;
        text.map(|text| words(text.json().as_str().unwrap_or_default())).unwrap_or_default()
    }

    /// Waits until something shows, for as long as a busy machine needs; gives what the page shows then.
    async fn until(&self, element: &str, shows: impl Fn(&str) -> bool) -> Result<(), String> {
        let started = Instant::now();
        loop {
            let shown = self.shown(element).await;
            if shows(&shown) {
                return Ok(());
            }
            if started.elapsed() > PATIENCE {
                return Err(shown);
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    pub(super) async fn named(&self, kind: Kind, name: &str) -> WebElement {
        self.one(kind, None, name, |shown| shown == name).await
    }

    async fn one(
        &self,
        kind: Kind,
        section: Option<&str>,
        name: &str,
        is_meant: impl Fn(&str) -> bool,
    ) -> WebElement {
        match find::one(&self.browser, kind, section, is_meant).await {
            Ok(element) => element,
            Err(others) => self.fail(&format!("« {name} » cannot be found ({kind:?}): {others}")),
        }
    }

    /// Ends the test, saying where.
    pub(super) fn fail(&self, why: &str) -> ! {
        panic!("[{}] {why}", self.mode.name())
    }
}
