//! Sign-in of operators, and the check that others' pages rely on.

use std::sync::Arc;

use askama::Template;
use axum::extract::FromRequestParts as _;
use web::{
    HeaderMap, IntoResponse as _, Parts, Problem, Response, Shell, StatusCode, Submitted, Visit, header,
};

use super::{Operator, Role};
use crate::{Pronote, bases::SchoolBase};

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
    match visit.site.transport().read(headers, role.cookie()) {
        Some(secret) => Ok(super::session(pronote, role, secret).await?),
        None => Ok(None),
    }
}

/// Lets an operator of this role through, or sends the visitor to sign in. With `/bases/KEY/…` in the path, only
/// one who has that base: to others it does not exist. A supervisor has one base, whatever the path.
pub(crate) async fn admit(pronote: &Pronote, role: Role, parts: &mut Parts) -> Result<(), Response> {
    let Ok(visit) = Visit::from_request_parts(parts, &()).await;
    let refuse = |problem: Problem| problem.into_response();
    let operator = asking(pronote, role, &visit, &parts.headers).await.map_err(refuse)?;
    let Some(operator) = operator else { return Err(web::redirect(role.home())) };
    let key = parts.uri.path().strip_prefix("/bases/").map(|rest| rest.split('/').next().unwrap_or_default());
    let base = match (role, key) {
        (Role::Console, None) => None,
        (Role::Console, Some(key)) => {
            let own = operator.bases.iter().find(|base| base.id.as_str() == key);
            Some(own.ok_or_else(|| refuse(Problem::not_found()))?)
        }
        (Role::Supervisor, _) => Some(operator.bases.first().ok_or_else(|| refuse(Problem::forbidden()))?),
    };
    if let Some(base) = base {
        parts.extensions.insert(OfOperator(Arc::new(base.clone())));
    }
    parts.extensions.insert(operator);
    Ok(())
}

#[derive(Template)]
#[template(path = "operators/sign_in.html")]
struct SignInPage {
    shell: Shell,
    action: &'static str,
    login: String,
    refused: bool,
    /// Whether one chooses how the base is opened.
    modes: bool,
}

/// The sign-in page of a role.
pub(crate) fn sign_in_page(visit: Visit, role: Role, refused: Option<&str>) -> Response {
    let title = match role {
        Role::Console => visit.t("console-title"),
        Role::Supervisor => visit.t("spr-title"),
    };
    let login = refused.unwrap_or_default().to_owned();
    let status = if refused.is_some() { StatusCode::FORBIDDEN } else { StatusCode::OK };
    let (refused, action, modes) = (refused.is_some(), role.sign_in_path(), role == Role::Supervisor);
    web::page(status, &SignInPage { shell: Shell::new(visit, title), action, login, refused, modes })
}

/// Handles a posted sign-in form.
pub(crate) async fn sign_in(
    pronote: &Pronote,
    visit: Visit,
    role: Role,
    Submitted(fields): Submitted,
) -> Result<Response, Problem> {
    let login = fields.text("login");
    let Some(secret) = super::sign_in(pronote, role, login, fields.exact("password")).await? else {
        return Ok(sign_in_page(visit, role, Some(login)));
    };
    let mut answer = web::redirect(role.home());
    answer.headers_mut().append(header::SET_COOKIE, visit.site.transport().set(role.cookie(), &secret));
    Ok(answer)
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
