//! Why an unknown service is refused, for the administrators who can do something about it. Nobody else learns which
//! services exist.

use askama::Template;
use cas_protocol::{
    login::{LoginRequest, TicketParameter},
    service::{Difference, ServiceAddress},
};
use web::{
    Extension, Fields, HeaderMap, Problem, RawQuery, Response, Routes, Shell, State, StatusCode, Submitted,
    Visit,
};

use crate::{
    Ent, authority,
    directory::{self, Account},
    gate::{Audience, Visitor},
    ids::SessionId,
    login,
    services::{
        self, Nearest,
        address::{AcceptError, accept},
        wording,
    },
};

pub(in crate::sso) fn routes() -> Routes<Ent, Audience> {
    Routes::new().get("/admin/services/addresses", Audience::SchoolAdmin, show).post(
        "/admin/services/addresses",
        Audience::SchoolAdmin,
        accept_address,
    )
}

#[derive(Template)]
#[template(path = "sso/refusal/refused.html")]
struct RefusedPage {
    shell: Shell,
    address: String,
    parameter: &'static str,
    /// Why no service can have the address.
    unfit: Option<String>,
    nearest: Option<NearestShown>,
    error: Option<String>,
}

struct NearestShown {
    service: String,
    id: String,
    pattern: String,
    differences: Vec<String>,
    other_host: bool,
    /// Only those who look after the whole ENT may accept it.
    beyond_them: bool,
}

#[derive(Template)]
#[template(path = "sso/refusal/accepted.html")]
struct AcceptedPage {
    shell: Shell,
    address: String,
    go_on: String,
}

/// The page of a refused request: with what an administrator needs, if one is signed in and the service is unknown;
/// the refusal itself for everybody else.
pub(in crate::sso) async fn explain(
    ent: &Ent,
    headers: &HeaderMap,
    visit: Visit,
    request: &LoginRequest,
    refusal: Problem,
) -> Result<Response, Problem> {
    let (Some((account, session)), Some(address)) = (whoever(ent, headers).await?, &request.service) else {
        return Err(refusal);
    };
    let administers = authority::is_super(ent, &account.id).await?
        || !authority::administered(ent, &account.id).await?.is_empty();
    let unknown = match ServiceAddress::parse(address) {
        Ok(read) => services::catalogue(ent).await?.of_address(&read).is_none(),
        Err(_) => true,
    };
    if !administers || !unknown {
        return Err(refusal);
    }
    if ent.config().cas_origin.is_some() {
        // The form belongs to the portal, which has cookies of its own.
        let (portal, parameter) = (&ent.config().public_url, request.ticket_parameter.as_str());
        let address = web::encode(address);
        let page = format!("{portal}/admin/services/addresses?parameter={parameter}&address={address}");
        return Ok(web::redirect(&page));
    }
    let visitor = Visitor { account, session };
    let page = refused_page(ent, visit, &visitor, address, request.ticket_parameter).await?;
    Ok(web::page(StatusCode::FORBIDDEN, &page))
}

/// Who is there: known to the portal, or to the CAS server when it has a host of its own.
async fn whoever(ent: &Ent, headers: &HeaderMap) -> Result<Option<(Account, SessionId)>, Problem> {
    if ent.config().cas_origin.is_none() {
        return Ok(login::portal_visitor(ent, login::portal_token(ent, headers)).await?);
    }
    let Some(session) = login::session(ent, headers).await? else { return Ok(None) };
    let person = directory::find(ent, &session.account_id).await?;
    Ok(person.map(|person| (person.account.clone(), session.id)))
}

/// The same page in the portal.
async fn show(
    State(ent): State<Ent>,
    Extension(visitor): Extension<Visitor>,
    RawQuery(query): RawQuery,
    visit: Visit,
) -> Result<Response, Problem> {
    let query = Fields::parse(&query.unwrap_or_default());
    let parameter = TicketParameter::parse(query.text("parameter")).unwrap_or_default();
    let page = refused_page(&ent, visit, &visitor, query.exact("address"), parameter).await?;
    Ok(web::page(StatusCode::OK, &page))
}

async fn refused_page(
    ent: &Ent,
    visit: Visit,
    visitor: &Visitor,
    address: &str,
    parameter: TicketParameter,
) -> Result<RefusedPage, Problem> {
    let words = visit.words;
    let (unfit, nearest) = match ServiceAddress::parse(address) {
        Ok(_) if address.contains('*') => (Some(words.t("address-wildcard")), None),
        Ok(read) => (None, services::address::nearest_looked_after(ent, &visitor.account.id, &read).await?),
        Err(error) => (Some(wording::address_refused(words, error)), None),
    };
    let whole = authority::is_super(ent, &visitor.account.id).await?;
    let elsewhere = |found: &Difference| {
        matches!(found, Difference::Host { .. } | Difference::Port { .. } | Difference::Scheme { .. })
    };
    let shown = |nearest: Nearest| NearestShown {
        beyond_them: !whole && nearest.differences.iter().any(elsewhere),
        service: words.t1("refused-service", "service", &nearest.service.title),
        id: nearest.service.id.to_string(),
        pattern: nearest.pattern,
        other_host: nearest.differences.iter().any(|found| matches!(found, Difference::Host { .. })),
        differences: nearest.differences.iter().map(|found| wording::difference(words, found)).collect(),
    };
    Ok(RefusedPage {
        shell: visitor.shell(visit, "unknown-service", true),
        address: address.to_owned(),
        parameter: parameter.as_str(),
        unfit,
        nearest: nearest.map(shown),
        error: None,
    })
}

/// The administrator has compared the two, and accepts the address for the service.
async fn accept_address(
    State(ent): State<Ent>,
    Extension(visitor): Extension<Visitor>,
    visit: Visit,
    Submitted(form): Submitted,
) -> Result<Response, Problem> {
    let (address, by) = (form.exact("address"), &visitor.account.id);
    let parameter = TicketParameter::parse(form.text("parameter")).unwrap_or_default();
    let service = form.text("service").parse().map_err(|_| Problem::not_found())?;
    let mut page = refused_page(&ent, visit.clone(), &visitor, address, parameter).await?;
    let unchecked =
        page.nearest.as_ref().is_some_and(|nearest| nearest.other_host) && !form.ticked("checked");
    let error = if unchecked {
        visit.t("refused-host-missing")
    } else {
        match accept(&ent, by, &service, address).await {
            Ok(()) => return Ok(accepted_page(&ent, visit, &visitor, address, parameter)),
            Err(AcceptError::Unfit(error)) => wording::pattern_refused(visit.words, &error),
            Err(AcceptError::OtherOrigin) => visit.t("refused-other-origin"),
            Err(AcceptError::Taken) => visit.t("refused-taken"),
            Err(AcceptError::NotTheirs) => return Err(Problem::not_found()),
            Err(AcceptError::Db(error)) => return Err(error.into()),
        }
    };
    page.error = Some(error);
    Ok(web::page(StatusCode::UNPROCESSABLE_ENTITY, &page))
}

fn accepted_page(
    ent: &Ent,
    visit: Visit,
    visitor: &Visitor,
    address: &str,
    parameter: TicketParameter,
) -> Response {
    let (cas, name) = (ent.config().cas_url(), parameter.service_parameter());
    let go_on = format!("{cas}/login?{name}={}", web::encode(address));
    let shell = visitor.shell(visit, "refused-accepted", true);
    web::page(StatusCode::OK, &AcceptedPage { shell, address: address.to_owned(), go_on })
}
