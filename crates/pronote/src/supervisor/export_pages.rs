//! "Exporter les identifiants PRONOTE".

use askama::Template;
use exchange::identifiers::{FILE_NAME, PARTNER};
use web::{
    Extension, Fields, Problem, RawQuery, Response, Routes, Shell, State, StatusCode, Submitted, Visit,
};

use super::pages::{Desk, spr_shell};
use crate::{
    Pronote,
    gate::Authority,
    transfer::{self, Readers},
};

pub(super) fn routes() -> Routes<Pronote, Authority> {
    Routes::new()
        .get("/spr/export", Authority::Supervisor, export_window)
        .post("/spr/export", Authority::Supervisor, export)
        .get("/spr/export/done", Authority::Supervisor, export_done)
        .get("/spr/export/file", Authority::Supervisor, export_file)
}

#[derive(Template)]
#[template(path = "supervisor/export.html")]
struct ExportPage {
    shell: Shell,
    has_delegation: bool,
    /// Who can open a sealed export; nothing when nobody is configured.
    recipients: Option<String>,
    /// Whether the base has chosen to write in clear.
    in_clear: bool,
}

/// "K-d'école", or several, separated by commas.
fn named(recipients: &[String]) -> Option<String> {
    (!recipients.is_empty()).then(|| recipients.join(", "))
}

async fn export_window(
    State(pronote): State<Pronote>,
    Extension(desk): Extension<Desk>,
    visit: Visit,
) -> Result<Response, Problem> {
    let has_delegation = desk.base.delegation.is_some();
    let offer = transfer::offer(&pronote, &desk.base.id).await?;
    let (recipients, in_clear) = (named(&offer.recipients), offer.usual == Readers::Anyone);
    let shell = spr_shell(visit.clone(), &desk, visit.t("export-title"));
    Ok(web::page(StatusCode::OK, &ExportPage { shell, has_delegation, recipients, in_clear }))
}

async fn export(Extension(desk): Extension<Desk>, Submitted(fields): Submitted) -> Result<Response, Problem> {
    if desk.base.delegation.is_none() {
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
#[template(path = "supervisor/export_done.html")]
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
    Extension(desk): Extension<Desk>,
    RawQuery(query): RawQuery,
    visit: Visit,
) -> Result<Response, Problem> {
    if desk.base.delegation.is_none() {
        return Err(no_delegation());
    }
    let choices = Choices::of(query.as_deref());
    let offer = transfer::offer(&pronote, &desk.base.id).await?;
    let recipients = named(&offer.recipients).filter(|_| choices.readers == Readers::Recipients);
    let shell = spr_shell(visit.clone(), &desk, visit.t("export-done"));
    let page =
        ExportDonePage { shell, query: choices.query(), recipients, partner: PARTNER, file_name: FILE_NAME };
    Ok(web::page(StatusCode::OK, &page))
}

async fn export_file(
    State(pronote): State<Pronote>,
    Extension(desk): Extension<Desk>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let Choices { only, readers } = Choices::of(query.as_deref());
    match transfer::export(&pronote, &desk.base, only, readers, &desk.operator.id).await? {
        Some(bytes) => Ok(web::file(FILE_NAME, "application/xml", bytes)),
        None => Err(no_delegation()),
    }
}
