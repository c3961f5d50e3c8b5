//! The pages of the hosting console that set the delegation of a base.

use askama::Template;
use web::{Extension, Problem, RawQuery, Response, Routes, Shell, State, StatusCode, Submitted, Visit};

use super::{
    delegation_form::{Asked, DelegationForm},
    pages::{console_shell, notice, refused},
};
use crate::{
    Pronote,
    bases::{ChangeError, SchoolBase},
    delegation::{self, CasUrl, Delegation, Links, Preset, Settings},
    gate::Authority,
    operators::{Operator, pages::OfOperator},
};

pub(crate) fn routes() -> Routes<Pronote, Authority> {
    Routes::new()
        .get("/bases/{base}/delegation", Authority::Console, delegation_page)
        .post("/bases/{base}/delegation", Authority::Console, set_delegation)
        .post("/bases/{base}/delegation/preset", Authority::Console, choose_preset)
}

#[derive(Template)]
#[template(path = "console/delegation.html")]
struct DelegationPage {
    shell: Shell,
    base: SchoolBase,
    tab: &'static str,
    presets: Vec<Preset>,
    chosen: Option<String>,
    form: DelegationForm,
    links: Option<Links>,
    former_address: String,
}

impl DelegationPage {
    fn new(
        pronote: &Pronote,
        visit: Visit,
        operator: &Operator,
        base: &SchoolBase,
        current: Option<&Delegation>,
        form: DelegationForm,
    ) -> Result<Self, Problem> {
        let links = current
            .map(|d| delegation::links(pronote, base, &d.cas_url, d.validation_url.as_ref()))
            .transpose()?;
        Ok(Self {
            shell: console_shell(visit.clone(), operator, visit.t("admin-title"), None),
            base: base.clone(),
            tab: "delegation",
            presets: delegation::presets(pronote)?,
            chosen: current.and_then(|current| current.preset.clone()),
            form,
            links,
            former_address: base.url(&pronote.config().spaces_url, ""),
        })
    }

    fn warning(&self, links: &Links) -> String {
        let (former, direct) = (("former", &self.former_address), ("direct", &links.direct));
        self.shell.visit.words.t2("delegation-warning", former, direct)
    }

    fn chosen(&self, preset: &Preset) -> bool {
        self.chosen.as_deref() == Some(preset.id.as_str())
    }
}

async fn delegation_page(
    State(pronote): State<Pronote>,
    Extension(operator): Extension<Operator>,
    Extension(OfOperator(base)): Extension<OfOperator>,
    RawQuery(query): RawQuery,
    visit: Visit,
) -> Result<Response, Problem> {
    let current = delegation::current(&pronote, &base).await?;
    let form = DelegationForm::of(current.as_ref());
    let mut page = DelegationPage::new(&pronote, visit, &operator, &base, current.as_ref(), form)?;
    page.shell.notice = notice(&page.shell.visit, query.as_deref());
    Ok(web::page(StatusCode::OK, &page))
}

async fn set_delegation(
    State(pronote): State<Pronote>,
    Extension(operator): Extension<Operator>,
    Extension(OfOperator(base)): Extension<OfOperator>,
    visit: Visit,
    Submitted(fields): Submitted,
) -> Result<Response, Problem> {
    let posted = DelegationForm::posted(&fields);
    let (status, form) = if base.published {
        // Published meanwhile, in another window: what was typed is shown again, locked.
        (StatusCode::CONFLICT, posted)
    } else {
        match posted.understand() {
            Ok(Asked::Remove) => {
                delegation::remove(&pronote, &base.id).await.map_err(refused)?;
                return Ok(web::redirect(&format!("/bases/{}/delegation?done=no-delegation", base.id)));
            }
            Ok(Asked::Set(settings)) => {
                delegation::set(&pronote, &base.id, settings).await.map_err(refused)?;
                return Ok(web::redirect(&format!("/bases/{}/delegation?done=delegation", base.id)));
            }
            Err(form) => (StatusCode::UNPROCESSABLE_ENTITY, *form),
        }
    };
    let current = delegation::current(&pronote, &base).await?;
    let page = DelegationPage::new(&pronote, visit, &operator, &base, current.as_ref(), form)?;
    Ok(web::page(status, &page))
}

#[derive(Template)]
#[template(path = "console/confirm.html")]
struct ConfirmPage {
    shell: Shell,
    base: SchoolBase,
    preset: Preset,
}

/// Applies an ENT of the list. Over an existing configuration, only after a "Oui".
async fn choose_preset(
    State(pronote): State<Pronote>,
    Extension(operator): Extension<Operator>,
    Extension(OfOperator(base)): Extension<OfOperator>,
    visit: Visit,
    Submitted(fields): Submitted,
) -> Result<Response, Problem> {
    if base.published {
        return Err(refused(ChangeError::Published));
    }
    let page = format!("/bases/{}/delegation", base.id);
    let wanted = fields.text("preset");
    let Some(preset) = delegation::presets(&pronote)?.into_iter().find(|preset| preset.id == wanted) else {
        return Ok(web::redirect(&format!("{page}?done=by-hand")));
    };
    let current = delegation::current(&pronote, &base).await?;
    match (current, fields.text("confirm")) {
        (Some(current), _) if current.preset.as_deref() == Some(wanted) => Ok(web::redirect(&page)),
        (Some(_), "no") => Ok(web::redirect(&page)),
        (None, _) | (Some(_), "yes") => {
            let cas_url = CasUrl::parse(&preset.cas_url)?;
            delegation::set(&pronote, &base.id, Settings::of(cas_url)).await.map_err(refused)?;
            Ok(web::redirect(&format!("{page}?done=delegation")))
        }
        (Some(_), _) => {
            let title = visit.t("confirm-title");
            let shell = console_shell(visit, &operator, title, None);
            let base = SchoolBase::clone(&base);
            Ok(web::page(StatusCode::OK, &ConfirmPage { shell, base, preset }))
        }
    }
}
