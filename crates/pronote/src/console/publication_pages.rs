//! "Paramètres de publication" of a base: its root, its spaces, and its history for the support.

use askama::Template;
use web::{
    Extension, Problem, RawQuery, Response, Routes, Shell, State, StatusCode, Submitted, Visit, clock,
};

use super::{
    applying::changes_page,
    pages::{connected_in, console_shell, refused},
    publication_form::{PublicationForm, changes, fields},
};
use crate::{
    Pronote, access,
    bases::{ChangeError, SchoolBase, Space},
    gate::Authority,
    operators::{Operator, pages::OfOperator},
};

pub(crate) fn routes() -> Routes<Pronote, Authority> {
    Routes::new()
        .get("/bases/{base}/publication", Authority::Console, publication)
        .post("/bases/{base}/publication", Authority::Console, publish)
        .post("/bases/{base}/parameters", Authority::Console, set_parameters)
        .post("/bases/{base}/support", Authority::Console, set_support)
}

struct SpaceRow {
    space: Space,
    label: String,
    published: bool,
    address: String,
    /// The address of the mobile version, and whether it is published; none for spaces without.
    mobile: Option<(String, bool)>,
    connected: usize,
}

#[derive(Template)]
#[template(path = "console/publication.html")]
struct PublicationPage {
    shell: Shell,
    base: SchoolBase,
    tab: &'static str,
    /// Whether the fields are open: the base is stopped, or a change is being prepared while it is published.
    open: bool,
    rows: Vec<SpaceRow>,
    form: PublicationForm,
    /// "URL à communiquer au socle ENT".
    service: String,
    /// Until when the history is open, as shown.
    support_until: Option<String>,
    /// The code of the support: shown once.
    support_code: Option<String>,
    support_address: String,
}

impl PublicationPage {
    async fn new(
        pronote: &Pronote,
        visit: Visit,
        operator: &Operator,
        base: &SchoolBase,
        form: PublicationForm,
    ) -> Result<Self, Problem> {
        let connected = access::connected(pronote, base).await?;
        let url = &pronote.config().spaces_url;
        let row = |space: Space| SpaceRow {
            space,
            label: visit.t(&format!("space-{space}")),
            published: form.spaces.contains(space),
            address: base.url(url, space.page()),
            mobile: space.mobile_page().map(|page| (base.url(url, page), form.mobile.contains(space))),
            connected: connected_in(&connected, space, None),
        };
        let support_until = (base.support_until > pronote.now().as_millisecond())
            .then(|| clock::french(clock::from_millis(base.support_until)));
        Ok(Self {
            rows: Space::ALL.into_iter().map(row).collect(),
            shell: console_shell(visit.clone(), operator, visit.t("admin-title"), None),
            tab: "publication",
            open: !base.published,
            service: base.url(url, ""),
            support_until,
            support_code: None,
            support_address: format!("{}/history", pronote.config().console_url),
            base: base.clone(),
            form,
        })
    }

    fn label(&self, key: &str, row: &SpaceRow) -> String {
        self.shell.t1(key, "space", &row.label)
    }
}

async fn publication(
    State(pronote): State<Pronote>,
    Extension(operator): Extension<Operator>,
    Extension(OfOperator(base)): Extension<OfOperator>,
    RawQuery(query): RawQuery,
    visit: Visit,
) -> Result<Response, Problem> {
    let form = PublicationForm::of(&base.parameters());
    let mut page = PublicationPage::new(&pronote, visit, &operator, &base, form).await?;
    page.shell.notice = super::pages::notice(&page.shell.visit, query.as_deref());
    page.open |= query.as_deref() == Some("edit=1");
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
    let tab = ["delegation", "security"].into_iter().find(|tab| *tab == fields.text("tab"));
    Ok(web::redirect(&format!("/bases/{}/{}?done={done}", base.id, tab.unwrap_or("publication"))))
}

async fn set_parameters(
    State(pronote): State<Pronote>,
    Extension(operator): Extension<Operator>,
    Extension(OfOperator(base)): Extension<OfOperator>,
    visit: Visit,
    Submitted(posted): Submitted,
) -> Result<Response, Problem> {
    let action = posted.text("action");
    if base.published && !["prepare", "apply"].contains(&action) {
        return Err(refused(ChangeError::Published));
    }
    let form = PublicationForm::posted(&posted);
    let page = format!("/bases/{}/publication", base.id);
    let form = match form.clone().understand() {
        Err(form) => *form,
        Ok(new) if base.published && action == "prepare" => {
            let shell = console_shell(visit.clone(), &operator, visit.t("changes-title"), None);
            let changes = changes(&visit, &base.parameters(), &new);
            let (to, back) = (format!("/bases/{}/parameters", base.id), format!("{page}?edit=1"));
            return Ok(changes_page(shell, &base, changes, to, fields(&new), back));
        }
        Ok(new) => {
            let (done, outcome) = if action == "apply" {
                ("applied", super::apply_parameters(&pronote, &operator, &base.id, &new).await)
            } else {
                ("parameters", super::set_parameters(&pronote, &operator, &base.id, &new).await)
            };
            match outcome {
                Ok(()) => return Ok(web::redirect(&format!("{page}?done={done}"))),
                Err(ChangeError::PlaceTaken) => PublicationForm { root_error: Some("root-taken"), ..form },
                Err(error) => return Err(refused(error)),
            }
        }
    };
    let mut page = PublicationPage::new(&pronote, visit, &operator, &base, form).await?;
    page.open = true;
    Ok(web::page(StatusCode::UNPROCESSABLE_ENTITY, &page))
}

/// Days for which the history can be open.
const SUPPORT_DAYS: std::ops::RangeInclusive<i64> = 1..=30;

/// "Rendre l'historique accessible au service d'assistance": until a date, for whoever is given the code.
async fn set_support(
    State(pronote): State<Pronote>,
    Extension(operator): Extension<Operator>,
    Extension(OfOperator(base)): Extension<OfOperator>,
    visit: Visit,
    Submitted(fields): Submitted,
) -> Result<Response, Problem> {
    let page = format!("/bases/{}/publication", base.id);
    if !fields.ticked("support") {
        super::close_history(&pronote, &operator, &base.id).await?;
        return Ok(web::redirect(&format!("{page}?done=support-closed")));
    }
    let days = fields.text("days").parse().ok().filter(|days| SUPPORT_DAYS.contains(days)).unwrap_or(7);
    let code = super::open_history(&pronote, &operator, &base.id, days).await?;
    let base = crate::bases::find(&pronote, &base.id).await?.ok_or_else(Problem::not_found)?;
    let form = PublicationForm::of(&base.parameters());
    let mut page = PublicationPage::new(&pronote, visit, &operator, &base, form).await?;
    page.support_code = Some(code);
    Ok(web::page(StatusCode::OK, &page))
}
