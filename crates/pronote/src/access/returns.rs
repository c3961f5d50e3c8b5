//! The way back from the ENT: into a space, or to a page that asks or explains.

use askama::Template;
use model::Category;
use web::{
    ClientAddress, Extension, HeaderMap, IntoResponse as _, Problem, Response, Shell, State, StatusCode,
    Submitted, Visit, header,
};

use super::{Arrival, AtTheDoor, Entered, Pending, Refusal, Refused, cookies, pages::Again, pending};
use crate::{
    Pronote,
    bases::{
        DelegationId, SchoolBase, Space,
        pages::{At, shell},
        throttle,
    },
    delegation, people,
};

/// Where somebody says whether it is them.
pub(super) const CONFIRM: &str = "connexion/confirmer";
/// Where somebody says who they are with PRONOTE's own login and password.
pub(super) const FIRST: &str = "connexion/premiere";

/// Back from the ENT. A ticket that this browser did not ask for lets nobody in by itself: it may be somebody else's,
/// sent to make the visitor work under a foreign name.
pub(super) async fn come_back(
    pronote: &Pronote,
    base: &SchoolBase,
    space: Space,
    visit: Visit,
    headers: &HeaderMap,
    ticket: &str,
) -> Result<Response, Problem> {
    let page = visit.path.trim_start_matches('/').to_owned();
    let transport = visit.site.transport();
    let sent_by = transport.read(headers, &cookies::asked(base, space)).and_then(|id| id.parse().ok());
    let expected = sent_by.is_some();
    let door = AtTheDoor { space, page: &page, ticket, sent_by: sent_by.as_ref() };
    let waits = |place: &str, secret: &str| {
        let mut answer = web::redirect(&base.path(place));
        let cookie = transport.set_for(&cookies::pending(base), secret, cookies::PENDING_SECONDS);
        answer.headers_mut().append(header::SET_COOKIE, cookie);
        answer
    };
    let mut answer = match super::enter_by_cas(pronote, base, door).await? {
        Arrival::Entered(entered) => welcome(pronote, base, &visit, headers, space, &page, &entered).await?,
        Arrival::AskPassword { secret, .. } => waits(FIRST, &secret),
        Arrival::Confirm { secret, .. } => waits(CONFIRM, &secret),
        Arrival::Elsewhere(space) => web::redirect(&base.path(space.page())),
        Arrival::Refused(_) if !expected => {
            let shell = shell(visit.clone(), base, visit.t("unasked-title"));
            web::page(StatusCode::OK, &UnaskedPage { shell, address: base.path(&page) })
        }
        Arrival::Refused(refused) => {
            refusal_by(pronote, visit.clone(), base, space, sent_by.as_ref(), refused).await?
        }
    };
    if expected {
        answer.headers_mut().append(header::SET_COOKIE, transport.clear(&cookies::asked(base, space)));
    }
    Ok(answer)
}

/// To the page, under an address without ticket, with the cookie of the new session and without those of others.
pub(super) async fn welcome(
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
    let session = transport.set(&cookies::session(base, entered.category), &entered.secret);
    let just_entered = transport.set_for(&cookies::entered(base), "yes", cookies::ENTERED_SECONDS);
    for cookie in [session, just_entered] {
        answer.headers_mut().append(header::SET_COOKIE, cookie);
    }
    forget_others(pronote, base, visit, headers, entered, &mut answer).await?;
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
        let name = cookies::session(base, category);
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

#[derive(Template)]
#[template(path = "access/unasked.html")]
struct UnaskedPage {
    shell: Shell,
    address: String,
}

#[derive(Template)]
#[template(path = "access/confirm.html")]
struct ConfirmPage {
    shell: Shell,
    action: String,
    text: String,
    /// Where somebody else begins again.
    elsewhere: String,
}

#[derive(Template)]
#[template(path = "access/first.html")]
struct FirstPage {
    shell: Shell,
    action: String,
    known_as: String,
    username: String,
    refused: Option<String>,
}

/// What waits in this browser, and its secret.
async fn waiting(
    pronote: &Pronote,
    base: &SchoolBase,
    visit: &Visit,
    headers: &HeaderMap,
) -> Result<Option<(String, Pending)>, Problem> {
    let Some(secret) = visit.site.transport().read(headers, &cookies::pending(base)) else { return Ok(None) };
    Ok(pending::find(pronote, base, secret).await?.map(|pending| (secret.to_owned(), pending)))
}

pub(super) async fn confirm_page(
    State(pronote): State<Pronote>,
    Extension(At(base)): Extension<At>,
    visit: Visit,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let waiting = waiting(&pronote, &base, &visit, &headers).await?;
    let Some((pending, id)) = waiting.and_then(|(_, p)| p.person.clone().map(|id| (p, id))) else {
        return Ok(web::redirect(&base.path("")));
    };
    let Some(person) = people::find(&pronote, &base.id, &id).await? else {
        return Ok(web::redirect(&base.path("")));
    };
    let page = ConfirmPage {
        action: base.path(CONFIRM),
        text: visit.words.t1("confirm-entry-text", "name", person.name.listed()),
        elsewhere: base.path(&pending.page),
        shell: shell(visit.clone(), &base, visit.t("unasked-title")),
    };
    Ok(web::page(StatusCode::OK, &page))
}

pub(super) async fn confirm(
    State(pronote): State<Pronote>,
    Extension(At(base)): Extension<At>,
    visit: Visit,
    headers: HeaderMap,
    Submitted(_): Submitted,
) -> Result<Response, Problem> {
    let Some((secret, pending)) = waiting(&pronote, &base, &visit, &headers).await? else {
        return refusal_page(&pronote, visit, &base, Space::Common, Refusal::TooLate.into()).await;
    };
    let outcome = super::confirm(&pronote, &base, &secret, &pending).await?;
    settled(&pronote, &base, visit, &headers, &pending, outcome).await
}

fn first_page(visit: Visit, base: &SchoolBase, pending: &Pending, again: Option<&Again<'_>>) -> Response {
    let (status, refused) = again.map_or((StatusCode::OK, None), |again| again.said(&visit));
    let page = FirstPage {
        shell: shell(visit.clone(), base, visit.t("first-title")),
        action: base.path(FIRST),
        known_as: visit.words.t1("first-known-as", "id", &pending.cas_id),
        username: again.map_or("", |again| again.username).to_owned(),
        refused,
    };
    web::page(status, &page)
}

pub(super) async fn ask_password(
    State(pronote): State<Pronote>,
    Extension(At(base)): Extension<At>,
    visit: Visit,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    Ok(match waiting(&pronote, &base, &visit, &headers).await? {
        Some((_, pending)) if pending.person.is_none() => first_page(visit, &base, &pending, None),
        _ => web::redirect(&base.path("")),
    })
}

pub(super) async fn confirm_by_password(
    State(pronote): State<Pronote>,
    Extension(At(base)): Extension<At>,
    ClientAddress(from): ClientAddress,
    visit: Visit,
    headers: HeaderMap,
    Submitted(fields): Submitted,
) -> Result<Response, Problem> {
    let Some((secret, pending)) = waiting(&pronote, &base, &visit, &headers).await? else {
        return refusal_page(&pronote, visit, &base, Space::Common, Refusal::TooLate.into()).await;
    };
    let (username, password) = (fields.text("username"), fields.exact("password"));
    // The password is that of direct sign-ins, and so is the count.
    let attempt = match throttle::attempt(&pronote, base.id.as_str(), username, from, base.attempts).await? {
        Ok(attempt) => attempt,
        Err(seconds) => {
            return Ok(first_page(visit, &base, &pending, Some(&Again { username, wait: Some(seconds) })));
        }
    };
    let outcome = super::confirm_by_password(&pronote, &base, &secret, &pending, username, password).await?;
    if outcome.is_ok() {
        throttle::succeeded(&pronote, &attempt).await?;
    }
    match outcome {
        Err(refused) if refused.why == Refusal::WrongPassword => {
            Ok(first_page(visit, &base, &pending, Some(&Again { username, wait: None })))
        }
        outcome => settled(&pronote, &base, visit, &headers, &pending, outcome).await,
    }
}

async fn settled(
    pronote: &Pronote,
    base: &SchoolBase,
    visit: Visit,
    headers: &HeaderMap,
    pending: &Pending,
    outcome: Result<Entered, Refused>,
) -> Result<Response, Problem> {
    let transport = visit.site.transport();
    let mut answer = match outcome {
        Ok(entered) => {
            welcome(pronote, base, &visit, headers, pending.space, &pending.page, &entered).await?
        }
        Err(refused) => refusal_page(pronote, visit, base, pending.space, refused).await?,
    };
    answer.headers_mut().append(header::SET_COOKIE, transport.clear(&cookies::pending(base)));
    Ok(answer)
}

#[derive(Template)]
#[template(path = "access/refusal.html")]
struct RefusalPage {
    shell: Shell,
    what: String,
    help: Vec<String>,
    /// Whether the help is for those who run the school rather than for the person.
    for_administrators: bool,
    again: String,
    again_label: String,
}

pub(super) async fn refusal_page(
    pronote: &Pronote,
    visit: Visit,
    base: &SchoolBase,
    space: Space,
    refused: Refused,
) -> Result<Response, Problem> {
    refusal_by(pronote, visit, base, space, None, refused).await
}

/// The same, where it is known which of the accepted ENT was asked.
async fn refusal_by(
    pronote: &Pronote,
    visit: Visit,
    base: &SchoolBase,
    space: Space,
    sent_by: Option<&DelegationId>,
    refused: Refused,
) -> Result<Response, Problem> {
    let accepted = delegation::accepted(pronote, base, space).await?;
    let asked = accepted.iter().find(|delegation| Some(&delegation.id) == sent_by).or(accepted.first());
    let cas = asked.map(|delegation| delegation.cas_url.to_string()).unwrap_or_default();
    let (what, help) = refused.explain(visit.words, &cas, space);
    let mut help = vec![help];
    if refused.why == Refusal::NoAttribute && base.root.as_str().is_empty() {
        // The mistake that the tutorials tell of: the ENT then takes the address for that of another service.
        help.insert(0, visit.t("refusal-no-attribute-root"));
    }
    let page = if refused.why == Refusal::OtherSpace { "" } else { space.page() };
    let again_label = match refused.why {
        Refusal::OtherSpace => visit.t("refusal-own-space"),
        Refusal::DirectClosed => visit.t("refusal-by-ent"),
        _ => visit.t("refusal-again"),
    };
    let for_administrators = refused.why.is_for_administrators();
    let (again, shell) = (base.path(page), shell(visit.clone(), base, visit.t("refusal-title")));
    let page = RefusalPage { shell, what, help, for_administrators, again, again_label };
    Ok(web::page(refused.why.status(), &page))
}

/// The ENT says that one of its sessions has ended. The answer is the same whatever it says.
pub(crate) async fn ended_by_ent(
    State(pronote): State<Pronote>,
    Extension(At(base)): Extension<At>,
    body: web::Body,
) -> Result<Response, Problem> {
    let Ok(body) = web::read_body(body, web::limits::FORM).await else {
        return Ok(StatusCode::PAYLOAD_TOO_LARGE.into_response());
    };
    super::end_by_ent(&pronote, &base, &String::from_utf8_lossy(&body)).await?;
    Ok(StatusCode::OK.into_response())
}
