//! "Importer les identifiants Pronote" and the result of an import.

use std::future::Future;

use askama::Template;
use exchange::{Unreadable, identifiers::Imported};
use web::{
    Extension, Multipart, Path, Problem, Response, Routes, Shell, State, StatusCode, Visit, clock, limits,
};

use super::{
    CategoryReport, ImportRefused, Losses, Mode, Order, ReadingIssue, Unrecognised,
    upload::Upload,
    wording::{self, Refusal},
};
use crate::{
    Ent,
    gate::{Administered, Audience, Visitor},
    ids::RunId,
    schools::{self, Base, School},
};

/// What is still read, and thrown away, of a file that is too large: so that the browser gets its page instead of a
/// broken connection.
const DRAINED: usize = 256 * 1024 * 1024;

pub(crate) fn routes() -> Routes<Ent, Audience> {
    Routes::new()
        .get("/admin/pronote-identifiers", Audience::SchoolAdmin, form)
        .upload("/admin/pronote-identifiers", Audience::SchoolAdmin, submit)
        .get("/admin/pronote-identifiers/{run}", Audience::SchoolAdmin, result)
}

#[derive(Template)]
#[template(path = "identifiers/import.html")]
struct ImportPage {
    shell: Shell,
    school: String,
    known: String,
    last: Option<String>,
    last_run: Option<RunId>,
    mode: Option<Mode>,
    mode_error: Option<String>,
    file_error: Option<Refusal>,
    /// For whom a sealed file must be sealed to be opened here.
    keys: String,
    /// Whether the box that accepts the loss of links is offered.
    ask_losses: bool,
}

#[derive(Template)]
#[template(path = "identifiers/result.html")]
struct ResultPage {
    shell: Shell,
    known: String,
    last: Option<String>,
    categories: Vec<CategoryShown>,
    issues: Vec<ReadingIssue>,
    further: Option<String>,
}

struct CategoryShown {
    step: String,
    recognised: String,
    unrecognised: String,
    people: Vec<Unrecognised>,
}

/// What was posted.
#[derive(Default)]
struct Posted {
    allowed: bool,
    mode: Option<Mode>,
    accept_losses: bool,
    file: Option<Result<Imported, Unreadable>>,
}

async fn form(
    State(ent): State<Ent>,
    Extension(visitor): Extension<Visitor>,
    Extension(Administered(uai)): Extension<Administered>,
    visit: Visit,
) -> Result<Response, Problem> {
    let (school, base) = place(&ent, &uai).await?;
    let page = import_page(&ent, visit, &visitor, &school, &base).await?;
    Ok(web::page(StatusCode::OK, &page))
}

async fn submit(
    State(ent): State<Ent>,
    Extension(visitor): Extension<Visitor>,
    Extension(Administered(uai)): Extension<Administered>,
    visit: Visit,
    multipart: Multipart,
) -> Result<Response, Problem> {
    let posted = receive(&ent, &visit, multipart).await?;
    if !posted.allowed {
        return Err(Problem::new(StatusCode::FORBIDDEN, "problem-form"));
    }
    let (school, base) = place(&ent, &uai).await?;
    let mut page = import_page(&ent, visit.clone(), &visitor, &school, &base).await?;
    page.mode = posted.mode;
    if posted.mode.is_none() {
        page.mode_error = Some(visit.t("import-mode-missing"));
    }
    let losses = if posted.accept_losses { Losses::Accepted } else { Losses::Ask };
    let refusal = match (posted.file, posted.mode) {
        (None, _) => Refusal::new(&visit, "import-file-missing"),
        (Some(Err(unreadable)), _) => Refusal::of_file(&visit, &unreadable),
        (Some(Ok(_)), None) => Refusal::new(&visit, "import-file-again"),
        (Some(Ok(file)), Some(mode)) => {
            let order = Order { done_by: &visitor.account.id, school: &uai, mode, losses };
            match super::import(&ent, order, &file).await {
                Ok(run) => return Ok(web::redirect(&format!("/admin/pronote-identifiers/{run}"))),
                Err(refused) => {
                    page.ask_losses = matches!(refused, ImportRefused::WouldLose { .. });
                    Refusal::of_import(&visit, &uai, refused)?
                }
            }
        }
    };
    page.file_error = Some(refusal);
    Ok(web::page(StatusCode::UNPROCESSABLE_ENTITY, &page))
}

async fn result(
    State(ent): State<Ent>,
    Extension(visitor): Extension<Visitor>,
    Extension(Administered(uai)): Extension<Administered>,
    Path(run): Path<String>,
    visit: Visit,
) -> Result<Response, Problem> {
    let (school, base) = place(&ent, &uai).await?;
    let run: RunId = run.parse().map_err(|_| Problem::not_found())?;
    let report = super::report(&ent, &base.id, &run).await?.ok_or_else(Problem::not_found)?;
    let words = visit.words;
    let shown = |(step, report): (usize, CategoryReport)| {
        let name = wording::category(&visit, report.category);
        let line = |key, number: usize| words.t2(key, ("count", number), ("category", &name));
        CategoryShown {
            step: line("import-step", step),
            recognised: line("import-recognised", report.recognised),
            unrecognised: line("import-unrecognised", report.unrecognised.len()),
            people: report.unrecognised,
        }
    };
    let (known, last) = count_lines(&ent, &visit, &base).await?;
    let further = report.run.further_issues;
    let further = (further > 0).then(|| visit.words.t1("import-further-issues", "count", further));
    let page = ResultPage {
        known,
        last,
        categories: (1..).zip(report.categories).map(shown).collect(),
        issues: report.issues,
        further,
        shell: admin_shell(visit, "import-result-title", &visitor, &school),
    };
    Ok(web::page(StatusCode::OK, &page))
}

async fn place(ent: &Ent, uai: &model::Uai) -> Result<(School, Base), Problem> {
    let school = schools::find(ent, uai).await?.ok_or_else(Problem::not_found)?;
    let base = schools::base_of(ent, uai).await?.ok_or_else(Problem::not_found)?;
    Ok((school, base))
}

async fn import_page(
    ent: &Ent,
    visit: Visit,
    visitor: &Visitor,
    school: &School,
    base: &Base,
) -> Result<ImportPage, Problem> {
    let (known, last) = count_lines(ent, &visit, base).await?;
    let keys = wording::keys(&visit, &ent.config().keys);
    Ok(ImportPage {
        keys,
        shell: admin_shell(visit, "import-title", visitor, school),
        school: school.name.clone(),
        known,
        last,
        last_run: super::last_run(ent, &base.id).await?.map(|run| run.id),
        mode: None,
        mode_error: None,
        file_error: None,
        ask_losses: false,
    })
}

/// "N identifiant(s) Pronote importé(s)." and "Dernier import fait le : … en mode Complet."
async fn count_lines(ent: &Ent, visit: &Visit, base: &Base) -> Result<(String, Option<String>), Problem> {
    let known = visit.words.t1("import-count", "count", super::count(ent, &base.id).await?);
    let last = super::last_run(ent, &base.id).await?.map(|run| {
        let at = clock::seed_form(clock::from_millis(run.done_at));
        visit.words.t2("import-last", ("at", at), ("mode", wording::mode(visit, run.mode)))
    });
    Ok((known, last))
}

fn admin_shell(visit: Visit, title: &str, visitor: &Visitor, school: &School) -> Shell {
    let mut shell = visitor.shell(visit, title, true);
    shell.place = Some(school.name.clone());
    shell
}

/// Reads the fields as they come. The file is read only after the form token, which stands first in the page.
async fn receive(ent: &Ent, visit: &Visit, mut multipart: Multipart) -> Result<Posted, Problem> {
    let broken = |_| Problem::new(StatusCode::BAD_REQUEST, "problem-form");
    let mut posted = Posted::default();
    while let Some(mut field) = in_time(multipart.next_field()).await?.map_err(broken)? {
        match field.name().unwrap_or_default() {
            "csrf" => posted.allowed = visit.csrf.is(&small_text(&mut field).await?),
            "accept-losses" => posted.accept_losses = !small_text(&mut field).await?.is_empty(),
            "mode" => posted.mode = small_text(&mut field).await?.parse().ok(),
            "file" if posted.allowed && posted.file.is_none() => {
                let named = field.file_name().is_some_and(|name| !name.is_empty());
                let mut upload = Upload::begin(ent.config().keys.clone());
                let mut size = 0;
                while let Some(piece) = in_time(field.chunk()).await?.map_err(broken)? {
                    size += piece.len();
                    if size > DRAINED {
                        return Err(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "problem-too-large"));
                    }
                    upload.push(piece).await;
                }
                let read = upload.finish().await;
                // A browser without a chosen file sends an empty one without a name.
                posted.file = (named || size > 0).then_some(read);
            }
            _ => return Err(Problem::new(StatusCode::FORBIDDEN, "problem-form")),
        }
    }
    Ok(posted)
}

async fn small_text(field: &mut web::MultipartField<'_>) -> Result<String, Problem> {
    let broken = |_| Problem::new(StatusCode::BAD_REQUEST, "problem-form");
    let mut bytes = Vec::new();
    while let Some(piece) = in_time(field.chunk()).await?.map_err(broken)? {
        bytes.extend_from_slice(&piece);
        if bytes.len() > 1024 {
            return Err(Problem::new(StatusCode::BAD_REQUEST, "problem-form"));
        }
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Waits for the next piece of an upload, as long as a client may pause.
async fn in_time<T>(piece: impl Future<Output = T>) -> Result<T, Problem> {
    let late = |_| Problem::new(StatusCode::REQUEST_TIMEOUT, "problem-form");
    tokio::time::timeout(limits::BODY_PAUSE, piece).await.map_err(late)
}
