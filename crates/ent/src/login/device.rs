//! What kind of device somebody signs in from, in two words that everybody understands.

use std::fmt;

/// Browsers with the mark that tells them. The order counts: most of them also carry the marks of those below.
const BROWSERS: [(&str, &str); 9] = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chromium/", "Chromium"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];

/// Systems with the mark that tells them, in an order that counts in the same way.
const SYSTEMS: [(&str, &str); 7] = [
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Macintosh", "macOS"),
    ("Linux", "Linux"),
];

/// A browser and the system it runs on, each empty when it is none that we know. Never the text that the browser sent:
/// that would tell one person's browser from all others, and could hold anything.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Device {
    /// Such as `Firefox`.
    pub browser: &'static str,
    /// Such as `Windows`.
    pub system: &'static str,
}

impl Device {
    /// The device that a `User-Agent` header speaks of.
    pub fn of_user_agent(text: &str) -> Self {
        Self { browser: told_by(text, &BROWSERS), system: told_by(text, &SYSTEMS) }
    }

    /// The device as it was stored; a word that is no longer known is left out.
    pub(crate) fn stored(text: &str) -> Self {
        let (browser, system) = text.split_once('/').unwrap_or_default();
        Self { browser: named(browser, &BROWSERS), system: named(system, &SYSTEMS) }
    }
}

/// The stored form: `Firefox/Windows`.
impl fmt::Display for Device {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.browser, self.system)
    }
}

fn told_by(text: &str, marks: &[(&str, &'static str)]) -> &'static str {
    marks.iter().find(|(mark, _)| text.contains(mark)).map_or("", |(_, name)| name)
}

fn named(text: &str, marks: &[(&str, &'static str)]) -> &'static str {
    marks.iter().find(|(_, name)| *name == text).map_or("", |(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::Device;

    #[test]
    fn the_usual_devices_are_told_apart_and_nothing_else_is_kept() {
        let webkit = "AppleWebKit/537.36 (KHTML, like Gecko)";
        for (agent, browser, system) in [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0",
                "Firefox",
                "Windows",
            ),
            (
                &format!("Mozilla/5.0 (X11; Linux x86_64) {webkit} Chrome/138.0 Safari/537.36"),
                "Chrome",
                "Linux",
            ),
            (
                &format!("Mozilla/5.0 (Windows NT 10.0) {webkit} Chrome/138.0 Safari/537.36 Edg/138.0"),
                "Edge",
                "Windows",
            ),
            (
                &format!(
                    "Mozilla/5.0 (Linux; Android 14) {webkit} SamsungBrowser/28.0 Chrome/130.0 Mobile Safari/537.36"
                ),
                "Samsung",
                "Android",
            ),
            (
                &format!("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {webkit} Chrome/138.0 Safari/537.36"),
                "Chrome",
                "ChromeOS",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1 Version/18.5 Mobile Safari/604.1",
                "Safari",
                "iPhone",
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1 Version/18.5 Safari/605.1",
                "Safari",
                "macOS",
            ),
            ("curl/8.5.0", "", ""),
            ("", "", ""),
            ("<script>alert(1)</script>", "", ""),
        ] {
            let device = Device::of_user_agent(agent);
            assert_eq!((device.browser, device.system), (browser, system), "{agent}");
            let stored = device.to_string();
            assert!(stored.len() <= 64);
            assert_eq!(Device::stored(&stored), device, "{stored}");
        }
        assert_eq!(Device::stored("<b>/Windows"), Device { browser: "", system: "Windows" });
        assert_eq!(Device::stored(""), Device::default());
    }
}
