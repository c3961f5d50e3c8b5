//! A browser without a network: cookies, forms, one request at a time.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    net::IpAddr,
};

use http::{Method, Request, StatusCode, header};
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;
use web::Router;

/// What came back.
pub(crate) struct Page {
    pub(crate) status: StatusCode,
    pub(crate) location: String,
    pub(crate) text: String,
    /// Where the browser is told to go by itself, and after how many seconds.
    pub(crate) refresh: String,
}

impl Page {
    /// The text with the escapes of the templates undone.
    pub(crate) fn words(&self) -> String {
        self.text.replace("&#39;", "'").replace("&#34;", "\"").replace("&#62;", ">").replace("&#38;", "&")
    }

    pub(crate) fn shows(&self, words: &str) -> bool {
        self.words().contains(words)
    }
}

pub(crate) struct Browser {
    router: Router,
    host: &'static str,
    cookies: RefCell<BTreeMap<String, String>>,
    from: Cell<Option<IpAddr>>,
}

impl Browser {
    pub(crate) fn new(router: Router) -> Self {
        Self { router, host: "127.0.0.1:8081", cookies: RefCell::default(), from: Cell::default() }
    }

    /// The same browser, with the cookies it has now, as another node sees it.
    pub(crate) fn before(&self, router: Router) -> Self {
        Self { router, host: self.host, cookies: self.cookies.clone(), from: self.from.clone() }
    }

    /// The address that it comes from, from now on.
    pub(crate) fn comes_from(&self, address: &str) {
        self.from.set(Some(address.parse().unwrap()));
    }

    pub(crate) async fn get(&self, path: &str) -> Page {
        self.send(Method::GET, path, "same-origin", String::new()).await
    }

    /// Follows a link of another site, such as the tile of the portal.
    pub(crate) async fn brought_to(&self, path: &str) -> Page {
        self.send(Method::GET, path, "cross-site", String::new()).await
    }

    /// Time passes that only browsers count: cookies of a few seconds are gone.
    pub(crate) fn forget_cookie(&self, part: &str) {
        self.cookies.borrow_mut().retain(|name, _| !name.contains(part));
    }

    /// Posts a form with the token that the page at `form` holds.
    pub(crate) async fn submit(&self, form: &str, action: &str, fields: &[(&str, &str)]) -> Page {
        let page = self.get(form).await;
        let token = page.text.split("name=\"csrf\" value=\"").nth(1).map(|rest| &rest[..64]);
        let mut body = format!("csrf={}", token.unwrap_or_default());
        for (name, value) in fields {
            body += &format!("&{name}={}", value.replace('%', "%25").replace('&', "%26").replace('+', "%2B"));
        }
        self.send(Method::POST, action, "same-origin", body).await
    }

    /// Posts a form with a file, with the token that the page at `form` holds.
    pub(crate) async fn upload(&self, form: &str, action: &str, content: &str) -> Page {
        let page = self.get(form).await;
        let token = page.text.split("name=\"csrf\" value=\"").nth(1).map(|rest| &rest[..64]);
        let part = |name: &str, value: &str| {
            format!(
                "--b\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"f\"\r\n\r\n{value}\r\n"
            )
        };
        let (token, file) = (part("csrf", token.unwrap_or_default()), part("file", content));
        let body = format!("{token}{file}--b--\r\n");
        self.send_as("multipart/form-data; boundary=b", Method::POST, action, "same-origin", body).await
    }

    /// Posts without the token of any form, as another site would make a browser do.
    pub(crate) async fn forge(&self, action: &str) -> Page {
        self.send(Method::POST, action, "same-origin", String::new()).await
    }

    /// Posts a form as a program does.
    pub(crate) async fn post(&self, action: &str, body: &str) -> Page {
        self.send(Method::POST, action, "none", body.to_owned()).await
    }

    pub(crate) fn holds_cookie(&self, part: &str) -> bool {
        self.cookies.borrow().keys().any(|name| name.contains(part))
    }

    async fn send(&self, method: Method, path: &str, from: &str, body: String) -> Page {
        self.send_as("application/x-www-form-urlencoded", method, path, from, body).await
    }

    async fn send_as(&self, kind: &str, method: Method, path: &str, from: &str, body: String) -> Page {
        let cookies: Vec<String> = self.cookies.borrow().iter().map(|(n, v)| format!("{n}={v}")).collect();
        let mut request = Request::builder().method(method).uri(path).header(header::HOST, self.host);
        request = request.header(header::CONTENT_TYPE, kind);
        request = request.header("sec-fetch-site", from);
        if !cookies.is_empty() {
            request = request.header(header::COOKIE, cookies.join("; "));
        }
        if let Some(from) = self.from.get() {
            request = request.extension(web::ClientAddress(from));
        }
        let answer = self.router.clone().oneshot(request.body(body).unwrap()).await.unwrap();
        let (parts, body) = answer.into_parts();
        for line in parts.headers.get_all(header::SET_COOKIE) {
            let line = line.to_str().unwrap();
            let (name, value) = line.split(';').next().unwrap().split_once('=').unwrap();
            if line.contains("Max-Age=0") {
                self.cookies.borrow_mut().remove(name);
            } else {
                assert!(line.contains("HttpOnly; SameSite=Lax"), "{line}");
                self.cookies.borrow_mut().insert(name.to_owned(), value.to_owned());
            }
        }
        let text_of = |name: &str| parts.headers.get(name).map(|v| v.to_str().unwrap().to_owned());
        let (location, refresh) = (text_of("location"), text_of("refresh"));
        let text = String::from_utf8(body.collect().await.unwrap().to_bytes().to_vec()).unwrap();
        Page {
            status: parts.status,
            location: location.unwrap_or_default(),
            refresh: refresh.unwrap_or_default(),
            text,
        }
    }
}
