//! Issuing PRONOTE's own logins: the choice of whom, and the letters to print.

use std::collections::BTreeSet;

use askama::Template;
use model::Category;
use web::{Extension, Problem, RawQuery, Response, Routes, Shell, State, StatusCode, Submitted, Visit};

use super::{
    logins::{self, AT_ONCE, Letter},
    pages::{Desk, spr_shell, told_shell},
};
use crate::{
    Pronote, access,
    bases::Space,
    gate::Authority,
    people::{self, Entry, PersonId},
};

pub(super) fn routes() -> Routes<Pronote, Authority> {
    Routes::new().get("/spr/logins", Authority::Supervisor, window).post(
        "/spr/logins",
        Authority::Writer,
        issue,
    )
}

#[derive(Template)]
#[template(path = "supervisor/logins.html")]
struct LoginsPage {
    shell: Shell,
    classes: BTreeSet<String>,
    with_login: usize,
    /// Whether PRONOTE's own sign-in can be used now.
    direct: bool,
    nobody: bool,
    writes: bool,
}

async fn logins_page(
    pronote: &Pronote,
    desk: &Desk,
    visit: &Visit,
    query: Option<&str>,
    nobody: bool,
) -> Result<LoginsPage, Problem> {
    let entries = people::entries(pronote, &desk.base.id).await?;
    Ok(LoginsPage {
        shell: told_shell(visit, desk, "logins-title", query),
        with_login: entries.iter().filter(|entry| entry.own_login.is_some()).count(),
        classes: entries.into_iter().filter_map(|entry| entry.class).collect(),
        direct: access::direct_allowed(pronote, &desk.base, Space::Common).await?,
        nobody,
        writes: desk.writes(),
    })
}

async fn window(
    State(pronote): State<Pronote>,
    Extension(desk): Extension<Desk>,
    RawQuery(query): RawQuery,
    visit: Visit,
) -> Result<Response, Problem> {
    let page = logins_page(&pronote, &desk, &visit, query.as_deref(), false).await?;
    Ok(web::page(StatusCode::OK, &page))
}

#[derive(Template)]
#[template(path = "supervisor/letters.html")]
struct LettersPage {
    shell: Shell,
    letters: Vec<Letter>,
    school: String,
    address: String,
    left: usize,
}

/// Draws the passwords and shows the letters in the answer itself: they can be shown once only.
async fn issue(
    State(pronote): State<Pronote>,
    Extension(desk): Extension<Desk>,
    visit: Visit,
    Submitted(fields): Submitted,
) -> Result<Response, Problem> {
    let base = &desk.base.id;
    let wanted: Vec<Entry> = if fields.text("person").is_empty() {
        let guardians = fields.text("who") == Category::Guardian.as_str();
        let of_class = logins::of_class(&pronote, base, fields.text("class"), guardians).await?;
        // A whole class: nobody who can sign in already loses the password they know.
        of_class.into_iter().filter(|entry| entry.own_login.is_none()).collect()
    } else {
        let id: PersonId = fields.text("person").parse().map_err(|_| Problem::not_found())?;
        vec![people::entry(&pronote, base, &id).await?.ok_or_else(Problem::not_found)?]
    };
    if wanted.is_empty() {
        let page = logins_page(&pronote, &desk, &visit, None, true).await?;
        return Ok(web::page(StatusCode::UNPROCESSABLE_ENTITY, &page));
    }
    let left = wanted.len().saturating_sub(AT_ONCE);
    let letters = logins::issue(&pronote, &desk.operator, base, wanted).await?;
    let spaces = &pronote.config().spaces_url;
    // As the door of the spaces has it: with a delegation, the plain address leads to the ENT.
    let query = if desk.base.delegation.is_some() { "?login=true" } else { "" };
    let page = LettersPage {
        shell: spr_shell(visit.clone(), &desk, visit.t("letters-title")),
        letters,
        school: desk.base.school_name.clone(),
        address: format!("{}{query}", desk.base.url(spaces, "")),
        left,
    };
    Ok(web::page(StatusCode::OK, &page))
}
