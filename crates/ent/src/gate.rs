//! Who may use a route of this end.

use std::fmt;

use model::Uai;
use web::{Authority, IntoResponse as _, MenuEntry, Parts, Problem, Response, Shell, Visit};

use crate::{Ent, authority, directory::Account, ids::SessionId, login};

/// The kinds of visitor that routes ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Audience {
    /// Everybody: sign-in, sign-out, the addresses that services call.
    Anyone,
    /// A person signed in to the portal.
    SignedIn,
    /// An administrator, in the school they administer (of several, the first by number: choosing is yet to come).
    SchoolAdmin,
}

/// A person signed in to the portal.
#[derive(Debug, Clone)]
pub(crate) struct Visitor {
    /// The account.
    pub(crate) account: Account,
    /// The SSO session behind the visit.
    pub(crate) session: SessionId,
}

impl Visitor {
    /// What surrounds the pages of the portal; an administrator has more entries in the menu.
    pub(crate) fn shell(&self, visit: Visit, title: &str, administers: bool) -> Shell {
        let entry = |key: &str, href: &str| MenuEntry { label: visit.t(key), href: href.to_owned() };
        let mut menu = vec![entry("menu-home", "/"), entry("connections-title", "/connections")];
        if administers {
            menu.push(entry("import-title", "/admin/pronote-identifiers"));
            menu.push(entry("simulate-title", "/admin/simulate"));
            menu.push(entry("logout-calls-title", "/admin/logout-calls"));
        }
        let title = visit.t(title);
        let mut shell = Shell::new(visit, title);
        shell.person = Some(self.account.shown());
        shell.sign_out = Some("/sign-out".to_owned());
        shell.menu = menu;
        shell
    }
}

/// The school that the visitor administers.
#[derive(Debug, Clone)]
pub(crate) struct Administered(pub(crate) Uai);

impl fmt::Display for Audience {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Anyone => "anyone",
            Self::SignedIn => "signed-in",
            Self::SchoolAdmin => "school-admin",
        })
    }
}

impl Authority<Ent> for Audience {
    async fn admit(self, ent: &Ent, parts: &mut Parts) -> Result<(), Response> {
        if self == Self::Anyone {
            return Ok(());
        }
        let token = login::portal_token(ent, &parts.headers);
        let visitor = match login::portal_visitor(ent, token).await.map_err(|e| answer(e.into()))? {
            Some((account, session)) => Visitor { account, session },
            None => return Err(web::redirect(&sign_in_address(parts))),
        };
        if self == Self::SchoolAdmin {
            let schools =
                authority::administered(ent, &visitor.account.id).await.map_err(|e| answer(e.into()))?;
            let school = schools.into_iter().next().ok_or_else(|| answer(Problem::forbidden()))?;
            parts.extensions.insert(Administered(school));
        }
        parts.extensions.insert::<Visitor>(visitor);
        Ok(())
    }
}

/// Where a visitor without a session is sent: the portal's own door, which knows the way back to a page.
fn sign_in_address(parts: &Parts) -> String {
    let wanted = if parts.method == web::Method::GET { parts.uri.path() } else { "/" };
    format!("/sign-in?to={}", web::encode(wanted))
}

fn answer(problem: Problem) -> Response {
    problem.into_response()
}
