//! The addresses that services call: each refusal is a protocol answer, never an error page.

use cas_protocol::{
    cas1,
    cas2::{self, Dialect, FailureCode, Format, ProxyAnswer, ProxyRequest, RequestError, ValidationRequest},
    saml11::{self, AuthenticationMethod, FailureStatus, MessageId},
    service::ServiceAddress,
    ticket::ValidationTicket,
};
use web::{
    Body, Fields, Path, Problem, RawQuery, Response, Routes, State, clock::SignedDuration, limits, token,
};

use super::{
    NoTicket, proxies,
    validation::{self, Asked, NotValidated, Proxies, Validated},
};
use crate::{Ent, gate::Audience};

/// How long an assertion may be used; services allow for clocks that differ.
const ASSERTION_LIFE: SignedDuration = SignedDuration::from_secs(30);

/// How many tickets of one malformed request are burnt: each may be a statement.
const BURNT: usize = 2;

/// Validators answer to GET, and to POST with a form, as some clients send it.
pub(super) fn routes() -> Routes<Ent, Audience> {
    Routes::new()
        .effect("/cas/validate", Audience::Anyone, validate)
        .message("/cas/validate", Audience::Anyone, validate)
        .effect("/cas/serviceValidate", Audience::Anyone, service_validate)
        .message("/cas/serviceValidate", Audience::Anyone, service_validate)
        .effect("/cas/proxyValidate", Audience::Anyone, proxy_validate)
        .message("/cas/proxyValidate", Audience::Anyone, proxy_validate)
        .effect("/cas/p3/serviceValidate", Audience::Anyone, p3_service_validate)
        .message("/cas/p3/serviceValidate", Audience::Anyone, p3_service_validate)
        .effect("/cas/p3/proxyValidate", Audience::Anyone, p3_proxy_validate)
        .message("/cas/p3/proxyValidate", Audience::Anyone, p3_proxy_validate)
        .effect("/cas/proxy", Audience::Anyone, proxy)
        .message("/cas/samlValidate", Audience::Anyone, saml_validate)
        .message("/cas/saml/{validate}", Audience::Anyone, saml_validate_alias)
}

/// CAS 3.0.3, section 2.4: two lines of text.
async fn validate(State(ent): State<Ent>, query: RawQuery, body: Body) -> Response {
    let answer = match parameters(query, body).await {
        Ok(parameters) => validated(&ent, &parameters, Proxies::Refused).await.0,
        Err(refused) => Err(refused),
    };
    web::text(match answer {
        Ok(validated) => cas1::success(&validated.person.account.uid),
        Err(_) => cas1::failure().to_owned(),
    })
}

async fn service_validate(State(ent): State<Ent>, query: RawQuery, body: Body) -> Response {
    cas_answer(&ent, query, body, Dialect::Cas2, Proxies::Refused).await
}

async fn proxy_validate(State(ent): State<Ent>, query: RawQuery, body: Body) -> Response {
    cas_answer(&ent, query, body, Dialect::Cas2, Proxies::Accepted).await
}

async fn p3_service_validate(State(ent): State<Ent>, query: RawQuery, body: Body) -> Response {
    cas_answer(&ent, query, body, Dialect::Cas3, Proxies::Refused).await
}

async fn p3_proxy_validate(State(ent): State<Ent>, query: RawQuery, body: Body) -> Response {
    cas_answer(&ent, query, body, Dialect::Cas3, Proxies::Accepted).await
}

/// Why a validator or `/proxy` says no.
struct Refused {
    code: FailureCode,
    message: String,
}

impl From<RequestError> for Refused {
    fn from(error: RequestError) -> Self {
        Self { code: error.code(), message: error.to_string() }
    }
}

impl From<NotValidated> for Refused {
    fn from(refused: NotValidated) -> Self {
        Self { code: refused.code(), message: refused.to_string() }
    }
}

/// CAS 3.0.3, sections 2.5, 2.6 and 2.8.
async fn cas_answer(ent: &Ent, query: RawQuery, body: Body, dialect: Dialect, proxies: Proxies) -> Response {
    let (answer, format) = match parameters(query, body).await {
        Ok(parameters) => validated(ent, &parameters, proxies).await,
        Err(refused) => (Err(refused), Format::Xml),
    };
    let text = match &answer {
        Ok(validated) => cas2::Success {
            user: &validated.person.account.uid,
            attributes: &validated.attributes,
            authentication_date: validated.authenticated_at,
            long_term: validated.long_term,
            is_from_new_login: validated.from_new_login,
            proxy_granting_ticket: validated.proxy_granting.as_ref(),
            proxies: &validated.proxies,
        }
        .write(dialect, format),
        Err(refused) => cas2::Failure { code: refused.code, message: &refused.message }.write(format),
    };
    written(format, text)
}

async fn validated(ent: &Ent, parameters: &str, proxies: Proxies) -> (Result<Validated, Refused>, Format) {
    let request = match ValidationRequest::from_query(parameters) {
        Ok(request) => request,
        Err(error) => {
            // Whatever the attempt, the ticket in it is worth nothing any more.
            for ticket in Fields::parse(parameters).all("ticket").take(BURNT) {
                if let Err(failed) = validation::burn(ent, ticket).await {
                    return (Err(failed.into()), error.format);
                }
            }
            return (Err(error.into()), error.format);
        }
    };
    let asked = Asked {
        ticket: &request.ticket,
        service: &request.service,
        renew: request.renew,
        proxies,
        callback: request.pgt_url.as_deref(),
    };
    (validation::validate(ent, &asked).await.map_err(Refused::from), request.format)
}

/// CAS 3.0.3, section 2.7.
async fn proxy(State(ent): State<Ent>, RawQuery(query): RawQuery) -> Response {
    let (answer, format) = match ProxyRequest::from_query(&query.unwrap_or_default()) {
        Ok(request) => {
            let ticket = proxies::proxy(&ent, &request.pgt, &request.target_service).await;
            (ticket.map_err(|refused| no_proxy_ticket(&refused)), request.format)
        }
        Err(error) => (Err(error.into()), error.format),
    };
    let text = match &answer {
        Ok(ticket) => ProxyAnswer::Success(ticket).write(format),
        Err(refused) => ProxyAnswer::Failure(cas2::Failure { code: refused.code, message: &refused.message })
            .write(format),
    };
    written(format, text)
}

/// The words of CAS 3.0.3, section 2.7.3.
fn no_proxy_ticket(refused: &NoTicket) -> Refused {
    let code = match refused {
        NoTicket::UnknownGrant => FailureCode::InvalidRequest,
        NoTicket::Address(_) | NoTicket::UnknownService | NoTicket::NotEntitled | NoTicket::NoAccount => {
            FailureCode::UnauthorizedService
        }
        NoTicket::Db(_) | NoTicket::NoRandomness(_) | NoTicket::Journal(_) | NoTicket::NotKept(_) => {
            tracing::error!(error = %refused, "no proxy ticket could be issued");
            return NotValidated::Failed.into();
        }
    };
    Refused { code, message: refused.to_string() }
}

/// The parameters of a request: those of its query, and of its form when it has one.
async fn parameters(RawQuery(query): RawQuery, body: Body) -> Result<String, Refused> {
    let refused = |error: &dyn std::fmt::Display| Refused {
        code: FailureCode::InvalidRequest,
        message: format!("the form cannot be read: {error}"),
    };
    let form = web::read_body(body, limits::FORM).await.map_err(|error| refused(&error))?;
    let form = str::from_utf8(&form).map_err(|error| refused(&error))?;
    Ok(match query.unwrap_or_default() {
        query if form.is_empty() => query,
        query if query.is_empty() => form.to_owned(),
        query => format!("{query}&{form}"),
    })
}

fn written(format: Format, text: String) -> Response {
    match format {
        Format::Xml => web::xml(text),
        Format::Json => web::json(text),
    }
}

/// `/saml/validate` in any case: some published addresses of PRONOTE servers write it so.
async fn saml_validate_alias(
    state: State<Ent>,
    Path(word): Path<String>,
    query: RawQuery,
    body: Body,
) -> Result<Response, Problem> {
    if word.eq_ignore_ascii_case("validate") {
        saml_validate(state, query, body).await
    } else {
        Err(Problem::not_found())
    }
}

/// CAS 3.0.3, section 4.2. The service travels as `TARGET`; neither `SOAPAction` nor a content type is asked for.
async fn saml_validate(
    State(ent): State<Ent>,
    RawQuery(query): RawQuery,
    body: Body,
) -> Result<Response, Problem> {
    let target = saml11::target(&query.unwrap_or_default());
    let target = target.as_deref();
    let answer = match saml_request(body).await {
        Ok(request) => {
            let id = request.request_id.as_ref();
            match saml_validated(&ent, &request, target).await {
                Ok(validated) => saml_success(&ent, id, &validated)?,
                Err((status, message)) => saml_failure(&ent, id, target, status, &message)?,
            }
        }
        Err(reason) => saml_failure(&ent, None, target, FailureStatus::Requester, &reason)?,
    };
    Ok(web::xml(answer))
}

async fn saml_request(body: Body) -> Result<saml11::Request, String> {
    let bytes = web::read_body(body, limits::SOAP).await.map_err(|e| e.to_string())?;
    saml11::Request::parse(&bytes).map_err(|e| e.to_string())
}

async fn saml_validated(
    ent: &Ent,
    request: &saml11::Request,
    target: Option<&str>,
) -> Result<Validated, (FailureStatus, String)> {
    let denied = |refused: NotValidated| {
        let failed = matches!(refused, NotValidated::Failed);
        let status = if failed { FailureStatus::Responder } else { FailureStatus::RequestDenied };
        (status, refused.to_string())
    };
    let Some(service) = target else {
        validation::burn(ent, &request.artifact).await.map_err(denied)?;
        return Err((FailureStatus::Requester, "the parameter TARGET is required, once".to_owned()));
    };
    let ticket = ValidationTicket::parse(&request.artifact).map_err(|_| denied(NotValidated::Ticket))?;
    let asked = Asked { ticket: &ticket, service, renew: false, proxies: Proxies::Refused, callback: None };
    validation::validate(ent, &asked).await.map_err(denied)
}

fn saml_success(
    ent: &Ent,
    request: Option<&MessageId>,
    validated: &Validated,
) -> Result<String, token::NoRandomness> {
    let now = ent.now();
    let answer = saml11::Success {
        response_id: &message_id()?,
        assertion_id: &message_id()?,
        in_response_to: request,
        issuer: &ent.config().cas_url(),
        service: &validated.address,
        issue_instant: now,
        not_before: now,
        not_on_or_after: now.saturating_add(ASSERTION_LIFE).unwrap_or(now),
        subject: &validated.person.account.uid,
        attributes: &validated.attributes,
        authentication_instant: validated.authenticated_at,
        authentication_method: AuthenticationMethod::Password,
        long_term: validated.long_term,
        is_from_new_login: validated.from_new_login,
    };
    Ok(answer.to_xml())
}

fn saml_failure(
    ent: &Ent,
    request: Option<&MessageId>,
    target: Option<&str>,
    status: FailureStatus,
    message: &str,
) -> Result<String, token::NoRandomness> {
    let recipient = target.and_then(|target| ServiceAddress::parse(target).ok());
    let failure = saml11::Failure {
        response_id: &message_id()?,
        in_response_to: request,
        recipient: recipient.as_ref(),
        issue_instant: ent.now(),
        status,
        message,
    };
    Ok(failure.to_xml())
}

fn message_id() -> Result<MessageId, token::NoRandomness> {
    Ok(MessageId::from_random(token::random()?))
}
