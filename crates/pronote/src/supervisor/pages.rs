//! The supervisor's home, the seat before the base, the menu and the settings of the lists.

use std::sync::Arc;

use askama::Template;
use axum::extract::FromRequestParts as _;
use model::Category;
use web::{
    ClientAddress, Extension, Fields, HeaderMap, IntoResponse as _, MenuEntry, Parts, Problem, RawQuery,
    Response, Routes, Shell, State, StatusCode, Submitted, Visit, header,
};

use super::{
    bulk_pages, checks_pages, export_pages, failures_pages, logins_pages, people_pages, person_pages,
    seats::{self, Mode, Seat, Wish},
    year_pages,
};
use crate::{
    Failure, Pronote,
    bases::SchoolBase,
    gate::Authority,
    operators::{self, Operator, Role, pages::OfOperator},
    people::{
        self, ListQuery,
        cas_ids::{self, RunId},
    },
};

pub(crate) fn routes() -> Routes<Pronote, Authority> {
    Routes::new()
        .get("/spr/", Authority::Home(Role::Supervisor), home)
        .get("/spr", Authority::Anyone, async || web::redirect("/spr/"))
        .get("/spr/sign-in", Authority::Anyone, async || web::redirect("/spr/"))
        .post("/spr/sign-in", Authority::Anyone, sign_in)
        .post("/spr/sign-out", Authority::Own(Role::Supervisor), sign_out)
        .post("/spr/seat", Authority::Supervisor, change_seat)
        .get("/spr/menu", Authority::Supervisor, search_menu)
        .get("/spr/settings", Authority::Supervisor, settings)
        .post("/spr/settings", Authority::Writer, set_settings)
        .merge(people_pages::routes())
        .merge(person_pages::routes())
        .merge(bulk_pages::routes())
        .merge(checks_pages::routes())
        .merge(failures_pages::routes())
        .merge(logins_pages::routes())
        .merge(year_pages::routes())
        .merge(export_pages::routes())
}

/// Who asks, before which base, and whether they write. In the extensions of every request of a supervisor.
#[derive(Clone)]
pub(super) struct Desk {
    pub(super) operator: Operator,
    pub(super) base: Arc<SchoolBase>,
    pub(super) seat: Seat,
}

impl Desk {
    pub(super) fn writes(&self) -> bool {
        self.seat.mode == Mode::Modification
    }
}

/// The cookie that holds how the base was to be opened, until the session has its seat.
const MODE: &str = "PNC-spr-mode";

fn wanted(visit: &Visit, headers: &HeaderMap) -> Mode {
    let chosen = visit.site.transport().read(headers, MODE).and_then(|word| word.parse().ok());
    chosen.unwrap_or(Mode::Modification)
}

async fn desk(
    pronote: &Pronote,
    visit: &Visit,
    headers: &HeaderMap,
    operator: Operator,
) -> Result<Desk, Problem> {
    let base = operator.bases.first().ok_or_else(Problem::forbidden)?.clone();
    let secret = secret(visit, headers)?;
    let seat = seats::seat(pronote, &base.id, &operator, secret, wanted(visit, headers)).await?;
    Ok(Desk { operator, base: Arc::new(base), seat })
}

pub(super) fn secret<'h>(visit: &Visit, headers: &'h HeaderMap) -> Result<&'h str, Problem> {
    visit.site.transport().read(headers, Role::Supervisor.cookie()).ok_or_else(Problem::forbidden)
}

/// Lets a supervisor through; where `mode` is asked for, only in this mode.
pub(crate) async fn admit(pronote: &Pronote, mode: Option<Mode>, parts: &mut Parts) -> Result<(), Response> {
    operators::pages::admit(pronote, Role::Supervisor, parts).await?;
    let Ok(visit) = Visit::from_request_parts(parts, &()).await;
    let operator = parts.extensions.get::<Operator>().cloned();
    let operator = operator.ok_or_else(|| Problem::forbidden().into_response())?;
    let desk =
        desk(pronote, &visit, &parts.headers, operator).await.map_err(web::IntoResponse::into_response)?;
    if mode.is_some_and(|mode| mode != desk.seat.mode) {
        return Err(Problem::new(StatusCode::FORBIDDEN, "spr-only-reads").into_response());
    }
    parts.extensions.insert(OfOperator(Arc::clone(&desk.base)));
    parts.extensions.insert(desk);
    Ok(())
}

/// The tabs of people, in the order of the client.
pub(super) const TABS: [Category; 6] = [
    Category::Teacher,
    Category::Pupil,
    Category::Guardian,
    Category::Staff,
    Category::InternshipSupervisor,
    Category::Inspector,
];

/// What surrounds a page: the tabs, and the title bar of the client.
pub(super) fn spr_shell(visit: Visit, desk: &Desk, title: String) -> Shell {
    let mut shell = Shell::new(visit, title);
    shell.person = Some(desk.operator.name.clone());
    let mode = shell.t(mode_key(desk.seat.mode));
    shell.place = Some(format!("PRONOTE {} - {mode} - [{}]", desk.base.version_label, desk.base.file_name()));
    shell.sign_out = Some("/spr/sign-out".to_owned());
    let home = ("console-home".to_owned(), "/spr/".to_owned());
    let lists = TABS.map(|c| (format!("category-{c}"), format!("/spr/people/{c}")));
    let export = ("export-menu".to_owned(), "/spr/export".to_owned());
    let settings = ("spr-settings-menu".to_owned(), "/spr/settings".to_owned());
    let account = ("menu-account".to_owned(), Role::Supervisor.account().to_owned());
    let entries = std::iter::once(home).chain(lists).chain([export, settings, account]);
    shell.menu = entries.map(|(key, href)| MenuEntry { label: shell.t(&key), href }).collect();
    shell
}

const fn mode_key(mode: Mode) -> &'static str {
    match mode {
        Mode::Modification => "spr-modification",
        Mode::Consultation => "spr-consultation",
    }
}

/// The same, with the sentence of `?done=WORD` for the words we know.
pub(super) fn told_shell(visit: &Visit, desk: &Desk, title: &str, query: Option<&str>) -> Shell {
    let mut shell = spr_shell(visit.clone(), desk, visit.t(title));
    let fields = Fields::parse(query.unwrap_or_default());
    let known = [
        "erased",
        "typed",
        "transferred",
        "csv",
        "undone",
        "undone-partly",
        "rights",
        "removed",
        "granted",
        "passed",
        "stepped-back",
        "settings",
        "year",
        "version",
    ];
    let word = known.into_iter().find(|word| *word == fields.text("done"));
    shell.notice = word.map(|word| visit.t(&format!("spr-done-{word}")));
    shell
}

/// The run that a page offers to undo: the one in its address, as long as it is the last.
pub(super) async fn undoable(
    pronote: &Pronote,
    desk: &Desk,
    query: Option<&str>,
) -> Result<Option<RunId>, Failure> {
    let Ok(wanted) = Fields::parse(query.unwrap_or_default()).text("run").parse::<RunId>() else {
        return Ok(None);
    };
    let last = cas_ids::last(pronote, &desk.base.id).await?;
    Ok(last.map(|run| run.id).filter(|last| desk.writes() && *last == wanted))
}

/// An entry of the menu: key of its label, address, and words of older versions by which it is looked for.
struct Command {
    key: &'static str,
    href: &'static str,
    older: &'static str,
}

/// What the supervisor can do, besides the tabs. "Export manuel de l'emploi du temps" and its neighbours are not here:
/// this PRONOTE has no timetable to export, and an entry that does nothing helps nobody.
const COMMANDS: [Command; 8] = [
    Command {
        key: "export-title",
        href: "/spr/export",
        older: "Fichier > Socles ENT > Exporter Imports/Exports",
    },
    Command {
        key: "failures-title",
        href: "/spr/failures",
        older: "Communication > Gestion des identités interconnexion avec l'ENT",
    },
    Command { key: "bulk-title", href: "/spr/cas-ids", older: "Importer CSV TXT/CSV/XML" },
    Command { key: "duplicates-title", href: "/spr/duplicates", older: "doublons fusionner transférer" },
    Command {
        key: "checks-title", href: "/spr/checks", older: "anciens élèves tuteurs non reconnus droits"
    },
    Command {
        key: "logins-title",
        href: "/spr/logins",
        older: "courrier lettre mots de passe connexion directe",
    },
    Command {
        key: "year-title", href: "/spr/september", older: "nouvelle année nouvelle version septembre"
    },
    Command {
        key: "spr-settings-title",
        href: "/spr/settings",
        older: "PRÉFÉRENCES Gestion ENT / CAS Activer la gestion des identifiants ENT",
    },
];

#[derive(Template)]
#[template(path = "supervisor/home.html")]
struct HomePage {
    shell: Shell,
    counts: Vec<(String, usize)>,
    has_delegation: bool,
    failures: usize,
    commands: Vec<MenuEntry>,
    writes: bool,
    /// Who writes, for somebody who reads along, and when the pen is free.
    other: Option<String>,
    wanted_by: Option<String>,
}

async fn home(
    State(pronote): State<Pronote>,
    visit: Visit,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let operator = operators::pages::asking(&pronote, Role::Supervisor, &visit, &headers).await?;
    let Some(operator) = operator else {
        return Ok(operators::pages::sign_in_page(visit, Role::Supervisor, None));
    };
    let desk = desk(&pronote, &visit, &headers, operator).await?;
    let mut counts = Vec::new();
    for category in TABS {
        let total = people::count(&pronote, &desk.base.id, &ListQuery::all(category)).await?;
        counts.push((visit.t(&format!("category-{category}")), total));
    }
    let other = if desk.writes() { None } else { seats::writer(&pronote, &desk.base.id).await? };
    let other = other.map(|writer| {
        let (since, free) = (web::clock::french(writer.since()), web::clock::french(writer.free_at()));
        let sentence = visit.words.t2("seat-taken", ("name", &writer.name), ("since", since));
        format!("{sentence} {}", visit.words.t1("seat-free-at", "at", free))
    });
    let commands = COMMANDS.iter().filter(|command| command.href != "/spr/export");
    let page = HomePage {
        shell: told_shell(&visit, &desk, mode_key(desk.seat.mode), query.as_deref()),
        counts,
        has_delegation: desk.base.delegation.is_some(),
        failures: failures_pages::count(&pronote, &desk.base).await?,
        commands: commands.map(|c| MenuEntry { label: visit.t(c.key), href: c.href.to_owned() }).collect(),
        writes: desk.writes(),
        other,
        wanted_by: desk.seat.wanted_by.clone(),
    };
    Ok(web::page(StatusCode::OK, &page))
}

async fn sign_in(
    State(pronote): State<Pronote>,
    ClientAddress(from): ClientAddress,
    visit: Visit,
    Submitted(fields): Submitted,
) -> Result<Response, Problem> {
    let mode: Mode = fields.text("mode").parse().unwrap_or(Mode::Modification);
    let chosen = visit.site.transport().set(MODE, mode.as_str());
    let mut answer =
        operators::pages::sign_in(&pronote, visit, Role::Supervisor, from, Submitted(fields)).await?;
    answer.headers_mut().append(header::SET_COOKIE, chosen);
    Ok(answer)
}

async fn sign_out(
    State(pronote): State<Pronote>,
    visit: Visit,
    headers: HeaderMap,
    Submitted(_): Submitted,
) -> Result<Response, Problem> {
    seats::leave(&pronote, secret(&visit, &headers)?).await?;
    operators::pages::sign_out(&pronote, &visit, Role::Supervisor, &headers).await
}

async fn change_seat(
    State(pronote): State<Pronote>,
    Extension(desk): Extension<Desk>,
    visit: Visit,
    headers: HeaderMap,
    Submitted(fields): Submitted,
) -> Result<Response, Problem> {
    let secret = secret(&visit, &headers)?;
    let done = if fields.text("mode") == Mode::Modification.as_str() {
        match seats::take_over(&pronote, &desk.base.id, &desk.operator, secret).await? {
            Wish::Granted => "granted",
            Wish::Passed => "passed",
        }
    } else {
        seats::step_back(&pronote, secret).await?;
        "stepped-back"
    };
    Ok(web::redirect(&format!("/spr/?done={done}")))
}

struct Found {
    label: String,
    href: String,
    /// Why it is not offered yet.
    not_yet: Option<String>,
}

#[derive(Template)]
#[template(path = "supervisor/menu.html")]
struct MenuPage {
    shell: Shell,
    search: String,
    found: Vec<Found>,
}

async fn search_menu(Extension(desk): Extension<Desk>, RawQuery(query): RawQuery, visit: Visit) -> Response {
    let search: String =
        Fields::parse(query.as_deref().unwrap_or_default()).text("q").chars().take(100).collect();
    let plain = |text: &str| matching::fold(text).replace(|c: char| !c.is_alphanumeric(), " ");
    let wanted = plain(&search);
    let has_delegation = desk.base.delegation.is_some();
    let fits = |text: String| wanted.split_whitespace().all(|word| plain(&text).contains(word));
    let commands = COMMANDS.iter().filter(|c| fits(format!("{} {}", visit.t(c.key), c.older)));
    let commands = commands.map(|c| Found {
        label: visit.t(c.key),
        href: c.href.to_owned(),
        not_yet: (c.href == "/spr/export" && !has_delegation).then(|| visit.t("export-no-delegation-help")),
    });
    let tabs = TABS.iter().map(|c| (visit.t(&format!("category-{c}")), format!("/spr/people/{c}")));
    let tabs = tabs.filter(|(label, _)| fits(label.clone()));
    let tabs = tabs.map(|(label, href)| Found { label, href, not_yet: None });
    let found = commands.chain(tabs).collect();
    let shell = spr_shell(visit.clone(), &desk, visit.t("menu-title"));
    web::page(StatusCode::OK, &MenuPage { shell, search, found })
}

#[derive(Template)]
#[template(path = "supervisor/settings.html")]
struct SettingsPage {
    shell: Shell,
    ent_identifiers: bool,
    writes: bool,
}

async fn settings(
    State(pronote): State<Pronote>,
    Extension(desk): Extension<Desk>,
    RawQuery(query): RawQuery,
    visit: Visit,
) -> Result<Response, Problem> {
    let ent_identifiers = super::shows_ent_identifiers(&pronote, &desk.base.id).await?;
    let shell = told_shell(&visit, &desk, "spr-settings-title", query.as_deref());
    Ok(web::page(StatusCode::OK, &SettingsPage { shell, ent_identifiers, writes: desk.writes() }))
}

async fn set_settings(
    State(pronote): State<Pronote>,
    Extension(desk): Extension<Desk>,
    Submitted(fields): Submitted,
) -> Result<Response, Problem> {
    super::show_ent_identifiers(&pronote, &desk.base.id, fields.ticked("ent_identifiers")).await?;
    Ok(web::redirect("/spr/settings?done=settings"))
}
