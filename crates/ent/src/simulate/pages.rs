//! "Tester comme…": the answer of the CAS server, in words, for an administrator.

use askama::Template;
use web::{Extension, Problem, Response, Routes, Shell, State, StatusCode, Submitted, Visit, Words};

use super::{Learnt, Outcome, Simulation, simulate_for};
use crate::{
    Ent,
    gate::{Audience, Visitor},
    services::wording,
};

const PAGE: &str = "/admin/simulate";

pub(crate) fn routes() -> Routes<Ent, Audience> {
    Routes::new().get(PAGE, Audience::SchoolAdmin, ask).post(PAGE, Audience::SchoolAdmin, answer)
}

#[derive(Template)]
#[template(path = "simulate/simulate.html")]
struct SimulatePage {
    shell: Shell,
    login: String,
    address: String,
    answer: Option<Answer>,
}

/// What would happen, in words.
#[derive(Default)]
struct Answer {
    accepted: bool,
    /// Accepted or not, and why.
    address: String,
    /// The address that accepts this one, or the nearest one.
    pattern: Option<String>,
    differences: Vec<String>,
    /// Whether the person enters, and why not.
    person: Option<String>,
    learnt: Option<Learnt>,
}

impl Answer {
    fn of(words: Words, simulation: Simulation) -> Self {
        match simulation {
            Simulation::Unfit(error) => {
                Self { address: wording::address_refused(words, error), ..Self::default() }
            }
            Simulation::Unknown(nearest) => {
                let differences = nearest.iter().flat_map(|nearest| &nearest.differences);
                Self {
                    address: words.t("simulate-unknown"),
                    differences: differences.map(|found| wording::difference(words, found)).collect(),
                    pattern: nearest.map(|nearest| nearest.pattern),
                    ..Self::default()
                }
            }
            Simulation::Known { service, pattern, outcome } => {
                let (person, learnt) = match outcome {
                    Outcome::NoAccount => (words.t("simulate-no-account"), None),
                    Outcome::NotEntitled(_) => (words.t("simulate-not-entitled"), None),
                    Outcome::Enters(learnt) => (words.t("simulate-may-enter"), Some(learnt)),
                };
                Self {
                    accepted: true,
                    address: words.t1("simulate-accepted", "service", &service.title),
                    pattern: Some(pattern),
                    person: Some(person),
                    learnt,
                    ..Self::default()
                }
            }
        }
    }
}

async fn ask(Extension(visitor): Extension<Visitor>, visit: Visit) -> Response {
    let shell = visitor.shell(visit, "simulate-title", true);
    let page = SimulatePage { shell, login: String::new(), address: String::new(), answer: None };
    web::page(StatusCode::OK, &page)
}

async fn answer(
    State(ent): State<Ent>,
    Extension(visitor): Extension<Visitor>,
    visit: Visit,
    Submitted(form): Submitted,
) -> Result<Response, Problem> {
    let (login, address) = (form.text("login"), form.text("address"));
    let simulation = simulate_for(&ent, &visitor.account.id, address, login).await?;
    let answer = Some(Answer::of(visit.words, simulation));
    let shell = visitor.shell(visit, "simulate-title", true);
    let page = SimulatePage { shell, login: login.to_owned(), address: address.to_owned(), answer };
    Ok(web::page(StatusCode::OK, &page))
}
