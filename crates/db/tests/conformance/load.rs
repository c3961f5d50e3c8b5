//! Many rows at once.

use db::{Db, DbError, Migration, Schema, Sql, Value, args};
use proptest::{collection::vec, option, prelude::*, strategy::ValueTree as _, test_runner::TestRunner};

use crate::place::{Engine, Place};

const SCHEMA: Schema = &[Migration {
    version: 1,
    name: "catches",
    sql: "CREATE TABLE catch (place BIGINT PRIMARY KEY, fish TEXT, weight BIGINT, note TEXT)",
}];
const ADD: Sql = Sql::new("INSERT INTO catch (place, fish, weight, note) VALUES ($1, $2, $3, $4)");
const ALL: Sql = Sql::new("SELECT place, fish, weight, note FROM catch ORDER BY place");
const CLEAR: Sql = Sql::new("DELETE FROM catch");

db::row! {
    #[derive(PartialEq)]
    struct Catch {
        place: i64 => int,
        fish: Option<String> => text_opt,
        weight: Option<i64> => int_opt,
        note: Option<String> => text_opt,
    }
}

impl Catch {
    fn row(&self) -> [Value; 4] {
        args![self.place, self.fish.as_deref(), self.weight, self.note.as_deref()]
    }
}

/// Texts made of what the formats treat specially, and of anything else but NUL.
fn text() -> impl Strategy<Value = Option<String>> {
    let hard = vec(
        prop_oneof![
            Just("\\"),
            Just("\t"),
            Just("\n"),
            Just("\r"),
            Just("\\N"),
            Just("\\."),
            Just("é"),
            Just("'"),
            Just(""),
            Just("\u{8}")
        ],
        0..6,
    );
    option::of(prop_oneof![hard.prop_map(|signs| signs.concat()), "[^\0]{0,12}"])
}

async fn stored(db: &Db) -> Vec<Catch> {
    db.all(ALL, []).await.unwrap()
}

async fn load(db: &Db, catches: &[Catch]) -> Result<u64, DbError> {
    let mut tx = db.begin().await?;
    tx.run(CLEAR, []).await?;
    let count = tx.load(ADD, &catches.iter().map(Catch::row).collect::<Vec<_>>()).await?;
    tx.commit().await?;
    Ok(count)
}

pub(crate) async fn any_row_is_loaded_as_it_is(engine: Engine) {
    let place = Place::new(engine);
    let db = Db::open(&place.address, SCHEMA).await.unwrap();
    let rows = vec((text(), option::of(any::<i64>()), text()), 0..300);
    let mut runner = TestRunner::deterministic();
    for _ in 0..40 {
        let rows = rows.new_tree(&mut runner).unwrap().current();
        let catches: Vec<Catch> = (0..)
            .zip(rows)
            .map(|(place, (fish, weight, note))| Catch { place, fish, weight, note })
            .collect();
        assert_eq!(load(&db, &catches).await.unwrap(), catches.len() as u64);
        assert_eq!(stored(&db).await, catches);
    }
}

/// Tables of every width, loaded with every number of rows around what one statement holds.
pub(crate) async fn what_is_composed_is_what_is_prepared(engine: Engine) {
    for columns in [1_usize, 2, 3, 7, 13, 40] {
        let place = Place::new(engine);
        let names: Vec<String> = (1..=columns).map(|number| format!("c{number}")).collect();
        let create = format!("CREATE TABLE wide ({} TEXT)", names.join(" TEXT, "));
        let parameters: Vec<String> = (1..=columns).map(|number| format!("${number}")).collect();
        let insert = format!("INSERT INTO wide ({}) VALUES ({})", names.join(", "), parameters.join(", "));
        // Leaked: statements are constants everywhere else.
        let create: &'static str = create.leak();
        let schema: Schema = vec![Migration { version: 1, name: "wide", sql: create }].leak();
        let insert = Sql::new(insert.leak());
        let db = Db::open(&place.address, schema).await.unwrap();
        assert_eq!(db.check(&[insert]).await.unwrap(), Vec::<String>::new());
        let at_once = 900 / columns;
        for rows in [0, 1, at_once - 1, at_once, at_once + 1, 2 * at_once] {
            let mut tx = db.begin().await.unwrap();
            let row = vec![Value::from("x"); columns];
            let count = tx.load(insert, &vec![&row; rows]).await.unwrap();
            assert_eq!(count, rows as u64, "{columns} columns");
        }
    }
}

pub(crate) async fn a_row_that_cannot_be_stored_ends_the_transaction(engine: Engine) {
    let place = Place::new(engine);
    let db = Db::open(&place.address, SCHEMA).await.unwrap();
    let good = args![1_i64, "bar", 3_i64, None::<&str>];
    let nul = args![2_i64, "b\0r", 3_i64, None::<&str>];
    let mut tx = db.begin().await.unwrap();
    let refused = tx.load(ADD, &[&good, &nul]).await;
    assert!(matches!(refused, Err(DbError::Nul)), "{refused:?}");
    assert!(matches!(tx.commit().await, Err(DbError::Aborted)));

    let mut tx = db.begin().await.unwrap();
    let refused = tx.load(ADD, &[&good[..], &good[..3]]).await;
    assert!(matches!(refused, Err(DbError::Arity { expected: 4, given: 3, .. })), "{refused:?}");
    drop(tx);

    let mut tx = db.begin().await.unwrap();
    let refused = tx.load(ADD, &[&good, &good]).await;
    assert!(matches!(refused, Err(DbError::Constraint(_))), "{refused:?}");
    drop(tx);

    let mut tx = db.begin().await.unwrap();
    let refused = tx.load(CLEAR, &[&good]).await;
    assert!(matches!(refused, Err(DbError::NotLoadable { .. })), "{refused:?}");
    // It never reached the engine.
    assert_eq!(tx.load(ADD, &[&good]).await.unwrap(), 1);
    tx.commit().await.unwrap();
    assert_eq!(stored(&db).await.len(), 1);
}

pub(crate) async fn thousands_of_rows_are_loaded(engine: Engine) {
    let place = Place::new(engine);
    let db = Db::open(&place.address, SCHEMA).await.unwrap();
    let catches: Vec<Catch> = (0..20_000)
        .map(|place| Catch { place, fish: Some("bar".repeat(20)), weight: Some(-place), note: None })
        .collect();
    assert_eq!(load(&db, &catches).await.unwrap(), 20_000);
    assert_eq!(stored(&db).await, catches);
}
