//! `/cas/login` as people see it, and the first-visit page.

use askama::Template;
use cas_protocol::login::{LoginRequest, TicketParameter};
use web::{
    Extension, FormTarget, HeaderMap, IntoResponse, Problem, RawQuery, Response, Routes, Shell, State,
    StatusCode, Submitted, Visit, header,
};

use super::{Manner, NoTicket, Step, Wanted, tickets::NotKept};
use crate::{
    Ent,
    directory::Account,
    gate::Audience,
    login::{self, Session, SignInError},
};

pub(super) fn routes() -> Routes<Ent, Audience> {
    Routes::new()
        .effect("/cas/login", Audience::Anyone, ask)
        .post("/cas/login", Audience::Anyone, accept)
        .post("/cas/first-visit", Audience::Anyone, first_visit)
}

#[derive(Template)]
#[template(path = "sso/login.html")]
struct LoginPage {
    shell: Shell,
    service: Option<String>,
    login: String,
    error: Option<String>,
}

#[derive(Template)]
#[template(path = "sso/first_visit.html")]
struct FirstVisitPage {
    shell: Shell,
    person: String,
    service: String,
    parameter: &'static str,
}

#[derive(Template)]
#[template(path = "sso/message.html")]
struct MessagePage {
    shell: Shell,
    text: String,
}

/// GET `/cas/login` (CAS 3.0.3, section 2.1): asks for credentials, or goes on with an open session.
async fn ask(
    State(ent): State<Ent>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    visit: Visit,
) -> Result<Response, Problem> {
    let request = read(&query.unwrap_or_default())?;
    let wanted = find(&ent, &request).await?;
    let session = login::session(&ent, &headers).await?;
    match (session, wanted) {
        (Some(session), Some(wanted)) if !request.renew => {
            let manner = if request.gateway { Manner::Silent } else { Manner::Shown };
            go_on(&ent, visit, &session, &wanted, manner).await
        }
        (None, Some(wanted)) if request.gateway => Ok(web::redirect(wanted.address.as_str())),
        (Some(_), None) if !request.renew => Ok(message(visit, "session-open")),
        (_, wanted) => Ok(sign_in_page(visit, StatusCode::OK, &request, wanted.as_ref(), "", None)),
    }
}

/// POST `/cas/login` (CAS 3.0.3, section 2.2): the typed credentials.
async fn accept(
    State(ent): State<Ent>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    visit: Visit,
    Submitted(form): Submitted,
) -> Result<Response, Problem> {
    let mut request = read(&query.unwrap_or_default())?;
    if request.service.is_none() && !form.text("service").is_empty() {
        request.service = Some(form.text("service").to_owned());
    }
    let wanted = find(&ent, &request).await?;
    let typed = form.text("username");
    let service = wanted.as_ref().map(|wanted| wanted.address.as_str());
    let opened = match login::sign_in(&ent, typed, form.exact("password"), service).await {
        Ok(opened) => opened,
        Err(SignInError::Refused) => {
            let error = Some(visit.t("login-refused"));
            let page = sign_in_page(visit, StatusCode::UNAUTHORIZED, &request, wanted.as_ref(), typed, error);
            return Ok(page);
        }
        Err(error) => return Err(error.into()),
    };
    // Whoever was signed in at this browser before is not any more: two people must not share it.
    if let Some(former) = login::session(&ent, &headers).await? {
        login::close(&ent, &former.id, &former.account_id).await?;
    }
    let answer = match wanted {
        Some(wanted) => go_on(&ent, visit, &opened.session, &wanted, Manner::Shown).await,
        None => Ok(message(visit, "session-open")),
    };
    // The person is signed in even when this service is refused: the cookie goes with either answer.
    let mut answer = answer.unwrap_or_else(IntoResponse::into_response);
    let cookie = login::transport(&ent).set(login::TICKET_GRANTING_COOKIE, &opened.token);
    answer.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(answer)
}

/// The answer to the first-visit page.
async fn first_visit(
    State(ent): State<Ent>,
    headers: HeaderMap,
    visit: Visit,
    Submitted(form): Submitted,
) -> Result<Response, Problem> {
    let parameter = TicketParameter::parse(form.text("parameter")).ok_or_else(Problem::not_found)?;
    let request = LoginRequest {
        service: Some(form.text("service").to_owned()),
        ticket_parameter: parameter,
        ..LoginRequest::default()
    };
    let wanted = find(&ent, &request).await?.ok_or_else(Problem::not_found)?;
    let Some(session) = login::session(&ent, &headers).await? else {
        // The session ended meanwhile: from the start, at the address whose form accepts a password.
        let address = web::encode(wanted.address.as_str());
        return Ok(web::redirect(&format!("/cas/login?{}={address}", parameter.service_parameter())));
    };
    if form.ticked("acknowledged") {
        super::acknowledge(&ent, &session, &wanted.service).await?;
    }
    // Not ticked, the page is shown again at the next visit; this one goes through.
    go_on(&ent, visit, &session, &wanted, Manner::Silent).await
}

fn read(query: &str) -> Result<LoginRequest, Problem> {
    LoginRequest::from_query(query).map_err(|_| Problem::new(StatusCode::BAD_REQUEST, "several-services"))
}

async fn find(ent: &Ent, request: &LoginRequest) -> Result<Option<Wanted>, Problem> {
    match &request.service {
        Some(address) => match Wanted::find(ent, address, request.ticket_parameter).await {
            Ok(wanted) => Ok(Some(wanted)),
            Err(refused) => Err(no_ticket(refused, address)),
        },
        None => Ok(None),
    }
}

async fn go_on(
    ent: &Ent,
    visit: Visit,
    session: &Session,
    wanted: &Wanted,
    manner: Manner,
) -> Result<Response, Problem> {
    match super::visit(ent, session, wanted, manner).await {
        Ok(Step::Enter(address)) => Ok(web::redirect(&address)),
        Ok(Step::FirstVisit(person)) => Ok(first_visit_page(visit, &person.account, wanted)),
        Err(refused) => Err(no_ticket(refused, wanted.address.as_str())),
    }
}

/// A refusal is a page of ours: the browser is never sent to an address that is not registered.
fn no_ticket(refused: NoTicket, address: &str) -> Problem {
    match refused {
        NoTicket::Address(_) | NoTicket::UnknownService => {
            Problem::new(StatusCode::FORBIDDEN, "unknown-service").with("address", address)
        }
        NoTicket::NotEntitled | NoTicket::NoAccount | NoTicket::UnknownGrant => {
            Problem::new(StatusCode::FORBIDDEN, "not-entitled")
        }
        NoTicket::NotKept(NotKept::Full) => Problem::new(StatusCode::SERVICE_UNAVAILABLE, "too-many"),
        NoTicket::NotKept(NotKept::Db(error)) => error.into(),
        NoTicket::Db(error) => error.into(),
        NoTicket::NoRandomness(error) => error.into(),
        NoTicket::Journal(error) => error.into(),
    }
}

fn sign_in_page(
    visit: Visit,
    status: StatusCode,
    request: &LoginRequest,
    wanted: Option<&Wanted>,
    typed: &str,
    error: Option<String>,
) -> Response {
    let title = visit.t("login-title");
    let page = LoginPage {
        shell: Shell::new(visit, title),
        service: request.service.clone(),
        login: typed.to_owned(),
        error,
    };
    leading_to(wanted, web::page(status, &page))
}

fn first_visit_page(visit: Visit, account: &Account, wanted: &Wanted) -> Response {
    let title = visit.t("first-visit-title");
    let page = FirstVisitPage {
        shell: Shell::new(visit, title),
        person: account.shown(),
        service: wanted.address.as_str().to_owned(),
        parameter: wanted.parameter.as_str(),
    };
    leading_to(Some(wanted), web::page(StatusCode::OK, &page))
}

/// Lets the page's form end, by redirection, at the service: browsers hold redirections to `form-action` too.
fn leading_to(wanted: Option<&Wanted>, answer: Response) -> Response {
    match wanted {
        Some(wanted) => (Extension(FormTarget(wanted.address.origin())), answer).into_response(),
        None => answer,
    }
}

fn message(visit: Visit, key: &'static str) -> Response {
    let (title, text) = (visit.t(key), visit.t(&format!("{key}-help")));
    web::page(StatusCode::OK, &MessagePage { shell: Shell::new(visit, title), text })
}
