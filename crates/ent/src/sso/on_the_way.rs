//! Between the sign-in form and the service: the first-visit page, the page of people who want to be asked, and the form
//! that carries a ticket to services that want it posted.

use askama::Template;
use web::{
    Extension, Fields, FormTarget, HeaderMap, IntoResponse, Problem, Response, Routes, Shell, State,
    StatusCode, Submitted, Visit,
};

use cas_protocol::{login::TicketParameter, ticket::ServiceTicket};

use super::{Manner, Step, Wanted, pages::no_ticket};
use crate::{
    Ent,
    directory::Account,
    gate::Audience,
    login::{self, Session},
};

pub(super) fn routes() -> Routes<Ent, Audience> {
    Routes::new().post("/cas/first-visit", Audience::Anyone, first_visit).post(
        "/cas/continue",
        Audience::Anyone,
        agreed,
    )
}

#[derive(Template)]
#[template(path = "sso/first_visit.html")]
struct FirstVisitPage {
    shell: Shell,
    person: String,
    service: String,
    parameter: &'static str,
    by_post: bool,
}

#[derive(Template)]
#[template(path = "sso/warn.html")]
struct WarnPage {
    shell: Shell,
    person: String,
    service: String,
    address: String,
    parameter: &'static str,
    by_post: bool,
}

#[derive(Template)]
#[template(path = "sso/post.html")]
struct PostPage {
    shell: Shell,
    service: String,
    address: String,
    parameter: &'static str,
    ticket: String,
}

/// What a browser with a session gets on its way to a service. Most get no page, for which `visit` would be made.
pub(super) async fn go_on(
    ent: &Ent,
    visit: impl FnOnce() -> Visit,
    session: &Session,
    wanted: &Wanted,
    manner: Manner,
) -> Result<Response, Problem> {
    match super::visit(ent, session, wanted, manner).await {
        Ok(Step::Enter(ticket)) if wanted.by_post => Ok(post_page(visit(), wanted, &ticket)),
        Ok(Step::Enter(ticket)) => {
            let address = wanted.address.with_parameter(wanted.parameter.as_str(), ticket.as_str());
            Ok(web::redirect(&address))
        }
        Ok(Step::Unknown) => Ok(web::redirect(wanted.address.as_str())),
        Ok(Step::FirstVisit(person)) => Ok(first_visit_page(visit(), &person.account, wanted)),
        Ok(Step::Warn(person)) => Ok(warn_page(visit(), &person.account, wanted)),
        Err(refused) => Err(no_ticket(refused, wanted.address.as_str())),
    }
}

/// The answer to the first-visit page.
async fn first_visit(
    State(ent): State<Ent>,
    headers: HeaderMap,
    visit: Visit,
    Submitted(form): Submitted,
) -> Result<Response, Problem> {
    let wanted = wanted_by(&ent, &form).await?;
    let Some(session) = login::session(&ent, &headers).await? else { return Ok(from_the_start(&wanted)) };
    if form.ticked("acknowledged") {
        super::acknowledge(&ent, &session, &wanted.service).await?;
    }
    // Not ticked, the page is shown again at the next visit; this one goes through.
    go_on(&ent, || visit, &session, &wanted, Manner::Agreed).await
}

/// The answer to the page that asks before a service.
async fn agreed(
    State(ent): State<Ent>,
    headers: HeaderMap,
    visit: Visit,
    Submitted(form): Submitted,
) -> Result<Response, Problem> {
    let wanted = wanted_by(&ent, &form).await?;
    match login::session(&ent, &headers).await? {
        Some(session) => go_on(&ent, || visit, &session, &wanted, Manner::Agreed).await,
        None => Ok(from_the_start(&wanted)),
    }
}

/// The service that a page on the way carries in its form.
async fn wanted_by(ent: &Ent, form: &Fields) -> Result<Wanted, Problem> {
    let parameter = TicketParameter::parse(form.text("parameter")).ok_or_else(Problem::not_found)?;
    let address = form.text("service");
    let found = Wanted::find(ent, address, parameter).await.map_err(|refused| no_ticket(refused, address))?;
    Ok(Wanted { by_post: wants_post(form), ..found })
}

/// Whether the ticket is to be posted (CAS 3.0.3, section 2.1.1). `HEADER`, which is optional, is answered like `GET`.
pub(super) fn wants_post(parameters: &Fields) -> bool {
    parameters.text("method") == "POST"
}

/// The session ended meanwhile: from the start, at the address whose form accepts a password.
fn from_the_start(wanted: &Wanted) -> Response {
    let method = if wanted.by_post { "&method=POST" } else { "" };
    let address = web::encode(wanted.address.as_str());
    web::redirect(&format!("/cas/login?{}={address}{method}", wanted.parameter.service_parameter()))
}

fn first_visit_page(visit: Visit, account: &Account, wanted: &Wanted) -> Response {
    let title = visit.t("first-visit-title");
    let page = FirstVisitPage {
        shell: Shell::new(visit, title),
        person: account.shown(),
        service: wanted.address.as_str().to_owned(),
        parameter: wanted.parameter.as_str(),
        by_post: wanted.by_post,
    };
    leading_to(Some(wanted), web::page(StatusCode::OK, &page))
}

fn warn_page(visit: Visit, account: &Account, wanted: &Wanted) -> Response {
    let title = visit.t("warn-title");
    let page = WarnPage {
        shell: Shell::new(visit, title),
        person: account.shown(),
        service: wanted.service.title.clone(),
        address: wanted.address.as_str().to_owned(),
        parameter: wanted.parameter.as_str(),
        by_post: wanted.by_post,
    };
    leading_to(Some(wanted), web::page(StatusCode::OK, &page))
}

/// The form goes to another site: it holds the ticket and nothing else of ours.
fn post_page(visit: Visit, wanted: &Wanted, ticket: &ServiceTicket) -> Response {
    let title = visit.t("post-title");
    let page = PostPage {
        shell: Shell::new(visit, title),
        service: wanted.service.title.clone(),
        address: wanted.address.as_str().to_owned(),
        parameter: wanted.parameter.as_str(),
        ticket: ticket.as_str().to_owned(),
    };
    leading_to(Some(wanted), web::page(StatusCode::OK, &page))
}

/// Lets the page's form end, by redirection, at the service: browsers hold redirections to `form-action` too.
pub(super) fn leading_to(wanted: Option<&Wanted>, answer: Response) -> Response {
    match wanted {
        Some(wanted) => (Extension(FormTarget(wanted.address.origin())), answer).into_response(),
        None => answer,
    }
}
