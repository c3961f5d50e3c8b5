//! What the tests of the capabilities share, and the tests of the end as a whole.

#[path = "../tests/kit/access_table.rs"]
mod access_table;
#[path = "../tests/kit/browser.rs"]
mod browser;
#[path = "../tests/kit/fake_cas.rs"]
mod fake_cas;

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use model::{CasId, Category, PersonName, PronoteId, Uai};
use testkit::Scratch;
use web::{Clock, Timestamp, clock, outgoing::Outgoing, tls::Tls};

pub(crate) use browser::{Browser, Page};
pub(crate) use fake_cas::{FakeCas, Instead};

use crate::{
    Config, ExportRecipient, Pronote,
    bases::{self, BaseId, NewBase, Root, SchoolBase},
    delegation::{self, CasUrl, Identification, Preset, Settings},
    operators::{self, NewOperator, Role},
    people::{self, NewPerson, Person},
};

/// A clock that a test moves.
pub(crate) struct TestClock(AtomicI64);

impl TestClock {
    pub(crate) fn advance(&self, minutes: i64) {
        self.0.fetch_add(minutes * 60_000, Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        clock::from_millis(self.0.load(Ordering::SeqCst))
    }
}

pub(crate) const PUPIL: &str = "C7XK4MZ9QH2RWT8B";
pub(crate) const TEACHER: &str = "ZQ7H4KX9WM2CRTN5";
pub(crate) const GUARDIAN: &str = "B2C3D4E5F7G8H9JK";
pub(crate) const PASSWORD: &str = "Passerelle du pont 9";

/// An end with one published base below `/pronote/`, delegated to a CAS server that runs in the test.
pub(crate) struct Fixture {
    pub(crate) pronote: Pronote,
    pub(crate) clock: Arc<TestClock>,
    pub(crate) base: BaseId,
    pub(crate) other_base: BaseId,
    pub(crate) cas: FakeCas,
    scratch: Scratch,
}

pub(crate) fn someone(category: Category, pronote_id: &str, last: &str, first: &str) -> NewPerson {
    NewPerson {
        category,
        pronote_id: PronoteId::parse(pronote_id).unwrap(),
        name: PersonName::new(last, first),
        civility: (category != Category::Pupil).then(|| "M.".to_owned()),
        birth_date: (category == Category::Pupil).then(|| "2013-06-01".parse().unwrap()),
        postal_code: None,
        class: (category == Category::Pupil).then(|| "6e 2".to_owned()),
        children: Vec::new(),
        legal_guardian: true,
        cas_id: None,
    }
}

impl Fixture {
    pub(crate) async fn new() -> Self {
        let fixture = Self::bare().await;
        fixture.delegate(&fixture.cas.url()).await;
        fixture.publish(true).await;
        fixture
    }

    /// The same without delegation, not published.
    pub(crate) async fn bare() -> Self {
        Self::with(None, Outgoing::default(), Vec::new()).await
    }

    /// As [`Fixture::bare`], with recipients for the export.
    pub(crate) async fn bare_with(recipients: Vec<ExportRecipient>) -> Self {
        Self::with(None, Outgoing::default(), recipients).await
    }

    /// The same with a CAS server that speaks TLS, reached in a way of its own.
    pub(crate) async fn with(tls: Option<Tls>, outgoing: Outgoing, recipients: Vec<ExportRecipient>) -> Self {
        let scratch = Scratch::new();
        let start: Timestamp = "2026-09-04T06:39:00Z".parse().unwrap();
        let clock = Arc::new(TestClock(AtomicI64::new(start.as_millisecond())));
        let cas = FakeCas::start(Arc::clone(&clock), tls).await;
        let config = Config {
            spaces_url: "http://127.0.0.1:8081".to_owned(),
            console_url: "http://127.0.0.1:8082".to_owned(),
            extra_presets: vec![Preset {
                id: "demo".to_owned(),
                label: "Passerelle (démonstration)".to_owned(),
                older: String::new(),
                cas_url: cas.url(),
                source: "ce test".to_owned(),
            }],
            recipients,
            outgoing,
        };
        let pronote = Pronote::open(&scratch.database("pronote"), config, Arc::<TestClock>::clone(&clock))
            .await
            .unwrap();
        let base = create_base(&pronote, "Collège des Passerelles", "0999990W", "Pronote").await;
        let other_base = create_base(&pronote, "Lycée du Gué", "0999991X", "gue").await;
        let mut guardian = someone(Category::Guardian, GUARDIAN, "D'Été", "Anne-Lou");
        guardian.children = vec![PronoteId::parse(PUPIL).unwrap()];
        let people = vec![
            guardian,
            someone(Category::Pupil, PUPIL, "Étoilé", "Zoé"),
            someone(Category::Teacher, TEACHER, "Noël-Œuvré", "Awa"),
        ];
        people::add_all(&pronote, &base, people).await.unwrap();
        Self { pronote, clock, base, other_base, cas, scratch }
    }

    /// Another node over the same database.
    pub(crate) async fn another_node(&self) -> Pronote {
        let (config, clock) = (self.pronote.config().clone(), Arc::<TestClock>::clone(&self.clock));
        Pronote::open(&self.scratch.database("pronote"), config, clock).await.unwrap()
    }

    pub(crate) async fn delegate(&self, cas_url: &str) {
        let published = self.school().await.published;
        self.publish(false).await;
        let settings = Settings::of(CasUrl::parse(cas_url).unwrap());
        delegation::set(&self.pronote, &self.base, settings).await.unwrap();
        self.publish(published).await;
    }

    /// Changes how people are recognised under the delegation of the base.
    pub(crate) async fn identify(&self, identification: Identification) {
        let published = self.school().await.published;
        self.publish(false).await;
        let delegation = self.school().await.delegation.unwrap();
        delegation::set_identification(&self.pronote, &self.base, &delegation, identification).await.unwrap();
        self.publish(published).await;
    }

    pub(crate) async fn publish(&self, published: bool) {
        let mut tx = self.pronote.db().begin().await.unwrap();
        bases::set_published(&self.pronote, &mut tx, &self.base, published).await.unwrap();
        self.pronote.generations().commit(tx).await.unwrap();
    }

    pub(crate) async fn school(&self) -> SchoolBase {
        bases::find(&self.pronote, &self.base).await.unwrap().unwrap()
    }

    pub(crate) async fn person(&self, pronote_id: &str) -> Person {
        let id = PronoteId::parse(pronote_id).unwrap();
        people::by_pronote_id(&self.pronote, &self.base, &id).await.unwrap().unwrap()
    }

    pub(crate) async fn cas_id(&self, pronote_id: &str) -> Option<CasId> {
        self.person(pronote_id).await.cas_id
    }

    pub(crate) fn visitor(&self) -> Browser {
        Browser::new(self.pronote.spaces_router())
    }

    pub(crate) async fn operator(&self, role: Role, login: &str, base: &BaseId) -> Browser {
        let new = NewOperator {
            role,
            login: login.to_owned(),
            name: "Camille Gué".to_owned(),
            password: PASSWORD.to_owned(),
            bases: vec![base.clone()],
        };
        operators::create(&self.pronote, new).await.unwrap();
        let browser = Browser::new(self.pronote.console_router());
        let home = if role == Role::Console { "/" } else { "/spr/" };
        let sign_in = if role == Role::Console { "/sign-in" } else { "/spr/sign-in" };
        let page = browser.submit(home, sign_in, &[("login", login), ("password", PASSWORD)]).await;
        assert_eq!(page.status, 303);
        browser
    }
}

async fn create_base(pronote: &Pronote, school: &str, uai: &str, root: &str) -> BaseId {
    let new = NewBase {
        school_name: school.to_owned(),
        uai: Uai::parse(uai).unwrap(),
        year_label: "2026-2027".to_owned(),
        version_label: "2026".to_owned(),
        host: None,
        root: Root::parse(root).unwrap(),
    };
    bases::create(pronote, new).await.unwrap()
}

#[tokio::test]
async fn every_statement_fits_the_schema() {
    let fixture = Fixture::bare().await;
    assert_eq!(fixture.pronote.check_statements().await.unwrap(), Vec::<String>::new());
    assert!(crate::statements().count() > 40);
    fixture.pronote.close().await;
}

/// The database of a former version opens with its rows, and every statement of today fits it.
#[tokio::test]
async fn a_database_of_the_first_version_keeps_its_rows() {
    let scratch = testkit::Scratch::new();
    let address = scratch.database("pronote");
    let rows = include_str!("../tests/upgrade/0001_rows.sql");
    testkit::upgrade::from_the_first_version(&address, crate::SCHEMA, rows).await;
    let clock = Arc::new(testkit::TestClock::default());
    let pronote = Pronote::open(&address, Config::default(), clock).await.unwrap();
    assert_eq!(pronote.check_statements().await.unwrap(), Vec::<String>::new());
    assert!(
        bases::all(&pronote).await.unwrap().iter().any(|base| base.file_name().starts_with("Base d'essai"))
    );
    assert!(!bases::is_demonstration(&pronote).await.unwrap());
    pronote.close().await;
}

#[tokio::test]
async fn a_demonstration_is_known_by_its_mark() {
    let fixture = Fixture::bare().await;
    assert!(!bases::is_demonstration(&fixture.pronote).await.unwrap());
    bases::mark_demonstration(&fixture.pronote).await.unwrap();
    assert!(bases::is_demonstration(&fixture.pronote).await.unwrap());
}

/// Preparing does not tell whether a row can be read: every statement is also run on PostgreSQL, by playing scenarios of
/// each capability there.
#[test]
fn every_statement_runs_on_postgresql() {
    use crate::{access, console, journal, spaces, supervisor, transfer, trial};
    testkit::on_postgres(&[every_statement_fits_the_schema, a_demonstration_is_known_by_its_mark]);
    for scenarios in [
        journal::tests::ON_POSTGRES,
        bases::tests::ON_POSTGRES,
        operators::tests::ON_POSTGRES,
        people::tests::ON_POSTGRES,
        delegation::tests::ON_POSTGRES,
        access::tests::ON_POSTGRES,
        access::first_tests::ON_POSTGRES,
        access::node_tests::ON_POSTGRES,
        access::return_tests::ON_POSTGRES,
        access::several_tests::ON_POSTGRES,
        transfer::tests::ON_POSTGRES,
        spaces::tests::ON_POSTGRES,
        console::tests::ON_POSTGRES,
        console::delegation_tests::ON_POSTGRES,
        trial::tests::ON_POSTGRES,
        supervisor::tests::ON_POSTGRES,
        console::frame_tests::ON_POSTGRES,
        console::security_tests::ON_POSTGRES,
        operators::account_tests::ON_POSTGRES,
    ] {
        testkit::on_postgres(scenarios);
    }
    let left = testkit::postgres::shared().not_executed(crate::statements().map(|sql| sql.text()));
    assert_eq!(left, Vec::<&str>::new());
}
