//! Forms, read and filled as a browser does.

use reqwest::Method;
use scraper::{ElementRef, Html, Selector};
use url::Url;

use crate::{Page, WalkError};

pub(crate) struct Form {
    pub(crate) action: Url,
    pub(crate) method: Method,
    pub(crate) fields: Vec<(String, String)>,
}

/// Reads the form found by `selector` and puts `filled` into it. A field that the form does not have is an error:
/// a person could not fill it either.
pub(crate) fn read(page: &Page, selector: &str, filled: &[(&str, &str)]) -> Result<Form, WalkError> {
    let missing = || page.missing(&format!("form {selector}"));
    let document = Html::parse_document(&page.body);
    let wanted = Selector::parse(selector).map_err(|_| missing())?;
    let form = document.select(&wanted).next().ok_or_else(missing)?;
    let controls = controls(form);
    for (name, _) in filled {
        if !controls.iter().any(|control| control.name == *name) {
            return Err(page.missing(&format!("field {name} in form {selector}")));
        }
    }
    let mut fields: Vec<(String, String)> = Vec::new();
    for control in controls {
        let given: Vec<&str> = filled.iter().filter(|(n, _)| *n == control.name).map(|(_, v)| *v).collect();
        match (given.as_slice(), control.kept) {
            ([], Some(value)) => fields.push((control.name, value)),
            ([], None) => {}
            (values, _) => {
                // Radio buttons share a name: what was chosen is sent once.
                if !fields.iter().any(|(name, _)| *name == control.name) {
                    fields.extend(values.iter().map(|value| (control.name.clone(), (*value).to_owned())));
                }
            }
        }
    }
    let method = form.attr("method").unwrap_or("get");
    Ok(Form {
        action: page.url.join(form.attr("action").unwrap_or(page.url.as_str()))?,
        method: if method.eq_ignore_ascii_case("post") { Method::POST } else { Method::GET },
        fields,
    })
}

struct Control {
    name: String,
    /// What is sent when nobody touches it; `None` for a box that is not ticked.
    kept: Option<String>,
}

fn controls(form: ElementRef<'_>) -> Vec<Control> {
    let Ok(all) = Selector::parse("input, select, textarea, button[name]") else { return Vec::new() };
    form.select(&all)
        .filter(|element| element.attr("disabled").is_none() && element.attr("type") != Some("file"))
        .filter_map(|element| Some(Control { name: element.attr("name")?.to_owned(), kept: kept(element) }))
        .collect()
}

fn kept(element: ElementRef<'_>) -> Option<String> {
    match (element.value().name(), element.attr("type")) {
        ("select", _) => chosen_option(element),
        // A button is sent when it is the one that was pressed.
        ("button", _) => None,
        ("textarea", _) => Some(element.text().collect()),
        (_, Some("checkbox" | "radio")) => {
            element.attr("checked").map(|_| element.attr("value").unwrap_or("on").to_owned())
        }
        _ => Some(element.attr("value").unwrap_or_default().to_owned()),
    }
}

fn chosen_option(select: ElementRef<'_>) -> Option<String> {
    let options = Selector::parse("option").ok()?;
    let value = |option: ElementRef<'_>| {
        option.attr("value").map_or_else(|| option.text().collect::<String>(), str::to_owned)
    };
    let chosen = select.select(&options).find(|option| option.attr("selected").is_some());
    chosen.or_else(|| select.select(&options).next()).map(value)
}
