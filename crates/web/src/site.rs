//! A site: what every request passes on its way in and out.

use std::{
    convert::Infallible,
    sync::{Arc, LazyLock, OnceLock},
};

use axum::{
    Router,
    body::Body,
    extract::{FromRequestParts, State},
    middleware::{Next, from_fn_with_state},
    response::{IntoResponse as _, Response},
};
use cas_protocol::service::ServiceAddress;
use http::{HeaderMap, HeaderValue, Request, StatusCode, Uri, header, request::Parts};

use crate::{
    Catalogue, CsrfToken, Problem, Visit, assets, cookies::Transport, csrf, headers, tls::CertificateWanted,
    token, words::Language,
};

/// Which of the two ends a page belongs to, for the eye.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    /// The ENT: light, deep blue.
    Ent,
    /// The PRONOTE end: green.
    Pronote,
}

impl Mood {
    /// The word in the `data-mood` attribute.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ent => "ent",
            Self::Pronote => "pronote",
        }
    }
}

/// What a site is, told once.
pub struct Site {
    /// Name shown at the top and in titles: a text, or the key of words of the catalogue.
    pub name: String,
    /// First part of its cookies' names: two sites on one host must differ.
    pub cookies: &'static str,
    /// Scheme, host and port of its public address, as browsers write origins: `https://ent.example`.
    pub origin: String,
    /// Its words.
    pub catalogue: &'static Catalogue,
    /// Its look.
    pub mood: Mood,
    /// Where "Retour à l'accueil" leads.
    pub home: &'static str,
}

impl Site {
    /// How its cookies travel.
    pub fn transport(&self) -> Transport {
        Transport::of(&self.origin)
    }

    /// Scheme, host and port.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    fn form_cookie(&self) -> String {
        format!("{}-form", self.cookies)
    }
}

/// Surrounds the routes of a site with what every request needs: language, form token, error pages, headers, assets.
pub fn site(mut site: Site, routes: Router) -> Router {
    // As browsers write it: a host in capitals or an explicit `:443` would never equal an `Origin` header.
    if let Ok(address) = ServiceAddress::parse(&site.origin) {
        site.origin = address.origin();
    }
    let frame = Frame { headers: headers::of(&site), site: Arc::new(site) };
    routes
        .merge(assets::routes())
        .fallback(async || Problem::not_found())
        .method_not_allowed_fallback(async || Problem::new(StatusCode::METHOD_NOT_ALLOWED, "problem-method"))
        .layer(from_fn_with_state(Arc::new(frame), surround))
}

/// What surrounds the answers of a site.
struct Frame {
    site: Arc<Site>,
    /// The headers of an answer that says nothing of its own.
    headers: HeaderMap,
}

async fn surround(State(frame): State<Arc<Frame>>, mut request: Request<Body>, next: Next) -> Response {
    let site = &frame.site;
    let arrival = Arc::new(Arrival::of(site, request.uri(), request.headers()));
    request.extensions_mut().insert(Arc::clone(&arrival));
    let mut response = if lacks_certificate(&request) {
        Problem::new(StatusCode::FORBIDDEN, "problem-certificate").into_response()
    } else {
        next.run(request).await
    };
    if let Some(problem) = response.extensions_mut().remove::<Problem>() {
        // A refusal may come with cookies: somebody signed in, and only the service refused them.
        let cookies: Vec<_> = response.headers().get_all(header::SET_COOKIE).iter().cloned().collect();
        response = problem.render(arrival.visit().clone());
        for cookie in cookies {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
    }
    if is_page(&response)
        && let Some(key) = arrival.new_key()
    {
        let cookie = site.transport().set(&site.form_cookie(), key);
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    headers::protect(&frame.headers, &mut response);
    response
}

/// What a request says of its visitor. Most requests come from programs and redirections, and show nothing: the visit
/// is made when somebody asks for it.
struct Arrival {
    site: Arc<Site>,
    uri: Uri,
    cookies: HeaderMap,
    languages: Option<HeaderValue>,
    visit: OnceLock<Made>,
}

struct Made {
    visit: Visit,
    /// Whether the browser holds the key of its forms already.
    is_known: bool,
}

impl Arrival {
    fn of(site: &Arc<Site>, uri: &Uri, headers: &HeaderMap) -> Self {
        let cookies = headers.get_all(header::COOKIE).iter().map(|line| (header::COOKIE, line.clone()));
        Self {
            site: Arc::clone(site),
            uri: uri.clone(),
            cookies: cookies.collect(),
            languages: headers.get(header::ACCEPT_LANGUAGE).cloned(),
            visit: OnceLock::new(),
        }
    }

    fn visit(&self) -> &Visit {
        &self.made().visit
    }

    /// The key that the browser must be given with a page.
    fn new_key(&self) -> Option<&str> {
        let made = self.made();
        made.visit.csrf.key().filter(|_| !made.is_known)
    }

    fn made(&self) -> &Made {
        self.visit.get_or_init(|| {
            let known = form_key(&self.site, &self.cookies);
            let is_known = known.is_some();
            // Without randomness no form of this visitor will be accepted.
            let csrf = known.or_else(|| token::secret().ok()).map_or_else(CsrfToken::none, CsrfToken::of);
            let words = self.site.catalogue.words(language(self.languages.as_ref()));
            let path = self.uri.path().to_owned();
            Made { visit: Visit { words, csrf, path, site: Arc::clone(&self.site) }, is_known }
        })
    }
}

/// Whether the listener asks for a certificate that the visitor has not shown. The page that says so is dressed like
/// others: style sheets are for everybody.
fn lacks_certificate(request: &Request<Body>) -> bool {
    request.extensions().get::<CertificateWanted>().is_some() && !assets::are_at(request.uri().path())
}

fn form_key(site: &Site, headers: &HeaderMap) -> Option<String> {
    let key = site.transport().read(headers, &site.form_cookie())?;
    (key.len() == 64 && key.bytes().all(|b| b.is_ascii_hexdigit())).then(|| key.to_owned())
}

fn is_page(response: &Response) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE);
    kind.is_some_and(|kind: &HeaderValue| kind.as_bytes().starts_with(b"text/html"))
}

fn language(accepted: Option<&HeaderValue>) -> Language {
    Language::accepted(accepted.and_then(|accepted| accepted.to_str().ok()).unwrap_or_default())
}

/// What a request says of its visitor, of which the visit is made only by whoever has a page to show.
pub struct Arrived(Arc<Arrival>);

impl Arrived {
    /// The headers that hold its cookies, without the others.
    pub fn cookies(&self) -> &HeaderMap {
        &self.0.cookies
    }

    /// The visit.
    pub fn visit(&self) -> Visit {
        self.0.visit().clone()
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Arrived {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        Ok(arrived(parts))
    }
}

/// The visit of a request.
pub(crate) fn visit_of(parts: &Parts) -> Visit {
    arrived(parts).visit()
}

/// What [`surround`] put into the request. Outside a site (a unit test of one route), an empty visit.
fn arrived(parts: &Parts) -> Arrived {
    static NO_WORDS: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::new("", ""));
    if let Some(arrival) = parts.extensions.get::<Arc<Arrival>>() {
        return Arrived(Arc::clone(arrival));
    }
    let site = Arc::new(Site {
        name: String::new(),
        cookies: "none",
        origin: String::new(),
        catalogue: &NO_WORDS,
        mood: Mood::Ent,
        home: "/",
    });
    let visit = Visit {
        words: NO_WORDS.words(Language::French),
        csrf: CsrfToken::of(csrf::FIELD.to_owned()),
        path: parts.uri.path().to_owned(),
        site: Arc::clone(&site),
    };
    let visit = OnceLock::from(Made { visit, is_known: true });
    Arrived(Arc::new(Arrival { visit, ..Arrival::of(&site, &parts.uri, &parts.headers) }))
}
