//! September: what is to be done when the year or the version changes, and how far it is.

use askama::Template;
use web::{
    Extension, HeaderMap, Problem, RawQuery, Response, Routes, Shell, State, StatusCode, Submitted, Visit,
};

use super::{
    checks, failures_pages,
    pages::{Desk, secret, told_shell},
};
use crate::{
    Pronote,
    gate::Authority,
    operators,
    transfer::{self, Exported},
};

pub(super) fn routes() -> Routes<Pronote, Authority> {
    Routes::new()
        .get("/spr/september", Authority::Supervisor, show)
        .post("/spr/september/year", Authority::Writer, new_year)
        .post("/spr/september/version", Authority::Writer, new_version)
}

/// A line of the checklist.
struct Point {
    /// Part of the keys of its words.
    word: &'static str,
    /// Whether it is done; nothing where only the person can know.
    done: Option<bool>,
    /// What is known of it.
    detail: String,
    /// Where it is done.
    href: Option<&'static str>,
}

impl Point {
    fn state(&self) -> &'static str {
        match self.done {
            Some(true) => "point-done",
            Some(false) => "point-open",
            None => "point-yours",
        }
    }
}

#[derive(Template)]
#[template(path = "supervisor/september.html")]
struct SeptemberPage {
    shell: Shell,
    points: Vec<Point>,
    year: String,
    next_year: Option<String>,
    version: String,
    /// What is in the field.
    typed: String,
    error: Option<&'static str>,
    writes: bool,
}

async fn september(
    pronote: &Pronote,
    desk: &Desk,
    visit: &Visit,
    query: Option<&str>,
) -> Result<SeptemberPage, Problem> {
    let year = desk.base.year_label.clone();
    Ok(SeptemberPage {
        shell: told_shell(visit, desk, "year-title", query),
        points: points(pronote, desk, visit).await?,
        next_year: following(&year),
        year,
        version: desk.base.version_label.clone(),
        typed: String::new(),
        error: None,
        writes: desk.writes(),
    })
}

/// `2026-2027` → `2027-2028`.
fn following(year: &str) -> Option<String> {
    let (first, second) = year.split_once('-')?;
    let (first, second): (u16, u16) = (first.parse().ok()?, second.parse().ok()?);
    (second == first.checked_add(1)?).then(|| format!("{}-{}", first + 1, second.saturating_add(1)))
}

async fn points(pronote: &Pronote, desk: &Desk, visit: &Visit) -> Result<Vec<Point>, Problem> {
    let base = &desk.base;
    let exports = transfer::exports(pronote, &base.id).await?;
    let complete = exports.iter().find(|export| !export.only_without_cas_id);
    let of_this_year =
        complete.is_some_and(|e| e.year_label == base.year_label && e.version_label == base.version_label);
    let told = |export: &Exported| {
        let at = web::clock::french(export.at());
        visit.words.t2("point-export-last", ("at", at), ("people", export.people))
    };
    let checks = checks::run(pronote, &base.id).await?;
    let to_mend = checks.former_pupils.len() + checks.relatives.len() + checks.pairs;
    let failures = failures_pages::count(pronote, base).await?;
    let state = |key: &str, done: bool| visit.t(&format!("{key}-{}", if done { "yes" } else { "no" }));
    let delegated = base.delegation.is_some();
    Ok(vec![
        Point {
            word: "delegation",
            done: Some(delegated),
            detail: state("point-delegation", delegated),
            href: None,
        },
        Point {
            word: "published",
            done: Some(base.published),
            detail: state("point-published", base.published),
            href: None,
        },
        Point {
            word: "clean",
            done: Some(to_mend == 0),
            detail: visit.words.count("point-clean-count", to_mend),
            href: Some("/spr/checks"),
        },
        Point {
            word: "export",
            done: Some(of_this_year),
            detail: complete.map_or_else(|| visit.t("point-export-never"), told),
            href: delegated.then_some("/spr/export"),
        },
        Point { word: "import", done: None, detail: String::new(), href: None },
        Point { word: "block", done: None, detail: base.version_label.clone(), href: None },
        Point {
            word: "failures",
            done: Some(failures == 0),
            detail: visit.words.count("failures-count", failures),
            href: Some("/spr/failures"),
        },
    ])
}

async fn show(
    State(pronote): State<Pronote>,
    Extension(desk): Extension<Desk>,
    RawQuery(query): RawQuery,
    visit: Visit,
) -> Result<Response, Problem> {
    Ok(web::page(StatusCode::OK, &september(&pronote, &desk, &visit, query.as_deref()).await?))
}

async fn new_year(
    State(pronote): State<Pronote>,
    Extension(desk): Extension<Desk>,
    Submitted(fields): Submitted,
) -> Result<Response, Problem> {
    let base = &desk.base;
    // The form says from which year: a second click does not skip one.
    if let Some(next) = following(&base.year_label).filter(|_| fields.text("from") == base.year_label) {
        super::set_labels(&pronote, &desk.operator, &base.id, &next, &base.version_label).await?;
    }
    Ok(web::redirect("/spr/september?done=year"))
}

async fn new_version(
    State(pronote): State<Pronote>,
    Extension(desk): Extension<Desk>,
    visit: Visit,
    headers: HeaderMap,
    Submitted(fields): Submitted,
) -> Result<Response, Problem> {
    let base = &desk.base;
    let typed = fields.text("version").to_owned();
    let good = (1..=20).contains(&typed.len())
        && typed.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'));
    if !good {
        let page = september(&pronote, &desk, &visit, None).await?;
        let page = SeptemberPage { typed, error: Some("version-shape"), ..page };
        return Ok(web::page(StatusCode::UNPROCESSABLE_ENTITY, &page));
    }
    super::set_labels(&pronote, &desk.operator, &base.id, &base.year_label, &typed).await?;
    // The page that follows is of the new version; the clients of others are not.
    operators::update_client(&pronote, secret(&visit, &headers)?, &typed).await?;
    Ok(web::redirect("/spr/september?done=version"))
}

#[cfg(test)]
mod tests {
    use super::following;

    #[test]
    fn a_year_is_followed_by_the_next() {
        for (year, next) in
            [("2026-2027", Some("2027-2028")), ("2026-2028", None), ("2026", None), ("65535-65536", None)]
        {
            assert_eq!(following(year).as_deref(), next, "{year}");
        }
    }
}
