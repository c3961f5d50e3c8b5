//! A foreign server that keeps what it is asked.

use std::{
    fmt,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU16, Ordering},
    },
};

use web::{Authority, Body, Parts, RawQuery, Response, Routes, State, StatusCode, Uri, header, tls::Tls};

use crate::{Issued, Scratch, TestCa, VALID};

/// A request that came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// Its path.
    pub path: String,
    /// Its query, without the question mark.
    pub query: String,
    /// Its body.
    pub body: String,
}

/// What it answers, so that it can stand at the end of a walk in a browser too.
const PAGE: &str = "<!doctype html><html lang=\"fr\"><head><title>Application</title><link rel=\"icon\" href=\"data:,\"></head>\
                    <body><main><h1>Application</h1></main></body></html>";

/// The server: it answers every path with a small page, and the status it is told, at first 200.
#[derive(Clone)]
pub struct Recorder {
    /// Its address, without a slash at its end.
    pub url: String,
    requests: Arc<Mutex<Vec<Recorded>>>,
    status: Arc<AtomicU16>,
}

#[derive(Debug, Clone, Copy)]
struct Everybody;

impl fmt::Display for Everybody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("everybody")
    }
}

impl Authority<Recorder> for Everybody {
    async fn admit(self, _: &Recorder, _: &mut Parts) -> Result<(), Response> {
        Ok(())
    }
}

impl Recorder {
    /// Serves at a free port of this machine, in plain http.
    pub async fn start() -> Self {
        Self::serve(None).await
    }

    /// The same over https, with a certificate of this authority.
    pub async fn over_https(ca: &TestCa, scratch: &Scratch) -> Self {
        let issued: Issued = ca.for_hosts(&["localhost"], VALID);
        let tls = Tls::load(&issued.write(scratch, "recorder")).unwrap();
        Self::serve(Some(tls)).await
    }

    async fn serve(tls: Option<Tls>) -> Self {
        let (socket, url) = crate::socket("localhost").await;
        let url = if tls.is_some() { url.replace("http:", "https:") } else { url };
        let status = Arc::new(AtomicU16::new(200));
        let recorder = Self { url, requests: Arc::default(), status };
        let routes = ["/", "/{*path}"].into_iter().fold(Routes::new(), |routes, path| {
            routes.effect(path, Everybody, record).message(path, Everybody, record)
        });
        let listener = web::Listener { tls, ..web::Listener::from(socket) };
        crate::serve(listener, routes.into_router(recorder.clone()));
        recorder
    }

    /// From now on requests are answered with this status.
    pub fn answer(&self, status: u16) {
        self.status.store(status, Ordering::SeqCst);
    }

    /// What has come so far.
    ///
    /// # Panics
    /// When a request handler has panicked.
    pub fn requests(&self) -> Vec<Recorded> {
        self.requests.lock().unwrap().clone()
    }

    /// Waits until so many requests have come.
    pub async fn after(&self, count: usize) -> Vec<Recorded> {
        crate::until("requests have come", async || self.requests().len() >= count).await;
        self.requests()
    }
}

async fn record(
    State(recorder): State<Recorder>,
    uri: Uri,
    RawQuery(query): RawQuery,
    body: Body,
) -> (StatusCode, [(header::HeaderName, &'static str); 1], &'static str) {
    let body = web::read_body(body, 64 * 1024).await.unwrap();
    let body = String::from_utf8_lossy(&body).into_owned();
    let recorded = Recorded { path: uri.path().to_owned(), query: query.unwrap_or_default(), body };
    recorder.requests.lock().unwrap().push(recorded);
    let status = StatusCode::from_u16(recorder.status.load(Ordering::SeqCst)).unwrap();
    (status, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], PAGE)
}
