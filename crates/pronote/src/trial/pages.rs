//! Where the ENT sends an operator back to, who tries a delegation.

use askama::Template;
use web::{
    Extension, Fields, Path, Problem, RawQuery, Response, Routes, Shell, State, StatusCode, Visit, Words,
};

use super::Outcome;
use crate::{
    Pronote,
    access::{Foreseen, Refused},
    bases::{
        Space,
        pages::{At, shell},
    },
    delegation::{CommonId, Delegation},
    gate::Authority,
};

pub(crate) fn routes() -> Routes<Pronote, Authority> {
    // Whoever has begun a trial may see its end, also while the base is not published.
    Routes::new().effect("/essai/{secret}", Authority::Anyone, of_common).effect(
        "/essai/{secret}/{page}",
        Authority::Anyone,
        of_space,
    )
}

/// One step, and how it went.
pub(crate) struct Shown {
    /// What was tried.
    pub(crate) title: String,
    /// Whether it held.
    pub(crate) holds: bool,
    /// What was seen.
    pub(crate) text: String,
    /// What to do when it did not hold.
    pub(crate) cure: String,
}

impl Shown {
    /// A step that held.
    pub(crate) fn held(title: String, text: String) -> Self {
        Self { title, holds: true, text, cure: String::new() }
    }

    /// A step that did not.
    pub(crate) fn failed(title: String, words: Words, refused: &Refused, cas: &str, space: Space) -> Self {
        let (text, cure) = refused.explain(words, cas, space);
        Self { title, holds: false, text, cure }
    }
}

/// An attribute that came.
struct Came {
    name: String,
    values: String,
    /// Whether PRONOTE looks at it, with these settings.
    used: bool,
}

#[derive(Template)]
#[template(path = "trial/outcome.html")]
struct OutcomePage {
    shell: Shell,
    steps: Vec<Shown>,
    subject: Option<String>,
    attributes: Vec<Came>,
    console: String,
}

async fn of_common(
    state: State<Pronote>,
    Extension(at): Extension<At>,
    Path(secret): Path<String>,
    query: RawQuery,
    visit: Visit,
) -> Result<Response, Problem> {
    outcome(state, at, &secret, query, visit).await
}

async fn of_space(
    state: State<Pronote>,
    Extension(at): Extension<At>,
    Path((secret, _)): Path<(String, String)>,
    query: RawQuery,
    visit: Visit,
) -> Result<Response, Problem> {
    outcome(state, at, &secret, query, visit).await
}

async fn outcome(
    State(pronote): State<Pronote>,
    At(base): At,
    secret: &str,
    RawQuery(query): RawQuery,
    visit: Visit,
) -> Result<Response, Problem> {
    let fields = Fields::parse(query.as_deref().unwrap_or_default());
    let ended = super::end(&pronote, &base, secret, fields.text("ticket")).await?;
    let ended = ended.ok_or_else(|| Problem::new(StatusCode::GONE, "trial-over"))?;
    let console = format!("{}/bases/{}/delegation", pronote.config().console_url, base.id);
    let told = ended.rehearsal.told.as_ref().ok();
    let attributes = told.map(|told| &told.attributes).into_iter().flatten();
    let page = OutcomePage {
        steps: steps(visit.words, &ended),
        subject: told.map(|told| told.subject.clone()),
        attributes: attributes
            .map(|(name, values)| Came {
                name: name.clone(),
                values: values.join(" ; "),
                used: uses(&ended.delegation, name),
            })
            .collect(),
        shell: shell(visit.clone(), &base, visit.t("trial-title")),
        console,
    };
    Ok(web::page(StatusCode::OK, &page))
}

fn steps(words: Words, ended: &Outcome) -> Vec<Shown> {
    let (cas, space) = (ended.delegation.cas_url.to_string(), ended.space);
    let failed = |title: &str, refused: &Refused| Shown::failed(words.t(title), words, refused, &cas, space);
    let mut steps = vec![match &ended.rehearsal.told {
        Ok(_) => Shown::held(words.t("trial-validation"), words.t1("trial-validated", "cas", &cas)),
        Err(refused) => failed("trial-validation", refused),
    }];
    steps.extend(ended.rehearsal.foreseen.as_ref().map(|foreseen| match foreseen {
        Ok(foreseen) => Shown::held(words.t("trial-recognition"), foretold(words, foreseen)),
        Err(refused) => failed("trial-recognition", refused),
    }));
    steps
}

fn foretold(words: Words, foreseen: &Foreseen) -> String {
    match foreseen {
        Foreseen::AskPassword => words.t("trial-would-ask"),
        Foreseen::Enter { name, space, learns } => {
            let key = if *learns { "trial-would-enter-first" } else { "trial-would-enter" };
            words.t2(key, ("name", name), ("space", words.t(&format!("space-{space}"))))
        }
    }
}

/// Whether a delegation looks at an attribute.
fn uses(delegation: &Delegation, name: &str) -> bool {
    let identification = &delegation.identification;
    let common = matches!(&identification.common, CommonId::Attribute(common) if common == name);
    common || identification.looks_at().any(|looked| looked == name)
}
