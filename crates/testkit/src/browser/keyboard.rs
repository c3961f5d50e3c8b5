//! A person without a mouse.

use thirtyfour::Key;

use super::{Tab, find};

/// Whether one can see where the focus is: an outline of two pixels at least, by WCAG 2.4.7 and 2.4.13.
const OUTLINED: &str = "const style = getComputedStyle(document.activeElement);
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;";

impl Tab {
    /// Goes on with the Tab key to the thing of this name.
    ///
    /// # Panics
    /// When it is not reached, or when the focus cannot be seen on the way.
    pub async fn tab_to(&self, name: &str) {
        self.tab_until(name, |shown| shown == name).await;
    }

    /// Goes on with the Tab key to the first thing whose name begins so.
    ///
    /// # Panics
    /// As [`Tab::tab_to`].
    pub async fn tab_to_beginning(&self, name: &str) {
        self.tab_until(name, |shown| shown.starts_with(name)).await;
    }

    async fn tab_until(&self, name: &str, is_meant: impl Fn(&str) -> bool) {
        let mut passed = Vec::new();
        for _ in 0..40 {
            self.key(Key::Tab).await;
            let element = self.browser.driver.active_element().await.unwrap();
            let shown = find::name(&self.browser, &element).await;
            let seen = self.browser.driver.execute(OUTLINED, Vec::new()).await.unwrap();
            if seen.json().as_bool() != Some(true) {
                self.fail(&format!("the focus cannot be seen on « {shown} »"));
            }
            if is_meant(&shown) {
                return;
            }
            passed.push(shown);
        }
        self.fail(&format!("the Tab key does not lead to « {name} », only to {passed:?}"))
    }

    /// Types into what has the focus.
    ///
    /// # Panics
    /// When nothing has it.
    pub async fn type_text(&self, text: &str) {
        self.browser.driver.active_element().await.unwrap().send_keys(text).await.unwrap();
    }

    /// Presses Enter on what has the focus, and looks at the page that comes.
    ///
    /// # Panics
    /// When nothing has the focus, or the page that comes has a fault.
    pub async fn enter(&self) {
        let page = self.page().await;
        self.key(Key::Enter).await;
        self.arrive(&page).await;
    }

    /// Presses the space bar on what has the focus.
    ///
    /// # Panics
    /// When nothing has it.
    pub async fn space(&self) {
        self.key(Key::Space).await;
    }

    async fn key(&self, key: Key) {
        self.browser.driver.active_element().await.unwrap().send_keys(key).await.unwrap();
    }
}
