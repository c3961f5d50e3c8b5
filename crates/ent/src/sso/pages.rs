//! `/cas/login` as people see it.

use askama::Template;
use cas_protocol::login::{LoginRequest, Method};
use web::{
    Arrived, ClientAddress, Fields, HeaderMap, IntoResponse, Problem, RawQuery, Response, Routes, Shell,
    State, StatusCode, Submitted, Visit, clock::SignedDuration, header,
};

use super::{
    Manner, NoTicket, Wanted,
    on_the_way::{go_on, leading_to, wants_post},
    refusal,
    tickets::NotKept,
};
use crate::{
    Ent,
    gate::Audience,
    login::{self, Attempt, Opened, SignInError, device::Device, known_device},
};

pub(super) fn routes() -> Routes<Ent, Audience> {
    Routes::new().effect("/cas/login", Audience::Anyone, ask).post("/cas/login", Audience::Anyone, accept)
}

#[derive(Template)]
#[template(path = "sso/login.html")]
struct LoginPage {
    shell: Shell,
    ticket: String,
    service: Option<String>,
    typed: Typed,
    error: Option<String>,
    /// What was typed is not right; else it is not the fault of the fields.
    invalid: bool,
}

/// What was typed and ticked, all but the password: shown again when the form comes back.
#[derive(Default)]
struct Typed {
    login: String,
    remember: bool,
    warn: bool,
}

impl Typed {
    fn read(form: &Fields) -> Self {
        let ticked = |name| form.all(name).any(|value| value != "false");
        Self { login: form.text("username").to_owned(), remember: ticked("rememberMe"), warn: ticked("warn") }
    }
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
    arrived: Arrived,
) -> Result<Response, Problem> {
    let query = query.unwrap_or_default();
    let request = read(&query)?;
    let wanted = match find(&ent, &request, request.method == Method::Post).await {
        Ok(wanted) => wanted,
        Err(refused) => {
            return refusal::pages::explain(&ent, arrived.cookies(), arrived.visit(), &request, refused)
                .await;
        }
    };
    let session = login::session(&ent, arrived.cookies()).await?;
    match (session, wanted) {
        (Some(session), Some(wanted)) if !request.renew => {
            let manner = if request.gateway { Manner::Silent } else { Manner::Shown };
            go_on(&ent, || arrived.visit(), &session, &wanted, manner).await
        }
        (None, Some(wanted)) if request.gateway => Ok(web::redirect(wanted.address.as_str())),
        (Some(_), None) if !request.renew => Ok(message(arrived.visit(), "session-open")),
        (_, wanted) => {
            let (status, typed) = (StatusCode::OK, Typed::default());
            let form = Form { status, request: &request, wanted: wanted.as_ref(), typed, error: None };
            sign_in_page(&ent, arrived.visit(), form)
        }
    }
}

/// POST `/cas/login` (CAS 3.0.3, section 2.2): the typed credentials.
async fn accept(
    State(ent): State<Ent>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    from: ClientAddress,
    visit: Visit,
    Submitted(form): Submitted,
) -> Result<Response, Problem> {
    let query = query.unwrap_or_default();
    let mut request = read(&query)?;
    if request.service.is_none() && !form.text("service").is_empty() {
        request.service = Some(form.text("service").to_owned());
    }
    let by_post = request.method == Method::Post || wants_post(&form);
    let wanted = find(&ent, &request, by_post).await?;
    let typed = Typed::read(&form);
    let opened = match try_to_sign_in(&ent, &headers, from, &visit, wanted.as_ref(), &form).await? {
        Ok(opened) => opened,
        Err(refusal) => {
            let error = Some(refusal.words(&visit));
            let status = refusal.status();
            let form = Form { status, request: &request, wanted: wanted.as_ref(), typed, error };
            let mut answer = sign_in_page(&ent, visit, form)?;
            if let Refusal::Wait(wait) = refusal {
                answer.headers_mut().insert(header::RETRY_AFTER, seconds(wait).into());
            }
            return Ok(answer);
        }
    };
    // Whoever was signed in at this browser before is not any more: two people must not share it.
    match login::session(&ent, &headers).await? {
        Some(former) if former.account_id == opened.session.account_id => {
            super::carry_over(&ent, &former, &opened.session).await?;
        }
        Some(former) => login::close(&ent, &former.id, &former.account_id).await?,
        None => {}
    }
    let answer = match wanted {
        Some(wanted) => go_on(&ent, || visit, &opened.session, &wanted, Manner::Shown).await,
        None => Ok(message(visit, "session-open")),
    };
    // The person is signed in even when this service is refused: the cookies go with either answer.
    let mut answer = answer.unwrap_or_else(IntoResponse::into_response);
    for cookie in cookies(&ent, &opened) {
        answer.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(answer)
}

/// Why the form comes back.
#[derive(Clone, Copy)]
enum Refusal {
    /// The login ticket is forged, of another browser, too old, or used.
    Form,
    Password,
    Wait(SignedDuration),
}

impl Refusal {
    fn status(self) -> StatusCode {
        match self {
            Self::Form => StatusCode::FORBIDDEN,
            Self::Password => StatusCode::UNAUTHORIZED,
            Self::Wait(_) => StatusCode::TOO_MANY_REQUESTS,
        }
    }

    fn words(self, visit: &Visit) -> String {
        match self {
            Self::Form => visit.t("login-form-used"),
            Self::Password => visit.t("login-refused"),
            Self::Wait(wait) => match usize::try_from(seconds(wait)).unwrap_or(usize::MAX) {
                seconds @ ..60 => visit.words.count("login-wait-seconds", seconds),
                seconds => visit.words.count("login-wait-minutes", seconds.div_ceil(60)),
            },
        }
    }
}

/// Rounded up: whoever waits so long has waited enough.
fn seconds(wait: SignedDuration) -> u64 {
    u64::try_from(wait.as_millis()).unwrap_or(0).div_ceil(1000)
}

async fn try_to_sign_in(
    ent: &Ent,
    headers: &HeaderMap,
    from: ClientAddress,
    visit: &Visit,
    wanted: Option<&Wanted>,
    form: &Fields,
) -> Result<Result<Opened, Refusal>, Problem> {
    // The form of a program has none (CAS 3.0.3, section 2.2.2: optional).
    let ticket = form.text("lt");
    if !ticket.is_empty() && !login::ticket::is_ours(ticket, ent.now(), &visit.csrf) {
        return Ok(Err(Refusal::Form));
    }
    let typed = Typed::read(form);
    let agent = headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok());
    let attempt = Attempt {
        login: &typed.login,
        password: form.exact("password"),
        typed_for: wanted.map(|wanted| wanted.address.as_str()),
        from: from.0,
        known_device: login::transport(ent).read(headers, known_device::COOKIE),
        device: Device::of_user_agent(agent.unwrap_or_default()),
        remember: typed.remember,
        warn: typed.warn,
        ticket: Some(ticket).filter(|ticket| !ticket.is_empty()),
    };
    match login::sign_in(ent, &attempt).await {
        Ok(opened) => Ok(Ok(opened)),
        Err(SignInError::Refused) => Ok(Err(Refusal::Password)),
        Err(SignInError::Used) => Ok(Err(Refusal::Form)),
        Err(SignInError::Wait(wait)) => Ok(Err(Refusal::Wait(wait))),
        Err(error) => Err(error.into()),
    }
}

/// What the browser of somebody who has signed in keeps.
fn cookies(ent: &Ent, opened: &Opened) -> [header::HeaderValue; 2] {
    let transport = login::transport(ent);
    let name = login::TICKET_GRANTING_COOKIE;
    let session = if opened.session.remembered {
        transport.set_for(name, &opened.token, login::REMEMBERED_SECONDS)
    } else {
        transport.set(name, &opened.token)
    };
    [session, transport.set_for(known_device::COOKIE, &opened.known_device, known_device::SECONDS)]
}

fn read(query: &str) -> Result<LoginRequest, Problem> {
    LoginRequest::from_query(query).map_err(|_| Problem::new(StatusCode::BAD_REQUEST, "several-services"))
}

async fn find(ent: &Ent, request: &LoginRequest, by_post: bool) -> Result<Option<Wanted>, Problem> {
    match &request.service {
        Some(address) => match Wanted::find(ent, address, request.ticket_parameter).await {
            Ok(wanted) => Ok(Some(Wanted { by_post, ..wanted })),
            Err(refused) => Err(no_ticket(refused, address)),
        },
        None => Ok(None),
    }
}

/// A refusal is a page of ours: the browser is never sent to an address that is not registered.
pub(super) fn no_ticket(refused: NoTicket, address: &str) -> Problem {
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

/// What the sign-in form is shown with.
struct Form<'a> {
    status: StatusCode,
    request: &'a LoginRequest,
    wanted: Option<&'a Wanted>,
    typed: Typed,
    error: Option<String>,
}

fn sign_in_page(ent: &Ent, visit: Visit, form: Form<'_>) -> Result<Response, Problem> {
    let title = visit.t("login-title");
    let page = LoginPage {
        ticket: login::ticket::issue(ent.now(), &visit.csrf)?,
        shell: Shell::new(visit, title),
        service: form.request.service.clone(),
        typed: form.typed,
        error: form.error,
        invalid: form.status == StatusCode::UNAUTHORIZED,
    };
    Ok(leading_to(form.wanted, web::page(form.status, &page)))
}

fn message(visit: Visit, key: &'static str) -> Response {
    let (title, text) = (visit.t(key), visit.t(&format!("{key}-help")));
    web::page(StatusCode::OK, &MessagePage { shell: Shell::new(visit, title), text })
}
