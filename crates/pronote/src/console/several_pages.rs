//! Several delegations of one base: which space enters by which, and the former ENT beside the new one for a while.

use web::{Extension, Problem, Response, Routes, State, StatusCode, Submitted, Visit, clock};

use super::{
    delegation_form::DelegationForm,
    delegation_pages::{DelegationPage, Edited},
    pages::refused,
};
use crate::{
    Pronote,
    bases::{ChangeError, DelegationId, SchoolBase, Space},
    delegation::{self, Choice, Delegation, Preset},
    gate::Authority,
    operators::{Operator, pages::OfOperator},
};

pub(crate) fn routes() -> Routes<Pronote, Authority> {
    Routes::new()
        .post("/bases/{base}/delegation/spaces", Authority::Console, arrange)
        .post("/bases/{base}/delegation/drop", Authority::Console, drop_one)
        .post("/bases/{base}/delegation/transition", Authority::Console, accept_former)
}

/// A line of the list of delegations.
pub(super) struct Listed {
    pub(super) id: String,
    pub(super) label: String,
    pub(super) cas_url: String,
    pub(super) of_base: bool,
}

impl Listed {
    pub(super) fn of(base: &SchoolBase, delegation: &Delegation, presets: &[Preset]) -> Self {
        Self {
            id: delegation.id.to_string(),
            label: delegation.label(presets),
            cas_url: delegation.cas_url.to_string(),
            of_base: base.delegation.as_ref() == Some(&delegation.id),
        }
    }
}

/// A space, and the delegation that it has chosen, if any.
pub(super) struct SpaceRow {
    pub(super) word: &'static str,
    pub(super) label: String,
    pub(super) chosen: String,
}

impl SpaceRow {
    pub(super) fn all(visit: &Visit, all: &[Delegation]) -> Vec<Self> {
        let chosen = |space: Space| {
            let chosen = all.iter().find(|delegation| delegation.beside && delegation.spaces.contains(space));
            chosen.map(|delegation| delegation.id.to_string()).unwrap_or_default()
        };
        let row = |space: Space| Self {
            word: space.as_str(),
            label: visit.t(&format!("space-{space}")),
            chosen: chosen(space),
        };
        Space::ALL.into_iter().map(row).collect()
    }
}

/// The former ENT of a delegation, and until when it is accepted.
pub(super) struct Transition {
    pub(super) former: String,
    /// The date as it stands in the field: `JJ/MM/AAAA`, or what was typed.
    pub(super) until: String,
    /// Whether what was typed is no date to come.
    pub(super) wrong: bool,
    /// The address that leads to the former ENT.
    pub(super) entry: String,
}

impl Transition {
    pub(super) async fn of(
        pronote: &Pronote,
        base: &SchoolBase,
        current: Option<&Delegation>,
        presets: &[Preset],
    ) -> Result<Option<Self>, Problem> {
        let Some(current) = current else { return Ok(None) };
        let former = delegation::former(pronote, current).await?;
        Ok(former.map(|former| Self {
            until: former.accepted_until.map(clock::french_day).unwrap_or_default(),
            wrong: false,
            entry: base.url(&pronote.config().spaces_url, &format!("?ent={}", former.id)),
            former: format!("{} ({})", former.label(presets), former.cas_url),
        }))
    }
}

async fn arrange(
    State(pronote): State<Pronote>,
    Extension(OfOperator(base)): Extension<OfOperator>,
    Submitted(fields): Submitted,
) -> Result<Response, Problem> {
    let read = |word: &str| word.parse::<DelegationId>().map_err(|_| Problem::not_found());
    let of_base = read(fields.text("base"))?;
    let mut choices = Vec::new();
    for space in Space::ALL {
        let word = fields.text(space.as_str());
        if !word.is_empty() {
            choices.push(Choice { space, delegation: read(word)? });
        }
    }
    delegation::arrange(&pronote, &base.id, &of_base, &choices).await.map_err(refused)?;
    Ok(web::redirect(&format!("/bases/{}/delegation?done=spaces", base.id)))
}

async fn drop_one(
    State(pronote): State<Pronote>,
    Extension(OfOperator(base)): Extension<OfOperator>,
    Submitted(fields): Submitted,
) -> Result<Response, Problem> {
    let id: DelegationId = fields.text("delegation").parse().map_err(|_| Problem::not_found())?;
    delegation::drop_beside(&pronote, &base.id, &id).await.map_err(refused)?;
    Ok(web::redirect(&format!("/bases/{}/delegation?done=dropped", base.id)))
}

async fn accept_former(
    State(pronote): State<Pronote>,
    Extension(operator): Extension<Operator>,
    Extension(OfOperator(base)): Extension<OfOperator>,
    visit: Visit,
    Submitted(fields): Submitted,
) -> Result<Response, Problem> {
    if base.published {
        return Err(refused(ChangeError::Published));
    }
    let edited = Edited::of(&pronote, &base, "").await?;
    let current = edited.current.clone().ok_or_else(Problem::not_found)?;
    let typed = fields.text("until");
    let until = clock::end_of_day(typed).filter(|until| *until > pronote.now());
    if typed.is_empty() || until.is_some() {
        delegation::accept_former(&pronote, &base.id, &current.id, until).await.map_err(refused)?;
        return Ok(web::redirect(&format!("/bases/{}/delegation?done=transition", base.id)));
    }
    let form = DelegationForm::of(Some(&current));
    let mut page = DelegationPage::new(&pronote, visit, &operator, &base, &edited, form).await?;
    if let Some(transition) = &mut page.transition {
        transition.until = typed.to_owned();
        transition.wrong = true;
    }
    Ok(web::page(StatusCode::UNPROCESSABLE_ENTITY, &page))
}
