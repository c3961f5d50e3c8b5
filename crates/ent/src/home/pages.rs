//! The home page, the portal's own sign-in by CAS, sign-out, and who to write to.

use askama::Template;
use cas_protocol::ticket::ValidationTicket;
use web::{
    Extension, HeaderMap, Problem, RawQuery, Response, Routes, Shell, State, StatusCode, Submitted, Visit,
    header, token,
};

use crate::{
    Ent, authority, directory,
    gate::{Audience, Visitor},
    login, schools, services,
    sso::{self, Asked, NotValidated, Proxies, Validated},
};

/// Holds the secret of a browser that the portal has sent to the CAS server.
const ASKED_COOKIE: &str = "ENT-asked";
/// How long a person may take over the sign-in page.
const ASKED_SECONDS: u32 = 15 * 60;

pub(super) fn routes() -> Routes<Ent, Audience> {
    Routes::new()
        .get("/", Audience::SignedIn, home)
        .get("/contact", Audience::SignedIn, contact)
        .effect("/sign-in", Audience::Anyone, sign_in)
        .get("/login", Audience::Anyone, cas_login)
        .get("/cas", Audience::Anyone, cas_login)
        .get("/admin", Audience::SchoolAdmin, async || web::redirect("/admin/pronote-identifiers"))
        .post("/sign-out", Audience::SignedIn, sign_out)
}

async fn cas_login(State(ent): State<Ent>) -> Response {
    web::redirect(&format!("{}/login", ent.config().cas_url()))
}

#[derive(Template)]
#[template(path = "home/home.html")]
struct HomePage {
    shell: Shell,
    greeting: String,
    groups: Vec<Group>,
}

struct Group {
    name: String,
    tiles: Vec<Tile>,
}

struct Tile {
    title: String,
    detail: String,
    href: String,
}

#[derive(Template)]
#[template(path = "home/contact.html")]
struct ContactPage {
    shell: Shell,
    schools: Vec<(String, Vec<String>)>,
}

async fn home(
    State(ent): State<Ent>,
    Extension(visitor): Extension<Visitor>,
    visit: Visit,
) -> Result<Response, Problem> {
    let mut groups: Vec<Group> = Vec::new();
    for entry in super::entries(&ent, &visitor.account.id).await? {
        let school = schools::name_of_base(&ent, entry.service.base_id.as_ref()).await?.unwrap_or_default();
        let detail = match entry.category {
            Some(category) => format!("{} · {school}", visit.t(&format!("space-{category}"))),
            None => school,
        };
        let tile = Tile { title: entry.service.title.clone(), detail, href: entry.address };
        match groups.iter_mut().find(|group| group.name == entry.service.service_group) {
            Some(group) => group.tiles.push(tile),
            None => groups.push(Group { name: entry.service.service_group.clone(), tiles: vec![tile] }),
        }
    }
    let greeting = visit.words.t1("home-greeting", "name", visitor.account.shown());
    let shell = shell(&ent, visit, "home-title", &visitor).await?;
    Ok(web::page(StatusCode::OK, &HomePage { shell, greeting, groups }))
}

async fn contact(
    State(ent): State<Ent>,
    Extension(visitor): Extension<Visitor>,
    visit: Visit,
) -> Result<Response, Problem> {
    let mut found: Vec<(String, Vec<String>)> = Vec::new();
    let person = directory::find(&ent, &visitor.account.id).await?;
    for at in person.iter().flat_map(|person| &person.affiliations) {
        let Some(school) = schools::find(&ent, &at.uai).await? else { continue };
        if found.iter().all(|(name, _)| *name != school.name) {
            let people = authority::administrators(&ent, &at.uai).await?;
            found.push((school.name, people.iter().map(|person| person.account.shown()).collect()));
        }
    }
    let shell = shell(&ent, visit, "contact-title", &visitor).await?;
    Ok(web::page(StatusCode::OK, &ContactPage { shell, schools: found }))
}

/// The portal as a client of its own CAS server: without a ticket it asks for one, with one it opens its session.
///
/// The service address carries the digest of a secret that only this browser holds, so a ticket that somebody else
/// obtained for themselves opens nothing here.
async fn sign_in(
    State(ent): State<Ent>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let query = web::Fields::parse(&query.unwrap_or_default());
    let wanted = own_page(query.text("to"));
    let transport = login::transport(&ent);
    let secret = transport.read(&headers, ASKED_COOKIE).unwrap_or_default();
    let asked = !secret.is_empty() && query.text("state") == token::digest(secret);
    if !query.ticked("ticket") || !asked {
        let secret = token::secret()?;
        let service = own_service(&ent, wanted, &token::digest(&secret));
        let mut answer =
            web::redirect(&format!("{}/login?service={}", ent.config().cas_url(), web::encode(&service)));
        let cookie = transport.set_for(ASKED_COOKIE, &secret, ASKED_SECONDS);
        answer.headers_mut().append(header::SET_COOKIE, cookie);
        return Ok(answer);
    }
    let service = own_service(&ent, wanted, query.text("state"));
    let mut answer = web::redirect(wanted);
    match validate(&ent, query.text("ticket"), &service).await {
        Ok(validated) => {
            let token = login::open_portal(&ent, &validated.session).await?;
            answer.headers_mut().append(header::SET_COOKIE, transport.set(login::PORTAL_COOKIE, &token));
        }
        Err(failed @ NotValidated::Failed) => return Err(failed.into()),
        // An old ticket in the history, a reloaded page: without it, everything starts afresh.
        Err(_) => {}
    }
    answer.headers_mut().append(header::SET_COOKIE, transport.clear(ASKED_COOKIE));
    Ok(answer)
}

/// The portal is a client like the others.
async fn validate(ent: &Ent, ticket: &str, service: &str) -> Result<Validated, NotValidated> {
    let ticket = ValidationTicket::parse(ticket).map_err(|_| NotValidated::Ticket)?;
    let proxies = Proxies::Refused;
    sso::validate(ent, &Asked { ticket: &ticket, service, renew: false, proxies, callback: None }).await
}

fn own_service(ent: &Ent, wanted: &str, state: &str) -> String {
    format!("{}?to={}&state={state}", services::portal_address(ent), web::encode(wanted))
}

async fn sign_out(
    State(ent): State<Ent>,
    Extension(visitor): Extension<Visitor>,
    headers: HeaderMap,
    Submitted(_): Submitted,
) -> Result<Response, Problem> {
    // Where the browser goes next the session is ended, and services are told through the browser if they want it so.
    let there = login::session(&ent, &headers).await?;
    match (there, login::portal_token(&ent, &headers)) {
        (Some(session), _) if session.id == visitor.session => {}
        // The cookie of the session is at the host of the CAS server, where the browser goes next.
        (_, Some(token)) if ent.config().cas_origin.is_some() => login::close_portal(&ent, token).await?,
        _ => login::close(&ent, &visitor.session, &visitor.account.id).await?,
    }
    let mut answer = web::redirect(&format!("{}/logout", ent.config().cas_url()));
    if login::portal_token(&ent, &headers).is_some() {
        answer.headers_mut().append(header::SET_COOKIE, login::transport(&ent).clear(login::PORTAL_COOKIE));
    }
    Ok(answer)
}

/// A path of this site; anything else, such as `//evil.example`, is the home page.
fn own_page(path: &str) -> &str {
    let own = path.starts_with('/')
        && !path.starts_with("//")
        && path.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
    if own { path } else { "/" }
}

pub(super) async fn shell(
    ent: &Ent,
    visit: Visit,
    title: &'static str,
    visitor: &Visitor,
) -> Result<Shell, Problem> {
    let administers = !authority::administered(ent, &visitor.account.id).await?.is_empty();
    Ok(visitor.shell(visit, title, administers))
}

#[cfg(test)]
mod tests {
    use super::own_page;

    #[test]
    fn the_way_back_stays_on_this_site() {
        for (given, kept) in [
            ("/admin/pronote-identifiers", true),
            ("/", true),
            ("", false),
            ("//evil.example", false),
            ("/\\evil.example", false),
            ("https://evil.example", false),
            ("/a b", false),
            ("/a\r\nx", false),
        ] {
            assert_eq!(own_page(given) == given, kept, "{given:?}");
        }
    }
}
