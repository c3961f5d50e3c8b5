//! The pages of the hosting console that set the delegations of a base.

use askama::Template;
use web::{
    Extension, Fields, Problem, RawQuery, Response, Routes, Shell, State, StatusCode, Submitted, Visit, clock,
};

use super::{
    delegation_form::{Asked, DelegationForm},
    difference::{self, Difference},
    pages::{console_shell, notice, refused},
    several_pages::{Listed, SpaceRow, Transition},
};
use crate::{
    Pronote,
    bases::{ChangeError, SchoolBase},
    delegation::{self, Delegation, Links, Preset, Settings, Which},
    gate::Authority,
    operators::{Operator, pages::OfOperator},
};

pub(crate) fn routes() -> Routes<Pronote, Authority> {
    Routes::new()
        .get("/bases/{base}/delegation", Authority::Console, delegation_page)
        .post("/bases/{base}/delegation", Authority::Console, set_delegation)
        .post("/bases/{base}/delegation/preset", Authority::Console, choose_preset)
        .post("/bases/{base}/delegation/undo", Authority::Console, undo)
}

/// The delegation that a page is about, and the word for it in addresses and forms.
pub(super) struct Edited {
    pub(super) which: Which,
    pub(super) current: Option<Delegation>,
    pub(super) word: String,
}

impl Edited {
    /// By the word of a request: nothing for the one of the base, `new`, or the key of one.
    pub(super) async fn of(pronote: &Pronote, base: &SchoolBase, word: &str) -> Result<Self, Problem> {
        let all = delegation::all(pronote, base).await?;
        let of_base = |delegation: &Delegation| base.delegation.as_ref() == Some(&delegation.id);
        if word == "new" {
            return Ok(Self { which: Which::OneMore, current: None, word: word.to_owned() });
        }
        if word.is_empty() {
            return Ok(Self {
                which: Which::OfBase,
                current: all.into_iter().find(of_base),
                word: String::new(),
            });
        }
        let named = all.into_iter().find(|delegation| delegation.id.as_str() == word);
        let named = named.ok_or_else(Problem::not_found)?;
        if of_base(&named) {
            return Ok(Self { which: Which::OfBase, current: Some(named), word: String::new() });
        }
        Ok(Self { which: Which::This(named.id.clone()), current: Some(named), word: word.to_owned() })
    }

    /// The address of a tab about it, ready for `done=`.
    pub(super) fn address(&self, base: &SchoolBase, tab: &str, done: &str) -> String {
        let which = if matches!(self.word.as_str(), "" | "new") {
            String::new()
        } else {
            format!("d={}&", self.word)
        };
        format!("/bases/{}/{tab}?{which}done={done}", base.id)
    }
}

#[derive(Template)]
#[template(path = "console/delegation.html")]
pub(super) struct DelegationPage {
    pub(super) shell: Shell,
    base: SchoolBase,
    tab: &'static str,
    title: String,
    presets: Vec<Preset>,
    /// The word of the ENT that the list shows.
    chosen: String,
    /// [`Edited::word`].
    edited: String,
    form: DelegationForm,
    links: Option<Links>,
    former_address: String,
    ent: String,
    last_change: Option<String>,
    list: Vec<Listed>,
    spaces: Vec<SpaceRow>,
    pub(super) transition: Option<Transition>,
}

impl DelegationPage {
    pub(super) async fn new(
        pronote: &Pronote,
        visit: Visit,
        operator: &Operator,
        base: &SchoolBase,
        edited: &Edited,
        form: DelegationForm,
    ) -> Result<Self, Problem> {
        let current = edited.current.as_ref();
        let links = current.map(|current| delegation::links(pronote, base, current)).transpose()?;
        let presets = delegation::presets(pronote)?;
        let all = delegation::all(pronote, base).await?;
        let label = |delegation: &Delegation| delegation.label(&presets);
        let last_change = delegation::last_change(pronote, &base.id).await.map_err(refused)?;
        Ok(Self {
            title: current.map_or_else(|| visit.t("several-add"), label),
            ent: current.map(label).unwrap_or_default(),
            transition: Transition::of(pronote, base, current, &presets).await?,
            spaces: SpaceRow::all(&visit, &all),
            list: all.iter().map(|d| Listed::of(base, d, &presets)).collect(),
            shell: console_shell(visit, operator, String::new(), None),
            base: base.clone(),
            tab: "delegation",
            chosen: form.preset.clone(),
            edited: edited.word.clone(),
            presets,
            form,
            links,
            former_address: base.url(&pronote.config().spaces_url, ""),
            last_change: last_change.map(clock::french),
        }
        .titled())
    }

    fn titled(mut self) -> Self {
        self.shell.title = self.shell.t("admin-title");
        self
    }

    fn warning(&self, links: &Links) -> String {
        let (former, direct) = (("former", &self.former_address), ("direct", &links.direct));
        self.shell.visit.words.t2("delegation-warning", former, direct)
    }

    /// What families can be told, as plain text.
    fn message(&self, links: &Links) -> String {
        let words = self.shell.visit.words;
        let school = ("school", &self.base.school_name);
        let direct = match self.form.direct_access {
            true => words.t1("families-direct", "direct", &links.direct),
            false => words.t("families-no-direct"),
        };
        let lines = [
            words.t("families-hello"),
            words.t2("families-by-ent", school, ("ent", &self.ent)),
            words.t1("families-former", "former", &self.former_address),
            direct,
        ];
        lines.join("\n\n")
    }

    /// Whether changes were made that nobody meets until the base is published.
    fn waits(&self) -> bool {
        !self.base.published && self.last_change.is_some()
    }

    fn is_of_base(&self) -> bool {
        self.edited.is_empty()
    }

    fn has_several(&self) -> bool {
        self.list.len() > 1
    }

    /// Names tell several apart; one alone needs none.
    fn is_named(&self) -> bool {
        self.has_several() || !self.is_of_base()
    }
}

async fn delegation_page(
    State(pronote): State<Pronote>,
    Extension(operator): Extension<Operator>,
    Extension(OfOperator(base)): Extension<OfOperator>,
    RawQuery(query): RawQuery,
    visit: Visit,
) -> Result<Response, Problem> {
    let fields = Fields::parse(query.as_deref().unwrap_or_default());
    let edited = Edited::of(&pronote, &base, fields.text("d")).await?;
    // An ENT whose address no source publishes: its form waits for the address.
    let waiting = delegation::preset(&pronote, fields.text("preset"))?.filter(|p| p.address().is_err());
    let form = waiting.map_or_else(
        || DelegationForm::of(edited.current.as_ref()),
        |preset| DelegationForm::waiting_for(&preset),
    );
    let mut page = DelegationPage::new(&pronote, visit, &operator, &base, &edited, form).await?;
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
    let edited = Edited::of(&pronote, &base, fields.text("delegation")).await?;
    let posted = DelegationForm::posted(&fields);
    let (status, form) = if base.published {
        // Published meanwhile, in another window: what was typed is shown again, locked.
        (StatusCode::CONFLICT, posted)
    } else {
        match posted.clone().understand() {
            Ok(Asked::Remove) => {
                delegation::remove(&pronote, &base.id).await.map_err(refused)?;
                return Ok(web::redirect(&edited.address(&base, "delegation", "no-delegation")));
            }
            Ok(Asked::Set(settings)) => {
                match delegation::put(&pronote, &base.id, edited.which.clone(), settings).await {
                    Ok(_) => {
                        return Ok(web::redirect(&format!("/bases/{}/delegation?done=delegation", base.id)));
                    }
                    Err(ChangeError::ServerTaken) => {
                        let error = Some("delegation-error-taken");
                        (StatusCode::UNPROCESSABLE_ENTITY, DelegationForm { cas_url_error: error, ..posted })
                    }
                    Err(error) => return Err(refused(error)),
                }
            }
            Err(form) => (StatusCode::UNPROCESSABLE_ENTITY, *form),
        }
    };
    let page = DelegationPage::new(&pronote, visit, &operator, &base, &edited, form).await?;
    Ok(web::page(status, &page))
}

#[derive(Template)]
#[template(path = "console/confirm.html")]
struct ConfirmPage {
    shell: Shell,
    base: SchoolBase,
    preset: Preset,
    edited: String,
    difference: Vec<Difference>,
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
    let edited = Edited::of(&pronote, &base, fields.text("delegation")).await?;
    let page = format!("/bases/{}/delegation?d={}", base.id, edited.word);
    let wanted = fields.text("preset");
    let presets = delegation::presets(&pronote)?;
    let Some(preset) = presets.iter().find(|preset| preset.id == wanted) else {
        return Ok(web::redirect(&format!("{page}&done=by-hand")));
    };
    match (&edited.current, fields.text("confirm")) {
        (Some(current), _) if current.preset.as_deref() == Some(wanted) => Ok(web::redirect(&page)),
        (Some(_), "no") => Ok(web::redirect(&page)),
        (None, _) | (Some(_), "yes") => {
            let Ok(cas_url) = preset.address() else {
                return Ok(web::redirect(&format!("{page}&preset={}", preset.id)));
            };
            match delegation::put(&pronote, &base.id, edited.which, Settings::of(cas_url)).await {
                Ok(_) => Ok(web::redirect(&format!("/bases/{}/delegation?done=delegation", base.id))),
                Err(error) => Err(refused(error)),
            }
        }
        (Some(current), _) => {
            let title = visit.t("confirm-title");
            let difference = difference::applying(visit.words, &presets, current, preset);
            let shell = console_shell(visit, &operator, title, None);
            let (base, preset, edited) = (SchoolBase::clone(&base), preset.clone(), edited.word);
            Ok(web::page(StatusCode::OK, &ConfirmPage { shell, base, preset, edited, difference }))
        }
    }
}

/// "Annuler ce changement".
async fn undo(
    State(pronote): State<Pronote>,
    Extension(OfOperator(base)): Extension<OfOperator>,
    Submitted(_): Submitted,
) -> Result<Response, Problem> {
    let undone = delegation::undo(&pronote, &base.id).await.map_err(refused)?;
    let done = if undone { "undone" } else { "nothing" };
    Ok(web::redirect(&format!("/bases/{}/delegation?done={done}", base.id)))
}
