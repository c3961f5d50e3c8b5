//! The pages of the hosting console: what surrounds them, its sign-in and its home.

use askama::Template;
use web::{
    ClientAddress, Fields, HeaderMap, MenuEntry, Problem, Response, Routes, Shell, State, StatusCode,
    Submitted, Visit,
};

use crate::{
    Pronote,
    access::{self, Connected},
    bases::{ChangeError, SchoolBase, Space},
    gate::Authority,
    operators::{self, Closed, Operator, Role},
    supervisor,
};

pub(crate) fn routes() -> Routes<Pronote, Authority> {
    Routes::new()
        .get("/", Authority::Anyone, home)
        .get("/sign-in", Authority::Anyone, async || web::redirect("/"))
        .post("/sign-in", Authority::Anyone, sign_in)
        .post("/sign-out", Authority::Own(Role::Console), sign_out)
}

/// The delegation of the one base of an operator; of several, they choose one first.
pub(super) const DELEGATION: &str = "/delegation";

/// The menu of the console.
const MENU: [(&str, &str); 8] = [
    ("console-home", "/"),
    ("menu-server", "/server"),
    ("menu-clients", "/clients"),
    ("menu-net", "/pronote-net"),
    ("tab-delegation", DELEGATION),
    ("menu-account", "/account"),
    ("menu-privacy", "/privacy"),
    ("menu-assistance", "/assistance"),
];

/// What surrounds a page of the console.
pub(super) fn console_shell(visit: Visit, operator: &Operator, title: String, query: Option<&str>) -> Shell {
    let mut shell = Shell::new(visit, title);
    shell.person = Some(operator.name.clone());
    shell.sign_out = Some("/sign-out".to_owned());
    // On a page of a base, the delegation of this base is meant.
    let base = shell.visit.path.strip_prefix("/bases/").and_then(|rest| rest.split('/').next());
    let of_base = base.map(|base| format!("/bases/{base}/delegation"));
    let href = |href: &str| of_base.clone().filter(|_| href == DELEGATION).unwrap_or_else(|| href.to_owned());
    let entries = MENU.into_iter().map(|(key, to)| MenuEntry { label: shell.t(key), href: href(to) });
    shell.menu = entries.collect();
    shell.notice = notice(&shell.visit, query);
    shell
}

/// The words of `?done=`.
const WORDS: [&str; 20] = [
    "published",
    "stopped",
    "parameters",
    "applied",
    "delegation",
    "no-delegation",
    "by-hand",
    "undone",
    "nothing",
    "spaces",
    "dropped",
    "transition",
    "identification",
    "security",
    "support-closed",
    "password",
    "sessions",
    "second-factor",
    "no-second-factor",
    "client-updated",
];

/// The sentence of `?done=WORD`, for the words we know.
pub(super) fn notice(visit: &Visit, query: Option<&str>) -> Option<String> {
    let fields = Fields::parse(query?);
    let word = WORDS.into_iter().find(|word| *word == fields.text("done"))?;
    Some(visit.t(&format!("done-{word}")))
}

async fn sign_in(
    State(pronote): State<Pronote>,
    ClientAddress(from): ClientAddress,
    visit: Visit,
    form: Submitted,
) -> Result<Response, Problem> {
    operators::pages::sign_in(&pronote, visit, Role::Console, from, form).await
}

async fn sign_out(
    State(pronote): State<Pronote>,
    visit: Visit,
    headers: HeaderMap,
    Submitted(_): Submitted,
) -> Result<Response, Problem> {
    operators::pages::sign_out(&pronote, &visit, Role::Console, &headers).await
}

struct BaseCard {
    base: SchoolBase,
    /// Why this operator may not work on it from here, as the key of a sentence.
    closed: Option<&'static str>,
    address: String,
    /// Supervisors in modification, and in consultation.
    writing: usize,
    reading: usize,
    /// The spaces with the people in them; those with a mobile version tell how many look at it.
    spaces: Vec<String>,
    connected: usize,
}

#[derive(Template)]
#[template(path = "console/home.html")]
struct HomePage {
    shell: Shell,
    /// Host and port of the console and of the supervisors' pages.
    server: String,
    cards: Vec<BaseCard>,
}

async fn home(
    State(pronote): State<Pronote>,
    ClientAddress(from): ClientAddress,
    visit: Visit,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let Some(signed) = operators::pages::signed_in(&pronote, Role::Console, &visit, &headers).await? else {
        return Ok(operators::pages::sign_in_page(visit, Role::Console, None));
    };
    let mut cards = Vec::new();
    for base in &signed.operator.bases {
        let connected = access::connected(&pronote, base).await?;
        let (writing, reading) = supervisor::by_mode(&pronote, &base.id).await?;
        let people_spaces = Space::ALL.into_iter().filter(|space| *space != Space::Common);
        cards.push(BaseCard {
            closed: operators::closed_to(base, from, signed.second_factor).map(Closed::key),
            address: base.url(&pronote.config().spaces_url, ""),
            writing,
            reading,
            spaces: people_spaces.map(|space| people_in(&visit, &connected, space)).collect(),
            connected: connected.iter().map(people).sum(),
            base: base.clone(),
        });
    }
    let shell = console_shell(visit.clone(), &signed.operator, visit.t("console-home"), None);
    Ok(web::page(StatusCode::OK, &HomePage { shell, server: server(&pronote), cards }))
}

/// Host and port at which operators reach this server.
pub(super) fn server(pronote: &Pronote) -> String {
    let url = &pronote.config().console_url;
    url.split_once("://").map_or(url.as_str(), |(_, authority)| authority).to_owned()
}

fn people(connected: &Connected) -> usize {
    usize::try_from(connected.people).unwrap_or_default()
}

/// How many sessions are in a space: all of them, or those that look at its mobile version or do not.
pub(super) fn connected_in(connected: &[Connected], space: Space, mobile: Option<bool>) -> usize {
    let here = connected.iter().filter(|row| space.category() == Some(row.category));
    here.filter(|row| mobile.is_none_or(|mobile| row.mobile == mobile)).map(people).sum()
}

/// `Parents (3, dont 1 mobile)`.
fn people_in(visit: &Visit, connected: &[Connected], space: Space) -> String {
    let label = visit.t(&format!("people-of-{space}"));
    let all = connected_in(connected, space, None);
    match connected_in(connected, space, Some(true)) {
        0 => format!("{label} ({all})"),
        mobile => format!("{label} ({all}, {})", visit.words.t1("home-mobile", "count", mobile)),
    }
}

/// A refused change as a page; the lock and a taken place are the visitor's affair, the rest is a failure of ours.
pub(super) fn refused(error: ChangeError) -> Problem {
    match error {
        ChangeError::Published => Problem::new(StatusCode::CONFLICT, "locked"),
        ChangeError::PlaceTaken => Problem::new(StatusCode::CONFLICT, "place-taken"),
        ChangeError::ServerTaken => Problem::new(StatusCode::CONFLICT, "server-taken"),
        ChangeError::Failure(failure) => failure.into(),
    }
}
