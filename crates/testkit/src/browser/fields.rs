//! Fields, lists, boxes: what a person fills, and what a page says of it.

use std::path::Path;

use serde_json::json;
use thirtyfour::{By, WebElement};

use super::{
    Tab,
    find::{self, Kind, words},
};

impl Tab {
    /// Writes into a field, instead of what was there.
    ///
    /// # Panics
    /// When there is no such field, or several.
    pub async fn fill(&self, label: &str, text: &str) {
        let field = self.named(Kind::Fill, label).await;
        field.clear().await.unwrap();
        field.focus().await.unwrap();
        // In one piece: each key costs three journeys to the page. `type_text` presses them.
        self.browser.tell("Input.insertText", json!({ "text": text })).await;
    }

    /// Chooses an entry of a list.
    ///
    /// # Panics
    /// When there is no such list, or it has no such entry.
    pub async fn choose(&self, label: &str, entry: &str) {
        let list = self.named(Kind::Choose, label).await;
        let entries = list.find_all(By::Tag("option")).await.unwrap();
        let mut names = Vec::new();
        for option in entries {
            let name = words(&option.text().await.unwrap());
            if name == entry {
                return option.click().await.unwrap();
            }
            names.push(name);
        }
        self.fail(&format!("« {label} » has no entry « {entry} », only {names:?}"))
    }

    /// Ticks a box, or unticks it.
    ///
    /// # Panics
    /// When there is no such box, or several.
    pub async fn tick(&self, label: &str) {
        self.named(Kind::Tick, label).await.click().await.unwrap();
    }

    /// Whether a box is ticked.
    ///
    /// # Panics
    /// When there is no such box, or several.
    pub async fn is_ticked(&self, label: &str) -> bool {
        self.named(Kind::Tick, label).await.is_selected().await.unwrap()
    }

    /// Chooses a file.
    ///
    /// # Panics
    /// When there is no such field, or several.
    pub async fn attach(&self, label: &str, file: &Path) {
        self.named(Kind::Attach, label).await.send_keys(file.display().to_string()).await.unwrap();
    }

    /// What a field holds.
    ///
    /// # Panics
    /// When there is no such field, or several.
    pub async fn value(&self, label: &str) -> String {
        self.named(Kind::Fill, label).await.prop("value").await.unwrap().unwrap_or_default()
    }

    /// Puts another value into a hidden field, as on a page that is old or not ours.
    ///
    /// # Panics
    /// When there is no such field.
    pub async fn forge(&self, name: &str, value: &str) {
        let script = format!("document.querySelector('input[type=hidden][name={name}]').value = '{value}';");
        self.browser.driver.execute(script, Vec::new()).await.unwrap();
    }

    /// Whether a field, list or box cannot be changed.
    ///
    /// # Panics
    /// When there is no such thing, or several.
    pub async fn is_locked(&self, label: &str) -> bool {
        !self.field(label).await.is_enabled().await.unwrap()
    }

    /// What is wrong with a field, as the browser tells those who cannot see it; empty when nothing is.
    ///
    /// # Panics
    /// When there is no such field, or several.
    pub async fn complaint(&self, label: &str) -> String {
        let field = self.field(label).await;
        if field.attr("aria-invalid").await.unwrap().as_deref() != Some("true") {
            return String::new();
        }
        let mut said = Vec::new();
        for id in field.attr("aria-describedby").await.unwrap().unwrap_or_default().split_whitespace() {
            let told = self.browser.driver.find(By::Id(id)).await.unwrap();
            said.push(words(&told.text().await.unwrap()));
        }
        said.join(" ")
    }

    /// Why the browser itself would not send what a field holds; empty when it would.
    ///
    /// # Panics
    /// When there is no such field, or several.
    pub async fn objection(&self, label: &str) -> String {
        self.field(label).await.prop("validationMessage").await.unwrap().unwrap_or_default()
    }

    /// The entry that a list shows.
    ///
    /// # Panics
    /// When there is no such list, or several.
    pub async fn chosen(&self, label: &str) -> String {
        let list = self.named(Kind::Choose, label).await;
        for option in list.find_all(By::Tag("option")).await.unwrap() {
            if option.is_selected().await.unwrap() {
                return words(&option.text().await.unwrap());
            }
        }
        String::new()
    }

    /// Whatever can be filled under this label.
    async fn field(&self, label: &str) -> WebElement {
        for kind in [Kind::Fill, Kind::Choose, Kind::Tick, Kind::Attach] {
            if let Ok(field) = find::one(&self.browser, kind, None, |shown| shown == label).await {
                return field;
            }
        }
        self.fail(&format!("there is no field « {label} », or several"))
    }
}
