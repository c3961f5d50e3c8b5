//! The pages of the hosting console that set the delegations of a base.

use askama::Template;
use web::{
    Extension, Fields, Problem, RawQuery, Response, Routes, Shell, State, StatusCode, Submitted, Visit, clock,
};

use super::{
    applying::changes_page,
    delegation_form::{Asked, DelegationForm},
    difference,
    pages::{console_shell, notice, refused},
    preset_pages,
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
        .post("/bases/{base}/delegation/preset", Authority::Console, preset_pages::choose_preset)
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
    /// Whether something can be changed: the base is stopped, or a change is prepared.
    open: bool,
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
            open: !base.published,
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
    page.open |= fields.ticked("edit");
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
    let action = fields.text("action");
    let (status, form) = if base.published && !["prepare", "apply"].contains(&action) {
        // Published meanwhile, in another window: what was typed is shown again, locked.
        (StatusCode::CONFLICT, posted)
    } else {
        match posted.clone().understand() {
            Ok(_) if base.published && action == "prepare" => {
                return Ok(what_changes(visit, &operator, &base, &edited, &posted));
            }
            Ok(asked) => match carry_out(&pronote, &operator, &base, &edited, asked).await {
                Ok(address) => return Ok(web::redirect(&address)),
                Err(ChangeError::ServerTaken) => {
                    let error = Some("delegation-error-taken");
                    (StatusCode::UNPROCESSABLE_ENTITY, DelegationForm { cas_url_error: error, ..posted })
                }
                Err(error) => return Err(refused(error)),
            },
            Err(form) => (StatusCode::UNPROCESSABLE_ENTITY, *form),
        }
    };
    let mut page = DelegationPage::new(&pronote, visit, &operator, &base, &edited, form).await?;
    page.open |= status == StatusCode::UNPROCESSABLE_ENTITY;
    Ok(web::page(status, &page))
}

/// Shows what the form would change in a base that is published.
fn what_changes(
    visit: Visit,
    operator: &Operator,
    base: &SchoolBase,
    edited: &Edited,
    posted: &DelegationForm,
) -> Response {
    let changes = difference::typed(visit.words, &DelegationForm::of(edited.current.as_ref()), posted);
    let fields = [posted.fields(), vec![("delegation", edited.word.clone())]].concat();
    let page = format!("/bases/{}/delegation", base.id);
    let back = format!("{page}?d={}&edit=1", edited.word);
    let title = visit.t("changes-title");
    changes_page(console_shell(visit, operator, title, None), base, changes, page, fields, back)
}

/// Does what a form asks for: in one go where the base is published. Gives the address of what follows.
async fn carry_out(
    pronote: &Pronote,
    operator: &Operator,
    base: &SchoolBase,
    edited: &Edited,
    asked: Asked,
) -> Result<String, ChangeError> {
    let in_one_go = base.published;
    let done = match asked {
        Asked::Remove if in_one_go => {
            delegation::remove_in_one_go(pronote, &base.id, &operator.id).await?;
            "applied"
        }
        Asked::Remove => {
            delegation::remove(pronote, &base.id).await?;
            return Ok(edited.address(base, "delegation", "no-delegation"));
        }
        Asked::Set(settings) => store(pronote, operator, base, edited, settings).await?,
    };
    Ok(format!("/bases/{}/delegation?done={done}", base.id))
}

/// Sets a delegation, in one go where the base is published; gives the word for what was done.
pub(super) async fn store(
    pronote: &Pronote,
    operator: &Operator,
    base: &SchoolBase,
    edited: &Edited,
    settings: Settings,
) -> Result<&'static str, ChangeError> {
    let which = edited.which.clone();
    if base.published {
        delegation::put_in_one_go(pronote, &base.id, which, settings, &operator.id).await?;
        Ok("applied")
    } else {
        delegation::put(pronote, &base.id, which, settings).await?;
        Ok("delegation")
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
