//! The window "Paramètres d'identification des utilisateurs" of the hosting console.

use askama::Template;
use model::Category;
use web::{
    Extension, Fields, Problem, RawQuery, Response, Routes, Shell, State, StatusCode, Submitted, Visit,
};

use super::{
    delegation_pages::Edited,
    identification_form::{IDENTITY, IdentificationForm, word_field},
    pages::{console_shell, refused},
};
use crate::{
    Pronote,
    bases::SchoolBase,
    delegation::{self, Dialect, FirstConnection, Identification, Preset},
    gate::Authority,
    operators::{Operator, pages::OfOperator},
};

pub(crate) fn routes() -> Routes<Pronote, Authority> {
    Routes::new().get("/bases/{base}/identification", Authority::Console, window).post(
        "/bases/{base}/identification",
        Authority::Console,
        set,
    )
}

#[derive(Template)]
#[template(path = "console/identification.html")]
struct IdentificationPage {
    shell: Shell,
    base: SchoolBase,
    tab: &'static str,
    /// Whether something can be changed.
    open: bool,
    presets: Vec<Preset>,
    chosen: String,
    /// [`Edited::word`].
    edited: String,
    /// What the delegation is called; nothing as long as there is none.
    label: Option<String>,
    recipients: Vec<String>,
    form: IdentificationForm,
}

impl IdentificationPage {
    fn new(
        pronote: &Pronote,
        visit: Visit,
        operator: &Operator,
        base: &SchoolBase,
        edited: Edited,
        form: IdentificationForm,
    ) -> Result<Self, Problem> {
        let presets = delegation::presets(pronote)?;
        let title = visit.t("admin-title");
        Ok(Self {
            shell: console_shell(visit, operator, title, None),
            base: base.clone(),
            open: !base.published,
            tab: "delegation",
            chosen: edited.current.as_ref().and_then(|d| d.preset.clone()).unwrap_or_default(),
            label: edited.current.as_ref().map(|delegation| delegation.label(&presets)),
            edited: edited.word,
            presets,
            recipients: recipients(pronote),
            form,
        })
    }

    fn holds(&self, field: &str, value: &str) -> bool {
        self.form.value(field) == value
    }

    fn firsts(&self) -> Vec<&'static str> {
        FirstConnection::ALL.iter().map(|first| first.as_str()).collect()
    }

    fn first(&self, word: &str) -> String {
        self.shell.t(&format!("first-{word}"))
    }

    fn dialects(&self) -> Vec<&'static str> {
        Dialect::ALL.iter().map(|dialect| dialect.as_str()).collect()
    }

    fn dialect(&self, word: &str) -> String {
        self.shell.t(&format!("dialect-{word}"))
    }

    fn identity(&self) -> [&'static str; 5] {
        IDENTITY
    }

    /// Whether the attributes of identity are open: they are read, or one of them is wrong.
    fn shows_identity(&self) -> bool {
        let wrong = |field: &&str| self.form.error(field).is_some();
        self.form.value("first") == FirstConnection::Identity.as_str()
            || IDENTITY.iter().any(wrong)
            || self.form.error("words").is_some()
    }

    /// The fields of the words of the categories, with their labels.
    fn categories(&self) -> Vec<(String, String)> {
        let row = |category: Category| {
            let name = self.shell.t(&format!("category-{category}"));
            (word_field(category), self.shell.t1("category-word", "category", name))
        };
        Category::ALL.into_iter().map(row).collect()
    }

    fn no_error(&self) -> Option<&str> {
        None
    }

    fn all_recipients(&self) -> String {
        self.shell.t1("pairing-readers-all", "names", self.recipients.join(", "))
    }
}

/// Those for whom an export can be sealed.
fn recipients(pronote: &Pronote) -> Vec<String> {
    pronote.config().recipients.iter().map(|recipient| recipient.label.clone()).collect()
}

async fn window(
    State(pronote): State<Pronote>,
    Extension(operator): Extension<Operator>,
    Extension(OfOperator(base)): Extension<OfOperator>,
    RawQuery(query): RawQuery,
    visit: Visit,
) -> Result<Response, Problem> {
    let fields = Fields::parse(query.as_deref().unwrap_or_default());
    let edited = Edited::of(&pronote, &base, fields.text("d")).await?;
    let usual = Identification::default();
    let identification = edited.current.as_ref().map_or(&usual, |current| &current.identification);
    let export = delegation::export_settings(&pronote, &base.id).await?;
    let form = IdentificationForm::of(&base, identification, export.as_ref());
    let page = IdentificationPage::new(&pronote, visit, &operator, &base, edited, form)?;
    Ok(web::page(StatusCode::OK, &page))
}

async fn set(
    State(pronote): State<Pronote>,
    Extension(operator): Extension<Operator>,
    Extension(OfOperator(base)): Extension<OfOperator>,
    visit: Visit,
    Submitted(fields): Submitted,
) -> Result<Response, Problem> {
    let edited = Edited::of(&pronote, &base, fields.text("delegation")).await?;
    let current = edited.current.clone().ok_or_else(Problem::not_found)?;
    let posted = IdentificationForm::posted(&fields);
    let (status, form) = if base.published {
        // Published meanwhile, in another window: what was typed is shown again, locked.
        (StatusCode::CONFLICT, posted)
    } else {
        match posted.understand(visit.words, &recipients(&pronote)) {
            Ok((identification, export)) => {
                if identification != current.identification {
                    let set = delegation::set_identification(&pronote, &base.id, &current.id, identification);
                    set.await.map_err(refused)?;
                }
                delegation::set_export(&pronote, &base, &export).await.map_err(refused)?;
                return Ok(web::redirect(&edited.address(&base, "delegation", "identification")));
            }
            Err(form) => (StatusCode::UNPROCESSABLE_ENTITY, *form),
        }
    };
    let page = IdentificationPage::new(&pronote, visit, &operator, &base, edited, form)?;
    Ok(web::page(status, &page))
}
