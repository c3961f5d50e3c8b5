//! A browser without a screen: follows redirections, keeps cookies, fills forms.
//!
//! The demonstration and the tests walk the road with it, so that what they show is what a person's browser does:
//! nothing is called behind the pages' back. It runs no script, since no page needs one.

mod form;
mod page;

use std::{sync::Arc, time::Duration};

use reqwest::{Method, cookie::Jar, header, multipart, redirect};
use url::Url;

pub use page::Page;

/// Redirections followed in a row, as many as browsers follow.
const REDIRECTIONS: usize = 20;

/// Why a page cannot be reached or a form not sent.
#[derive(Debug, thiserror::Error)]
pub enum WalkError {
    /// The address cannot be read.
    #[error("not an address: {0}")]
    Address(#[from] url::ParseError),
    /// The server did not answer.
    #[error("no answer: {0}")]
    NoAnswer(#[source] reqwest::Error),
    /// More redirections than a browser follows.
    #[error("redirected in circles, last to {0}")]
    Circles(Url),
    /// A redirection without an address.
    #[error("redirected to nowhere from {0}")]
    Nowhere(Url),
    /// The page has no such form, or the form no such field.
    #[error("{url} has no {what}")]
    Missing {
        /// The page.
        url: Url,
        /// What was looked for.
        what: String,
    },
}

/// Without its address: it may carry a ticket, and errors are printed.
impl From<reqwest::Error> for WalkError {
    fn from(error: reqwest::Error) -> Self {
        Self::NoAnswer(error.without_url())
    }
}

/// A file chosen in a form.
pub struct Chosen<'a> {
    /// Name of the field.
    pub field: &'a str,
    /// Name of the file.
    pub name: &'a str,
    /// Its content.
    pub content: Vec<u8>,
}

/// One person at one browser.
#[derive(Debug, Clone)]
pub struct Walker {
    http: reqwest::Client,
}

impl Walker {
    /// A fresh browser, without cookies.
    ///
    /// # Errors
    /// [`WalkError::NoAnswer`] when the HTTP client cannot be made.
    pub fn new() -> Result<Self, WalkError> {
        Self::built(reqwest::Client::builder())
    }

    /// A fresh browser that trusts one authority and no other; its certificate in PEM.
    ///
    /// # Errors
    /// [`WalkError::NoAnswer`] when this is no certificate.
    pub fn trusting(authority: &[u8]) -> Result<Self, WalkError> {
        let authority = reqwest::Certificate::from_pem(authority)?;
        Self::built(reqwest::Client::builder().tls_certs_only([authority]))
    }

    fn built(http: reqwest::ClientBuilder) -> Result<Self, WalkError> {
        let http = http
            .cookie_provider(Arc::new(Jar::default()))
            .redirect(redirect::Policy::none())
            // The sites walked are on this machine, whatever the environment says of the way to others.
            .no_proxy()
            .timeout(Duration::from_secs(60))
            .build()?;
        Ok(Self { http })
    }

    /// Asks for one address, without following where it leads.
    ///
    /// # Errors
    /// [`WalkError`].
    pub async fn step(&self, address: &str) -> Result<Page, WalkError> {
        self.send(self.http.get(Url::parse(address)?)).await
    }

    /// Opens an address, as if typed or clicked.
    ///
    /// # Errors
    /// [`WalkError`].
    pub async fn open(&self, address: &str) -> Result<Page, WalkError> {
        let page = self.step(address).await?;
        self.follow(page).await
    }

    /// Follows the link of `page` that a CSS selector finds.
    ///
    /// # Errors
    /// [`WalkError`].
    pub async fn click(&self, page: &Page, link: &str) -> Result<Page, WalkError> {
        let href = page.attribute(link, "href").ok_or_else(|| page.missing(&format!("link {link}")))?;
        self.open(page.url.join(&href)?.as_str()).await
    }

    /// Fills the form that a CSS selector finds and sends it. Fields not named keep what the page gave them; a check
    /// box is ticked, and a button pressed, by naming it.
    ///
    /// # Errors
    /// [`WalkError`].
    pub async fn submit(&self, page: &Page, form: &str, filled: &[(&str, &str)]) -> Result<Page, WalkError> {
        let form = form::read(page, form, filled)?;
        let request = if form.method == Method::GET {
            self.http.get(form.action).query(&form.fields)
        } else {
            self.http.post(form.action).form(&form.fields).header(header::ORIGIN, page.origin())
        };
        let answer = self.send(request).await?;
        self.follow(answer).await
    }

    /// Fills a form with a file and sends it.
    ///
    /// # Errors
    /// [`WalkError`].
    pub async fn upload(
        &self,
        page: &Page,
        form: &str,
        filled: &[(&str, &str)],
        file: Chosen<'_>,
    ) -> Result<Page, WalkError> {
        let form = form::read(page, form, filled)?;
        let mut parts = multipart::Form::new();
        for (name, value) in form.fields {
            parts = parts.text(name, value);
        }
        let part =
            multipart::Part::bytes(file.content).file_name(file.name.to_owned()).mime_str("text/xml")?;
        let request = self.http.post(form.action).header(header::ORIGIN, page.origin());
        let answer = self.send(request.multipart(parts.part(file.field.to_owned(), part))).await?;
        self.follow(answer).await
    }

    /// Asks for the head of an answer, as link checkers do.
    ///
    /// # Errors
    /// [`WalkError`].
    pub async fn head(&self, address: &str) -> Result<Page, WalkError> {
        self.send(self.http.head(Url::parse(address)?)).await
    }

    /// Posts bytes, as a program would: no form, no origin, no redirection followed.
    ///
    /// # Errors
    /// [`WalkError`].
    pub async fn post(&self, address: &str, kind: &str, body: Vec<u8>) -> Result<Page, WalkError> {
        let request = self.http.post(Url::parse(address)?).header(header::CONTENT_TYPE, kind).body(body);
        self.send(request).await
    }

    async fn send(&self, request: reqwest::RequestBuilder) -> Result<Page, WalkError> {
        Page::read(request.send().await?).await
    }

    async fn follow(&self, mut page: Page) -> Result<Page, WalkError> {
        for _ in 0..REDIRECTIONS {
            if !page.leads_elsewhere() {
                return Ok(page);
            }
            let next = page.location().ok_or_else(|| WalkError::Nowhere(page.url.clone()))?;
            page = self.step(&next).await?;
        }
        Err(WalkError::Circles(page.url))
    }
}
