//! The pages behind the menu of the console: what runs, who is connected, what is kept, what helps.

use askama::Template;
use web::{
    Extension, Problem, Response, Routes, Shell, State, StatusCode, Submitted, Visit,
    clock::{self, SignedDuration},
};

use super::pages::{DELEGATION, console_shell, server};
use crate::{
    Pronote,
    bases::SchoolBase,
    delegation,
    gate::Authority,
    journal::{self, Stored},
    operators::{self, Client, Operator, Role},
};

pub(crate) fn routes() -> Routes<Pronote, Authority> {
    Routes::new()
        .get("/server", Authority::Console, server_page)
        .get("/clients", Authority::Console, clients_page)
        .get("/pronote-net", Authority::Console, net_page)
        .get(DELEGATION, Authority::Console, delegation_page)
        .get("/privacy", Authority::Console, privacy_page)
        .get("/assistance", Authority::Console, assistance_page)
        .get("/history", Authority::Anyone, history_form)
        .post("/history", Authority::Anyone, history)
}

/// A line of the history, in words. What has no words yet is shown by its name in the program.
struct HistoryLine {
    at: String,
    what: String,
    detail: String,
}

/// Whose words are in the catalogue.
const KINDS: [&str; 16] = [
    "published",
    "stopped",
    "parameters-changed",
    "delegation-set",
    "delegation-removed",
    "entered",
    "refused",
    "cas-id-learnt",
    "cas-id-erased",
    "exported",
    "operator-signed-in",
    "operator-refused",
    "security-changed",
    "history-opened",
    "history-read",
    "account-changed",
];

fn in_words(visit: &Visit, lines: Vec<Stored>) -> Vec<HistoryLine> {
    let line = |line: Stored| HistoryLine {
        at: clock::french(clock::from_millis(line.at)),
        what: match KINDS.contains(&line.kind.as_str()) {
            true => visit.t(&format!("history-kind-{}", line.kind)),
            false => line.kind,
        },
        detail: line.detail.unwrap_or_default(),
    };
    lines.into_iter().map(line).collect()
}

struct ServedBase {
    base: SchoolBase,
    lines: Vec<HistoryLine>,
}

#[derive(Template)]
#[template(path = "console/server.html")]
struct ServerPage {
    shell: Shell,
    server: String,
    program: &'static str,
    since: String,
    bases: Vec<ServedBase>,
}

async fn server_page(
    State(pronote): State<Pronote>,
    Extension(operator): Extension<Operator>,
    visit: Visit,
) -> Result<Response, Problem> {
    let mut bases = Vec::new();
    for base in &operator.bases {
        let lines = journal::of_publication(&pronote, base.id.as_str(), 20).await?;
        bases.push(ServedBase { base: base.clone(), lines: in_words(&visit, lines) });
    }
    let page = ServerPage {
        shell: console_shell(visit.clone(), &operator, visit.t("menu-server"), None),
        server: server(&pronote),
        program: env!("CARGO_PKG_VERSION"),
        since: clock::french(pronote.started()),
        bases,
    };
    Ok(web::page(StatusCode::OK, &page))
}

struct ClientLine {
    client: Client,
    role: String,
    seen: String,
    outdated: bool,
}

struct ClientsOf {
    base: SchoolBase,
    clients: Vec<ClientLine>,
}

impl ClientsOf {
    fn has_outdated(&self) -> bool {
        self.clients.iter().any(|line| line.outdated)
    }
}

#[derive(Template)]
#[template(path = "console/clients.html")]
struct ClientsPage {
    shell: Shell,
    bases: Vec<ClientsOf>,
}

async fn clients_page(
    State(pronote): State<Pronote>,
    Extension(operator): Extension<Operator>,
    visit: Visit,
) -> Result<Response, Problem> {
    let mut bases = Vec::new();
    for base in &operator.bases {
        let clients = operators::clients(&pronote, &base.id).await?;
        let line = |client: Client| ClientLine {
            role: visit.t(&format!("role-{}", client.role.as_str())),
            seen: clock::french(clock::from_millis(client.last_seen_at)),
            outdated: client.role == Role::Supervisor && client.client_version != base.version_label,
            client,
        };
        bases.push(ClientsOf { base: base.clone(), clients: clients.into_iter().map(line).collect() });
    }
    let shell = console_shell(visit.clone(), &operator, visit.t("menu-clients"), None);
    Ok(web::page(StatusCode::OK, &ClientsPage { shell, bases }))
}

#[derive(Template)]
#[template(path = "console/net.html")]
struct NetPage {
    shell: Shell,
    bases: Vec<SchoolBase>,
    /// Where the tiles lead.
    tab: &'static str,
}

async fn net_page(Extension(operator): Extension<Operator>, visit: Visit) -> Response {
    tab_of_a_base(operator, visit, "menu-net", "publication")
}

async fn delegation_page(Extension(operator): Extension<Operator>, visit: Visit) -> Response {
    tab_of_a_base(operator, visit, "tab-delegation", "delegation")
}

/// A tab of the administration of the one base, or the choice among several.
fn tab_of_a_base(operator: Operator, visit: Visit, title: &str, tab: &'static str) -> Response {
    if let [base] = operator.bases.as_slice() {
        return web::redirect(&format!("/bases/{}/{tab}", base.id));
    }
    let shell = console_shell(visit.clone(), &operator, visit.t(title), None);
    web::page(StatusCode::OK, &NetPage { shell, bases: operator.bases, tab })
}

#[derive(Template)]
#[template(path = "console/privacy.html")]
struct PrivacyPage {
    shell: Shell,
}

async fn privacy_page(Extension(operator): Extension<Operator>, visit: Visit) -> Response {
    let shell = console_shell(visit.clone(), &operator, visit.t("menu-privacy"), None);
    web::page(StatusCode::OK, &PrivacyPage { shell })
}

struct HelpedBase {
    base: SchoolBase,
    address: String,
    direct: String,
}

#[derive(Template)]
#[template(path = "console/assistance.html")]
struct AssistancePage {
    shell: Shell,
    report: String,
    bases: Vec<HelpedBase>,
}

async fn assistance_page(
    State(pronote): State<Pronote>,
    Extension(operator): Extension<Operator>,
    visit: Visit,
) -> Result<Response, Problem> {
    let helped = |base: &SchoolBase| {
        let address = base.url(&pronote.config().spaces_url, "");
        HelpedBase { direct: format!("{address}?login=true"), address, base: base.clone() }
    };
    let page = AssistancePage {
        report: report(&pronote, &visit, &operator.bases).await?,
        bases: operator.bases.iter().map(helped).collect(),
        shell: console_shell(visit.clone(), &operator, visit.t("menu-assistance"), None),
    };
    Ok(web::page(StatusCode::OK, &page))
}

/// What who helps wants to know, without anything about a person.
async fn report(pronote: &Pronote, visit: &Visit, bases: &[SchoolBase]) -> Result<String, Problem> {
    let yes_no = |yes: bool| visit.t(if yes { "confirm-yes" } else { "confirm-no" });
    let mut lines = vec![
        format!("Passerelle {} – {}", env!("CARGO_PKG_VERSION"), clock::french(pronote.now())),
        visit.words.t1("report-since", "at", clock::french(pronote.started())),
    ];
    let since = pronote.now().checked_sub(SignedDuration::from_hours(24)).unwrap_or_default();
    for base in bases {
        let cas = delegation::current(pronote, base).await?.map(|delegation| delegation.cas_url.to_string());
        lines.push(String::new());
        for (key, value) in [
            ("report-base", base.file_name()),
            ("report-version", base.version_label.clone()),
            ("report-address", base.url(&pronote.config().spaces_url, "")),
            ("report-published", yes_no(base.published)),
            ("report-cas", cas.unwrap_or_else(|| "–".to_owned())),
        ] {
            lines.push(visit.words.t1(key, "value", value));
        }
        for refused in journal::refusals(pronote, base.id.as_str(), since).await? {
            let (reason, times) = (refused.detail.unwrap_or_default(), refused.times.to_string());
            lines.push(visit.words.t2("report-refused", ("reason", &reason), ("times", times)));
        }
    }
    Ok(lines.join("\n"))
}

#[derive(Template)]
#[template(path = "console/history.html")]
struct HistoryPage {
    shell: Shell,
    refused: bool,
    read: Option<(SchoolBase, Vec<HistoryLine>)>,
}

fn history_page(visit: Visit, status: StatusCode, read: Option<(SchoolBase, Vec<HistoryLine>)>) -> Response {
    let shell = Shell::new(visit.clone(), visit.t("history-title"));
    web::page(status, &HistoryPage { shell, refused: status == StatusCode::FORBIDDEN, read })
}

async fn history_form(visit: Visit) -> Response {
    history_page(visit, StatusCode::OK, None)
}

/// The history of a base for the support. The code is posted: an address with it would be kept by browsers.
async fn history(
    State(pronote): State<Pronote>,
    visit: Visit,
    Submitted(fields): Submitted,
) -> Result<Response, Problem> {
    Ok(match super::read_history(&pronote, fields.text("code")).await? {
        Some((base, lines)) => {
            let lines = in_words(&visit, lines);
            history_page(visit, StatusCode::OK, Some((base, lines)))
        }
        None => history_page(visit, StatusCode::FORBIDDEN, None),
    })
}
