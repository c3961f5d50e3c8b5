//! What a server answered.

use reqwest::header::{HeaderMap, LOCATION};
use scraper::{Html, Selector};
use url::Url;

use crate::WalkError;

/// An answer: usually a page.
#[derive(Debug, Clone)]
pub struct Page {
    /// Where it was found, after redirections.
    pub url: Url,
    /// HTTP status.
    pub status: u16,
    headers: HeaderMap,
    /// The body, as text.
    pub body: String,
    /// The body, as it came.
    pub bytes: Vec<u8>,
}

impl Page {
    pub(crate) async fn read(response: reqwest::Response) -> Result<Self, WalkError> {
        let (url, status) = (response.url().clone(), response.status().as_u16());
        let headers = response.headers().clone();
        let bytes = response.bytes().await?.to_vec();
        Ok(Self { url, status, headers, body: String::from_utf8_lossy(&bytes).into_owned(), bytes })
    }

    /// Whether the answer sends the browser elsewhere.
    pub fn leads_elsewhere(&self) -> bool {
        (300..400).contains(&self.status)
    }

    /// Where the answer sends the browser, as a whole address.
    pub fn location(&self) -> Option<String> {
        let location = self.header(LOCATION.as_str()).into_iter().find(|location| !location.is_empty())?;
        self.url.join(&location).ok().map(String::from)
    }

    /// The values of a header, one a line of the answer; none when it is absent.
    pub fn header(&self, name: &str) -> Vec<String> {
        let values = self.headers.get_all(name).iter();
        values.map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned()).collect()
    }

    /// The text of the first element that a CSS selector finds, white space made single.
    pub fn text(&self, selector: &str) -> Option<String> {
        self.texts(selector).into_iter().next()
    }

    /// The texts of all elements that a CSS selector finds.
    pub fn texts(&self, selector: &str) -> Vec<String> {
        let Ok(selector) = Selector::parse(selector) else { return Vec::new() };
        let tidy = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
        Html::parse_document(&self.body).select(&selector).map(|e| tidy(e.text().collect())).collect()
    }

    /// An attribute of the first element that a CSS selector finds.
    pub fn attribute(&self, selector: &str, name: &str) -> Option<String> {
        let selector = Selector::parse(selector).ok()?;
        let page = Html::parse_document(&self.body);
        page.select(&selector).find_map(|e| e.attr(name).map(str::to_owned))
    }

    /// Whether the text of the page, as read, holds these words.
    pub fn says(&self, words: &str) -> bool {
        self.text("body").is_some_and(|text| text.contains(words))
    }

    pub(crate) fn origin(&self) -> String {
        self.url.origin().ascii_serialization()
    }

    pub(crate) fn missing(&self, what: &str) -> WalkError {
        WalkError::Missing { url: self.url.clone(), what: what.to_owned() }
    }
}
