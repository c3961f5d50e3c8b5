//! The pages of the spaces.

use std::iter;

use askama::Template;
use web::{
    Extension, MenuEntry, Problem, RawQuery, Response, Routes, Shell, State, StatusCode, Submitted, Visit,
    clock,
};

use super::{Children, Row, SECTIONS, Section, greeting, rows_of};
use crate::{
    Pronote,
    access::{
        self, Stay,
        pages::{Guest, page_within},
        watch,
    },
    bases::{
        SchoolBase, Space,
        pages::{At, shell},
    },
    gate::Authority,
    people::Person,
};

pub(crate) fn routes() -> Routes<Pronote, Authority> {
    let homes = Space::ALL
        .into_iter()
        .fold(Routes::new(), |routes, space| routes.get(space.path(), Authority::Space(space), home));
    let mobiles = Space::MOBILES.into_iter().filter_map(|space| Some((space, space.mobile_path()?)));
    let homes =
        mobiles.clone().fold(homes, |routes, (space, path)| routes.get(path, Authority::Space(space), home));
    // Each page that a ticket is asked for is a service, which the ENT tells when its session has ended.
    let pages = Space::ALL.map(Space::path).into_iter().chain(SECTIONS.map(|(path, ..)| path));
    let services = pages.chain(mobiles.map(|(_, path)| path));
    let homes =
        services.fold(homes, |routes, path| routes.message(path, Authority::Anyone, access::ended_by_ent));
    let sections = SECTIONS.into_iter().fold(homes, |routes, (path, space, section)| {
        let handler =
            async move |state: State<Pronote>, at: Extension<At>, guest: Extension<Guest>, visit: Visit| {
                section_page(state, at, guest, visit, section).await
            };
        routes.effect(path, Authority::Space(space), handler)
    });
    let former = Space::ALL.into_iter().flat_map(|space| iter::repeat(space).zip(space.former_paths()));
    let former = former.fold(sections, |routes, (space, path)| {
        let handler = move |Extension(At(base)): Extension<At>, RawQuery(query): RawQuery| async move {
            let query = query.map(|query| format!("?{query}")).unwrap_or_default();
            web::redirect(&format!("{}{query}", base.path(space.page())))
        };
        routes.get(path, Authority::Published, handler)
    });
    former.post("/parent/enfant", Authority::Space(Space::Parents), choose_child)
}

/// A page of a space: who is there, and how.
struct Inside<'a> {
    pronote: &'a Pronote,
    base: &'a SchoolBase,
    person: &'a Person,
    stay: &'a Stay,
}

impl Inside<'_> {
    fn space(&self) -> Space {
        Space::of(self.person.category)
    }

    /// The home of the space, in the version that the person looks at.
    fn home(&self) -> String {
        let mobile = self.space().mobile_page().filter(|_| self.stay.mobile);
        self.base.path(mobile.unwrap_or_else(|| self.space().page()))
    }

    fn entries(&self, visit: &Visit) -> Vec<MenuEntry> {
        let own = SECTIONS.into_iter().filter(|(_, of, _)| *of == self.space());
        own.map(|(path, _, section)| MenuEntry {
            label: section_title(visit, section),
            href: self.base.path(path.trim_start_matches('/')),
        })
        .collect()
    }

    /// What surrounds a page: the person, the school, the menu, the way out.
    fn shell(&self, visit: Visit, title: String) -> Shell {
        let home = MenuEntry { label: visit.t("space-home"), href: self.home() };
        let menu = iter::once(home).chain(self.entries(&visit)).collect();
        let mut shell = shell(visit, self.base, title);
        shell.menu = menu;
        shell.person = Some(greeting(self.person));
        shell.sign_out = Some(self.base.path("deconnexion"));
        shell
    }

    /// When the session ends, as shown.
    fn ends(&self) -> String {
        clock::french(clock::from_millis(self.stay.ends_at))
    }

    /// The answer, with the browser told to come to the watch page in time.
    fn watched(&self, visit: &Visit, mut answer: Response) -> Response {
        let page = visit.path.trim_start_matches('/');
        watch::watched(self.pronote, self.base, self.stay, page, &mut answer);
        answer
    }
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
    children: Children,
    switch: String,
    page: String,
    /// The other version of the space, mobile or not, where it is published.
    other: Option<String>,
    ends: String,
}

#[derive(Template)]
#[template(path = "spaces/mobile.html")]
struct MobilePage {
    page: HomePage,
    shell: Shell,
    entries: Vec<MenuEntry>,
}

async fn home(
    State(pronote): State<Pronote>,
    Extension(At(base)): Extension<At>,
    Extension(Guest(person, mut stay)): Extension<Guest>,
    visit: Visit,
) -> Result<Response, Problem> {
    let mobile = visit.path.starts_with(Space::MOBILE);
    if stay.mobile != mobile {
        access::look_at(&pronote, &stay, mobile).await?;
        stay.mobile = mobile;
    }
    let inside = Inside { pronote: &pronote, base: &base, person: &person, stay: &stay };
    let space = inside.space();
    let title = visit.t(&format!("space-{space}"));
    let other = if mobile { Some(space.page()) } else { space.mobile_page() };
    let shell = inside.shell(visit.clone(), title.clone());
    let page = HomePage {
        school: format!("{} ({})", base.school_name, base.year_label),
        greeting: greeting(&person),
        previous_visit: access::previous_visit(&person),
        guardian: space == Space::Parents,
        children: Children::of(&pronote, &person, &stay).await?,
        switch: base.path("parent/enfant"),
        page: visit.path.trim_start_matches('/').to_owned(),
        other: other.filter(|_| base.mobile.contains(space)).map(|page| base.path(page)),
        ends: inside.ends(),
        shell,
    };
    let answer = if mobile {
        // The entries stand on the page, large, instead of in a bar above it.
        let shell = Shell { menu: Vec::new(), ..inside.shell(visit.clone(), title) };
        web::page(StatusCode::OK, &MobilePage { page, shell, entries: inside.entries(&visit) })
    } else {
        web::page(StatusCode::OK, &page)
    };
    Ok(inside.watched(&visit, answer))
}

#[derive(Template)]
#[template(path = "spaces/section.html")]
struct SectionPage {
    shell: Shell,
    text: String,
    rows: Vec<(String, String)>,
    home: String,
    children: Children,
    switch: String,
    page: String,
    ends: String,
}

async fn section_page(
    State(pronote): State<Pronote>,
    Extension(At(base)): Extension<At>,
    Extension(Guest(person, stay)): Extension<Guest>,
    visit: Visit,
    section: Section,
) -> Result<Response, Problem> {
    let inside = Inside { pronote: &pronote, base: &base, person: &person, stay: &stay };
    let label = |row: Row| match row {
        Row::Class(name) => name,
        Row::Category(category) => visit.t(&format!("category-{category}")),
        Row::Word(key) => visit.t(key),
    };
    let rows = rows_of(&pronote, &base, section).await?;
    let page = SectionPage {
        text: visit.t(&format!("section-{}-none", section.as_str())),
        rows: rows.into_iter().map(|(row, value)| (label(row), value)).collect(),
        home: inside.home(),
        children: Children::of(&pronote, &person, &stay).await?,
        switch: base.path("parent/enfant"),
        page: visit.path.trim_start_matches('/').to_owned(),
        ends: inside.ends(),
        shell: inside.shell(visit.clone(), section_title(&visit, section)),
    };
    Ok(inside.watched(&visit, web::page(StatusCode::OK, &page)))
}

/// The child that a parent looks at from now on, on every page of this session.
async fn choose_child(
    State(pronote): State<Pronote>,
    Extension(At(base)): Extension<At>,
    Extension(Guest(person, stay)): Extension<Guest>,
    Submitted(fields): Submitted,
) -> Result<Response, Problem> {
    let children = Children::of(&pronote, &person, &stay).await?;
    let wanted = children.all.iter().find(|child| child.id.as_str() == fields.text("child"));
    let child = wanted.ok_or_else(Problem::not_found)?;
    access::choose_child(&pronote, &stay, &child.id).await?;
    let page = page_within(fields.text("page")).unwrap_or_else(|| Space::Parents.page());
    Ok(web::redirect(&base.path(page)))
}
