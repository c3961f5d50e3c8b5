//! The pages of the spaces.

use std::iter;

use askama::Template;
use model::Category;
use web::{Extension, MenuEntry, Problem, RawQuery, Response, Routes, Shell, State, StatusCode, Visit};

use super::{SECTIONS, Section, greeting};
use crate::{
    Pronote, access,
    access::pages::Guest,
    bases::{
        SchoolBase, Space,
        pages::{At, shell},
    },
    gate::Authority,
    people::{self, Person},
};

pub(crate) fn routes() -> Routes<Pronote, Authority> {
    let homes = Space::ALL
        .into_iter()
        .fold(Routes::new(), |routes, space| routes.get(space.path(), Authority::Space(space), home));
    // Each page that a ticket is asked for is a service, which the ENT tells when its session has ended.
    let services = Space::ALL.map(Space::path).into_iter().chain(SECTIONS.map(|(path, ..)| path));
    let homes =
        services.fold(homes, |routes, path| routes.message(path, Authority::Anyone, access::ended_by_ent));
    let sections = SECTIONS.into_iter().fold(homes, |routes, (path, space, section)| {
        let handler = move |at: Extension<At>, guest: Extension<Guest>, visit: Visit| async move {
            section_page(at, guest, visit, space, section)
        };
        routes.effect(path, Authority::Space(space), handler)
    });
    let former = Space::ALL.into_iter().flat_map(|space| iter::repeat(space).zip(space.former_paths()));
    former.fold(sections, |routes, (space, path)| {
        let handler = move |Extension(At(base)): Extension<At>, RawQuery(query): RawQuery| async move {
            let query = query.map(|query| format!("?{query}")).unwrap_or_default();
            web::redirect(&format!("{}{query}", base.path(space.page())))
        };
        routes.get(path, Authority::Published, handler)
    })
}

/// What surrounds a page of a space: the person, the school, the menu, the way out.
fn space_shell(visit: Visit, base: &SchoolBase, person: &Person, title: String) -> Shell {
    let space = Space::of(person.category);
    let own = SECTIONS.into_iter().filter(|(_, of, _)| *of == space);
    let entries = own.map(|(path, _, section)| (section_title(&visit, section), path));
    let home = (visit.t("space-home"), space.path());
    let menu = iter::once(home)
        .chain(entries)
        .map(|(label, path)| MenuEntry { label, href: base.path(path.trim_start_matches('/')) })
        .collect();
    let mut shell = shell(visit, base, title);
    shell.menu = menu;
    shell.person = Some(greeting(person));
    shell.sign_out = Some(base.path("deconnexion"));
    shell
}

fn section_title(visit: &Visit, section: Section) -> String {
    visit.t(&format!("section-{}", section.as_str()))
}

#[derive(Template)]
#[template(path = "spaces/home.html")]
struct HomePage {
    shell: Shell,
    school: String,
    greeting: String,
    previous_visit: Option<String>,
    guardian: bool,
    children: Vec<Person>,
}

async fn home(
    State(pronote): State<Pronote>,
    Extension(At(base)): Extension<At>,
    Extension(Guest(person)): Extension<Guest>,
    visit: Visit,
) -> Result<Response, Problem> {
    let guardian = person.category == Category::Guardian;
    let children = if guardian { people::children(&pronote, &person.id).await? } else { Vec::new() };
    let title = visit.t(&format!("space-{}", Space::of(person.category)));
    let page = HomePage {
        school: format!("{} ({})", base.school_name, base.year_label),
        greeting: greeting(&person),
        previous_visit: access::previous_visit(&person),
        shell: space_shell(visit, &base, &person, title),
        guardian,
        children,
    };
    Ok(web::page(StatusCode::OK, &page))
}

#[derive(Template)]
#[template(path = "spaces/section.html")]
struct SectionPage {
    shell: Shell,
    text: String,
    home: String,
}

fn section_page(
    Extension(At(base)): Extension<At>,
    Extension(Guest(person)): Extension<Guest>,
    visit: Visit,
    space: Space,
    section: Section,
) -> Response {
    let title = section_title(&visit, section);
    let text = visit.t(&format!("section-{}-none", section.as_str()));
    let home = base.path(space.page());
    let shell = space_shell(visit, &base, &person, title);
    web::page(StatusCode::OK, &SectionPage { shell, text, home })
}
