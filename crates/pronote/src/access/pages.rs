//! The doors of the spaces: who may pass, and the pages on the way in and out.

use askama::Template;
use axum::extract::FromRequestParts as _;
use model::Category;
use web::{
    ClientAddress, Extension, HeaderMap, IntoResponse as _, Parts, Problem, RawQuery, Response, Routes,
    Shell, State, StatusCode, Submitted, Visit, clock, header,
};

use super::{
    Refusal, Stay, cookies,
    returns::{self, come_back, refusal_page, welcome},
    watch,
};
use crate::{
    Pronote,
    bases::{
        SchoolBase, Space,
        pages::{At, shell},
        throttle,
    },
    delegation::{self, Delegation},
    gate::Authority,
    people::Person,
};

/// The person in a space, and their session. In the extensions of every request that passed the door of one.
#[derive(Clone)]
pub struct Guest(pub Person, pub Stay);

pub(crate) fn routes() -> Routes<Pronote, Authority> {
    Routes::new()
        .get("/connexion", Authority::Published, to_the_door)
        .post("/connexion", Authority::Published, sign_in)
        .post("/deconnexion", Authority::Published, sign_out)
        .get("/deconnexion.html", Authority::Published, left)
        .get("/connexion/confirmer", Authority::Published, returns::confirm_page)
        .post("/connexion/confirmer", Authority::Published, returns::confirm)
        .get("/connexion/premiere", Authority::Published, returns::ask_password)
        .post("/connexion/premiere", Authority::Published, returns::confirm_by_password)
        .get("/veille.html", Authority::Published, watch::page)
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
    if visit.path.starts_with(Space::MOBILE) && !base.mobile.contains(space) {
        return Err(Problem::new(StatusCode::NOT_FOUND, "mobile-unpublished")
            .with("address", base.path(space.page())));
    }
    let fields = web::Fields::parse(parts.uri.query().unwrap_or_default());
    // An ENT that sends people back with an empty ticket would otherwise be asked in circles.
    if fields.ticked("ticket") {
        let ticket = fields.text("ticket");
        return come_back(pronote, &base, space, visit, &parts.headers, ticket).await.map(Door::Answer);
    }
    if fields.text("login").eq_ignore_ascii_case("true") {
        return own_sign_in(pronote, &base, space, visit).await.map(Door::Answer);
    }
    if brought_by_the_ent(pronote, &base, space, &visit, &parts.headers).await? {
        return go_away(pronote, &base, space, visit, fields.text("ent")).await.map(Door::Answer);
    }
    let wanted: Vec<Category> =
        space.category().map_or_else(|| Category::ALL.to_vec(), |category| vec![category]);
    for category in wanted {
        if let Some((person, stay)) = signed_in(pronote, &base, category, &visit, &parts.headers).await? {
            return Ok(match space {
                Space::Common => Door::Answer(web::redirect(&base.path(Space::of(person.category).page()))),
                _ => Door::Open(Box::new(Guest(person, stay))),
            });
        }
    }
    go_away(pronote, &base, space, visit, fields.text("ent")).await.map(Door::Answer)
}

/// Whether a link of another site, such as the tile of the portal, brought the visitor: then the ENT says who it is,
/// whatever session this browser still holds. On a shared computer that is another person's. Somebody who has just
/// come back from the ENT is not asked again: browsers count the redirections of a way as part of it.
async fn brought_by_the_ent(
    pronote: &Pronote,
    base: &SchoolBase,
    space: Space,
    visit: &Visit,
    headers: &HeaderMap,
) -> Result<bool, Problem> {
    let just_entered = visit.site.transport().read(headers, &cookies::entered(base)).is_some();
    if just_entered || !web::brought_from_elsewhere(headers) {
        return Ok(false);
    }
    Ok(delegation::for_space(pronote, base, space).await?.is_some())
}

async fn signed_in(
    pronote: &Pronote,
    base: &SchoolBase,
    category: Category,
    visit: &Visit,
    headers: &HeaderMap,
) -> Result<Option<(Person, Stay)>, Problem> {
    match visit.site.transport().read(headers, &cookies::session(base, category)) {
        Some(secret) => Ok(super::stay(pronote, base, category, secret).await?),
        None => Ok(None),
    }
}

fn page_of(visit: &Visit) -> &str {
    visit.path.trim_start_matches('/')
}

/// To the ENT, or to PRONOTE's own login where no ENT is trusted. Where the former ENT is still accepted beside the new
/// one, to that of `ent`; without it the person is asked which.
async fn go_away(
    pronote: &Pronote,
    base: &SchoolBase,
    space: Space,
    visit: Visit,
    ent: &str,
) -> Result<Response, Problem> {
    let accepted = delegation::accepted(pronote, base, space).await?;
    let delegation = match (accepted.as_slice(), accepted.iter().find(|by| by.id.as_str() == ent)) {
        ([], _) => {
            let page = page_of(&visit).to_owned();
            return Ok(sign_in_page(visit, base, space, &page, None));
        }
        ([only], _) | (_, Some(only)) => only,
        (several, None) => return choose_ent(pronote, base, visit, several),
    };
    let service = base.service(&pronote.config().spaces_url, page_of(&visit))?;
    let mut answer = web::redirect(&cas_protocol::login::login_url(&delegation.cas_url.login(), &service));
    let cookie = visit.site.transport().set_for(
        &cookies::asked(base, space),
        delegation.id.as_str(),
        cookies::ASKED_SECONDS,
    );
    answer.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(answer)
}

#[derive(Template)]
#[template(path = "access/choose_ent.html")]
struct ChooseEntPage {
    shell: Shell,
    text: String,
    /// Addresses that lead to an ENT, each with its words.
    ways: Vec<(String, String)>,
}

/// By the former ENT or by the new one, until the date that the school has set.
fn choose_ent(
    pronote: &Pronote,
    base: &SchoolBase,
    visit: Visit,
    accepted: &[Delegation],
) -> Result<Response, Problem> {
    let presets = delegation::presets(pronote)?;
    let page = page_of(&visit);
    let ways = accepted.iter().map(|by| {
        let words = visit.words.t1("transition-by", "ent", by.label(&presets));
        (base.path(&format!("{page}?ent={}", by.id)), words)
    });
    let ways = ways.collect();
    let until = accepted.iter().find_map(|by| by.accepted_until).map(clock::french_day).unwrap_or_default();
    let text = visit.words.t1("transition-choose-text", "until", until);
    let shell = shell(visit.clone(), base, visit.t("transition-choose"));
    Ok(web::page(StatusCode::OK, &ChooseEntPage { shell, text, ways }))
}

async fn own_sign_in(
    pronote: &Pronote,
    base: &SchoolBase,
    space: Space,
    visit: Visit,
) -> Result<Response, Problem> {
    if super::direct_allowed(pronote, base, space).await? {
        let page = page_of(&visit).to_owned();
        return Ok(sign_in_page(visit, base, space, &page, None));
    }
    refusal_page(pronote, visit, base, space, Refusal::DirectClosed.into()).await
}

/// Why the form is shown again, and what was typed.
pub(super) struct Again<'a> {
    pub(super) username: &'a str,
    /// Seconds to wait, after too many failures; the password was not looked at.
    pub(super) wait: Option<i64>,
}

impl Again<'_> {
    /// The status of the form, and what it says.
    pub(super) fn said(&self, visit: &Visit) -> (StatusCode, Option<String>) {
        match self.wait {
            None => (StatusCode::FORBIDDEN, Some(visit.t("own-refused"))),
            Some(seconds) => {
                (StatusCode::TOO_MANY_REQUESTS, Some(visit.words.t1("sign-in-wait", "seconds", seconds)))
            }
        }
    }
}

#[derive(Template)]
#[template(path = "access/sign_in.html")]
struct SignInPage {
    shell: Shell,
    action: String,
    space: Space,
    /// The page to arrive at.
    page: String,
    username: String,
    refused: Option<String>,
}

fn sign_in_page(
    visit: Visit,
    base: &SchoolBase,
    space: Space,
    page: &str,
    again: Option<&Again<'_>>,
) -> Response {
    let title = visit.t(&format!("space-{space}"));
    let (status, refused) = again.map_or((StatusCode::OK, None), |again| again.said(&visit));
    let page = SignInPage {
        shell: shell(visit, base, title),
        action: base.path("connexion"),
        space,
        page: page.to_owned(),
        username: again.map_or("", |again| again.username).to_owned(),
        refused,
    };
    web::page(status, &page)
}

/// A page below the root of a base, as a form carried it: never an address elsewhere.
pub(crate) fn page_within(text: &str) -> Option<&str> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'/' | b'-');
    let good = !text.starts_with(['/', '.']) && !text.contains("..") && !text.contains("//");
    (good && text.len() <= 100 && text.bytes().all(plain)).then_some(text)
}

/// The address of a form that was refused, opened once more.
async fn to_the_door(Extension(At(base)): Extension<At>) -> Response {
    web::redirect(&base.path("?login=true"))
}

async fn sign_in(
    State(pronote): State<Pronote>,
    Extension(At(base)): Extension<At>,
    ClientAddress(from): ClientAddress,
    visit: Visit,
    headers: HeaderMap,
    Submitted(fields): Submitted,
) -> Result<Response, Problem> {
    let space = space_of(fields.text("space"));
    let page = page_within(fields.text("page")).unwrap_or_else(|| space.page());
    let (username, password) = (fields.text("username"), fields.exact("password"));
    let attempt = match throttle::attempt(&pronote, base.id.as_str(), username, from, base.attempts).await? {
        Ok(attempt) => attempt,
        Err(seconds) => {
            let again = Again { username, wait: Some(seconds) };
            return Ok(sign_in_page(visit, &base, space, page, Some(&again)));
        }
    };
    match super::enter_by_password(&pronote, &base, space, username, password).await? {
        Ok(entered) => {
            throttle::succeeded(&pronote, &attempt).await?;
            welcome(&pronote, &base, &visit, &headers, space, page, &entered).await
        }
        Err(Refusal::WrongPassword) => {
            Ok(sign_in_page(visit, &base, space, page, Some(&Again { username, wait: None })))
        }
        Err(refusal) => refusal_page(&pronote, visit, &base, space, refusal.into()).await,
    }
}

/// The space of a word; the common page for any other.
fn space_of(word: &str) -> Space {
    word.parse().unwrap_or(Space::Common)
}

async fn sign_out(
    State(pronote): State<Pronote>,
    Extension(At(base)): Extension<At>,
    visit: Visit,
    headers: HeaderMap,
    Submitted(_): Submitted,
) -> Result<Response, Problem> {
    let transport = visit.site.transport();
    let mut left = Space::Common;
    let mut cleared = Vec::new();
    for category in Category::ALL {
        let name = cookies::session(&base, category);
        if let Some(secret) = transport.read(&headers, &name) {
            super::end(&pronote, secret).await?;
            cleared.push(transport.clear(&name));
            left = Space::of(category);
        }
    }
    // The page that follows offers to leave the ENT of that space too.
    let mut answer = web::redirect(&base.path(&format!("deconnexion.html?espace={left}")));
    for cookie in cleared {
        answer.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(answer)
}

#[derive(Template)]
#[template(path = "access/left.html")]
struct LeftPage {
    shell: Shell,
    /// Where the session of the ENT is closed: nowhere where none is trusted, one of two in a transition.
    ent_logouts: Vec<(String, String)>,
    address: String,
}

async fn left(
    State(pronote): State<Pronote>,
    Extension(At(base)): Extension<At>,
    RawQuery(query): RawQuery,
    visit: Visit,
) -> Result<Response, Problem> {
    let fields = web::Fields::parse(query.as_deref().unwrap_or_default());
    let space = space_of(fields.text("espace"));
    let accepted = delegation::accepted(&pronote, &base, space).await?;
    let presets = delegation::presets(&pronote)?;
    let words = |by: &Delegation| match accepted.len() {
        1 => visit.t("left-ent-too"),
        _ => visit.words.t1("left-this-ent-too", "ent", by.label(&presets)),
    };
    let ent_logouts = accepted.iter().map(|by| (by.cas_url.logout(), words(by))).collect();
    let shell = shell(visit.clone(), &base, visit.t("left-title"));
    Ok(web::page(StatusCode::OK, &LeftPage { shell, ent_logouts, address: base.path("") }))
}
