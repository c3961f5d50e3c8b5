//! CAS identifiers from a table: upload, look, apply, undo.

use askama::Template;
use exchange::cas_ids::{self as table, NoTable};
use web::{
    Extension, Fields, Multipart, Problem, RawQuery, Response, Routes, Shell, State, StatusCode, Submitted,
    Visit, limits,
};

use super::{
    ChangeError,
    pages::{Desk, told_shell},
};
use crate::{
    Pronote,
    gate::Authority,
    people::cas_ids::{self, KeptLine, Outcome, Run, RunId},
};

pub(super) fn routes() -> Routes<Pronote, Authority> {
    Routes::new()
        .get("/spr/cas-ids", Authority::Supervisor, window)
        .upload("/spr/cas-ids", Authority::Writer, upload)
        .get("/spr/cas-ids/run", Authority::Supervisor, show)
        .post("/spr/cas-ids/apply", Authority::Writer, apply)
        .post("/spr/cas-ids/undo", Authority::Writer, undo)
}

/// Bytes of a table: some 50,000 lines.
const TABLE_BYTES: usize = 4 << 20;

#[derive(Template)]
#[template(path = "supervisor/bulk.html")]
struct BulkPage {
    shell: Shell,
    error: Option<&'static str>,
    last: Option<Run>,
    writes: bool,
}

impl BulkPage {
    async fn new(
        pronote: &Pronote,
        desk: &Desk,
        visit: &Visit,
        query: Option<&str>,
    ) -> Result<Self, Problem> {
        Ok(Self {
            shell: told_shell(visit, desk, "bulk-title", query),
            error: None,
            last: cas_ids::last(pronote, &desk.base.id).await?,
            writes: desk.writes(),
        })
    }

    fn told(&self, run: &Run) -> String {
        let at = web::clock::french(web::clock::from_millis(run.made_at));
        self.shell.t1(&format!("bulk-last-{}", run.kind.as_str()), "at", at)
    }
}

async fn window(
    State(pronote): State<Pronote>,
    Extension(desk): Extension<Desk>,
    RawQuery(query): RawQuery,
    visit: Visit,
) -> Result<Response, Problem> {
    Ok(web::page(StatusCode::OK, &BulkPage::new(&pronote, &desk, &visit, query.as_deref()).await?))
}

async fn upload(
    State(pronote): State<Pronote>,
    Extension(desk): Extension<Desk>,
    visit: Visit,
    multipart: Multipart,
) -> Result<Response, Problem> {
    let bytes = receive(&visit, multipart).await?;
    match table::read(&bytes) {
        Ok(table) => {
            let run = super::propose_table(&pronote, &desk.base.id, table).await?;
            Ok(web::redirect(&format!("/spr/cas-ids/run?id={run}")))
        }
        Err(error) => {
            let error = Some(match error {
                NoTable::Empty => "bulk-error-empty",
                NoTable::NotText => "bulk-error-not-text",
                NoTable::NoCasId => "bulk-error-no-cas-id",
                NoTable::NoPerson => "bulk-error-no-person",
                NoTable::TooLong => "bulk-error-too-long",
            });
            let page = BulkPage::new(&pronote, &desk, &visit, None).await?;
            Ok(web::page(StatusCode::UNPROCESSABLE_ENTITY, &BulkPage { error, ..page }))
        }
    }
}

/// The file of the form, whose token stands first.
async fn receive(visit: &Visit, mut multipart: Multipart) -> Result<Vec<u8>, Problem> {
    let forged = || Problem::new(StatusCode::FORBIDDEN, "problem-form");
    let (mut allowed, mut bytes) = (false, Vec::new());
    while let Some(mut field) = in_time(multipart.next_field()).await? {
        let name = field.name().unwrap_or_default().to_owned();
        let limit = if name == "csrf" { 1024 } else { TABLE_BYTES };
        let mut content = Vec::new();
        while let Some(piece) = in_time(field.chunk()).await? {
            content.extend_from_slice(&piece);
            if content.len() > limit {
                return Err(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "problem-too-large"));
            }
        }
        match name.as_str() {
            "csrf" => allowed = visit.csrf.is(&String::from_utf8_lossy(&content)),
            "file" if allowed => bytes = content,
            _ => return Err(forged()),
        }
    }
    if allowed { Ok(bytes) } else { Err(forged()) }
}

/// Waits for the next piece, as long as a client may pause.
async fn in_time<T, E>(piece: impl Future<Output = Result<T, E>>) -> Result<T, Problem> {
    match tokio::time::timeout(limits::BODY_PAUSE, piece).await {
        Ok(Ok(piece)) => Ok(piece),
        Ok(Err(_)) => Err(Problem::new(StatusCode::BAD_REQUEST, "problem-form")),
        Err(_) => Err(Problem::new(StatusCode::REQUEST_TIMEOUT, "problem-form")),
    }
}

#[derive(Template)]
#[template(path = "supervisor/bulk_run.html")]
struct RunPage {
    shell: Shell,
    run: Run,
    changes: Vec<KeptLine>,
    others: Vec<KeptLine>,
    counts: Vec<(String, usize)>,
    writes: bool,
    undoable: bool,
}

impl RunPage {
    fn reason(&self, line: &KeptLine) -> String {
        self.shell.t(&format!("bulk-line-{}", line.outcome.as_str()))
    }

    fn name(&self, line: &KeptLine) -> String {
        let (last, first) = (line.last_name.as_deref(), line.first_name.as_deref());
        model::PersonName::new(last.unwrap_or_default(), first.unwrap_or_default()).listed()
    }
}

async fn show(
    State(pronote): State<Pronote>,
    Extension(desk): Extension<Desk>,
    RawQuery(query): RawQuery,
    visit: Visit,
) -> Result<Response, Problem> {
    let fields = Fields::parse(query.as_deref().unwrap_or_default());
    let id: RunId = fields.text("id").parse().map_err(|_| Problem::not_found())?;
    let kept = cas_ids::run(&pronote, &desk.base.id, &id).await?;
    let (run, lines) = kept.ok_or_else(Problem::not_found)?;
    let last = cas_ids::last(&pronote, &desk.base.id).await?;
    let counts = Outcome::ALL.into_iter().filter_map(|outcome| {
        let count = lines.iter().filter(|line| line.outcome == outcome).count();
        (count > 0).then(|| (visit.t(&format!("bulk-count-{}", outcome.as_str())), count))
    });
    let counts = counts.collect();
    let (changes, others) = lines.into_iter().partition(|line| line.outcome == Outcome::Change);
    let title = if run.applied { "bulk-applied" } else { "bulk-preview" };
    let page = RunPage {
        shell: told_shell(&visit, &desk, title, query.as_deref()),
        undoable: run.applied && last.is_some_and(|last| last.id == run.id),
        run,
        changes,
        others,
        counts,
        writes: desk.writes(),
    };
    Ok(web::page(StatusCode::OK, &page))
}

async fn apply(
    State(pronote): State<Pronote>,
    Extension(desk): Extension<Desk>,
    Submitted(fields): Submitted,
) -> Result<Response, Problem> {
    let run: RunId = fields.text("run").parse().map_err(|_| Problem::not_found())?;
    match super::apply_table(&pronote, &desk.operator, &desk.base.id, &run).await {
        Ok(_) => Ok(web::redirect(&format!("/spr/cas-ids/run?id={run}&done=csv"))),
        Err(error) => refused(error),
    }
}

async fn undo(
    State(pronote): State<Pronote>,
    Extension(desk): Extension<Desk>,
    Submitted(fields): Submitted,
) -> Result<Response, Problem> {
    let run: RunId = fields.text("run").parse().map_err(|_| Problem::not_found())?;
    match super::undo(&pronote, &desk.operator, &desk.base.id, &run).await {
        Ok(Some(undone)) if undone.left == 0 => Ok(web::redirect("/spr/cas-ids?done=undone")),
        Ok(Some(_)) => Ok(web::redirect("/spr/cas-ids?done=undone-partly")),
        Ok(None) => Err(Problem::new(StatusCode::CONFLICT, "undo-too-late")),
        Err(error) => refused(error),
    }
}

fn refused(error: ChangeError) -> Result<Response, Problem> {
    match error {
        ChangeError::Failure(failure) => Err(failure.into()),
        ChangeError::Taken(_) | ChangeError::NothingToGive => {
            Err(Problem::new(StatusCode::CONFLICT, "bulk-taken"))
        }
    }
}
