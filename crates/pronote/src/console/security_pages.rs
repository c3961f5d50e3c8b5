//! "Paramètres de sécurité" of a base.

use std::net::IpAddr;

use askama::Template;
use web::{
    ClientAddress, Extension, Fields, Problem, RawQuery, Response, Routes, Shell, State, StatusCode,
    Submitted, Visit,
};

use super::pages::{console_shell, notice};
use crate::{
    Pronote,
    bases::{
        Networks, SchoolBase, Security,
        security::{ATTEMPTS, IDLE_MINUTES, NetworksError},
    },
    gate::Authority,
    operators::{Operator, pages::OfOperator},
};

pub(crate) fn routes() -> Routes<Pronote, Authority> {
    Routes::new().get("/bases/{base}/security", Authority::Console, security_page).post(
        "/bases/{base}/security",
        Authority::Console,
        set_security,
    )
}

/// What is in the fields, and the sentences under those that are wrong.
#[derive(Debug, Clone, Default)]
struct SecurityForm {
    idle: String,
    idle_error: bool,
    attempts: String,
    attempts_error: bool,
    networks: String,
    networks_error: Option<String>,
    second_factor: bool,
}

impl SecurityForm {
    fn of(security: &Security) -> Self {
        Self {
            idle: security.idle_minutes.to_string(),
            attempts: security.attempts.to_string(),
            networks: security.networks.to_string(),
            second_factor: security.second_factor,
            ..Self::default()
        }
    }

    fn posted(fields: &Fields) -> Self {
        Self {
            idle: fields.text("idle").to_owned(),
            attempts: fields.text("attempts").to_owned(),
            networks: fields.text("networks").to_owned(),
            second_factor: fields.ticked("second_factor"),
            ..Self::default()
        }
    }

    /// The parameters that are meant, unless they would keep out the operator who comes `from` there.
    fn understand(&mut self, visit: &Visit, from: IpAddr) -> Option<Security> {
        let number = |text: &str| text.parse::<i64>().ok();
        let idle = number(&self.idle).filter(|minutes| IDLE_MINUTES.contains(minutes));
        let attempts = number(&self.attempts).filter(|attempts| ATTEMPTS.contains(attempts));
        (self.idle_error, self.attempts_error) = (idle.is_none(), attempts.is_none());
        let networks = self
            .networks
            .parse::<Networks>()
            .map_err(|NetworksError(part)| visit.words.t1("security-networks-error", "part", part));
        let networks = networks.and_then(|networks| match networks.admit(from) {
            true => Ok(networks),
            false => Err(visit.words.t1("security-networks-oneself", "address", from)),
        });
        let second_factor = self.second_factor;
        match (idle, attempts, networks) {
            (Some(idle_minutes), Some(attempts), Ok(networks)) => {
                Some(Security { idle_minutes, attempts, networks, second_factor })
            }
            (_, _, networks) => {
                self.networks_error = networks.err();
                None
            }
        }
    }
}

#[derive(Template)]
#[template(path = "console/security.html")]
struct SecurityPage {
    shell: Shell,
    base: SchoolBase,
    tab: &'static str,
    form: SecurityForm,
    /// Where the operator comes from.
    from: IpAddr,
}

fn page(
    visit: Visit,
    operator: &Operator,
    base: &SchoolBase,
    from: IpAddr,
    form: SecurityForm,
) -> SecurityPage {
    let shell = console_shell(visit.clone(), operator, visit.t("admin-title"), None);
    SecurityPage { shell, base: base.clone(), tab: "security", form, from }
}

async fn security_page(
    Extension(operator): Extension<Operator>,
    Extension(OfOperator(base)): Extension<OfOperator>,
    ClientAddress(from): ClientAddress,
    RawQuery(query): RawQuery,
    visit: Visit,
) -> Response {
    let mut page = page(visit, &operator, &base, from, SecurityForm::of(&base.security()));
    page.shell.notice = notice(&page.shell.visit, query.as_deref());
    web::page(StatusCode::OK, &page)
}

async fn set_security(
    State(pronote): State<Pronote>,
    Extension(operator): Extension<Operator>,
    Extension(OfOperator(base)): Extension<OfOperator>,
    ClientAddress(from): ClientAddress,
    visit: Visit,
    Submitted(fields): Submitted,
) -> Result<Response, Problem> {
    let mut form = SecurityForm::posted(&fields);
    match form.understand(&visit, from) {
        Some(security) => {
            super::set_security(&pronote, &operator, &base.id, &security).await?;
            Ok(web::redirect(&format!("/bases/{}/security?done=security", base.id)))
        }
        None => Ok(web::page(StatusCode::UNPROCESSABLE_ENTITY, &page(visit, &operator, &base, from, form))),
    }
}
