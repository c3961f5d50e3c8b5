//! A small ENT for the tests of this end: two schools, a handful of people, two PRONOTE services.

use std::{collections::BTreeMap, sync::Arc};

use db::{Sql, args};
use exchange::sealed::KeyRing;
use model::{BirthDate, PersonName, Uai};
use testkit::{Scratch, TestClock};
use walker::{Page, Walker};

use crate::{
    Config, Ent, Tickets, authority,
    directory::{self, Affiliation, NewAccount, Profile},
    ids::{AccountId, BaseId},
    release::{self, Rule, Source},
    schools::{self, School},
    services::{self, NewService, ServiceKind},
};

pub(crate) const SCHOOL: &str = "0990001N";
pub(crate) const OTHER_SCHOOL: &str = "0990002P";
pub(crate) const PASSWORD: &str = "quatre mots pour entrer";
/// The hash of [`PASSWORD`] with the least work that Argon2 can do: hundreds of tests sign in.
pub(crate) const CHEAP: &str =
    "$argon2id$v=19$m=8,t=1,p=1$MDEyMzQ1Njc4OWFiY2RlZg$KEwzlw9eJnqoZbj2NdUD3fz+5QpqPVVOXfUkxSvfmNA";
pub(crate) const CREDENTIAL: Sql =
    Sql::new("INSERT INTO credential (account_id, password_hash) VALUES ($1, $2)");
/// Where the first school's PRONOTE would be.
pub(crate) const PRONOTE: &str = "https://pronote.example/pronote/";

pub(crate) struct TestEnt {
    pub(crate) ent: Ent,
    pub(crate) url: String,
    pub(crate) clock: TestClock,
    pub(crate) base: BaseId,
    pub(crate) accounts: BTreeMap<&'static str, AccountId>,
    pub(crate) scratch: Scratch,
}

/// Login, last and first name, date of birth, profile, school.
type Somebody = (&'static str, &'static str, &'static str, Option<&'static str>, Profile, &'static str);

const PEOPLE: [Somebody; 8] = [
    ("zoe", "L'Étang-Roux", "Zoé", Some("2013-05-04"), Profile::Pupil, SCHOOL),
    ("leo1", "Martel", "Léo", Some("2013-06-01"), Profile::Pupil, SCHOOL),
    ("leo2", "Martel", "Léo", Some("2013-09-17"), Profile::Pupil, SCHOOL),
    ("awa", "Diarra", "Awa", None, Profile::Parent, SCHOOL),
    ("ines", "Óscar", "Inès", None, Profile::Teacher, SCHOOL),
    ("admin", "Gestion", "Ada", None, Profile::Staff, SCHOOL),
    ("elsewhere", "Gestion", "Otto", None, Profile::Staff, OTHER_SCHOOL),
    ("inspector", "Vu", "Paul", None, Profile::Other, SCHOOL),
];

impl TestEnt {
    pub(crate) async fn start() -> Self {
        Self::start_as(|_| {}).await
    }

    pub(crate) async fn with_tickets_in(place: Tickets) -> Self {
        Self::start_as(|config| config.tickets = Some(place)).await
    }

    /// An ENT that holds keys for sealed files.
    pub(crate) async fn start_with(keys: KeyRing) -> Self {
        Self::start_as(|config| config.keys = keys).await
    }

    pub(crate) async fn start_as(settle_config: impl FnOnce(&mut Config)) -> Self {
        let (scratch, clock) = (Scratch::new(), TestClock::default());
        let (listener, url) = testkit::socket("localhost").await;
        let mut config = Config::new(&url);
        settle_config(&mut config);
        let ent = Ent::open(&scratch.database("ent"), config, Arc::new(clock.clone())).await.unwrap();
        let mut base = None;
        for (number, name) in [(SCHOOL, "Collège des Essais"), (OTHER_SCHOOL, "Lycée d'à côté")] {
            let school = School { uai: uai(number), name: name.to_owned() };
            base = base.or(Some(schools::add(&ent, &school).await.unwrap().id));
        }
        let base = base.unwrap();
        let accounts = settle(&ent).await;
        offer_pronote(&ent, &base).await;
        testkit::serve(listener, ent.router());
        Self { ent, url, clock, base, accounts, scratch }
    }

    /// Another node, or the command line, over the same database.
    pub(crate) async fn another_node(&self) -> Ent {
        let (address, config) = (self.scratch.database("ent"), self.ent.config().clone());
        Ent::open(&address, config, Arc::new(self.clock.clone())).await.unwrap()
    }

    /// A browser whose person has signed in and stands on the home page.
    pub(crate) async fn signed_in(&self, login: &str) -> Walker {
        let walker = Walker::new().unwrap();
        let page = self.sign_in(&walker, "/", login, PASSWORD).await;
        assert_eq!((page.status, page.url.path()), (200, "/"), "{}", page.body);
        walker
    }

    /// Opens a page of the ENT and fills the sign-in form that comes.
    pub(crate) async fn sign_in(&self, walker: &Walker, path: &str, login: &str, password: &str) -> Page {
        let page = walker.open(&self.address(path)).await.unwrap();
        walker
            .submit(&page, "form#fm1.cas__login-form", &[("username", login), ("password", password)])
            .await
            .unwrap()
    }

    pub(crate) fn address(&self, path: &str) -> String {
        format!("{}{path}", self.url)
    }
}

async fn settle(ent: &Ent) -> BTreeMap<&'static str, AccountId> {
    let people: Vec<NewAccount> = PEOPLE
        .iter()
        .map(|(login, last, first, born, profile, school)| NewAccount {
            name: PersonName::new(last, first),
            login: (*login).to_owned(),
            birth_date: born.map(|b| BirthDate::parse(b).unwrap()),
            affiliations: vec![Affiliation { uai: uai(school), profile: *profile, class: None }],
        })
        .collect();
    let ids = directory::add_all(ent, &people).await.unwrap();
    let accounts: BTreeMap<_, _> = PEOPLE.iter().map(|p| p.0).zip(ids).collect();
    for who in ["zoe", "awa", "ines", "admin", "elsewhere", "inspector"] {
        ent.db().run(CREDENTIAL, args![&accounts[who], CHEAP]).await.unwrap();
    }
    authority::appoint(ent, &accounts["admin"], &uai(SCHOOL)).await.unwrap();
    authority::appoint(ent, &accounts["elsewhere"], &uai(OTHER_SCHOOL)).await.unwrap();
    accounts
}

/// The first school's PRONOTE, for its pupils, parents and teachers.
async fn offer_pronote(ent: &Ent, base: &BaseId) {
    let service = NewService {
        code: "PRONOTE1",
        title: "Pronote",
        kind: ServiceKind::PronoteWithCas,
        url: PRONOTE,
        pattern: "https://pronote.example/pronote/**",
        group: "Scolarité",
        base: Some(base),
        ..NewService::default()
    };
    let id = services::register(ent, &service).await.unwrap();
    let profiles = [Profile::Pupil, Profile::Parent, Profile::Teacher];
    services::grant(ent, &id, &uai(SCHOOL), &profiles).await.unwrap();
    let rules = [("idPronote", Source::PronoteId), ("uid", Source::Uid), ("categories", Source::Category)];
    let rules = rules.map(|(name, source)| Rule { name: name.to_owned(), source });
    release::set_rules(ent, &id, &rules).await.unwrap();
}

pub(crate) fn uai(text: &str) -> Uai {
    Uai::parse(text).unwrap()
}

#[tokio::test]
async fn every_statement_can_be_prepared() {
    let test = TestEnt::start().await;
    assert_eq!(test.ent.db().check(crate::statements()).await.unwrap(), Vec::<String>::new());
}

/// Preparing does not tell whether a row can be read: every statement is also run on PostgreSQL, by playing scenarios of
/// each capability there.
#[test]
fn every_statement_runs_on_postgresql() {
    use crate::{home, identifiers, journal, login, release, sso};
    testkit::on_postgres(&[
        every_statement_can_be_prepared,
        nodes_start_side_by_side,
        guardians_and_administrators_are_known,
        a_demonstration_is_known_by_its_mark,
    ]);
    for scenarios in [
        login::tests::ON_POSTGRES,
        login::session_tests::ON_POSTGRES,
        login::throttle_tests::ON_POSTGRES,
        home::tests::ON_POSTGRES,
        identifiers::tests::ON_POSTGRES,
        journal::tests::ON_POSTGRES,
        journal::writer::tests::ON_POSTGRES,
        release::tests::ON_POSTGRES,
        sso::tests::ON_POSTGRES,
        sso::logout::tests::ON_POSTGRES,
        sso::proxy_tests::ON_POSTGRES,
        sso::refusal::tests::ON_POSTGRES,
        sso::on_the_way_tests::ON_POSTGRES,
        sso::tickets::tests::ON_POSTGRES,
        sso::node_tests::ON_POSTGRES,
    ] {
        testkit::on_postgres(scenarios);
    }
    let left = testkit::postgres::shared().not_executed(crate::statements().map(|sql| sql.text()));
    assert_eq!(left, Vec::<&str>::new());
}

#[tokio::test]
async fn a_demonstration_is_known_by_its_mark() {
    let test = TestEnt::start().await;
    assert!(!schools::is_demonstration(&test.ent).await.unwrap());
    schools::mark_demonstration(&test.ent).await.unwrap();
    assert!(schools::is_demonstration(&test.ent).await.unwrap());
}

#[tokio::test]
async fn guardians_and_administrators_are_known() {
    let test = TestEnt::start().await;
    let pair = (test.accounts["awa"].clone(), test.accounts["zoe"].clone());
    directory::add_guardians(&test.ent, std::slice::from_ref(&pair)).await.unwrap();
    let again = directory::add_guardians(&test.ent, &[pair]).await;
    assert!(matches!(again, Err(db::DbError::Constraint(_))), "{again:?}");
    let administrators = authority::administrators(&test.ent, &uai(SCHOOL)).await.unwrap();
    assert_eq!(administrators.iter().map(|a| a.account.login.as_str()).collect::<Vec<_>>(), ["admin"]);
    let ines = &test.accounts["ines"];
    assert_eq!(authority::administered(&test.ent, ines).await.unwrap(), []);
    authority::appoint_super(&test.ent, ines).await.unwrap();
    assert!(authority::is_super(&test.ent, ines).await.unwrap());
    assert!(!authority::is_super(&test.ent, &test.accounts["admin"]).await.unwrap());
    let every = authority::administered(&test.ent, ines).await.unwrap();
    assert_eq!(every, [uai(SCHOOL), uai(OTHER_SCHOOL)], "those of the whole ENT administer every school");
}

#[tokio::test]
async fn nodes_start_side_by_side() {
    let scratch = Scratch::new();
    let nodes = [(); 3].map(|()| {
        let address = scratch.database("ent");
        let clock = Arc::new(TestClock::default());
        tokio::spawn(async move { Ent::open(&address, Config::new("https://ent.example"), clock).await })
    });
    for node in nodes {
        let opened = node.await.unwrap().map(drop);
        assert!(opened.is_ok(), "the portal is registered once, by one of them: {opened:?}");
    }
}

/// Every route, asked by every kind of visitor, against the checked file `access.txt`. Run with `UPDATE=1` to write
/// the file anew, then read its difference: each line that changed is a right that changed.
#[tokio::test]
async fn the_access_table_is_the_checked_one() {
    let test = TestEnt::start().await;
    let visitors = ["anonymous", "zoe", "awa", "ines", "inspector", "admin", "elsewhere"];
    let mut table =
        format!("{:<6}{:<36}{:<14}{}\n", "", "", "asks for", visitors.map(|v| format!("{v:<11}")).concat());
    let mut rows = crate::routes().table();
    // Signing out ends the sessions of the visitors: last.
    rows.sort_by_key(|row| (row.path.contains("out"), row.path == "/cas/logout"));
    let mut walkers = vec![Walker::new().unwrap()];
    for who in visitors.iter().skip(1) {
        walkers.push(test.signed_in(who).await);
    }
    for row in rows {
        let mut line = format!("{:<6}{:<36}{:<14}", row.method, row.path, row.authority);
        for walker in &walkers {
            if row.method == "POST" && row.caller.needs_token() {
                let forged = outcome(&test, walker, &row, "").await;
                assert!(["403", "login"].contains(&forged.as_str()), "{} without token: {forged}", row.path);
            }
            let token = form_token(&test, walker).await;
            line += &format!("{:<11}", outcome(&test, walker, &row, &token).await);
        }
        table += line.trim_end();
        table += "\n";
    }
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/access.txt");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(file, &table).unwrap();
    }
    assert_eq!(std::fs::read_to_string(file).unwrap_or_default(), table, "see the comment of this test");
}

/// The token that the forms of this visitor carry.
async fn form_token(test: &TestEnt, walker: &Walker) -> String {
    let page = walker.open(&test.address("/")).await.unwrap();
    page.attribute("input[name=csrf]", "value").unwrap()
}

/// The status, or `login` when the visitor is sent to sign in. Posts are empty but for the form token.
async fn outcome(test: &TestEnt, walker: &Walker, row: &web::RouteRow, token: &str) -> String {
    let address = test.address(&row.path.replace("{run}", "none").replace("{validate}", "Validate"));
    let page = match (row.method, row.caller) {
        ("GET", _) => walker.step(&address).await.unwrap(),
        (_, web::Caller::Upload) => {
            let part = "--b\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n";
            let body = format!("{part}{token}\r\n--b--\r\n");
            walker.post(&address, "multipart/form-data; boundary=b", body.into_bytes()).await.unwrap()
        }
        _ => {
            let body = format!("csrf={token}").into_bytes();
            walker.post(&address, "application/x-www-form-urlencoded", body).await.unwrap()
        }
    };
    match page.location() {
        Some(location) if location.contains("/sign-in?to=") => "login".to_owned(),
        _ => page.status.to_string(),
    }
}

#[tokio::test]
async fn answers_are_in_the_visitors_language() {
    let test = TestEnt::start().await;
    let page = Walker::new().unwrap().open(&test.address("/cas/login")).await.unwrap();
    assert!(page.says("Connexion à votre ENT") && page.attribute("html", "lang").as_deref() == Some("fr"));
    assert!(test.scratch.path("ent.db").exists());
}

/// The database of a former version opens with its rows, and every statement of today fits it.
#[tokio::test]
async fn a_database_of_the_first_version_keeps_its_rows() {
    let scratch = Scratch::new();
    let address = scratch.database("ent");
    let rows = include_str!("../tests/upgrade/0001_rows.sql");
    testkit::upgrade::from_the_first_version(&address, crate::SCHEMA, rows).await;
    let config = Config::new("http://localhost:8080");
    let ent = Ent::open(&address, config, Arc::new(TestClock::default())).await.unwrap();
    assert_eq!(ent.db().check(crate::statements()).await.unwrap(), Vec::<String>::new());
    let account = directory::by_login(&ent, "zoe").await.unwrap().unwrap();
    assert_eq!(account.shown(), "Zoé L'ÉTANG-ROUX");
    assert!(!schools::is_demonstration(&ent).await.unwrap());
    ent.close().await;
}
