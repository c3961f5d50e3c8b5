//! Pictures of the pages, kept to be looked at.

use std::path::{Path, PathBuf};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::json;

use super::session::Browser;

/// A longer page is cut there, in CSS pixels.
const HIGHEST: f64 = 6000.0;

/// The folder of a scenario's pictures, without those of the last run.
pub(super) fn empty_folder(scenario: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/pictures").join(scenario);
    if folder.exists() {
        std::fs::remove_dir_all(&folder).unwrap();
    }
    folder
}

/// The page from top to bottom, as PNG.
pub(super) async fn whole_page(browser: &Browser) -> Vec<u8> {
    let layout = browser.tell("Page.getLayoutMetrics", json!({})).await;
    let (size, window) = (&layout["cssContentSize"], &layout["cssLayoutViewport"]);
    let (width, height) = (size["width"].as_f64().unwrap(), size["height"].as_f64().unwrap().min(HIGHEST));
    // To show more than the window, the browser lays the page out twice more.
    let fits = width <= window["clientWidth"].as_f64().unwrap()
        && height <= window["clientHeight"].as_f64().unwrap();
    let clip = json!({ "x": 0, "y": 0, "width": width, "height": height, "scale": 1 });
    // Larger files, but the browser spends more time on packing them than on showing the page.
    let quick =
        json!({ "format": "png", "optimizeForSpeed": true, "captureBeyondViewport": !fits, "clip": clip });
    take(browser, quick).await
}

/// What is in the window, as PNG.
pub(super) async fn window(browser: &Browser) -> Vec<u8> {
    take(browser, json!({ "format": "png" })).await
}

async fn take(browser: &Browser, how: serde_json::Value) -> Vec<u8> {
    let answer = browser.tell("Page.captureScreenshot", how).await;
    STANDARD.decode(answer["data"].as_str().unwrap()).unwrap()
}

/// Writes a picture, and the folders above it.
pub(super) fn keep(path: &Path, picture: &[u8]) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, picture).unwrap();
}

/// A title as the name of a file: `Déléguer l'authentification` → `deleguer-l-authentification`.
pub(super) fn file_name(title: &str) -> String {
    let title = title.to_lowercase();
    let plain = title.chars().map(|sign| match sign {
        'à' | 'â' => 'a',
        'é' | 'è' | 'ê' => 'e',
        'î' => 'i',
        'ô' => 'o',
        'ù' | 'û' => 'u',
        'ç' => 'c',
        other => other,
    });
    let words: String = plain.map(|sign| if sign.is_ascii_alphanumeric() { sign } else { ' ' }).collect();
    let words = words.split_whitespace().collect::<Vec<_>>().join("-");
    words.chars().take(48).collect::<String>().trim_end_matches('-').to_owned()
}
