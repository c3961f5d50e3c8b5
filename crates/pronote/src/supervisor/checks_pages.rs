//! "Vérifier la base": what to mend before an export, and why it matters.

use askama::Template;
use web::{Extension, Problem, RawQuery, Response, Routes, Shell, State, StatusCode, Visit};

use super::{
    checks,
    pages::{Desk, told_shell},
};
use crate::{Pronote, gate::Authority, people::Entry};

pub(super) fn routes() -> Routes<Pronote, Authority> {
    Routes::new().get("/spr/checks", Authority::Supervisor, show)
}

/// People of a list that a page shows; more are in the lists themselves.
const SHOWN: usize = 200;

/// One kind of fault.
struct Section {
    /// `former-pupils`, `without-pupil`, `relatives`: part of the keys of its words.
    word: &'static str,
    people: Vec<Entry>,
    total: usize,
}

impl Section {
    fn new(word: &'static str, mut people: Vec<Entry>) -> Self {
        let total = people.len();
        people.truncate(SHOWN);
        Self { word, people, total }
    }
}

#[derive(Template)]
#[template(path = "supervisor/checks.html")]
struct ChecksPage {
    shell: Shell,
    sections: Vec<Section>,
    pairs: usize,
}

impl ChecksPage {
    fn text(&self, part: &str, section: &Section) -> String {
        self.shell.t(&format!("checks-{part}-{}", section.word))
    }
}

async fn show(
    State(pronote): State<Pronote>,
    Extension(desk): Extension<Desk>,
    RawQuery(query): RawQuery,
    visit: Visit,
) -> Result<Response, Problem> {
    let found = checks::run(&pronote, &desk.base.id).await?;
    let page = ChecksPage {
        shell: told_shell(&visit, &desk, "checks-title", query.as_deref()),
        sections: vec![
            Section::new("former-pupils", found.former_pupils),
            Section::new("without-pupil", found.without_pupil),
            Section::new("relatives", found.relatives),
        ],
        pairs: found.pairs,
    };
    Ok(web::page(StatusCode::OK, &page))
}
