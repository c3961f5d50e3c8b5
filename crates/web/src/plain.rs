//! A site of one text, for a program that asks on a listener of its own.

use axum::{
    Router,
    response::{IntoResponse as _, Response},
};
use http::{StatusCode, Uri};

use crate::page;

/// Answers `path` with what `told` gives at that moment, and nothing else: no page, no cookie, no visitor.
pub fn plain(path: &'static str, told: impl Fn() -> String + Clone + Send + Sync + 'static) -> Router {
    Router::new().fallback(async move |uri: Uri| -> Response {
        if uri.path() == path { page::text(told()) } else { StatusCode::NOT_FOUND.into_response() }
    })
}
