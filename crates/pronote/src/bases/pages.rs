//! From an address to a base, and the list of schools at the very root.

use std::sync::Arc;

use askama::Template;
use axum::extract::Request;
use tower::ServiceExt as _;
use web::{
    Extension, Fields, IntoResponse as _, Problem, RawQuery, Response, Router, Routes, Shell, State,
    StatusCode, Uri, Visit, header,
};

use super::{Lead, SchoolBase, lead};
use crate::{Pronote, gate::Authority};

/// The base of a request, found by its address. In the extensions of every request that leads to a base.
#[derive(Clone)]
pub struct At(pub Arc<SchoolBase>);

/// Where requests without a base end. No base can answer below these: a segment of a root never starts with a dot.
const SCHOOLS: &str = "/.schools";
const NOWHERE: &str = "/.nowhere";
const ELSEWHERE: &str = "/.elsewhere";

pub(crate) fn routes() -> Routes<Pronote, Authority> {
    Routes::new().get(SCHOOLS, Authority::Anyone, schools).get(ELSEWHERE, Authority::Anyone, elsewhere)
}

/// What the search of the base already knows the answer to be. The answer is given by a route all the same, so that
/// it has the headers, and the language, of every other.
#[derive(Clone)]
enum Known {
    Address(String),
    Problem(Problem),
}

/// Puts the search of the base before a site whose routes are written without roots: `/Pronote/Eleve.html` reaches
/// the route `/eleve.html` with [`At`] in its extensions.
pub(crate) fn under_roots(pronote: Pronote, site: Router) -> Router {
    Routes::<Pronote, Authority>::new().into_router(pronote.clone()).fallback_service(tower::service_fn(
        move |mut request: Request| {
            let (pronote, site) = (pronote.clone(), site.clone());
            async move {
                let known = match direct(&pronote, &mut request).await {
                    Ok(address) => address.map(Known::Address),
                    Err(problem) => Some(Known::Problem(problem)),
                };
                if let Some(known) = known {
                    *request.uri_mut() = Uri::from_static(ELSEWHERE);
                    request.extensions_mut().insert(known);
                }
                site.oneshot(request).await
            }
        },
    ))
}

/// Rewrites the address of a request to that of its route, or gives the address to go to instead.
async fn direct(pronote: &Pronote, request: &mut Request) -> Result<Option<String>, Problem> {
    let path = request.uri().path().to_owned();
    if path.starts_with("/assets/") {
        return Ok(None);
    }
    let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
    let host = host(request).to_owned();
    let bases = super::held(pronote).await?;
    let inner = match lead(&bases, &host, &path) {
        Lead::AddSlash(base) => return Ok(Some(format!("{}{query}", base.path("")))),
        // The mistake of the tutorials: the ENT has the usual root in its address, the base has none.
        Lead::Into(base, page) if is_usual_root(base, &page) => {
            let address = base.url(&pronote.config().spaces_url, "");
            return Err(Problem::new(StatusCode::NOT_FOUND, "root-missing").with("address", address));
        }
        Lead::Into(base, page) => {
            request.extensions_mut().insert(At(Arc::new(base.clone())));
            if page.starts_with('.') { NOWHERE.to_owned() } else { format!("/{page}") }
        }
        Lead::Nowhere if path == "/" => SCHOOLS.to_owned(),
        Lead::Nowhere => NOWHERE.to_owned(),
    };
    *request.uri_mut() = Uri::builder().path_and_query(format!("{inner}{query}")).build()?;
    Ok(None)
}

/// Whether a page of a base without root is what would be the root of a base that has the usual one.
fn is_usual_root(base: &SchoolBase, page: &str) -> bool {
    base.root.as_str().is_empty() && page.split('/').next() == Some("pronote")
}

fn host(request: &Request) -> &str {
    let header = request.headers().get(header::HOST).and_then(|v| v.to_str().ok());
    header.or_else(|| request.uri().authority().map(|a| a.as_str())).unwrap_or_default()
}

/// A shell for a page of a base.
pub(crate) fn shell(visit: Visit, base: &SchoolBase, title: String) -> Shell {
    let mut shell = Shell::new(visit, title);
    shell.visit.path = base.path(shell.visit.path.trim_start_matches('/'));
    shell.place = Some(base.school_name.clone());
    shell
}

#[derive(Template)]
#[template(path = "bases/schools.html")]
struct SchoolsPage {
    shell: Shell,
    schools: Vec<(String, String)>,
}

async fn elsewhere(Extension(known): Extension<Known>) -> Response {
    match known {
        Known::Address(address) => web::redirect(&address),
        Known::Problem(problem) => problem.into_response(),
    }
}

/// The list of schools. With `?login=true`, the direct address of times when a base had no root of its own: it leads to
/// the own sign-in of the school, or to a list of those.
async fn schools(
    State(pronote): State<Pronote>,
    RawQuery(query): RawQuery,
    visit: Visit,
) -> Result<Response, Problem> {
    let fields = Fields::parse(query.as_deref().unwrap_or_default());
    let page = if fields.text("login").eq_ignore_ascii_case("true") { "?login=true" } else { "" };
    let bases = super::held(&pronote).await?;
    let published: Vec<&SchoolBase> = bases.iter().filter(|base| base.published).collect();
    if let ([only], false) = (published.as_slice(), page.is_empty()) {
        return Ok(web::redirect(&only.path(page)));
    }
    let url = &pronote.config().spaces_url;
    let schools = published.iter().map(|base| (base.url(url, page), base.school_name.clone())).collect();
    let shell = Shell::new(visit.clone(), visit.t("schools-title"));
    Ok(web::page(StatusCode::OK, &SchoolsPage { shell, schools }))
}
