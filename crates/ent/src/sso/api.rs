//! The addresses that services call: each refusal is a protocol answer, never an error page.

use cas_protocol::{
    cas2::{self, Dialect},
    saml11::{self, AuthenticationMethod, FailureStatus, MessageId},
    service::ServiceAddress,
};
use web::{Body, Fields, Path, Problem, RawQuery, Response, Routes, State, clock::SignedDuration, limits};

use super::{NotValidated, Validated};
use crate::{Ent, gate::Audience};

/// How long an assertion may be used; services allow for clocks that differ.
const ASSERTION_LIFE: SignedDuration = SignedDuration::from_secs(30);

pub(super) fn routes() -> Routes<Ent, Audience> {
    Routes::new()
        .effect("/cas/serviceValidate", Audience::Anyone, service_validate)
        .effect("/cas/p3/serviceValidate", Audience::Anyone, p3_service_validate)
        .message("/cas/samlValidate", Audience::Anyone, saml_validate)
        .message("/cas/saml/{validate}", Audience::Anyone, saml_validate_alias)
}

async fn service_validate(State(ent): State<Ent>, RawQuery(query): RawQuery) -> Response {
    cas_answer(&ent, &query.unwrap_or_default(), Dialect::Cas2).await
}

async fn p3_service_validate(State(ent): State<Ent>, RawQuery(query): RawQuery) -> Response {
    cas_answer(&ent, &query.unwrap_or_default(), Dialect::Cas3).await
}

/// CAS 3.0.3, sections 2.5 and 2.8.
async fn cas_answer(ent: &Ent, query: &str, dialect: Dialect) -> Response {
    let query = Fields::parse(query);
    let renew = query.ticked("renew") && query.text("renew") != "false";
    let service = service_parameter(&query, "service");
    let validated = match service {
        Ok(service) => super::validate(ent, query.text("ticket"), service, renew).await,
        Err(refused) => Err(refused),
    };
    web::xml(match &validated {
        Ok(validated) => cas2::Success {
            user: &validated.person.account.uid,
            attributes: &validated.attributes,
            authentication_date: validated.authenticated_at,
            long_term: false,
            is_from_new_login: validated.from_new_login,
            proxy_granting_ticket: None,
            proxies: &[],
        }
        .to_xml(dialect),
        Err(refused) => cas2::Failure { code: refused.code(), message: &refused.to_string() }.to_xml(),
    })
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
    let query = Fields::parse(&query.unwrap_or_default());
    let answer = match saml_request(body).await {
        Ok(request) => {
            let validated = match service_parameter(&query, "TARGET") {
                Ok(target) => super::validate(&ent, &request.artifact, target, false).await,
                Err(refused) => Err(refused),
            };
            match validated {
                Ok(validated) => saml_success(&ent, request.request_id.as_ref(), &validated)?,
                Err(refused) => saml_failure(&ent, request.request_id.as_ref(), &query, &refused)?,
            }
        }
        Err(reason) => failure_text(&ent, None, &query, FailureStatus::Requester, &reason)?,
    };
    Ok(web::xml(answer))
}

async fn saml_request(body: Body) -> Result<saml11::Request, String> {
    let bytes = web::read_body(body, limits::SOAP).await.map_err(|e| e.to_string())?;
    saml11::Request::parse(&bytes).map_err(|e| e.to_string())
}

fn saml_success(
    ent: &Ent,
    request: Option<&MessageId>,
    validated: &Validated,
) -> Result<String, web::token::NoRandomness> {
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
        long_term: false,
        is_from_new_login: validated.from_new_login,
    };
    Ok(answer.to_xml())
}

fn saml_failure(
    ent: &Ent,
    request: Option<&MessageId>,
    query: &Fields,
    refused: &NotValidated,
) -> Result<String, web::token::NoRandomness> {
    let status = match refused {
        NotValidated::Request => FailureStatus::Requester,
        NotValidated::Ticket | NotValidated::Renew | NotValidated::Service => FailureStatus::RequestDenied,
        NotValidated::Failed => FailureStatus::Responder,
    };
    failure_text(ent, request, query, status, &refused.to_string())
}

fn failure_text(
    ent: &Ent,
    request: Option<&MessageId>,
    query: &Fields,
    status: FailureStatus,
    message: &str,
) -> Result<String, web::token::NoRandomness> {
    let recipient = ServiceAddress::parse(query.text("TARGET")).ok();
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

/// The one value of the parameter that names the service: two of them name none.
fn service_parameter<'q>(query: &'q Fields, name: &str) -> Result<&'q str, NotValidated> {
    let mut values = query.all(name);
    let first = values.next().unwrap_or_default();
    if values.next().is_some() { Err(NotValidated::Request) } else { Ok(first) }
}

fn message_id() -> Result<MessageId, web::token::NoRandomness> {
    let random = web::token::random::<32>()?;
    Ok(MessageId::from_random(random))
}
