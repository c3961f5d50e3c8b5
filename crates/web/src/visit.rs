//! What every handler may know of the request at hand.

use std::{convert::Infallible, sync::Arc};

use axum::extract::FromRequestParts;
use http::request::Parts;

use crate::{CsrfToken, Site, Words};

/// One request: its language, its form token, and the site it reached. Put there by [`crate::site`].
#[derive(Clone)]
pub struct Visit {
    /// The site.
    pub site: Arc<Site>,
    /// The words, in the visitor's language.
    pub words: Words,
    /// The token that forms of this browser must carry.
    pub csrf: CsrfToken,
    /// The path asked for, without its query.
    pub path: String,
}

impl Visit {
    /// The text under `key`, in the visitor's language.
    pub fn t(&self, key: &str) -> String {
        self.words.t(key)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        Ok(crate::site::visit_of(parts))
    }
}
