//! A second site on the same listener, told apart by the host that was asked for.

use std::collections::BTreeSet;

use axum::{
    Router,
    body::Body,
    response::{IntoResponse as _, Response},
};
use http::{Request, Uri, header, uri::PathAndQuery};
use tower::ServiceExt as _;

use crate::{RouteRow, assets, page};

/// A site whose routes stand under a prefix in the program, and at the root of a host of their own in public.
#[derive(Debug, Clone)]
pub struct OwnHost {
    /// `host` or `host:port`, as browsers write it in `Host`.
    host: String,
    prefix: &'static str,
    /// The first words of its paths below the prefix.
    words: BTreeSet<&'static str>,
    /// Origin of the main site, where every other path belongs.
    main: String,
}

impl OwnHost {
    /// The routes of `table` under `prefix`, at the root of the public address `origin`; all else is for `main`.
    pub fn new(origin: &str, prefix: &'static str, table: &[RouteRow], main: &str) -> Self {
        let below = table.iter().filter_map(|row| row.path.strip_prefix(prefix)?.strip_prefix('/'));
        Self {
            host: origin.split_once("://").map_or(origin, |(_, host)| host).to_ascii_lowercase(),
            prefix,
            words: below.filter_map(|path| path.split('/').next()).collect(),
            main: main.to_owned(),
        }
    }

    /// Whether a request is for this host.
    fn is_asked(&self, request: &Request<Body>) -> bool {
        let header = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
        let host = header.or_else(|| request.uri().authority().map(|authority| authority.as_str()));
        host.is_some_and(|host| host.eq_ignore_ascii_case(&self.host))
    }

    /// The path in the program of a path in public; `None` when it is no path of this site. A path that has the prefix
    /// already, as links between the pages do, stays.
    fn inside(&self, path: &str) -> Option<String> {
        let below = path.strip_prefix(self.prefix).filter(|rest| rest.starts_with('/'));
        let word = below.unwrap_or(path).strip_prefix('/')?.split('/').next()?;
        match below {
            _ if assets::are_at(path) => Some(path.to_owned()),
            _ if !self.words.contains(word) => None,
            Some(_) => Some(path.to_owned()),
            None => Some(format!("{}{path}", self.prefix)),
        }
    }
}

/// Serves `own` to those who ask for its host, and `main` to everybody else.
pub fn beside(main: Router, door: OwnHost, own: Router) -> Router {
    // A fallback, not a layer: a layer comes after the paths of `main` were matched, and leaves their parts behind.
    Router::new().fallback(async move |request: Request<Body>| {
        if door.is_asked(&request) {
            enter(&door, own, request).await
        } else {
            main.oneshot(request).await.into_response()
        }
    })
}

async fn enter(door: &OwnHost, own: Router, mut request: Request<Body>) -> Response {
    let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
    let path = request.uri().path().to_owned();
    let Some(inside) = door.inside(&path) else {
        return page::redirect(&format!("{}{path}{query}", door.main));
    };
    let mut parts = request.uri().clone().into_parts();
    // Only characters that were in a path before.
    parts.path_and_query = format!("{inside}{query}").parse::<PathAndQuery>().ok();
    if let Ok(uri) = Uri::from_parts(parts) {
        *request.uri_mut() = uri;
    }
    own.oneshot(request).await.into_response()
}
