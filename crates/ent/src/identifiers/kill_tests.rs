//! A program that imports is killed at any moment: the import is whole, or it never was.

use std::{
    collections::BTreeMap,
    io::{BufRead as _, BufReader},
    process::{Command, Stdio},
    sync::Arc,
    time::{Duration, Instant},
};

use db::args;
use exchange::identifiers::{ExportedPerson, Header, Imported};
use model::{BirthDate, Category, PersonName, PronoteId};
use web::SystemClock;

use super::{Losses, Mode, Order, sql};
use crate::{
    Config, Ent,
    directory::{self, Affiliation, NewAccount, Profile},
    ids::AccountId,
    schools,
    tests::{SCHOOL, TestEnt, uai},
};

/// How often the program is killed, on each engine.
const KILLS: usize = 200;
const PUPILS: u64 = 120;
/// Where the program that is killed finds its database.
const DATABASE: &str = "PASSERELLE_TEST_DATABASE";

db::row! {
    struct Stored {
        account_id: AccountId => text,
        pronote_id: PronoteId => text,
    }
}

/// What an import leaves behind: who has which identifier, and how many lines its report has.
type Outcome = (BTreeMap<String, String>, i64);

fn name(number: u64) -> PersonName {
    let part = |of: [&'static str; 5], digit: u64| of[usize::try_from(number / digit % 5).unwrap()];
    let head = part(["Bal", "Cor", "Dur", "Fal", "Ger"], 1);
    let middle = part(["an", "ivo", "ume", "oti", "ela"], 5);
    let end = part(["dane", "mont", "vier", "rois", "sac"], 25);
    PersonName::new(&format!("{head}{middle}{end}"), part(["Alix", "Noé", "Maude", "Côme", "Ivan"], 7))
}

fn birth_date(number: u64) -> BirthDate {
    BirthDate::parse(&format!("2013-{:02}-{:02}", 1 + number % 12, 1 + number % 28)).unwrap()
}

/// A file of so many pupils; each variant gives everybody another identifier.
fn file(variant: u64, pupils: u64) -> Imported {
    let person = |number: u64| {
        let mut state = (variant << 32) | (number + 1);
        let draw = |bound: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(state >> 33).unwrap() % bound
        };
        ExportedPerson {
            line: 1,
            category: Category::Pupil,
            pronote_id: PronoteId::generate(draw),
            name: name(number),
            birth_date: Some(birth_date(number)),
            ident: None,
            civility: None,
            postal_code: None,
            classes: Vec::new(),
            guardians: Vec::new(),
            cas_id: None,
        }
    };
    let people = (0..pupils).map(person).collect();
    Imported { header: Header::default(), people, issues: Vec::new(), further_issues: 0 }
}

fn files() -> [Imported; 2] {
    [file(1, PUPILS), file(2, PUPILS - 20)]
}

async fn import(ent: &Ent, file: &Imported) {
    let admin = directory::by_login(ent, "admin").await.unwrap().unwrap();
    let school = uai(SCHOOL);
    let losses = Losses::Accepted;
    let order = Order { done_by: &admin.id, school: &school, mode: Mode::Complete, losses };
    super::import(ent, order, file).await.unwrap();
}

/// Read in one transaction: on a server, the last commit of the program that was killed may still be on its way.
async fn outcome(ent: &Ent) -> Outcome {
    let base = schools::base_of(ent, &uai(SCHOOL)).await.unwrap().unwrap().id;
    let mut tx = ent.db().begin().await.unwrap();
    let links: Vec<Stored> = tx.all(sql::LINKS_OF_BASE, args![&base]).await.unwrap();
    let run: super::Run = tx.optional(sql::LAST_RUN, args![&base]).await.unwrap().unwrap();
    let counts: Vec<super::CategoryCount> = tx.all(sql::COUNTS, args![&run.id]).await.unwrap();
    tx.commit().await.unwrap();
    let lines = counts.iter().map(|count| count.people).sum();
    let links = links.into_iter().map(|link| (link.account_id.to_string(), link.pronote_id.to_string()));
    (links.collect(), lines)
}

async fn open(address: &str) -> Ent {
    Ent::open(address, Config::new("http://localhost:8080"), Arc::new(SystemClock)).await.unwrap()
}

/// The program that the next tests start and kill: it imports one file, then the other, for ever.
#[tokio::test]
#[ignore = "it never ends: other tests start it"]
async fn the_program_that_is_killed() {
    let ent = open(&std::env::var(DATABASE).unwrap()).await;
    let files = files();
    eprintln!("ready");
    loop {
        for file in &files {
            import(&ent, file).await;
        }
    }
}

/// Starts that program and kills it after a while (SIGKILL).
fn start_and_kill(address: &str, after: Duration) {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args([
        "--exact",
        "identifiers::kill_tests::the_program_that_is_killed",
        "--ignored",
        "--nocapture",
    ]);
    let mut child =
        command.env(DATABASE, address).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let mut said = BufReader::new(child.stderr.take().unwrap()).lines();
    let ready = said.find(|line| line.as_ref().is_ok_and(|line| line.contains("ready")));
    assert!(ready.is_some(), "the program did not start");
    std::thread::sleep(after);
    assert!(child.try_wait().unwrap().is_none(), "it ended by itself");
    child.kill().unwrap();
    child.wait().unwrap();
}

#[tokio::test]
async fn an_import_that_is_killed_is_whole_or_absent() {
    let test = TestEnt::start().await;
    let pupils: Vec<NewAccount> = (0..PUPILS)
        .map(|number| NewAccount {
            name: name(number),
            login: format!("pupil{number}"),
            birth_date: Some(birth_date(number)),
            affiliations: vec![Affiliation { uai: uai(SCHOOL), profile: Profile::Pupil, class: None }],
        })
        .collect();
    directory::add_all(&test.ent, &pupils).await.unwrap();
    let mut whole = Vec::new();
    let since = Instant::now();
    for file in &files() {
        import(&test.ent, file).await;
        whole.push(outcome(&test.ent).await);
    }
    assert_eq!((whole[0].0.len(), whole[1].0.len()), (120, 100), "all are linked");
    assert_eq!((whole[0].1, whole[1].1), (120, 100), "and reported");
    // On a machine that is busy with other work an import takes longer, and so must the program live.
    let most = since.elapsed() * 2;
    let address = test.scratch.database("ent");
    test.ent.close().await;

    let mut seen = [0, 0];
    for round in 0..KILLS {
        let [random] = web::token::random::<1>().unwrap();
        start_and_kill(&address, most * u32::from(random) / 255);
        let ent = open(&address).await;
        let left = outcome(&ent).await;
        ent.close().await;
        let which = whole.iter().position(|whole| *whole == left);
        assert!(which.is_some(), "round {round}: {} links, {} lines", left.0.len(), left.1);
        seen[which.unwrap()] += 1;
    }
    assert!(seen.iter().all(|times| *times >= 10), "the moments were all alike: {seen:?}");
}

#[test]
fn an_import_that_is_killed_is_whole_or_absent_on_postgresql() {
    testkit::on_postgres(&[an_import_that_is_killed_is_whole_or_absent]);
}
