//! The end of a session that rests: a warning before it, with a way to stay, and a page after it.
//!
//! Browsers are told by the `Refresh` header, which needs no script, to come to the watch page before the end. That
//! page prolongs nothing by itself, else a forgotten tab would stay for ever; nor does it lead back to the space by
//! itself, since the ENT would let the person in again unasked.

use askama::Template;
use model::Category;
use web::{
    Extension, Fields, HeaderMap, HeaderValue, Problem, RawQuery, Response, Shell, State, StatusCode, Visit,
    clock,
};

use super::{Stay, cookies, pages::page_within};
use crate::{
    Pronote,
    bases::{
        SchoolBase, Space,
        pages::{At, shell},
    },
};

/// How long before the end people are warned.
const WARNING_MILLIS: i64 = 2 * 60 * 1000;

/// Has the browser come to the watch page before the session ends.
pub fn watched(pronote: &Pronote, base: &SchoolBase, stay: &Stay, page: &str, answer: &mut Response) {
    refresh(pronote, base, stay.ends_at - WARNING_MILLIS, page, answer);
}

fn refresh(pronote: &Pronote, base: &SchoolBase, at: i64, page: &str, answer: &mut Response) {
    let seconds = (at - pronote.now().as_millisecond()).max(1000) / 1000 + 1;
    let address = base.path(&format!("veille.html?page={}", web::encode(page)));
    if let Ok(value) = HeaderValue::from_str(&format!("{seconds}; url={address}")) {
        answer.headers_mut().insert("refresh", value);
    }
}

#[derive(Template)]
#[template(path = "access/watch.html")]
struct WatchPage {
    shell: Shell,
    /// When the session ends, as shown; `None` once it has.
    ends: Option<String>,
    minutes: i64,
    address: String,
}

/// Tells when the session ends, or that it has.
pub(super) async fn page(
    State(pronote): State<Pronote>,
    Extension(At(base)): Extension<At>,
    RawQuery(query): RawQuery,
    visit: Visit,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let fields = Fields::parse(query.as_deref().unwrap_or_default());
    let page = page_within(fields.text("page")).unwrap_or_default();
    let mut end = None;
    for category in categories(page) {
        if let Some(secret) = visit.site.transport().read(&headers, &cookies::session(&base, category)) {
            end = end.max(super::ends_at(&pronote, &base, category, secret).await?);
        }
    }
    let title = visit.t(if end.is_some() { "watch-title" } else { "watch-ended-title" });
    let mut answer = web::page(
        StatusCode::OK,
        &WatchPage {
            shell: shell(visit, &base, title),
            ends: end.map(|end| clock::french(clock::from_millis(end))),
            minutes: base.idle_minutes,
            address: base.path(page),
        },
    );
    if let Some(end) = end {
        let left = end - pronote.now().as_millisecond();
        // Prolonged in another window: warned again before the new end. Else: told once it has come.
        let next = if left > WARNING_MILLIS { end - WARNING_MILLIS } else { end };
        refresh(&pronote, &base, next, page, &mut answer);
    }
    Ok(answer)
}

/// Whose session a page needs: that of its space, or of any when it is of none.
fn categories(page: &str) -> Vec<Category> {
    let page = page.trim_start_matches("mobile.");
    let of_page = |space: &Space| {
        let name = space.page().trim_end_matches(".html");
        !name.is_empty() && page.starts_with(name)
    };
    match Space::ALL.into_iter().find(of_page).and_then(Space::category) {
        Some(category) => vec![category],
        None => Category::ALL.to_vec(),
    }
}
