//! axe-core, run in the page.

use std::{
    collections::HashSet,
    sync::{LazyLock, Mutex},
};

use serde_json::{Value, json};

use super::session::Browser;

const AXE: &str = include_str!("../../assets/vendor/axe.min.js");

/// What to look for.
const EVERYTHING: &str = "{ resultTypes: ['violations'] }";
const CONTRAST: &str = "{ resultTypes: ['violations'], runOnly: ['color-contrast'] }";

/// The page as axe sees it: without what no one sees, nor the ports, which differ from stage to stage.
const SHOWN: &str = "const page = document.documentElement.cloneNode(true);
    page.querySelectorAll('input[type=hidden]').forEach(hidden => hidden.remove());
    return page.outerHTML.replace(/(localhost|127\\.0\\.0\\.1):\\d+/g, '$1');";

/// Pages that axe had nothing to say of, with the width of their window.
static GOOD: LazyLock<Mutex<HashSet<(u32, String)>>> = LazyLock::new(Mutex::default);

/// The same as [`violations`], which are looked for once: scenarios pass by the same sign-in form again and again.
pub(super) async fn new_violations(browser: &Browser, width: u32) -> Vec<String> {
    let shown = browser.driver.execute(SHOWN, Vec::new()).await.unwrap();
    let page = (width, shown.json().as_str().unwrap().to_owned());
    if GOOD.lock().unwrap().contains(&page) {
        return Vec::new();
    }
    let found = violations(browser).await;
    if found.is_empty() {
        GOOD.lock().unwrap().insert(page);
    }
    found
}

/// Everything that axe objects to on this page in light colours, which a tab has, and its contrast in dark ones: a sentence each.
async fn violations(browser: &Browser) -> Vec<String> {
    // Half a million signs, which the driver would wrap and read once more.
    browser.tell("Runtime.evaluate", json!({ "expression": AXE })).await;
    let mut found = run(browser, EVERYTHING, "light").await;
    colours(browser, "dark").await;
    found.extend(run(browser, CONTRAST, "dark").await);
    colours(browser, "light").await;
    found
}

/// Makes the page believe that the person prefers these colours, and that nothing should move.
pub(super) async fn colours(browser: &Browser, scheme: &str) {
    let features = json!([
        { "name": "prefers-color-scheme", "value": scheme },
        { "name": "prefers-reduced-motion", "value": "reduce" },
    ]);
    browser.tell("Emulation.setEmulatedMedia", json!({ "features": features })).await;
}

async fn run(browser: &Browser, options: &str, scheme: &str) -> Vec<String> {
    let script = format!(
        "const done = arguments[arguments.length - 1];
         axe.run(document, {options}).then(
           found => done(found.violations),
           error => done([{{ id: 'axe', help: String(error), nodes: [] }}]));"
    );
    let found = browser.driver.execute_async(script, Vec::new()).await.unwrap();
    let found = found.json().as_array().cloned().unwrap_or_default();
    found.iter().map(|violation| sentence(violation, scheme)).collect()
}

/// The rule, what it asks, and the nodes that break it.
fn sentence(violation: &Value, scheme: &str) -> String {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let nodes = violation["nodes"].as_array().cloned().unwrap_or_default();
    let nodes: Vec<String> = nodes
        .iter()
        .map(|node| format!("\n    {}\n    {}", text(&node["html"]), text(&node["failureSummary"])))
        .collect();
    format!("axe {} ({scheme}): {}{}", text(&violation["id"]), text(&violation["help"]), nodes.concat())
}
