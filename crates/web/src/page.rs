//! Answers: pages in the shared shell, redirections, files.

use askama::Template;
use axum::{
    body::Body,
    response::{IntoResponse, Response},
};
use http::{HeaderValue, StatusCode, header};

use crate::{Problem, Visit};

/// What surrounds every page: title, menu, the signed-in person. Pages extend `shell.html` and hold one as `shell`.
pub struct Shell {
    /// The request.
    pub visit: Visit,
    /// Title of the page, also its main heading.
    pub title: String,
    /// The signed-in person, as shown.
    pub person: Option<String>,
    /// A line beside the person: the school, the base.
    pub place: Option<String>,
    /// Entries of the main menu.
    pub menu: Vec<MenuEntry>,
    /// Where "Déconnexion" posts to.
    pub sign_out: Option<String>,
    /// What has just been done.
    pub notice: Option<String>,
}

/// One entry of the main menu.
pub struct MenuEntry {
    /// Its words.
    pub label: String,
    /// Its address.
    pub href: String,
}

impl Shell {
    /// A shell with nothing but a title.
    pub fn new(visit: Visit, title: String) -> Self {
        Self { visit, title, person: None, place: None, menu: Vec::new(), sign_out: None, notice: None }
    }

    /// The text under `key`, in the visitor's language.
    pub fn t(&self, key: &str) -> String {
        self.visit.words.t(key)
    }

    /// The text under `key` with one value put in.
    pub fn t1(&self, key: &str, name: &'static str, value: impl ToString) -> String {
        self.visit.words.t1(key, name, value)
    }

    /// The value of the hidden field `csrf` that every form must hold.
    pub fn csrf(&self) -> &str {
        self.visit.csrf.as_str()
    }

    /// The address of an asset.
    pub fn asset(&self, name: &str) -> String {
        crate::assets::url(name)
    }

    /// Whether a menu entry leads to the page shown.
    pub fn is_current(&self, entry: &MenuEntry) -> bool {
        entry.href == self.visit.path
    }
}

/// Renders a page.
pub fn page(status: StatusCode, template: &impl Template) -> Response {
    match template.render() {
        Ok(html) => (status, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], html).into_response(),
        Err(error) => Problem::from(error).into_response(),
    }
}

/// Sends the browser to `address` with a GET (303). The address is ours or has been checked.
pub fn redirect(address: &str) -> Response {
    // Not `from_str`: a service address may hold bytes outside ASCII, and is given back byte for byte.
    match HeaderValue::from_bytes(address.as_bytes()) {
        Ok(location) => (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response(),
        Err(error) => Problem::from(error).into_response(),
    }
}

/// A text as the value of a query parameter: everything but `A-Za-z0-9-._~` is percent-encoded (RFC 3986, 2.1).
pub fn encode(text: &str) -> String {
    const KEPT: percent_encoding::AsciiSet =
        percent_encoding::NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
    percent_encoding::utf8_percent_encode(text, &KEPT).to_string()
}

/// A protocol answer in XML.
pub fn xml(text: String) -> Response {
    answer(text, "text/xml; charset=utf-8")
}

/// A protocol answer in JSON.
pub fn json(text: String) -> Response {
    answer(text, "application/json; charset=utf-8")
}

/// A protocol answer in plain text.
pub fn text(text: String) -> Response {
    answer(text, "text/plain; charset=utf-8")
}

/// Without the detour of a text that is first given another type.
fn answer(text: String, kind: &'static str) -> Response {
    let mut response = Response::new(Body::from(text));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}

/// A file to save under `name` (ASCII letters, digits, `_`, `-`, `.`).
pub fn file(name: &str, kind: &'static str, bytes: Vec<u8>) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    match HeaderValue::from_str(&disposition) {
        Ok(disposition) => {
            let headers = [
                (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
                (header::CONTENT_DISPOSITION, disposition),
            ];
            (headers, Body::from(bytes)).into_response()
        }
        Err(error) => Problem::from(error).into_response(),
    }
}
