//! The record of one person: CAS identifier typed by hand, rights of a guardian, leaving the base.

use askama::Template;
use model::{CasId, Category};
use web::{
    Extension, Fields, Problem, RawQuery, Response, Routes, Shell, State, StatusCode, Submitted, Visit,
};

use super::{
    ChangeError,
    pages::{Desk, spr_shell, told_shell, undoable},
};
use crate::{
    Pronote,
    gate::Authority,
    people::{self, Entry, Person, PersonId, cas_ids::RunId},
};

pub(super) fn routes() -> Routes<Pronote, Authority> {
    Routes::new()
        .get("/spr/person", Authority::Supervisor, record)
        .post("/spr/person/cas-id", Authority::Writer, type_cas_id)
        .post("/spr/person/rights", Authority::Writer, set_rights)
        .get("/spr/person/remove", Authority::Supervisor, confirm_removal)
        .post("/spr/person/remove", Authority::Writer, remove)
}

#[derive(Template)]
#[template(path = "supervisor/person.html")]
struct PersonPage {
    shell: Shell,
    entry: Entry,
    category: String,
    children: Vec<Person>,
    /// What is in the field.
    typed: String,
    error: Option<String>,
    /// Who has the identifier that was typed.
    holder: Option<Entry>,
    ent_identifiers: bool,
    writes: bool,
    undo: Option<RunId>,
}

async fn found(pronote: &Pronote, desk: &Desk, key: &str) -> Result<Entry, Problem> {
    let id: PersonId = key.parse().map_err(|_| Problem::not_found())?;
    people::entry(pronote, &desk.base.id, &id).await?.ok_or_else(Problem::not_found)
}

async fn page(
    pronote: &Pronote,
    desk: &Desk,
    visit: &Visit,
    entry: Entry,
    query: Option<&str>,
) -> Result<PersonPage, Problem> {
    let mut shell = told_shell(visit, desk, "person-title", query);
    shell.title = entry.listed();
    let children = match entry.category {
        Category::Guardian => people::children(pronote, &entry.id).await?,
        _ => Vec::new(),
    };
    Ok(PersonPage {
        shell,
        category: visit.t(&format!("category-{}", entry.category)),
        children,
        typed: entry.cas_id.as_ref().map(ToString::to_string).unwrap_or_default(),
        entry,
        error: None,
        holder: None,
        ent_identifiers: super::shows_ent_identifiers(pronote, &desk.base.id).await?,
        writes: desk.writes(),
        undo: undoable(pronote, desk, query).await?,
    })
}

async fn record(
    State(pronote): State<Pronote>,
    Extension(desk): Extension<Desk>,
    RawQuery(query): RawQuery,
    visit: Visit,
) -> Result<Response, Problem> {
    let fields = Fields::parse(query.as_deref().unwrap_or_default());
    let entry = found(&pronote, &desk, fields.text("id")).await?;
    Ok(web::page(StatusCode::OK, &page(&pronote, &desk, &visit, entry, query.as_deref()).await?))
}

async fn type_cas_id(
    State(pronote): State<Pronote>,
    Extension(desk): Extension<Desk>,
    visit: Visit,
    Submitted(fields): Submitted,
) -> Result<Response, Problem> {
    let entry = found(&pronote, &desk, fields.text("person")).await?;
    let typed = fields.text("cas_id").to_owned();
    let back = format!("/spr/person?id={}", entry.id);
    if entry.cas_id.as_ref().map(CasId::as_str).unwrap_or_default() == typed {
        return Ok(web::redirect(&back));
    }
    if typed.is_empty() {
        let run = super::erase_cas_id(&pronote, &desk.operator, &desk.base.id, &entry.id).await?;
        let run = run.map(|run| format!("&run={run}")).unwrap_or_default();
        return Ok(web::redirect(&format!("{back}&done=erased{run}")));
    }
    let Ok(cas_id) = CasId::parse(&typed) else {
        let refused = page(&pronote, &desk, &visit, entry, None).await?;
        let error = Some(visit.t("cas-id-shape"));
        return Ok(web::page(StatusCode::UNPROCESSABLE_ENTITY, &PersonPage { typed, error, ..refused }));
    };
    let (operator, base) = (&desk.operator, &desk.base.id);
    match super::type_cas_id(&pronote, operator, base, &entry, cas_id).await {
        Ok(run) => Ok(web::redirect(&format!("{back}&done=typed&run={run}"))),
        Err(ChangeError::Failure(failure)) => Err(failure.into()),
        Err(ChangeError::Taken(holder)) => {
            let name = holder.as_ref().map(|holder| holder.listed()).unwrap_or_default();
            let error = Some(visit.words.t1("cas-id-taken", "name", name));
            let refused = page(&pronote, &desk, &visit, entry, None).await?;
            let page = PersonPage { typed, error, holder: holder.map(|holder| *holder), ..refused };
            Ok(web::page(StatusCode::UNPROCESSABLE_ENTITY, &page))
        }
        Err(ChangeError::NothingToGive) => Err(Problem::new(StatusCode::CONFLICT, "transfer-nothing")),
    }
}

async fn set_rights(
    State(pronote): State<Pronote>,
    Extension(desk): Extension<Desk>,
    Submitted(fields): Submitted,
) -> Result<Response, Problem> {
    let entry = found(&pronote, &desk, fields.text("person")).await?;
    let (legal, consults) = (fields.ticked("legal_guardian"), fields.ticked("consults"));
    super::set_rights(&pronote, &desk.operator, &desk.base.id, &entry.id, legal, consults).await?;
    Ok(web::redirect(&format!("/spr/person?id={}&done=rights", entry.id)))
}

#[derive(Template)]
#[template(path = "supervisor/remove.html")]
struct RemovePage {
    shell: Shell,
    entry: Entry,
    writes: bool,
}

async fn confirm_removal(
    State(pronote): State<Pronote>,
    Extension(desk): Extension<Desk>,
    RawQuery(query): RawQuery,
    visit: Visit,
) -> Result<Response, Problem> {
    let fields = Fields::parse(query.as_deref().unwrap_or_default());
    let entry = found(&pronote, &desk, fields.text("id")).await?;
    let shell = spr_shell(visit.clone(), &desk, visit.words.t1("remove-title", "name", entry.listed()));
    Ok(web::page(StatusCode::OK, &RemovePage { shell, entry, writes: desk.writes() }))
}

async fn remove(
    State(pronote): State<Pronote>,
    Extension(desk): Extension<Desk>,
    Submitted(fields): Submitted,
) -> Result<Response, Problem> {
    let entry = found(&pronote, &desk, fields.text("person")).await?;
    super::remove_person(&pronote, &desk.operator, &desk.base.id, &entry.id).await?;
    Ok(web::redirect("/spr/checks?done=removed"))
}
