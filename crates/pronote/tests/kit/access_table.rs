//! Who may do what: every route with its outcome for every kind of visitor, in a checked file.

use std::fmt::Write as _;

use super::*;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/access.txt");

/// One site: its name, its routes, how a route is asked for, and the visitors.
async fn outcomes(
    out: &mut String,
    title: &str,
    mut rows: Vec<web::RouteRow>,
    form: &str,
    path_of: impl Fn(&str) -> String,
    visitors: &[(&str, &Browser)],
) {
    let names: Vec<&str> = visitors.iter().map(|(name, _)| *name).collect();
    writeln!(out, "# {title}\n{:<64}{}", "# method, path, authority", names.join("  ")).unwrap();
    // A visitor signs out last, and a supervisor goes over to reading before that.
    rows.sort_by_key(|row| {
        (
            row.path.contains("sign-out") || row.path == "/deconnexion",
            row.path == "/spr/seat",
            row.path,
            row.method,
        )
    });
    for row in rows {
        let path = path_of(row.path);
        write!(out, "{:<5}{:<41}{:<18}", row.method, row.path, row.authority).unwrap();
        for (name, browser) in visitors {
            let page = match row.method {
                "GET" => browser.get(&path).await,
                _ if !row.caller.needs_token() => browser.post(&path, "").await,
                _ => {
                    let forged = outcome(&browser.forge(&path).await);
                    let refused = ["403", "404", "sign-in", "ent"].contains(&forged.as_str())
                        // What is no form with files is not even read.
                        || (row.caller == web::Caller::Upload && forged == "400");
                    assert!(refused, "{path} without token, {name}: {forged}");
                    browser.submit(form, &path, &[]).await
                }
            };
            write!(out, "{:<width$}", outcome(&page), width = name.len() + 2).unwrap();
        }
        out.truncate(out.trim_end().len());
        out.push('\n');
    }
    out.push('\n');
}

/// The status, or where a redirection leads when that is to prove who one is.
fn outcome(page: &Page) -> String {
    match page.location.as_str() {
        "/" | "/spr/" => "sign-in".to_owned(),
        away if away.starts_with("http") => "ent".to_owned(),
        _ => page.status.as_u16().to_string(),
    }
}

#[tokio::test]
async fn the_access_table_is_the_checked_file() {
    let fixture = Fixture::new().await;
    let mut table = String::from(
        "# Outcome of every route for every kind of visitor, while the base is published: an HTTP status, or\n\
         # `sign-in` (sent to the sign-in page) or `ent` (sent to the CAS server).\n\
         # Written by the test `the_access_table_is_the_checked_file` when UPDATE=1.\n\n",
    );
    let enter = async |page: &str, subject: &str, pronote_id: &str| {
        let browser = fixture.visitor();
        browser.get(page).await;
        let ticket = fixture.cas.ticket(subject, &[pronote_id]);
        assert_eq!(browser.get(&format!("{page}?ticket={ticket}")).await.status, 303);
        browser
    };
    let (anonymous, pupil) = (fixture.visitor(), enter("/pronote/eleve.html", "z1", PUPIL).await);
    let guardian = enter("/pronote/parent.html", "a1", GUARDIAN).await;
    let teacher = enter("/pronote/professeur.html", "w1", TEACHER).await;
    outcomes(
        &mut table,
        "Spaces, below the root of the base",
        crate::spaces_routes().table(),
        "/pronote/?login=true",
        |path| if path == "/.schools" { "/".to_owned() } else { format!("/pronote{path}") },
        &[("anonymous", &anonymous), ("pupil", &pupil), ("guardian", &guardian), ("teacher", &teacher)],
    )
    .await;
    let anonymous = Browser::new(fixture.pronote.console_router());
    let here = fixture.operator(Role::Console, "here", &fixture.base).await;
    let elsewhere = fixture.operator(Role::Console, "elsewhere", &fixture.other_base).await;
    let supervisor = fixture.operator(Role::Supervisor, "spr", &fixture.base).await;
    supervisor.get("/spr/").await;
    let reader = fixture.operator(Role::Supervisor, "spr2", &fixture.base).await;
    outcomes(
        &mut table,
        "Console and supervisor",
        crate::console_routes().table(),
        "/",
        |path| path.replace("{base}", fixture.base.as_str()).replace("{category}", "pupil"),
        &[
            ("anonymous", &anonymous),
            ("operator-here", &here),
            ("operator-elsewhere", &elsewhere),
            ("supervisor", &supervisor),
            ("reader", &reader),
        ],
    )
    .await;
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(FILE, &table).unwrap();
    }
    assert_eq!(
        std::fs::read_to_string(FILE).unwrap_or_default(),
        table,
        "run with UPDATE=1 and read the change"
    );
}
