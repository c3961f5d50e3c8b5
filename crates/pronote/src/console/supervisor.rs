//! The supervisor's pages (SPR): people of the base, export of their identifiers.

use askama::Template;
use exchange::identifiers::{FILE_NAME, PARTNER};
use model::Category;
use web::{
    Extension, Fields, HeaderMap, MenuEntry, Path, Problem, RawQuery, Response, Routes, Shell, State,
    StatusCode, Submitted, Visit,
};

use super::pages::notice;
use crate::{
    Pronote,
    bases::SchoolBase,
    gate::Authority,
    operators::{self, Operator, Role, pages::OfOperator},
    people::{self, ListQuery, PAGE_SIZE, Person, PersonId},
    transfer::{self, Readers},
};

pub(crate) fn routes() -> Routes<Pronote, Authority> {
    Routes::new()
        .get("/spr/", Authority::Anyone, home)
        .get("/spr", Authority::Anyone, async || web::redirect("/spr/"))
        .get("/spr/sign-in", Authority::Anyone, async || web::redirect("/spr/"))
        .post("/spr/sign-in", Authority::Anyone, sign_in)
        .post("/spr/sign-out", Authority::Supervisor, sign_out)
        .get("/spr/people/{category}", Authority::Supervisor, list)
        .post("/spr/people/{category}/erase-cas-id", Authority::Supervisor, erase_cas_id)
        .get("/spr/export", Authority::Supervisor, export_window)
        .post("/spr/export", Authority::Supervisor, export)
        .get("/spr/export/done", Authority::Supervisor, export_done)
        .get("/spr/export/file", Authority::Supervisor, export_file)
}

fn spr_shell(visit: Visit, operator: &Operator, base: &SchoolBase, title: String) -> Shell {
    let mut shell = Shell::new(visit, title);
    shell.person = Some(operator.name.clone());
    shell.place = Some(base.file_name());
    shell.sign_out = Some("/spr/sign-out".to_owned());
    let lists = Category::ALL.map(|c| (format!("category-{c}"), format!("/spr/people/{c}")));
    let export = ("export-menu".to_owned(), "/spr/export".to_owned());
    let home = ("console-home".to_owned(), "/spr/".to_owned());
    let entries = std::iter::once(home).chain(lists).chain([export]);
    shell.menu = entries.map(|(key, href)| MenuEntry { label: shell.t(&key), href }).collect();
    shell
}

#[derive(Template)]
#[template(path = "console/spr_home.html")]
struct HomePage {
    shell: Shell,
    counts: Vec<(String, usize)>,
    has_delegation: bool,
}

async fn home(State(pronote): State<Pronote>, visit: Visit, headers: HeaderMap) -> Result<Response, Problem> {
    let operator = operators::pages::asking(&pronote, Role::Supervisor, &visit, &headers).await?;
    let Some(operator) = operator else {
        return Ok(operators::pages::sign_in_page(visit, Role::Supervisor, None));
    };
    let base = operator.bases.first().ok_or_else(Problem::forbidden)?;
    let mut counts = Vec::new();
    for category in Category::ALL {
        let query = ListQuery { category, search: String::new(), page: 0 };
        let total = people::count(&pronote, &base.id, &query).await?;
        counts.push((visit.t(&format!("category-{category}")), total));
    }
    let has_delegation = base.delegation.is_some();
    let shell = spr_shell(visit.clone(), &operator, base, visit.t("spr-title"));
    Ok(web::page(StatusCode::OK, &HomePage { shell, counts, has_delegation }))
}

async fn sign_in(State(pronote): State<Pronote>, visit: Visit, form: Submitted) -> Result<Response, Problem> {
    operators::pages::sign_in(&pronote, visit, Role::Supervisor, form).await
}

async fn sign_out(
    State(pronote): State<Pronote>,
    visit: Visit,
    headers: HeaderMap,
    Submitted(_): Submitted,
) -> Result<Response, Problem> {
    operators::pages::sign_out(&pronote, &visit, Role::Supervisor, &headers).await
}

#[derive(Template)]
#[template(path = "console/spr_people.html")]
struct PeoplePage {
    shell: Shell,
    category: Category,
    people: Vec<Person>,
    total: usize,
    search: String,
    /// From 1, as shown.
    number: u32,
    last: u32,
}

impl PeoplePage {
    fn place(&self) -> String {
        self.shell.visit.words.t2("people-page", ("number", self.number), ("last", self.last))
    }
}

async fn list(
    State(pronote): State<Pronote>,
    Extension(operator): Extension<Operator>,
    Extension(OfOperator(base)): Extension<OfOperator>,
    Path(category): Path<String>,
    RawQuery(query): RawQuery,
    visit: Visit,
) -> Result<Response, Problem> {
    let category: Category = category.parse().map_err(|_| Problem::not_found())?;
    let fields = Fields::parse(query.as_deref().unwrap_or_default());
    let number = fields.text("page").parse::<u32>().unwrap_or(1).max(1);
    let search: String = fields.text("q").chars().take(100).collect();
    let asked = ListQuery { category, search: search.clone(), page: number - 1 };
    let (people, total) = people::list(&pronote, &base.id, &asked).await?;
    let last = u32::try_from(total).unwrap_or(u32::MAX).div_ceil(PAGE_SIZE).max(1);
    let mut shell = spr_shell(visit.clone(), &operator, &base, visit.t(&format!("category-{category}")));
    shell.notice = notice(&visit, query.as_deref());
    Ok(web::page(StatusCode::OK, &PeoplePage { shell, category, people, total, search, number, last }))
}

async fn erase_cas_id(
    State(pronote): State<Pronote>,
    Extension(operator): Extension<Operator>,
    Extension(OfOperator(base)): Extension<OfOperator>,
    Path(category): Path<String>,
    Submitted(fields): Submitted,
) -> Result<Response, Problem> {
    let category: Category = category.parse().map_err(|_| Problem::not_found())?;
    let person: PersonId = fields.text("person").parse().map_err(|_| Problem::not_found())?;
    people::find(&pronote, &base.id, &person).await?.ok_or_else(Problem::not_found)?;
    super::erase_cas_id(&pronote, &operator, &base.id, &person).await?;
    Ok(web::redirect(&format!("/spr/people/{category}?done=erased")))
}

#[derive(Template)]
#[template(path = "console/spr_export.html")]
struct ExportPage {
    shell: Shell,
    has_delegation: bool,
    /// Who can open a sealed export; nothing when nobody is configured.
    recipients: Option<String>,
}

/// "K-d'école", or several, separated by commas.
fn recipients(pronote: &Pronote) -> Option<String> {
    let labels: Vec<&str> = pronote.config().recipients.iter().map(|r| r.label.as_str()).collect();
    (!labels.is_empty()).then(|| labels.join(", "))
}

async fn export_window(
    State(pronote): State<Pronote>,
    Extension(operator): Extension<Operator>,
    Extension(OfOperator(base)): Extension<OfOperator>,
    visit: Visit,
) -> Response {
    let has_delegation = base.delegation.is_some();
    let shell = spr_shell(visit.clone(), &operator, &base, visit.t("export-title"));
    web::page(StatusCode::OK, &ExportPage { shell, has_delegation, recipients: recipients(&pronote) })
}

async fn export(
    Extension(OfOperator(base)): Extension<OfOperator>,
    Submitted(fields): Submitted,
) -> Result<Response, Problem> {
    if base.delegation.is_none() {
        return Err(no_delegation());
    }
    let only = fields.ticked("only_without_cas_id");
    let readers = if fields.text("readers") == "anyone" { Readers::Anyone } else { Readers::Recipients };
    Ok(web::redirect(&format!("/spr/export/done{}", Choices { only, readers }.query())))
}

/// Without delegation there is no ENT to export to.
fn no_delegation() -> Problem {
    Problem::new(StatusCode::CONFLICT, "export-no-delegation")
}

/// What was chosen in the export window; it travels in the address until the file is asked for.
#[derive(Debug, Clone, Copy)]
struct Choices {
    only: bool,
    readers: Readers,
}

impl Choices {
    fn of(query: Option<&str>) -> Self {
        let fields = Fields::parse(query.unwrap_or_default());
        let readers = if fields.text("clear") == "1" { Readers::Anyone } else { Readers::Recipients };
        Self { only: fields.text("only") == "1", readers }
    }

    /// With its question mark; empty when nothing differs from the usual.
    const fn query(self) -> &'static str {
        match (self.only, self.readers) {
            (false, Readers::Recipients) => "",
            (true, Readers::Recipients) => "?only=1",
            (false, Readers::Anyone) => "?clear=1",
            (true, Readers::Anyone) => "?only=1&clear=1",
        }
    }
}

#[derive(Template)]
#[template(path = "console/spr_export_done.html")]
struct ExportDonePage {
    shell: Shell,
    query: &'static str,
    /// Who can open the file; nothing when it is in clear.
    recipients: Option<String>,
    partner: &'static str,
    file_name: &'static str,
}

async fn export_done(
    State(pronote): State<Pronote>,
    Extension(operator): Extension<Operator>,
    Extension(OfOperator(base)): Extension<OfOperator>,
    RawQuery(query): RawQuery,
    visit: Visit,
) -> Result<Response, Problem> {
    if base.delegation.is_none() {
        return Err(no_delegation());
    }
    let choices = Choices::of(query.as_deref());
    let recipients = recipients(&pronote).filter(|_| choices.readers == Readers::Recipients);
    let shell = spr_shell(visit.clone(), &operator, &base, visit.t("export-done"));
    let page =
        ExportDonePage { shell, query: choices.query(), recipients, partner: PARTNER, file_name: FILE_NAME };
    Ok(web::page(StatusCode::OK, &page))
}

async fn export_file(
    State(pronote): State<Pronote>,
    Extension(operator): Extension<Operator>,
    Extension(OfOperator(base)): Extension<OfOperator>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let Choices { only, readers } = Choices::of(query.as_deref());
    match transfer::export(&pronote, &base, only, readers, &operator.id).await? {
        Some(bytes) => Ok(web::file(FILE_NAME, "application/xml", bytes)),
        None => Err(no_delegation()),
    }
}
