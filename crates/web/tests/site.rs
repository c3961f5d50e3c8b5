//! A small site, asked as browsers and others ask.

#![expect(clippy::unwrap_used, reason = "the helpers of a test may fail loudly too")]

use std::{fmt, sync::LazyLock};

use http::{Method, Request, StatusCode, header};
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;
use web::{
    Authority, Catalogue, Extension, FormTarget, Mood, Parts, Problem, Response, Router, Routes, Shell, Site,
    Submitted, Visit,
};

static WORDS: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::new("", ""));

#[derive(Clone, Copy)]
enum Who {
    Anyone,
    Friends,
}

impl fmt::Display for Who {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Anyone => "anyone",
            Self::Friends => "friends",
        })
    }
}

#[derive(Clone)]
struct Friend(String);

impl Authority<()> for Who {
    async fn admit(self, (): &(), parts: &mut Parts) -> Result<(), Response> {
        let name = parts.headers.get("x-friend").map(|v| v.to_str().unwrap().to_owned());
        match (self, name) {
            (Self::Anyone, _) => Ok(()),
            (Self::Friends, Some(name)) => {
                parts.extensions.insert(Friend(name));
                Ok(())
            }
            (Self::Friends, None) => Err(axum::response::IntoResponse::into_response(Problem::forbidden())),
        }
    }
}

fn routes() -> Routes<(), Who> {
    Routes::new()
        .get("/form", Who::Anyone, async |visit: Visit| visit.csrf.as_str().to_owned())
        .post("/form", Who::Anyone, async |Submitted(fields): Submitted| fields.text("name").to_owned())
        .post("/careless", Who::Anyone, async || "changed")
        .effect("/once", Who::Anyone, async || "done")
        .message("/soap", Who::Anyone, async |body: String| body)
        .get("/friends", Who::Friends, async |Extension(Friend(name)): Extension<Friend>| name)
        .get("/fails", Who::Anyone, async || Err::<(), Problem>(std::io::Error::other("disk").into()))
        .get("/away", Who::Anyone, async || Extension(FormTarget("https://b.example".to_owned())))
        .get("/page", Who::Anyone, async |visit: Visit| {
            let mut shell = Shell::new(visit, "Un titre".to_owned());
            shell.person = Some("<b>Zoé</b>".to_owned());
            web::page(StatusCode::OK, &Empty { shell })
        })
}

#[derive(askama::Template)]
#[template(path = "shell.html")]
struct Empty {
    shell: Shell,
}

fn app(origin: &str) -> Router {
    let site = Site {
        name: "Essai".to_owned(),
        cookies: "T",
        origin: origin.to_owned(),
        catalogue: &WORDS,
        mood: Mood::Ent,
        home: "/",
    };
    web::site(site, routes().into_router(()))
}

async fn ask(app: &Router, request: Request<String>) -> (StatusCode, http::HeaderMap, String) {
    let request = request.map(axum::body::Body::from);
    let response = app.clone().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let text = String::from_utf8(body.collect().await.unwrap().to_bytes().to_vec()).unwrap();
    (parts.status, parts.headers, text)
}

fn get(path: &str) -> Request<String> {
    Request::get(path).body(String::new()).unwrap()
}

fn post(path: &str, headers: &[(&str, &str)], body: &str) -> Request<String> {
    let mut request = Request::builder().method(Method::POST).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(body.to_owned()).unwrap()
}

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

#[tokio::test]
async fn every_answer_carries_the_protecting_headers() {
    let app = app("https://a.example");
    for path in ["/form", "/page", "/none", "/fails", "/friends"] {
        let (_, headers, _) = ask(&app, get(path)).await;
        for (name, part) in [
            ("content-security-policy", "default-src 'none'"),
            ("content-security-policy", "frame-ancestors 'none'"),
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "same-origin"),
            // A year at least, in seconds.
            ("strict-transport-security", "max-age=31536000"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            ("content-security-policy", "base-uri 'none'"),
            ("permissions-policy", "camera=()"),
            ("cache-control", "no-store"),
        ] {
            let value = headers.get(name).map(|v| v.to_str().unwrap()).unwrap_or_default();
            assert!(value.contains(part), "{path}: {name}: {value}");
        }
    }
    for origin in
        ["http://a.example", "https://localhost:8080", "https://localhost", "https://ent.localhost:1"]
    {
        let (_, headers, _) = ask(&self::app(origin), get("/page")).await;
        assert!(headers.get("strict-transport-security").is_none(), "{origin}");
    }
    let (_, headers, _) = ask(&app, get("/away")).await;
    let policy = headers.get("content-security-policy").unwrap().to_str().unwrap();
    assert!(policy.ends_with("form-action 'self' https://b.example"), "{policy}");
}

#[tokio::test]
async fn a_form_is_taken_from_the_browser_that_was_given_it() {
    let app = app("http://localhost:1");
    let (_, headers, _) = ask(&app, get("/page")).await;
    let cookie = headers.get(header::SET_COOKIE).unwrap().to_str().unwrap();
    let cookie = cookie.split(';').next().unwrap().to_owned();
    let mut request = get("/form");
    request.headers_mut().insert(header::COOKIE, cookie.parse().unwrap());
    let (_, _, token) = ask(&app, request).await;
    let good = format!("name=Zo%C3%A9&csrf={token}");
    let own = ("cookie", cookie.as_str());
    let origin = ("origin", "http://localhost:1");
    let careless = ask(&app, post("/careless", &[FORM, own], "name=x")).await;
    assert_eq!(careless.0, 403, "the token is checked whether or not the handler looks at the form");
    for (headers, body, status) in [
        (vec![FORM, own], good.as_str(), 200),
        (vec![FORM, own, origin], &good, 200),
        (vec![FORM, own, ("sec-fetch-site", "same-origin")], &good, 200),
        (vec![FORM], &good, 403),
        (vec![FORM, own], "name=x", 403),
        (vec![FORM, own], "name=x&csrf=00", 403),
        (vec![FORM, own, ("origin", "http://evil.example")], &good, 403),
        (vec![FORM, own, ("origin", "null")], &good, 403),
        (vec![FORM, own, origin, ("sec-fetch-site", "cross-site")], &good, 403),
        (vec![FORM, own, ("sec-fetch-site", "same-site")], &good, 403),
        (vec![("content-type", "text/plain"), own], &good, 415),
        (vec![FORM, own], &format!("{good}&x={}", "y".repeat(70_000)), 413),
    ] {
        let (got, _, text) = ask(&app, post("/form", &headers, body)).await;
        assert_eq!(got, status, "{headers:?}: {text}");
        if status == 200 {
            assert_eq!(text, "Zoé");
        }
    }
}

#[tokio::test]
async fn a_program_posts_without_a_form() {
    let app = app("http://localhost:1");
    let (status, _, text) = ask(&app, post("/soap", &[("origin", "http://evil.example")], "<x/>")).await;
    assert_eq!((status, text.as_str()), (StatusCode::OK, "<x/>"));
}

#[tokio::test]
async fn a_route_is_behind_its_authority_and_in_the_table() {
    let app = app("http://localhost:1");
    assert_eq!(ask(&app, get("/friends")).await.0, StatusCode::FORBIDDEN);
    let mut request = get("/friends");
    request.headers_mut().insert("x-friend", "Awa".parse().unwrap());
    assert_eq!(ask(&app, request).await.2, "Awa");
    let table: Vec<String> =
        routes().table().iter().map(|r| format!("{} {} {}", r.method, r.path, r.authority)).collect();
    assert!(table.contains(&"GET /friends friends".to_owned()), "{table:?}");
    assert_eq!(table.len(), 9);
}

#[tokio::test]
async fn problems_are_pages_in_the_visitors_language() {
    let app = app("http://localhost:1");
    let (status, _, text) = ask(&app, get("/none")).await;
    assert!(status == 404 && text.contains("Cette page n&#39;existe pas"), "{text}");
    let mut request = get("/none");
    request.headers_mut().insert(header::ACCEPT_LANGUAGE, "en".parse().unwrap());
    let (_, _, text) = ask(&app, request).await;
    assert!(text.contains("lang=\"en\"") && text.contains("This page does not exist"), "{text}");
    let (status, _, text) = ask(&app, get("/fails")).await;
    assert!(status == 500 && text.contains("<code>") && !text.contains("disk"), "{text}");
    let (status, _, _) = ask(&app, post("/page", &[], "")).await;
    assert_eq!(status, StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn head_changes_nothing() {
    let app = app("http://localhost:1");
    for (path, status) in [("/page", 200), ("/once", 405), ("/none", 404)] {
        let request = Request::builder().method(Method::HEAD).uri(path).body(String::new()).unwrap();
        assert_eq!(ask(&app, request).await.0, status, "{path}");
    }
    assert_eq!(ask(&app, get("/once")).await.2, "done");
}

#[tokio::test]
async fn an_origin_is_compared_as_browsers_write_it() {
    for (public, origin) in [
        ("http://LOCALHOST:1", "http://localhost:1"),
        ("https://a.example:443", "https://a.example"),
        ("http://a.example:80", "http://a.example"),
    ] {
        let app = app(public);
        let (status, _, _) = ask(&app, post("/form", &[FORM, ("origin", origin)], "x=1")).await;
        // The token is missing, which is looked at after the origin: both answer 403, so ask without a form.
        assert_eq!(status, StatusCode::FORBIDDEN);
        let (status, _, _) = ask(&app, post("/form", &[("origin", origin)], "x=1")).await;
        assert_eq!(status, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{public} is {origin}");
        let (status, _, _) = ask(&app, post("/form", &[("origin", "http://b.example")], "x=1")).await;
        assert_eq!(status, StatusCode::FORBIDDEN);
    }
}

#[tokio::test]
async fn a_server_full_of_idle_clients_can_still_be_stopped() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let server = tokio::spawn(web::serve(listener, app("http://localhost:1"), async {
        let _ = stopped.await;
    }));
    let mut clients = Vec::new();
    for _ in 0..web::limits::CONNECTIONS + 8 {
        match tokio::net::TcpStream::connect(address).await {
            Ok(client) => clients.push(client),
            // The machine lets a process open fewer sockets than the server would take.
            Err(_) => break,
        }
    }
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    stop.send(()).unwrap();
    let patience = web::limits::STOP_TIME + std::time::Duration::from_secs(5);
    tokio::time::timeout(patience, server).await.unwrap().unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_body_that_never_comes_is_given_up() {
    let never =
        axum::body::Body::from_stream(futures_util::stream::pending::<Result<String, std::io::Error>>());
    assert!(web::read_body(never, 10).await.is_err());
    let whole = web::read_body(axum::body::Body::from("abc"), 10).await.unwrap();
    assert_eq!(&whole[..], b"abc");
}

#[tokio::test]
async fn what_people_are_called_cannot_become_markup() {
    let (_, _, text) = ask(&app("http://localhost:1"), get("/page")).await;
    assert!(text.contains("&#60;b&#62;Zoé") && !text.contains("<b>Zoé"), "{text}");
}

#[tokio::test]
async fn assets_are_found_under_the_address_that_pages_give() {
    let app = app("http://localhost:1");
    let (_, _, page) = ask(&app, get("/page")).await;
    let addresses: Vec<&str> = page.split('"').filter(|part| part.starts_with("/assets/")).collect();
    assert!(addresses.len() >= 3, "{page}");
    for address in addresses {
        let (status, headers, text) = ask(&app, get(address)).await;
        assert!(status == 200 && !text.is_empty(), "{address}");
        assert!(headers.get(header::CACHE_CONTROL).unwrap().to_str().unwrap().contains("immutable"));
    }
    for (path, compressed) in [("/assets/x/vendor/bootstrap.min.css", true), ("/page", false)] {
        let mut request = get(path);
        request.headers_mut().insert(header::ACCEPT_ENCODING, "gzip".parse().unwrap());
        let response = app.clone().oneshot(request.map(axum::body::Body::from)).await.unwrap();
        assert_eq!(response.headers().contains_key(header::CONTENT_ENCODING), compressed, "{path}");
    }
    for path in ["/assets/x/vendor.toml", "/assets/x/../Cargo.toml", "/assets/x/vendor/bootstrap.LICENSE"] {
        assert_eq!(ask(&app, get(path)).await.0, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn a_server_finishes_what_it_has_begun() {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let server = tokio::spawn(web::serve(listener, app("http://localhost:1"), async {
        let _ = stopped.await;
    }));
    let mut socket = tokio::net::TcpStream::connect(address).await.unwrap();
    socket.write_all(b"GET /none HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await.unwrap();
    let mut answer = String::new();
    socket.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 404"), "{answer}");
    stop.send(()).unwrap();
    server.await.unwrap();
    assert!(tokio::net::TcpStream::connect(address).await.is_err());
}
