//! What must not be on any page.

use serde_json::{Value, json};
use url::{Host, Url};

use super::{Mode, axe, session::Browser};

/// A sentence for each fault of the page that is shown.
pub(super) async fn of_page(browser: &Browser, mode: Mode) -> Vec<String> {
    let mut found: Vec<String> = width(browser).await.into_iter().collect();
    if mode.scripts {
        found.extend(axe::new_violations(browser, mode.width).await);
    }
    found.extend(console(browser).await);
    found.extend(requests(browser).await);
    found
}

/// Content wider than the window: one would have to scroll sideways to read.
async fn width(browser: &Browser) -> Option<String> {
    let metrics = browser.tell("Page.getLayoutMetrics", json!({})).await;
    let content = metrics["cssContentSize"]["width"].as_f64().unwrap();
    let window = metrics["cssLayoutViewport"]["clientWidth"].as_f64().unwrap();
    (content > window).then(|| format!("the page is {content} px wide in a window of {window} px"))
}

/// Messages in the console. That the page itself came with an error status is not one: refusals do.
async fn console(browser: &Browser) -> Vec<String> {
    let own = browser.driver.current_url().await.unwrap();
    let refused = format!("{own} - Failed to load resource: the server responded with a status of ");
    let said = browser.driver.browser_log().await.unwrap();
    let said = said.into_iter().filter(|entry| ["SEVERE", "WARNING"].contains(&entry.level.as_str()));
    let faults = said.filter(|entry| !entry.message.starts_with(&refused));
    faults.map(|entry| format!("the console says: {}", entry.message)).collect()
}

/// Requests to anywhere but this machine, since the last page.
async fn requests(browser: &Browser) -> Vec<String> {
    let log = browser.driver.get_log("performance").await.unwrap();
    let asked = log.iter().filter_map(|entry| {
        let event: Value = serde_json::from_str(&entry.message).ok()?;
        let sent = event["message"]["method"] == "Network.requestWillBeSent";
        sent.then(|| event["message"]["params"]["request"]["url"].as_str().map(str::to_owned))?
    });
    asked
        .filter(|url| leaves_this_machine(url))
        .map(|url| format!("a request leaves this machine: {url}"))
        .collect()
}

/// Other schemes (`data:`, `chrome:`) are answered by the browser itself.
fn leaves_this_machine(url: &str) -> bool {
    let Ok(url) = Url::parse(url) else { return true };
    let loopback = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    ["http", "https", "ws", "wss"].contains(&url.scheme()) && !loopback
}
