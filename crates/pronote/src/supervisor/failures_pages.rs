//! "Résolution des échecs d'interconnexion": who came from the ENT and was not recognised, why, and what cures it.

use askama::Template;
use web::{Extension, Problem, Response, Routes, Shell, State, StatusCode, Visit, clock};

use super::pages::{Desk, spr_shell};
use crate::{Pronote, access, bases::SchoolBase, delegation, gate::Authority};

pub(super) fn routes() -> Routes<Pronote, Authority> {
    Routes::new().get("/spr/failures", Authority::Supervisor, show)
}

/// How many people meet failures.
pub(super) async fn count(pronote: &Pronote, base: &SchoolBase) -> Result<usize, Problem> {
    Ok(access::failing(pronote, &base.id).await?)
}

struct Failure {
    at: String,
    space: String,
    cas_id: String,
    pronote_id: Option<String>,
    name: Option<String>,
    cause: String,
    cure: String,
    /// What finds in the lists the records concerned.
    search: String,
    category: Option<&'static str>,
}

#[derive(Template)]
#[template(path = "supervisor/failures.html")]
struct FailuresPage {
    shell: Shell,
    failures: Vec<Failure>,
    total: usize,
}

async fn show(
    State(pronote): State<Pronote>,
    Extension(desk): Extension<Desk>,
    visit: Visit,
) -> Result<Response, Problem> {
    let base = &desk.base;
    let mut failures = Vec::new();
    for failure in access::failures(&pronote, &base.id).await? {
        // Each space may trust a server of its own.
        let delegation = delegation::for_space(&pronote, base, failure.space).await?;
        let cas = delegation.map(|delegation| delegation.cas_url.to_string()).unwrap_or_default();
        failures.push(told(&visit, failure, &cas));
    }
    let total = count(&pronote, base).await?;
    let shell = spr_shell(visit.clone(), &desk, visit.t("failures-title"));
    Ok(web::page(StatusCode::OK, &FailuresPage { shell, failures, total }))
}

fn told(visit: &Visit, failure: access::EntryFailure, cas: &str) -> Failure {
    let (cause, cure) = failure.explain(visit.words, cas);
    let name = failure.name.as_ref().map(model::PersonName::listed);
    let search = failure.pronote_id.clone().or_else(|| name.clone());
    Failure {
        at: clock::french(failure.at),
        space: visit.t(&format!("space-{}", failure.space)),
        search: search.unwrap_or_else(|| failure.cas_id.to_string()),
        category: failure.space.category().map(model::Category::as_str),
        cas_id: failure.cas_id.to_string(),
        pronote_id: failure.pronote_id,
        name,
        cause,
        cure,
    }
}
