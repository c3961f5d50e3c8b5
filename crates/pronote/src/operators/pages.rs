//! Sign-in of operators, and the check that others' pages rely on.

use std::{
    net::{IpAddr, Ipv4Addr},
    sync::Arc,
};

use askama::Template;
use axum::extract::FromRequestParts as _;
use web::{
    ClientAddress, HeaderMap, IntoResponse as _, Method, Parts, Problem, Response, Routes, Shell, State,
    StatusCode, Submitted, Visit, header,
};

use super::{Closed, Operator, Role, SignedIn};
use crate::{
    Pronote,
    bases::{SchoolBase, throttle},
    gate::Authority,
};

/// The base of a request to the console, one of the signed-in operator's. In the extensions of such requests.
#[derive(Clone)]
pub struct OfOperator(pub Arc<SchoolBase>);

impl Role {
    pub(crate) const fn cookie(self) -> &'static str {
        match self {
            Self::Console => "PNC-console",
            Self::Supervisor => "PNC-spr",
        }
    }

    /// Where the role signs in and arrives.
    pub(crate) const fn home(self) -> &'static str {
        match self {
            Self::Console => "/",
            Self::Supervisor => "/spr/",
        }
    }

    /// Where the role finds its account.
    pub(crate) const fn account(self) -> &'static str {
        match self {
            Self::Console => "/account",
            Self::Supervisor => "/spr/account",
        }
    }

    const fn code_path(self) -> &'static str {
        match self {
            Self::Console => "/sign-in/code",
            Self::Supervisor => "/spr/sign-in/code",
        }
    }

    const fn sign_in_path(self) -> &'static str {
        match self {
            Self::Console => "/sign-in",
            Self::Supervisor => "/spr/sign-in",
        }
    }
}

/// The operator who asks, if signed in with this role.
pub(crate) async fn asking(
    pronote: &Pronote,
    role: Role,
    visit: &Visit,
    headers: &HeaderMap,
) -> Result<Option<Operator>, Problem> {
    Ok(signed_in(pronote, role, visit, headers).await?.map(|signed| signed.operator))
}

/// The same, with what else is known of the session.
pub(crate) async fn signed_in(
    pronote: &Pronote,
    role: Role,
    visit: &Visit,
    headers: &HeaderMap,
) -> Result<Option<SignedIn>, Problem> {
    match secret(role, visit, headers) {
        Some(secret) => Ok(super::signed_in(pronote, role, secret).await?),
        None => Ok(None),
    }
}

/// The secret of the session of this role that the browser holds.
pub(crate) fn secret<'h>(role: Role, visit: &Visit, headers: &'h HeaderMap) -> Option<&'h str> {
    visit.site.transport().read(headers, role.cookie())
}

/// Lets an operator of this role through, or sends the visitor to sign in. With `/bases/KEY/…` in the path, only
/// one who has that base: to others it does not exist. A supervisor has one base, whatever the path. A base that is
/// closed to the operator says why.
pub(crate) async fn admit(pronote: &Pronote, role: Role, parts: &mut Parts) -> Result<(), Response> {
    let signed = own(pronote, role, parts).await?;
    let Some(signed) = signed else { return Err(web::redirect(role.home())) };
    enter(role, signed, parts).await
}

/// The same for the page at which the role also signs in: strangers are let through to it.
pub(crate) async fn admit_home(pronote: &Pronote, role: Role, parts: &mut Parts) -> Result<(), Response> {
    match own(pronote, role, parts).await? {
        Some(signed) => enter(role, signed, parts).await,
        None => Ok(()),
    }
}

/// Lets an operator through to what is theirs alone: account, sign-out.
pub(crate) async fn admit_own(pronote: &Pronote, role: Role, parts: &mut Parts) -> Result<(), Response> {
    let signed = own(pronote, role, parts).await?;
    let Some(signed) = signed else { return Err(web::redirect(role.home())) };
    parts.extensions.insert(signed);
    Ok(())
}

async fn own(pronote: &Pronote, role: Role, parts: &mut Parts) -> Result<Option<SignedIn>, Response> {
    let Ok(visit) = Visit::from_request_parts(parts, &()).await;
    signed_in(pronote, role, &visit, &parts.headers).await.map_err(Problem::into_response)
}

async fn enter(role: Role, mut signed: SignedIn, parts: &mut Parts) -> Result<(), Response> {
    let Ok(ClientAddress(from)) = ClientAddress::from_request_parts(parts, &()).await;
    let refuse = |problem: Problem| problem.into_response();
    let key = parts.uri.path().strip_prefix("/bases/").map(|rest| rest.split('/').next().unwrap_or_default());
    let bases = &signed.operator.bases;
    let base = match (role, key) {
        (Role::Console, None) => None,
        (Role::Console, Some(key)) => {
            let own = bases.iter().find(|base| base.id.as_str() == key);
            Some(own.ok_or_else(|| refuse(Problem::not_found()))?)
        }
        (Role::Supervisor, _) => Some(bases.first().ok_or_else(|| refuse(Problem::forbidden()))?),
    };
    if let Some(base) = base {
        match super::closed_to(base, from, signed.second_factor) {
            Some(Closed::Address) => {
                return Err(refuse(Problem::new(StatusCode::FORBIDDEN, "closed-address")));
            }
            Some(Closed::SecondFactor) => {
                return Err(web::redirect(&format!("{}?wanted=second-factor", role.account())));
            }
            None => {}
        }
        if role == Role::Supervisor && signed.is_outdated(base) {
            // What was typed on a page of another version is not for this one.
            return Err(match parts.method {
                Method::POST => refuse(Problem::new(StatusCode::CONFLICT, "client-outdated")),
                _ => web::redirect("/spr/client"),
            });
        }
        parts.extensions.insert(OfOperator(Arc::new(base.clone())));
    }
    signed.operator.bases.retain(|base| super::closed_to(base, from, signed.second_factor).is_none());
    parts.extensions.insert(signed.operator);
    Ok(())
}

/// Why the form is shown again, and what was typed.
struct Again<'a> {
    login: &'a str,
    /// Seconds to wait, after too many failures; the password was not looked at.
    wait: Option<i64>,
}

#[derive(Template)]
#[template(path = "operators/sign_in.html")]
struct SignInPage {
    shell: Shell,
    action: &'static str,
    login: String,
    refused: Option<String>,
    /// Whether one chooses how the base is opened.
    modes: bool,
}

fn title(visit: &Visit, role: Role) -> String {
    match role {
        Role::Console => visit.t("console-title"),
        Role::Supervisor => visit.t("spr-title"),
    }
}

/// The sign-in page of a role; with a login, because it was refused.
pub(crate) fn sign_in_page(visit: Visit, role: Role, refused: Option<&str>) -> Response {
    sign_in_again(visit, role, refused.map(|login| Again { login, wait: None }).as_ref())
}

fn sign_in_again(visit: Visit, role: Role, again: Option<&Again<'_>>) -> Response {
    let (status, refused) = match again {
        None => (StatusCode::OK, None),
        Some(Again { wait: None, .. }) => (StatusCode::FORBIDDEN, Some(visit.t("operator-refused"))),
        Some(Again { wait: Some(seconds), .. }) => {
            (StatusCode::TOO_MANY_REQUESTS, Some(visit.words.t1("sign-in-wait", "seconds", seconds)))
        }
    };
    let login = again.map_or("", |again| again.login).to_owned();
    let (title, action, modes) = (title(&visit, role), role.sign_in_path(), role == Role::Supervisor);
    web::page(status, &SignInPage { shell: Shell::new(visit, title), action, login, refused, modes })
}

/// Sign-ins that may fail within a minute, for a login in a network.
const ATTEMPTS: i64 = 10;
/// Codes that may fail within a minute, from wherever they come: only who knows the password can try one.
const CODES: i64 = 5;

/// Handles a posted sign-in form.
pub(crate) async fn sign_in(
    pronote: &Pronote,
    visit: Visit,
    role: Role,
    from: IpAddr,
    Submitted(fields): Submitted,
) -> Result<Response, Problem> {
    let login = fields.text("login");
    let attempt = match throttle::attempt(pronote, role.as_str(), login, from, ATTEMPTS).await? {
        Ok(attempt) => attempt,
        Err(seconds) => {
            return Ok(sign_in_again(visit, role, Some(&Again { login, wait: Some(seconds) })));
        }
    };
    let Some(secret) = super::sign_in(pronote, role, login, fields.exact("password")).await? else {
        return Ok(sign_in_page(visit, role, Some(login)));
    };
    throttle::succeeded(pronote, &attempt).await?;
    let complete = super::session(pronote, role, &secret).await?.is_some();
    let mut answer = web::redirect(if complete { role.home() } else { role.code_path() });
    answer.headers_mut().append(header::SET_COOKIE, visit.site.transport().set(role.cookie(), &secret));
    Ok(answer)
}

pub(crate) fn routes() -> Routes<Pronote, Authority> {
    let roles = [Role::Console, Role::Supervisor];
    roles.into_iter().fold(Routes::new(), |routes, role| {
        let shown = async move |visit: Visit| code_page(visit, role, None);
        let given =
            async move |State(pronote): State<Pronote>, visit: Visit, headers: HeaderMap, form: Submitted| {
                give_code(&pronote, visit, role, &headers, form).await
            };
        routes.get(role.code_path(), Authority::Anyone, shown).post(
            role.code_path(),
            Authority::Anyone,
            given,
        )
    })
}

#[derive(Template)]
#[template(path = "operators/code.html")]
struct CodePage {
    shell: Shell,
    action: &'static str,
    home: &'static str,
    refused: Option<String>,
}

fn code_page(visit: Visit, role: Role, refused: Option<String>) -> Response {
    let status = if refused.is_some() { StatusCode::FORBIDDEN } else { StatusCode::OK };
    let shell = Shell::new(visit.clone(), visit.t("code-title"));
    web::page(status, &CodePage { shell, action: role.code_path(), home: role.home(), refused })
}

async fn give_code(
    pronote: &Pronote,
    visit: Visit,
    role: Role,
    headers: &HeaderMap,
    Submitted(fields): Submitted,
) -> Result<Response, Problem> {
    let Some(secret) = secret(role, &visit, headers) else { return Ok(web::redirect(role.home())) };
    let Some(operator) = super::sessions::half_signed_in(pronote, role, secret).await? else {
        return Ok(web::redirect(role.home()));
    };
    let anywhere = IpAddr::V4(Ipv4Addr::UNSPECIFIED);
    let attempt = match throttle::attempt(pronote, "code", operator.as_str(), anywhere, CODES).await? {
        Ok(attempt) => attempt,
        Err(seconds) => {
            let wait = visit.words.t1("code-wait", "seconds", seconds);
            return Ok(code_page(visit, role, Some(wait)));
        }
    };
    if !super::second_factor::complete(pronote, role, secret, fields.text("code")).await? {
        let refused = visit.t("code-refused");
        return Ok(code_page(visit, role, Some(refused)));
    }
    throttle::succeeded(pronote, &attempt).await?;
    Ok(web::redirect(role.home()))
}

/// Ends the session of this browser for this role.
pub(crate) async fn sign_out(
    pronote: &Pronote,
    visit: &Visit,
    role: Role,
    headers: &HeaderMap,
) -> Result<Response, Problem> {
    if let Some(secret) = visit.site.transport().read(headers, role.cookie()) {
        super::sign_out(pronote, secret).await?;
    }
    let mut answer = web::redirect(role.home());
    answer.headers_mut().append(header::SET_COOKIE, visit.site.transport().clear(role.cookie()));
    Ok(answer)
}
