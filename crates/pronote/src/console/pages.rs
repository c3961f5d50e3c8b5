//! The pages of the hosting console: its home, and the publication of a base.

use askama::Template;
use web::{
    Extension, Fields, HeaderMap, MenuEntry, Problem, RawQuery, Response, Routes, Shell, State, StatusCode,
    Submitted, Visit,
};

use crate::{
    Pronote, access,
    bases::{ChangeError, Root, SchoolBase, Space, Spaces},
    gate::Authority,
    operators::{self, Operator, Role, pages::OfOperator},
};

pub(crate) fn routes() -> Routes<Pronote, Authority> {
    Routes::new()
        .get("/", Authority::Anyone, home)
        .get("/sign-in", Authority::Anyone, async || web::redirect("/"))
        .post("/sign-in", Authority::Anyone, sign_in)
        .post("/sign-out", Authority::Console, sign_out)
        .get("/bases/{base}/publication", Authority::Console, publication)
        .post("/bases/{base}/publication", Authority::Console, publish)
        .post("/bases/{base}/parameters", Authority::Console, set_parameters)
}

/// What surrounds a page of the console.
pub(super) fn console_shell(visit: Visit, operator: &Operator, title: String, query: Option<&str>) -> Shell {
    let mut shell = Shell::new(visit, title);
    shell.person = Some(operator.name.clone());
    shell.sign_out = Some("/sign-out".to_owned());
    shell.menu = vec![MenuEntry { label: shell.t("console-home"), href: "/".to_owned() }];
    shell.notice = notice(&shell.visit, query);
    shell
}

/// The sentence of `?done=WORD`, for the words we know.
pub(super) fn notice(visit: &Visit, query: Option<&str>) -> Option<String> {
    let fields = Fields::parse(query?);
    let word = [
        "published",
        "stopped",
        "parameters",
        "delegation",
        "no-delegation",
        "by-hand",
        "undone",
        "nothing",
        "spaces",
        "dropped",
        "transition",
        "identification",
    ]
    .into_iter()
    .find(|word| *word == fields.text("done"))?;
    Some(visit.t(&format!("done-{word}")))
}

async fn sign_in(State(pronote): State<Pronote>, visit: Visit, form: Submitted) -> Result<Response, Problem> {
    operators::pages::sign_in(&pronote, visit, Role::Console, form).await
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
    address: String,
    spaces: Vec<(String, usize)>,
    connected: usize,
}

#[derive(Template)]
#[template(path = "console/home.html")]
struct HomePage {
    shell: Shell,
    cards: Vec<BaseCard>,
}

async fn home(State(pronote): State<Pronote>, visit: Visit, headers: HeaderMap) -> Result<Response, Problem> {
    let Some(operator) = operators::pages::asking(&pronote, Role::Console, &visit, &headers).await? else {
        return Ok(operators::pages::sign_in_page(visit, Role::Console, None));
    };
    let mut cards = Vec::new();
    for base in &operator.bases {
        let connected = access::connected(&pronote, &base.id).await?;
        let count = |space: Space| connected_in(&connected, space);
        let people_spaces = Space::ALL.into_iter().filter(|space| *space != Space::Common);
        let spaces = people_spaces.map(|s| (visit.t(&format!("people-of-{s}")), count(s))).collect();
        cards.push(BaseCard {
            address: base.url(&pronote.config().spaces_url, ""),
            spaces,
            connected: connected.iter().map(|(_, n)| n).sum(),
            base: base.clone(),
        });
    }
    let shell = console_shell(visit.clone(), &operator, visit.t("console-home"), None);
    Ok(web::page(StatusCode::OK, &HomePage { shell, cards }))
}

fn connected_in(connected: &[(model::Category, usize)], space: Space) -> usize {
    connected.iter().find(|(category, _)| space.category() == Some(*category)).map_or(0, |(_, n)| *n)
}

struct SpaceRow {
    word: &'static str,
    label: String,
    published: bool,
    address: String,
    connected: usize,
}

#[derive(Template)]
#[template(path = "console/publication.html")]
struct PublicationPage {
    shell: Shell,
    base: SchoolBase,
    tab: &'static str,
    rows: Vec<SpaceRow>,
    root: String,
    root_error: Option<&'static str>,
}

impl PublicationPage {
    async fn new(
        pronote: &Pronote,
        visit: Visit,
        operator: &Operator,
        base: &SchoolBase,
        query: Option<&str>,
    ) -> Result<Self, Problem> {
        let connected = access::connected(pronote, &base.id).await?;
        let row = |space: Space| SpaceRow {
            word: space.as_str(),
            label: visit.t(&format!("space-{space}")),
            published: base.spaces.contains(space),
            address: base.url(&pronote.config().spaces_url, space.page()),
            connected: connected_in(&connected, space),
        };
        let rows = Space::ALL.into_iter().map(row).collect();
        let shell = console_shell(visit.clone(), operator, visit.t("admin-title"), query);
        let (base, root) = (base.clone(), base.root.as_str().to_owned());
        Ok(Self { shell, base, tab: "publication", rows, root, root_error: None })
    }
}

async fn publication(
    State(pronote): State<Pronote>,
    Extension(operator): Extension<Operator>,
    Extension(OfOperator(base)): Extension<OfOperator>,
    RawQuery(query): RawQuery,
    visit: Visit,
) -> Result<Response, Problem> {
    let page = PublicationPage::new(&pronote, visit, &operator, &base, query.as_deref()).await?;
    Ok(web::page(StatusCode::OK, &page))
}

async fn publish(
    State(pronote): State<Pronote>,
    Extension(operator): Extension<Operator>,
    Extension(OfOperator(base)): Extension<OfOperator>,
    Submitted(fields): Submitted,
) -> Result<Response, Problem> {
    let (published, done) = match fields.text("action") {
        "publish" => (true, "published"),
        "stop" => (false, "stopped"),
        _ => return Err(Problem::new(StatusCode::BAD_REQUEST, "problem-form")),
    };
    super::set_published(&pronote, &operator, &base.id, published).await?;
    let tab = if fields.text("tab") == "delegation" { "delegation" } else { "publication" };
    Ok(web::redirect(&format!("/bases/{}/{tab}?done={done}", base.id)))
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

async fn set_parameters(
    State(pronote): State<Pronote>,
    Extension(operator): Extension<Operator>,
    Extension(OfOperator(base)): Extension<OfOperator>,
    visit: Visit,
    Submitted(fields): Submitted,
) -> Result<Response, Problem> {
    if base.published {
        return Err(refused(ChangeError::Published));
    }
    let ticked: Vec<&str> = fields.all("space").collect();
    let spaces: Vec<Space> = Space::ALL.into_iter().filter(|s| ticked.contains(&s.as_str())).collect();
    let mistake = match Root::parse(fields.text("root")) {
        Err(_) => "root-error",
        Ok(root) => {
            match super::set_parameters(&pronote, &operator, &base.id, &root, &Spaces::of(&spaces)).await {
                Ok(()) => {
                    return Ok(web::redirect(&format!("/bases/{}/publication?done=parameters", base.id)));
                }
                Err(ChangeError::PlaceTaken) => "root-taken",
                Err(error) => return Err(refused(error)),
            }
        }
    };
    let mut page = PublicationPage::new(&pronote, visit, &operator, &base, None).await?;
    for row in &mut page.rows {
        row.published = ticked.contains(&row.word);
    }
    page.root = fields.text("root").to_owned();
    page.root_error = Some(mistake);
    Ok(web::page(StatusCode::UNPROCESSABLE_ENTITY, &page))
}
