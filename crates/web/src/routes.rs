//! Routes, each with the authority it asks for: the router and the access table come from the same lines.

use std::{fmt::Display, future::Future, time::Instant};

use axum::{
    Router,
    body::Body,
    extract::DefaultBodyLimit,
    handler::Handler,
    middleware::{Next, from_fn},
    response::{IntoResponse as _, Response},
    routing::{MethodRouter, on},
};
use http::{Request, request::Parts};

use crate::{Problem, csrf, form};

/// Who may use a route. Each site has one such type; its `Display` is the word in the access table.
pub trait Authority<S>: Copy + Display + Send + Sync + 'static {
    /// Lets the request through, or answers in its place. What was learnt (the session, say) goes into the
    /// extensions, where the handler finds it.
    fn admit(self, state: &S, parts: &mut Parts) -> impl Future<Output = Result<(), Response>> + Send;
}

/// One line of the access table.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RouteRow {
    /// Path, as declared.
    pub path: &'static str,
    /// Method.
    pub method: &'static str,
    /// Authority, in words.
    pub authority: String,
    /// Who calls it, and so how it is protected.
    pub caller: Caller,
}

/// Who calls a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Caller {
    /// A page of ours, in a browser: posts from other sites, or without the token of the form, are refused.
    Browser,
    /// A form of ours with files: posts from other sites are refused, the handler checks the token as it reads.
    Upload,
    /// Anybody, by a GET with an effect.
    Effect,
    /// A program: no cookie, no form, no origin.
    Machine,
}

impl Caller {
    /// Whether a post needs the token that our own form carries.
    pub fn needs_token(self) -> bool {
        matches!(self, Self::Browser | Self::Upload)
    }
}

struct Entry<S, A> {
    row: RouteRow,
    authority: A,
    methods: MethodRouter<S>,
}

/// The routes of a capability or of a whole site.
pub struct Routes<S, A>(Vec<Entry<S, A>>);

impl<S, A> Default for Routes<S, A> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<S: Clone + Send + Sync + 'static, A: Authority<S>> Routes<S, A> {
    /// No route.
    pub fn new() -> Self {
        Self::default()
    }

    /// A page, or any answer that changes nothing.
    #[must_use]
    pub fn get<H: Handler<T, S>, T: 'static>(self, path: &'static str, authority: A, handler: H) -> Self {
        self.add("GET", path, authority, Caller::Browser, on(axum::routing::MethodFilter::GET, handler))
    }

    /// A GET that changes something, as protocols want: a ticket taken, a session ended. HEAD, which must change
    /// nothing (RFC 9110, section 9.2.1), is refused.
    #[must_use]
    pub fn effect<H: Handler<T, S>, T: 'static>(self, path: &'static str, authority: A, handler: H) -> Self {
        self.add("GET", path, authority, Caller::Effect, on(axum::routing::MethodFilter::GET, handler))
    }

    /// A form of ours, whose token is checked here. The handler finds the fields in [`crate::Submitted`].
    #[must_use]
    pub fn post<H: Handler<T, S>, T: 'static>(self, path: &'static str, authority: A, handler: H) -> Self {
        self.add("POST", path, authority, Caller::Browser, on(axum::routing::MethodFilter::POST, handler))
    }

    /// A form of ours with files: the handler bounds what it reads, and checks the token before the first file.
    #[must_use]
    pub fn upload<H: Handler<T, S>, T: 'static>(self, path: &'static str, authority: A, handler: H) -> Self {
        let methods = on(axum::routing::MethodFilter::POST, handler).layer(DefaultBodyLimit::disable());
        self.add("POST", path, authority, Caller::Upload, methods)
    }

    /// A message posted by a program.
    #[must_use]
    pub fn message<H: Handler<T, S>, T: 'static>(self, path: &'static str, authority: A, handler: H) -> Self {
        self.add("POST", path, authority, Caller::Machine, on(axum::routing::MethodFilter::POST, handler))
    }

    /// These routes and those of another capability.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// The lines of the access table, sorted.
    pub fn table(&self) -> Vec<RouteRow> {
        let mut rows: Vec<RouteRow> = self.0.iter().map(|entry| entry.row.clone()).collect();
        rows.sort();
        rows
    }

    /// The router: each route behind its authority.
    pub fn into_router(self, state: S) -> Router {
        let router = self.0.into_iter().fold(Router::new(), |router, entry| {
            let (authority, caller, state) = (entry.authority, entry.row.caller, state.clone());
            let (path, method) = (entry.row.path, entry.row.method);
            let gate = from_fn(move |request, next| {
                let state = state.clone();
                async move {
                    let start = Instant::now();
                    let response = gate(state, authority, caller, request, next).await;
                    note(path, method, &response, start);
                    response
                }
            });
            router.route(path, entry.methods.route_layer(gate))
        });
        router.with_state(state)
    }

    fn add(
        mut self,
        method: &'static str,
        path: &'static str,
        authority: A,
        caller: Caller,
        methods: MethodRouter<S>,
    ) -> Self {
        let row = RouteRow { path, method, authority: authority.to_string(), caller };
        self.0.push(Entry { row, authority, methods });
        self
    }
}

/// Tells whoever watches the program how long an answer took. The route is the pattern of its path: no address that
/// somebody asked for becomes a label.
fn note(path: &'static str, method: &'static str, response: &Response, start: Instant) {
    let status = match response.status().as_u16() {
        ..200 => "1xx",
        200..300 => "2xx",
        300..400 => "3xx",
        400..500 => "4xx",
        500.. => "5xx",
    };
    let labels = [("route", path), ("method", method), ("status", status)];
    metrics::histogram!("passerelle_request_seconds", &labels).record(start.elapsed().as_secs_f64());
}

async fn gate<S: Send + Sync, A: Authority<S>>(
    state: S,
    authority: A,
    caller: Caller,
    request: Request<Body>,
    next: Next,
) -> Response {
    let (mut parts, body) = request.into_parts();
    if caller == Caller::Effect && parts.method == http::Method::HEAD {
        return Problem::new(http::StatusCode::METHOD_NOT_ALLOWED, "problem-method").into_response();
    }
    let posted = parts.method == http::Method::POST;
    if posted && caller != Caller::Machine {
        let visit = crate::site::visit_of(&parts);
        if csrf::comes_from_elsewhere(&parts.headers, &visit.site) {
            return Problem::new(http::StatusCode::FORBIDDEN, "problem-form").into_response();
        }
    }
    if let Err(answer) = authority.admit(&state, &mut parts).await {
        return answer;
    }
    if posted && caller == Caller::Browser {
        return match form::checked(&parts, body).await {
            Ok(fields) => {
                parts.extensions.insert(fields);
                next.run(Request::from_parts(parts, Body::empty())).await
            }
            Err(problem) => problem.into_response(),
        };
    }
    next.run(Request::from_parts(parts, body)).await
}
