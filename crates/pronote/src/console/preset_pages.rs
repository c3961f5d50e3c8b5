//! "Mon ENT": an ENT of the list in the place of the settings, after a "Oui" where it overwrites some.

use askama::Template;
use web::{Extension, Problem, Response, Shell, State, StatusCode, Submitted, Visit};

use super::{
    applying::{Change, changes_page},
    delegation_pages::{Edited, store},
    difference,
    pages::{console_shell, refused},
};
use crate::{
    Pronote,
    bases::{ChangeError, SchoolBase},
    delegation::{self, Preset, Settings},
    operators::{Operator, pages::OfOperator},
};

#[derive(Template)]
#[template(path = "console/confirm.html")]
struct ConfirmPage {
    shell: Shell,
    base: SchoolBase,
    preset: Preset,
    edited: String,
    difference: Vec<Change>,
}

/// Applies an ENT of the list. Over an existing configuration, only after a "Oui".
pub(super) async fn choose_preset(
    State(pronote): State<Pronote>,
    Extension(operator): Extension<Operator>,
    Extension(OfOperator(base)): Extension<OfOperator>,
    visit: Visit,
    Submitted(fields): Submitted,
) -> Result<Response, Problem> {
    let prepared = fields.ticked("prepared");
    if base.published && !prepared {
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
        (None, answer) if base.published && answer != "yes" => {
            Ok(first_in_one_go(visit, &operator, &base, &edited, preset))
        }
        (None, _) | (Some(_), "yes") => {
            let Ok(cas_url) = preset.address() else {
                let edit = if base.published { "&edit=1" } else { "" };
                return Ok(web::redirect(&format!("{page}&preset={}{edit}", preset.id)));
            };
            let done = store(&pronote, &operator, &base, &edited, Settings::of(cas_url)).await;
            Ok(web::redirect(&format!("/bases/{}/delegation?done={}", base.id, done.map_err(refused)?)))
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

/// The first ENT of a base that is published: nothing is overwritten, but everybody will enter in another way.
fn first_in_one_go(
    visit: Visit,
    operator: &Operator,
    base: &SchoolBase,
    edited: &Edited,
    preset: &Preset,
) -> Response {
    let change = Change::between(visit.t("preset-label"), visit.t("preset-none"), &preset.label);
    let fields = vec![
        ("delegation", edited.word.clone()),
        ("preset", preset.id.clone()),
        ("prepared", "on".to_owned()),
        ("confirm", "yes".to_owned()),
    ];
    let page = format!("/bases/{}/delegation", base.id);
    let (to, back) = (format!("{page}/preset"), format!("{page}?d={}&edit=1", edited.word));
    let title = visit.t("changes-title");
    let shell = console_shell(visit, operator, title, None);
    changes_page(shell, base, change.into_iter().collect(), to, fields, back)
}
