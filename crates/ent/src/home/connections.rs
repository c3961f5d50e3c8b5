//! "Mes connexions": where a person is signed in, and the end of it.

use askama::Template;
use web::{Extension, Problem, Response, Routes, Shell, State, StatusCode, Submitted, Visit, clock};

use super::pages::shell;
use crate::{
    Ent,
    gate::{Audience, Visitor},
    ids::SessionId,
    login::{self, OpenSession, device::Device},
};

const PAGE: &str = "/connections";

pub(super) fn routes() -> Routes<Ent, Audience> {
    Routes::new().get(PAGE, Audience::SignedIn, list).post("/connections/end", Audience::SignedIn, end).post(
        "/connections/end-others",
        Audience::SignedIn,
        end_others,
    )
}

#[derive(Template)]
#[template(path = "home/connections.html")]
struct ConnectionsPage {
    shell: Shell,
    sessions: Vec<Shown>,
    others: bool,
}

struct Shown {
    session: SessionId,
    device: String,
    here: bool,
    opened: String,
    seen: String,
    remembered: bool,
}

impl Shown {
    fn of(visit: &Visit, open: OpenSession, here: &SessionId) -> Self {
        let date = |millis| clock::french(clock::from_millis(millis));
        Self {
            device: words(visit, open.device()),
            here: open.id == *here,
            opened: date(open.opened_at),
            seen: date(open.seen_at),
            remembered: open.remembered,
            session: open.id,
        }
    }
}

fn words(visit: &Visit, device: Device) -> String {
    match (device.browser, device.system) {
        ("", "") => visit.t("connections-unknown"),
        (known, "") | ("", known) => known.to_owned(),
        (browser, system) => visit.words.t2("connections-device", ("browser", browser), ("system", system)),
    }
}

async fn list(
    State(ent): State<Ent>,
    Extension(visitor): Extension<Visitor>,
    visit: Visit,
) -> Result<Response, Problem> {
    let open = login::sessions_of(&ent, &visitor.account.id).await?;
    let mut sessions: Vec<Shown> =
        open.into_iter().map(|open| Shown::of(&visit, open, &visitor.session)).collect();
    // The one that somebody looks for first; the others stay in their order.
    sessions.sort_by_key(|shown| !shown.here);
    let others = sessions.iter().any(|shown| !shown.here);
    let shell = shell(&ent, visit, "connections-title", &visitor).await?;
    Ok(web::page(StatusCode::OK, &ConnectionsPage { shell, sessions, others }))
}

/// Ends one of the visitor's sessions. One of somebody else, or one that is over, changes nothing and looks the same.
async fn end(
    State(ent): State<Ent>,
    Extension(visitor): Extension<Visitor>,
    Submitted(form): Submitted,
) -> Result<Response, Problem> {
    if let Ok(session) = form.text("session").parse::<SessionId>() {
        login::close(&ent, &session, &visitor.account.id).await?;
    }
    Ok(web::redirect(PAGE))
}

async fn end_others(
    State(ent): State<Ent>,
    Extension(visitor): Extension<Visitor>,
    Submitted(_): Submitted,
) -> Result<Response, Problem> {
    login::close_others(&ent, &visitor.session, &visitor.account.id).await?;
    Ok(web::redirect(PAGE))
}
