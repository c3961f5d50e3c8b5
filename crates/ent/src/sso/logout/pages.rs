//! `/cas/logout`, and what became of telling the services.

use askama::Template;
use cas_protocol::service::ServiceAddress;
use web::{
    Extension, Fields, HeaderMap, ImageSources, IntoResponse as _, Problem, RawQuery, Response, Routes,
    Shell, State, StatusCode, Visit, Words, clock, header,
};

use super::Told;
use crate::{
    Ent, authority,
    gate::{Audience, Visitor},
    login, services,
};

pub(in crate::sso) fn routes() -> Routes<Ent, Audience> {
    Routes::new().effect("/cas/logout", Audience::Anyone, logout).get(
        "/admin/logout-calls",
        Audience::SchoolAdmin,
        calls,
    )
}

#[derive(Template)]
#[template(path = "sso/logout/signed_out.html")]
struct SignedOutPage {
    shell: Shell,
    pictures: Vec<String>,
    next: Option<String>,
}

#[derive(Template)]
#[template(path = "sso/logout/calls.html")]
struct CallsPage {
    shell: Shell,
    rows: Vec<Row>,
    failed: usize,
}

struct Row {
    at: String,
    service: String,
    host: String,
    trouble: Option<String>,
}

/// GET `/cas/logout` (CAS 3.0.3, section 2.3): ends the session. It leads on to registered services only.
async fn logout(
    State(ent): State<Ent>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    visit: Visit,
) -> Result<Response, Problem> {
    let mut pictures = Vec::new();
    if let Some(session) = login::session(&ent, &headers).await? {
        // Before the end: afterwards the services are told, and forgotten.
        let entered = super::entered(&ent, &session.id).await?;
        pictures = super::pictures(&ent, &entered).await?;
        login::close(&ent, &session.id, &session.account_id).await?;
    }
    let query = Fields::parse(&query.unwrap_or_default());
    let next = match ServiceAddress::parse(query.text("service")) {
        Ok(address) => services::catalogue(&ent).await?.of_address(&address).map(|_| address),
        Err(_) => None,
    };
    let mut answer = match next {
        // The pictures need a page to stand on, and the person a button to go on.
        Some(address) if pictures.is_empty() => web::redirect(address.as_str()),
        next => signed_out(visit, pictures, next),
    };
    for name in [login::TICKET_GRANTING_COOKIE, login::PORTAL_COOKIE] {
        answer.headers_mut().append(header::SET_COOKIE, login::transport(&ent).clear(name));
    }
    Ok(answer)
}

fn signed_out(visit: Visit, pictures: Vec<String>, next: Option<ServiceAddress>) -> Response {
    let title = visit.t("signed-out");
    let mut origins: Vec<String> = pictures.iter().filter_map(|address| origin(address)).collect();
    origins.sort();
    origins.dedup();
    let page = SignedOutPage {
        shell: Shell::new(visit, title),
        pictures,
        next: next.map(|address| address.as_str().to_owned()),
    };
    (Extension(ImageSources(origins.join(" "))), web::page(StatusCode::OK, &page)).into_response()
}

fn origin(address: &str) -> Option<String> {
    ServiceAddress::parse(address).ok().map(|address| address.origin())
}

/// What became of the latest calls, for whoever looks after the services.
async fn calls(
    State(ent): State<Ent>,
    Extension(visitor): Extension<Visitor>,
    visit: Visit,
) -> Result<Response, Problem> {
    let account = &visitor.account.id;
    let schools = match authority::is_super(&ent, account).await? {
        true => None,
        false => Some(authority::administered(&ent, account).await?),
    };
    let told = super::calls(&ent, schools.as_deref()).await?;
    let failed = told.iter().filter(|call| call.trouble.is_some()).count();
    let rows = told.into_iter().map(|call| row(visit.words, call)).collect();
    let page = CallsPage { shell: visitor.shell(visit, "logout-calls-title", true), rows, failed };
    Ok(web::page(StatusCode::OK, &page))
}

fn row(words: Words, call: Told) -> Row {
    let Told { at, service, host, trouble } = call;
    let trouble = trouble.map(|noted| match noted.split_once(' ') {
        Some((kind, number)) => words.t1(&format!("logout-calls-{kind}"), "number", number),
        None => words.t(&format!("logout-calls-{noted}")),
    });
    Row { at: clock::seed_form(clock::from_millis(at)), service, host, trouble }
}
