//! The doors of the spaces: who may pass, and the pages on the way in and out.

use askama::Template;
use axum::extract::FromRequestParts as _;
use model::Category;
use web::{
    Extension, HeaderMap, IntoResponse as _, Parts, Problem, Response, Routes, Shell, State, StatusCode,
    Submitted, Visit, header,
};

use super::{Entered, Refusal};
use crate::{
    Pronote,
    bases::{
        SchoolBase, Space,
        pages::{At, shell},
    },
    delegation,
    gate::Authority,
    people::Person,
};

/// The person in a space. In the extensions of every request that passed the door of one.
#[derive(Clone)]
pub struct Guest(pub Person);

pub(crate) fn routes() -> Routes<Pronote, Authority> {
    Routes::new()
        .get("/connexion", Authority::Published, to_the_door)
        .post("/connexion", Authority::Published, sign_in)
        .post("/deconnexion", Authority::Published, sign_out)
        .get("/deconnexion.html", Authority::Published, left)
}

/// Lets a request through to a base that is published.
pub(crate) fn admit_to_base(parts: &Parts) -> Result<(), Problem> {
    published(parts).map(drop)
}

fn published(parts: &Parts) -> Result<At, Problem> {
    let at = parts.extensions.get::<At>().cloned().ok_or_else(Problem::not_found)?;
    if at.0.published {
        return Ok(at);
    }
    Err(Problem::new(StatusCode::SERVICE_UNAVAILABLE, "base-stopped").with("school", &at.0.school_name))
}

/// Lets a request through to a space, or answers: to the ENT, to PRONOTE's own login, or why not.
pub(crate) async fn admit_to_space(
    pronote: &Pronote,
    space: Space,
    parts: &mut Parts,
) -> Result<(), Response> {
    let Ok(visit) = Visit::from_request_parts(parts, &()).await;
    match pass(pronote, space, visit, parts).await {
        Ok(Door::Open(guest)) => {
            parts.extensions.insert(*guest);
            Ok(())
        }
        Ok(Door::Answer(answer)) => Err(answer),
        Err(problem) => Err(problem.into_response()),
    }
}

enum Door {
    Open(Box<Guest>),
    Answer(Response),
}

async fn pass(pronote: &Pronote, space: Space, visit: Visit, parts: &Parts) -> Result<Door, Problem> {
    let At(base) = published(parts)?;
    if !base.spaces.contains(space) {
        return Err(Problem::new(StatusCode::NOT_FOUND, "space-unpublished"));
    }
    let fields = web::Fields::parse(parts.uri.query().unwrap_or_default());
    if !fields.text("ticket").is_empty() {
        let ticket = fields.text("ticket");
        return come_back(pronote, &base, space, visit, &parts.headers, ticket).await.map(Door::Answer);
    }
    if fields.text("login").eq_ignore_ascii_case("true") {
        return own_sign_in(pronote, &base, space, visit).await.map(Door::Answer);
    }
    if brought_by_the_ent(pronote, &base, &visit, &parts.headers).await? {
        return go_away(pronote, &base, space, visit).await.map(Door::Answer);
    }
    let wanted: Vec<Category> =
        space.category().map_or_else(|| Category::ALL.to_vec(), |category| vec![category]);
    for category in wanted {
        if let Some(person) = signed_in(pronote, &base, category, &visit, &parts.headers).await? {
            return Ok(match space {
                Space::Common => Door::Answer(web::redirect(&base.path(Space::of(person.category).page()))),
                _ => Door::Open(Box::new(Guest(person))),
            });
        }
    }
    go_away(pronote, &base, space, visit).await.map(Door::Answer)
}

/// Whether a link of another site, such as the tile of the portal, brought the visitor: then the ENT says who it is,
/// whatever session this browser still holds. On a shared computer that is another person's. Somebody who has just
/// come back from the ENT is not asked again: browsers count the redirections of a way as part of it.
async fn brought_by_the_ent(
    pronote: &Pronote,
    base: &SchoolBase,
    visit: &Visit,
    headers: &HeaderMap,
) -> Result<bool, Problem> {
    let just_entered = visit.site.transport().read(headers, &entered_cookie(base)).is_some();
    if just_entered || !web::brought_from_elsewhere(headers) {
        return Ok(false);
    }
    Ok(delegation::current(pronote, base).await?.is_some())
}

async fn signed_in(
    pronote: &Pronote,
    base: &SchoolBase,
    category: Category,
    visit: &Visit,
    headers: &HeaderMap,
) -> Result<Option<Person>, Problem> {
    match visit.site.transport().read(headers, &session_cookie(base, category)) {
        Some(secret) => Ok(super::person(pronote, base, category, secret).await?),
        None => Ok(None),
    }
}

/// A cookie for each base and category: two bases share a host, and a teacher may be a parent too.
fn session_cookie(base: &SchoolBase, category: Category) -> String {
    format!("PN-{}-{category}", cookie_part(base))
}

/// Says that this browser was sent to the ENT for a space. One for each space, so that two tabs do not disturb one
/// another. It needs no secret: what matters is that another site cannot put it into this browser.
fn asked_cookie(base: &SchoolBase, space: Space) -> String {
    format!("PN-{}-{}-asked", cookie_part(base), space.as_str())
}

/// Says that this browser has just come back from the ENT.
fn entered_cookie(base: &SchoolBase) -> String {
    format!("PN-{}-entered", cookie_part(base))
}

/// Longer than a slow line takes from a redirection to the next page (else it would be asked in circles), shorter than
/// it takes to sign out, change seats and sign in.
const ENTERED_SECONDS: u32 = 15;

/// How long a browser may take at the ENT: typing a password, reading the page of a first visit.
const ASKED_SECONDS: u32 = 15 * 60;

/// The last digits of a version 7 key are its random ones.
fn cookie_part(base: &SchoolBase) -> &str {
    let key = base.id.as_str();
    key.get(key.len().saturating_sub(12)..).unwrap_or(key)
}

fn page_of(visit: &Visit) -> &str {
    visit.path.trim_start_matches('/')
}

/// To the ENT, or to PRONOTE's own login where no ENT is trusted.
async fn go_away(
    pronote: &Pronote,
    base: &SchoolBase,
    space: Space,
    visit: Visit,
) -> Result<Response, Problem> {
    let Some(delegation) = delegation::current(pronote, base).await? else {
        return Ok(sign_in_page(visit, base, space, None));
    };
    let service = base.service(&pronote.config().spaces_url, page_of(&visit))?;
    let mut answer = web::redirect(&cas_protocol::login::login_url(&delegation.cas_url.login(), &service));
    let cookie = visit.site.transport().set_for(&asked_cookie(base, space), "yes", ASKED_SECONDS);
    answer.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(answer)
}

/// Back from the ENT. A ticket that this browser did not ask for lets nobody in: it may be somebody else's, sent to
/// make the visitor work under a foreign name.
async fn come_back(
    pronote: &Pronote,
    base: &SchoolBase,
    space: Space,
    visit: Visit,
    headers: &HeaderMap,
    ticket: &str,
) -> Result<Response, Problem> {
    let page = page_of(&visit).to_owned();
    let transport = visit.site.transport();
    let expected = transport.read(headers, &asked_cookie(base, space)).is_some();
    if !expected {
        let shell = shell(visit.clone(), base, visit.t("unasked-title"));
        return Ok(web::page(StatusCode::OK, &UnaskedPage { shell, address: base.path(&page) }));
    }
    let mut answer = match super::enter_by_cas(pronote, base, space, &page, ticket).await? {
        Ok(entered) => welcome(pronote, base, &visit, headers, space, &page, &entered).await?,
        Err(refusal) => refusal_page(pronote, visit.clone(), base, space, refusal).await?,
    };
    answer.headers_mut().append(header::SET_COOKIE, transport.clear(&asked_cookie(base, space)));
    Ok(answer)
}

/// Ends the sessions that this browser holds for other people of the base: one browser, one person.
async fn forget_others(
    pronote: &Pronote,
    base: &SchoolBase,
    visit: &Visit,
    headers: &HeaderMap,
    entered: &Entered,
    answer: &mut Response,
) -> Result<(), Problem> {
    let transport = visit.site.transport();
    for category in Category::ALL.into_iter().filter(|category| *category != entered.category) {
        let name = session_cookie(base, category);
        let Some(secret) = transport.read(headers, &name) else { continue };
        let holder = super::person(pronote, base, category, secret).await?;
        let same = holder.is_some_and(|holder| holder.cas_id.is_some() && holder.cas_id == entered.cas_id);
        if !same {
            super::end(pronote, secret).await?;
            answer.headers_mut().append(header::SET_COOKIE, transport.clear(&name));
        }
    }
    Ok(())
}

/// To the page, under an address without ticket, with the cookie of the new session and without those of others.
async fn welcome(
    pronote: &Pronote,
    base: &SchoolBase,
    visit: &Visit,
    headers: &HeaderMap,
    space: Space,
    page: &str,
    entered: &Entered,
) -> Result<Response, Problem> {
    let page = if space == Space::Common { Space::of(entered.category).page() } else { page };
    let mut answer = web::redirect(&base.path(page));
    let transport = visit.site.transport();
    let session = transport.set(&session_cookie(base, entered.category), &entered.secret);
    let just_entered = transport.set_for(&entered_cookie(base), "yes", ENTERED_SECONDS);
    for cookie in [session, just_entered] {
        answer.headers_mut().append(header::SET_COOKIE, cookie);
    }
    forget_others(pronote, base, visit, headers, entered, &mut answer).await?;
    Ok(answer)
}

async fn own_sign_in(
    pronote: &Pronote,
    base: &SchoolBase,
    space: Space,
    visit: Visit,
) -> Result<Response, Problem> {
    if super::direct_allowed(pronote, base).await? {
        return Ok(sign_in_page(visit, base, space, None));
    }
    refusal_page(pronote, visit, base, space, Refusal::DirectClosed).await
}

#[derive(Template)]
#[template(path = "access/sign_in.html")]
struct SignInPage {
    shell: Shell,
    action: String,
    space: Space,
    username: String,
    refused: bool,
}

fn sign_in_page(visit: Visit, base: &SchoolBase, space: Space, refused: Option<&str>) -> Response {
    let title = visit.t(&format!("space-{space}"));
    let status = if refused.is_some() { StatusCode::FORBIDDEN } else { StatusCode::OK };
    let page = SignInPage {
        shell: shell(visit, base, title),
        action: base.path("connexion"),
        space,
        username: refused.unwrap_or_default().to_owned(),
        refused: refused.is_some(),
    };
    web::page(status, &page)
}

/// The address of a form that was refused, opened once more.
async fn to_the_door(Extension(At(base)): Extension<At>) -> Response {
    web::redirect(&base.path("?login=true"))
}

async fn sign_in(
    State(pronote): State<Pronote>,
    Extension(At(base)): Extension<At>,
    visit: Visit,
    headers: HeaderMap,
    Submitted(fields): Submitted,
) -> Result<Response, Problem> {
    let asked = fields.text("space");
    let space = Space::ALL.into_iter().find(|space| space.as_str() == asked).unwrap_or(Space::Common);
    let (username, password) = (fields.text("username"), fields.exact("password"));
    match super::enter_by_password(&pronote, &base, space, username, password).await? {
        Ok(entered) => welcome(&pronote, &base, &visit, &headers, space, space.page(), &entered).await,
        Err(Refusal::WrongPassword) => Ok(sign_in_page(visit, &base, space, Some(username))),
        Err(refusal) => refusal_page(&pronote, visit, &base, space, refusal).await,
    }
}

async fn sign_out(
    State(pronote): State<Pronote>,
    Extension(At(base)): Extension<At>,
    visit: Visit,
    headers: HeaderMap,
    Submitted(_): Submitted,
) -> Result<Response, Problem> {
    let transport = visit.site.transport();
    let mut answer = web::redirect(&base.path("deconnexion.html"));
    for category in Category::ALL {
        let name = session_cookie(&base, category);
        if let Some(secret) = transport.read(&headers, &name) {
            super::end(&pronote, secret).await?;
            answer.headers_mut().append(header::SET_COOKIE, transport.clear(&name));
        }
    }
    Ok(answer)
}

#[derive(Template)]
#[template(path = "access/left.html")]
struct LeftPage {
    shell: Shell,
    /// Where the session of the ENT is closed, if one is trusted.
    ent_logout: Option<String>,
    address: String,
}

async fn left(
    State(pronote): State<Pronote>,
    Extension(At(base)): Extension<At>,
    visit: Visit,
) -> Result<Response, Problem> {
    let ent_logout =
        delegation::current(&pronote, &base).await?.map(|delegation| delegation.cas_url.logout());
    let shell = shell(visit.clone(), &base, visit.t("left-title"));
    Ok(web::page(StatusCode::OK, &LeftPage { shell, ent_logout, address: base.path("") }))
}

#[derive(Template)]
#[template(path = "access/unasked.html")]
struct UnaskedPage {
    shell: Shell,
    address: String,
}

#[derive(Template)]
#[template(path = "access/refusal.html")]
struct RefusalPage {
    shell: Shell,
    what: String,
    help: String,
    /// Whether the help is for those who run the school rather than for the person.
    for_administrators: bool,
    again: String,
    again_label: String,
}

async fn refusal_page(
    pronote: &Pronote,
    visit: Visit,
    base: &SchoolBase,
    space: Space,
    refusal: Refusal,
) -> Result<Response, Problem> {
    let status = match refusal {
        Refusal::CasUnreachable | Refusal::CasCertificate(_) | Refusal::CasUnreadable => {
            StatusCode::BAD_GATEWAY
        }
        _ => StatusCode::FORBIDDEN,
    };
    let delegation = delegation::current(pronote, base).await?;
    let (cas, attribute) =
        delegation.map_or_else(Default::default, |d| (d.cas_url.to_string(), d.identification.attribute));
    let second = match refusal {
        Refusal::NoAttribute | Refusal::UnknownPronoteId => ("attribute", attribute),
        _ => ("space", visit.t(&format!("space-{space}"))),
    };
    let key = format!("refusal-{}", refusal.as_str());
    let what = visit.words.t2(&key, ("cas", &cas), second.clone());
    let help = visit.words.t2(&format!("{key}-help"), ("cas", &cas), second);
    let page = if refusal == Refusal::OtherSpace { "" } else { space.page() };
    let again_label = match refusal {
        Refusal::OtherSpace => visit.t("refusal-own-space"),
        Refusal::DirectClosed => visit.t("refusal-by-ent"),
        _ => visit.t("refusal-again"),
    };
    let for_administrators = !matches!(
        refusal,
        Refusal::OtherSpace | Refusal::DirectClosed | Refusal::WrongPassword | Refusal::CasUnreachable
    );
    let (again, shell) = (base.path(page), shell(visit.clone(), base, visit.t("refusal-title")));
    Ok(web::page(status, &RefusalPage { shell, what, help, for_administrators, again, again_label }))
}
