//! The lists of people, and the pages on which two records are compared.

use askama::Template;
use model::Category;
use web::{
    Extension, Fields, Path, Problem, RawQuery, Response, Routes, Shell, State, StatusCode, Submitted, Visit,
};

use super::{
    ChangeError,
    pages::{Desk, told_shell, undoable},
};
use crate::{
    Pronote,
    gate::Authority,
    people::{self, Entry, ListQuery, PAGE_SIZE, Pair, PersonId, SortBy, cas_ids::RunId},
};

pub(super) fn routes() -> Routes<Pronote, Authority> {
    Routes::new()
        .get("/spr/people/{category}", Authority::Supervisor, list)
        .post("/spr/people/{category}/erase-cas-id", Authority::Writer, erase_cas_id)
        .get("/spr/duplicates", Authority::Supervisor, duplicates)
        .post("/spr/transfer", Authority::Writer, transfer)
}

/// The title of a column, with the address that sorts by it.
struct Title {
    label: String,
    href: String,
    /// `ascending`, `descending`, or nothing when the list is sorted by another.
    sorted: Option<&'static str>,
}

#[derive(Template)]
#[template(path = "supervisor/people.html")]
struct PeoplePage {
    shell: Shell,
    category: Category,
    titles: Vec<Title>,
    people: Vec<Entry>,
    total: usize,
    search: String,
    sort: &'static str,
    descending: bool,
    /// From 1, as shown.
    number: u32,
    last: u32,
    /// "Activer la gestion des identifiants ENT".
    ent_identifiers: bool,
    writes: bool,
    undo: Option<RunId>,
}

impl PeoplePage {
    fn place(&self) -> String {
        self.shell.visit.words.t2("people-page", ("number", self.number), ("last", self.last))
    }

    fn acts(&self) -> bool {
        self.writes && self.ent_identifiers
    }
}

fn titles(visit: &Visit, query: &ListQuery, ent_identifiers: bool) -> Vec<Title> {
    let shown = |column: &SortBy| match column {
        SortBy::PronoteId | SortBy::CasId => ent_identifiers,
        SortBy::Class => query.category == Category::Pupil,
        _ => true,
    };
    let title = |column: SortBy| {
        let sorted = query.sort == column;
        let turn = if sorted && !query.descending { "&desc=1" } else { "" };
        let search = if query.search.is_empty() {
            String::new()
        } else {
            format!("&q={}", web::encode(&query.search))
        };
        Title {
            label: visit.t(&format!("people-{}", column.as_str())),
            href: format!("/spr/people/{}?sort={}{turn}{search}", query.category, column.as_str()),
            sorted: sorted.then_some(if query.descending { "descending" } else { "ascending" }),
        }
    };
    SortBy::ALL.into_iter().filter(shown).map(title).collect()
}

async fn list(
    State(pronote): State<Pronote>,
    Extension(desk): Extension<Desk>,
    Path(category): Path<String>,
    RawQuery(query): RawQuery,
    visit: Visit,
) -> Result<Response, Problem> {
    let category: Category = category.parse().map_err(|_| Problem::not_found())?;
    let fields = Fields::parse(query.as_deref().unwrap_or_default());
    let number = fields.text("page").parse::<u32>().unwrap_or(1).max(1);
    let sort = SortBy::ALL.into_iter().find(|column| column.as_str() == fields.text("sort"));
    let asked = ListQuery {
        category,
        search: fields.text("q").chars().take(100).collect(),
        page: number - 1,
        sort: sort.unwrap_or_default(),
        descending: fields.ticked("desc"),
    };
    let (people, total) = people::list(&pronote, &desk.base.id, &asked).await?;
    let last = u32::try_from(total).unwrap_or(u32::MAX).div_ceil(PAGE_SIZE).max(1);
    let ent_identifiers = super::shows_ent_identifiers(&pronote, &desk.base.id).await?;
    let page = PeoplePage {
        shell: told_shell(&visit, &desk, &format!("category-{category}"), query.as_deref()),
        category,
        titles: titles(&visit, &asked, ent_identifiers),
        people,
        total,
        sort: asked.sort.as_str(),
        descending: asked.descending,
        search: asked.search,
        number,
        last,
        ent_identifiers,
        writes: desk.writes(),
        undo: undoable(&pronote, &desk, query.as_deref()).await?,
    };
    Ok(web::page(StatusCode::OK, &page))
}

async fn erase_cas_id(
    State(pronote): State<Pronote>,
    Extension(desk): Extension<Desk>,
    Path(category): Path<String>,
    Submitted(fields): Submitted,
) -> Result<Response, Problem> {
    let category: Category = category.parse().map_err(|_| Problem::not_found())?;
    let person: PersonId = fields.text("person").parse().map_err(|_| Problem::not_found())?;
    people::find(&pronote, &desk.base.id, &person).await?.ok_or_else(Problem::not_found)?;
    let run = super::erase_cas_id(&pronote, &desk.operator, &desk.base.id, &person).await?;
    let run = run.map(|run| format!("&run={run}")).unwrap_or_default();
    Ok(web::redirect(&format!("/spr/people/{category}?done=erased{run}")))
}

#[derive(Template)]
#[template(path = "supervisor/duplicates.html")]
struct DuplicatesPage<'a> {
    shell: Shell,
    pairs: Vec<Pair<'a>>,
    writes: bool,
    undo: Option<RunId>,
}

impl DuplicatesPage<'_> {
    fn category(&self, entry: &Entry) -> String {
        self.shell.t(&format!("category-{}", entry.category))
    }
}

async fn duplicates(
    State(pronote): State<Pronote>,
    Extension(desk): Extension<Desk>,
    RawQuery(query): RawQuery,
    visit: Visit,
) -> Result<Response, Problem> {
    let entries = people::entries(&pronote, &desk.base.id).await?;
    let page = DuplicatesPage {
        shell: told_shell(&visit, &desk, "duplicates-title", query.as_deref()),
        pairs: people::pairs(&entries),
        writes: desk.writes(),
        undo: undoable(&pronote, &desk, query.as_deref()).await?,
    };
    Ok(web::page(StatusCode::OK, &page))
}

/// Transfers an identifier, from the page of the duplicates or from a record.
async fn transfer(
    State(pronote): State<Pronote>,
    Extension(desk): Extension<Desk>,
    Submitted(fields): Submitted,
) -> Result<Response, Problem> {
    let id = |name| fields.text(name).parse::<PersonId>().map_err(|_| Problem::not_found());
    let (from, to) = (id("from")?, id("to")?);
    match super::transfer_cas_id(&pronote, &desk.operator, &desk.base.id, &from, &to).await {
        Ok(run) => {
            let back = if fields.text("back") == "person" {
                format!("/spr/person?id={to}&")
            } else {
                "/spr/duplicates?".to_owned()
            };
            Ok(web::redirect(&format!("{back}done=transferred&run={run}")))
        }
        Err(ChangeError::Failure(failure)) => Err(failure.into()),
        Err(ChangeError::Taken(_)) => Err(Problem::new(StatusCode::CONFLICT, "transfer-taken")),
        Err(ChangeError::NothingToGive) => Err(Problem::new(StatusCode::CONFLICT, "transfer-nothing")),
    }
}
