//! Things on a page, found by their accessible name: what a person reads, and what a screen reader says.

use std::{collections::HashMap, sync::Arc};

use serde_json::{Value, json};
use thirtyfour::{
    By, WebElement,
    common::command::{Command, ExtensionCommand},
};

use super::session::Browser;

/// What can be done with a thing.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind {
    Press,
    Fill,
    Choose,
    Tick,
    Attach,
}

impl Kind {
    const fn path(self) -> &'static str {
        match self {
            Self::Press => "//*[self::a[@href] or self::button or self::summary]",
            Self::Fill => {
                "//*[self::textarea or self::input[not(@type) or @type='text' or @type='password' or @type='search']]"
            }
            Self::Choose => "//select",
            Self::Tick => "//input[@type='checkbox' or @type='radio']",
            Self::Attach => "//input[@type='file']",
        }
    }
}

/// The one thing of this kind that `is_meant` recognises by its name, anywhere or in the section with this heading.
pub(super) async fn one(
    browser: &Browser,
    kind: Kind,
    section: Option<&str>,
    is_meant: impl Fn(&str) -> bool,
) -> Result<WebElement, String> {
    let scope = section.map(|heading| format!("//section[.//h2[normalize-space()=\"{heading}\"]]"));
    let path = format!("{}{}", scope.unwrap_or_default(), kind.path());
    let all = browser.driver.find_all(By::XPath(path)).await.unwrap();
    let names = names(browser, &all).await;
    let mut meant: Vec<WebElement> =
        all.into_iter().zip(&names).filter(|(_, name)| is_meant(name)).map(|(element, _)| element).collect();
    if meant.len() > 1 && lead_to_one_place(&meant).await {
        meant.truncate(1);
    }
    match (meant.pop(), meant.len()) {
        (Some(element), 0) => Ok(element),
        (Some(_), others) => Err(format!("{} things are meant among {names:?}", others + 1)),
        (None, _) => Err(format!("there are only {names:?}")),
    }
}

/// Whether all of them are links to the same address, such as an entry of the menu and a tab: which one is followed makes
/// no difference.
async fn lead_to_one_place(elements: &[WebElement]) -> bool {
    let mut places = Vec::new();
    for element in elements {
        places.push(element.attr("href").await.unwrap());
    }
    places.iter().all(|place| place.is_some() && *place == places[0])
}

/// Their accessible names. The browser tells those of the whole page in one answer; asked for one by one they cost as
/// much as the page itself.
async fn names(browser: &Browser, elements: &[WebElement]) -> Vec<String> {
    let page = browser.tell("Accessibility.getFullAXTree", json!({})).await;
    let nodes = page["nodes"].as_array().unwrap();
    let told: HashMap<String, &Value> =
        nodes.iter().map(|node| (node["backendDOMNodeId"].to_string(), &node["name"]["value"])).collect();
    let mut names = Vec::new();
    for element in elements {
        // The driver ends its names for elements with the browser's number of the node.
        let element_id = element.element_id().to_string();
        let number = element_id.rsplit_once(".e.").map(|(_, number)| number);
        names.push(match number.and_then(|number| told.get(number)) {
            Some(name) => words(name.as_str().unwrap_or_default()),
            None => name(browser, element).await,
        });
    }
    names
}

/// Its accessible name, as the browser computes it.
pub(super) async fn name(browser: &Browser, element: &WebElement) -> String {
    let command = Command::ExtensionCommand(Box::new(ComputedLabel(element.element_id().to_string())));
    let name: String = browser.driver.cmd(command).await.unwrap().value().unwrap();
    words(&name)
}

/// White space made single.
pub(super) fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// "Get Computed Label", WebDriver §12.4.10.
#[derive(Debug)]
struct ComputedLabel(String);

impl ExtensionCommand for ComputedLabel {
    fn parameters_json(&self) -> Option<Value> {
        None
    }

    fn method(&self) -> http::Method {
        http::Method::GET
    }

    fn endpoint(&self) -> Arc<str> {
        format!("/element/{}/computedlabel", self.0).into()
    }
}
