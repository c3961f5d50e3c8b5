//! "Tester": what a CAS server answers without anybody's help, and the way to its sign-in.

use askama::Template;
use web::{
    Extension, Fields, Path, Problem, RawQuery, Response, Routes, Shell, State, StatusCode, Visit, Words,
};

use super::{delegation_pages::Edited, pages::console_shell};
use crate::{
    Pronote,
    bases::{SchoolBase, Space},
    delegation::{self, Delegation, Links},
    gate::Authority,
    operators::{Operator, pages::OfOperator},
    trial::{self, Seen, Validator, pages::Shown},
};

pub(crate) fn routes() -> Routes<Pronote, Authority> {
    Routes::new()
        .get("/bases/{base}/delegation/trial", Authority::Console, trial_page)
        // A link, not a form: browsers hold every redirection after a form to `form-action`, and an ENT may lead on to
        // the sign-in of somebody else. All it changes is that a trial waits.
        .effect("/bases/{base}/delegation/trial/{space}", Authority::Console, begin)
}

#[derive(Template)]
#[template(path = "console/trial.html")]
struct TrialPage {
    shell: Shell,
    base: SchoolBase,
    edited: String,
    server: String,
    links: Links,
    steps: Vec<Shown>,
    /// Whether it makes sense to go on.
    ready: bool,
    spaces: Vec<(&'static str, String)>,
}

async fn trial_page(
    State(pronote): State<Pronote>,
    Extension(operator): Extension<Operator>,
    Extension(OfOperator(base)): Extension<OfOperator>,
    RawQuery(query): RawQuery,
    visit: Visit,
) -> Result<Response, Problem> {
    let fields = Fields::parse(query.as_deref().unwrap_or_default());
    let (edited, delegation) = tried(&pronote, &base, fields.text("d")).await?;
    let seen = trial::look(&pronote, &base, &delegation).await?;
    let links = delegation::links(&pronote, &base, &delegation)?;
    let page = TrialPage {
        steps: steps(visit.words, &delegation, &seen),
        ready: seen.login.is_ok() && seen.validator == Validator::Refuses,
        spaces: Space::ALL.map(|space| (space.as_str(), visit.t(&format!("space-{space}")))).to_vec(),
        shell: console_shell(visit.clone(), &operator, visit.t("trial-title"), None),
        base: SchoolBase::clone(&base),
        edited: edited.word,
        server: delegation.cas_url.to_string(),
        links,
    };
    Ok(web::page(StatusCode::OK, &page))
}

fn steps(words: Words, delegation: &Delegation, seen: &Seen) -> Vec<Shown> {
    let cas = delegation.cas_url.as_str();
    let failed = |title: &str, refused| Shown::failed(words.t(title), words, refused, cas, Space::Common);
    let login = match &seen.login {
        Ok(()) => Shown::held(words.t("trial-login"), words.t1("trial-login-there", "cas", cas)),
        Err(refused) => failed("trial-login", refused),
    };
    let validator = match &seen.validator {
        Validator::Refuses => Shown::held(words.t("trial-validator"), words.t("trial-validator-speaks")),
        Validator::Fails(refused) => failed("trial-validator", refused),
        Validator::AcceptsAnything => Shown {
            title: words.t("trial-validator"),
            holds: false,
            text: words.t1("trial-accepts-anything", "cas", cas),
            cure: words.t("trial-accepts-anything-help"),
        },
    };
    vec![login, validator]
}

/// To the sign-in of the ENT.
async fn begin(
    State(pronote): State<Pronote>,
    Extension(OfOperator(base)): Extension<OfOperator>,
    Path((_, space)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let fields = Fields::parse(query.as_deref().unwrap_or_default());
    let (_, delegation) = tried(&pronote, &base, fields.text("d")).await?;
    let space = space.parse().map_err(|_| Problem::not_found())?;
    Ok(web::redirect(&trial::begin(&pronote, &base, &delegation, space).await?))
}

async fn tried(pronote: &Pronote, base: &SchoolBase, word: &str) -> Result<(Edited, Delegation), Problem> {
    let mut edited = Edited::of(pronote, base, word).await?;
    let delegation = edited.current.take().ok_or_else(Problem::not_found)?;
    Ok((edited, delegation))
}
