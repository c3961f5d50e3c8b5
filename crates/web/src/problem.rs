//! Refusals and failures, as pages that say what happened and what to do.

use askama::Template;
use axum::response::{IntoResponse, Response};
use http::StatusCode;

use crate::{Shell, Visit, page, token};

/// Something that ends a request without its usual answer. Handlers return it with `?`; any error becomes the
/// internal one. The page is written where the visitor's language is known, by [`crate::site`].
#[derive(Debug, Clone)]
pub struct Problem {
    status: StatusCode,
    key: &'static str,
    value: Option<(&'static str, String)>,
    reference: Option<String>,
}

impl Problem {
    /// A refusal whose words are under `key` (what happened) and `key-help` (what to do).
    pub fn new(status: StatusCode, key: &'static str) -> Self {
        Self { status, key, value: None, reference: None }
    }

    /// Puts a value into the words.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.value = Some((name, value.to_string()));
        self
    }

    /// The page does not exist, or must not be known to exist.
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "problem-not-found")
    }

    /// The visitor may not do this.
    pub fn forbidden() -> Self {
        Self::new(StatusCode::FORBIDDEN, "problem-forbidden")
    }

    /// The page of the problem, in the visitor's language.
    pub(crate) fn render(self, visit: Visit) -> Response {
        let text = |key: &str| match &self.value {
            Some((name, value)) => visit.words.t1(key, name, value),
            None => visit.words.t(key),
        };
        let (title, help) = (text(self.key), text(&format!("{}-help", self.key)));
        let shell = Shell::new(visit, title);
        page(self.status, &ProblemPage { shell, help, reference: self.reference })
    }
}

#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemPage {
    shell: Shell,
    help: String,
    reference: Option<String>,
}

/// Any error is a failure of ours: logged once, here, under a reference that the page shows.
impl<E: std::error::Error + Send + Sync + 'static> From<E> for Problem {
    fn from(error: E) -> Self {
        let reference = token::secret().map(|s| s.chars().take(8).collect()).unwrap_or_default();
        let causes: Vec<String> =
            std::iter::successors(error.source(), |e| e.source()).map(ToString::to_string).collect();
        tracing::error!(reference, error = %error, causes = causes.join(": "), "a request failed");
        Self {
            reference: Some(reference),
            ..Self::new(StatusCode::INTERNAL_SERVER_ERROR, "problem-internal")
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}
