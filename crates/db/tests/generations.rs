//! Caches of two nodes over one database: nobody answers from memory what another has changed.

#![expect(clippy::unwrap_used, reason = "the helpers of a test may fail loudly too")]

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering::SeqCst},
    },
    time::{Duration, Instant},
};

use db::{Cache, Db, DbError, Generations, Migration, Schema, Snapshot, Sql, args, counted};
use testkit::{Scratch, in_time, until};

const SCHEMA: Schema = &[Migration {
    version: 1,
    name: "start",
    sql: "CREATE TABLE generation (name TEXT PRIMARY KEY, number BIGINT NOT NULL);
          CREATE TABLE generation_key (name TEXT NOT NULL, number BIGINT NOT NULL, changed TEXT NOT NULL,
                                       PRIMARY KEY (name, number));
          CREATE TABLE tide (port TEXT PRIMARY KEY, height BIGINT NOT NULL);",
}];

const HEIGHT: Sql = Sql::new("SELECT height FROM tide WHERE port = $1");
const ALL: Sql = Sql::new("SELECT height FROM tide ORDER BY port");
const SET: Sql = Sql::new(
    "INSERT INTO tide (port, height) VALUES ($1, $2)
     ON CONFLICT (port) DO UPDATE SET height = excluded.height",
);
const SINK: Sql = Sql::new("DELETE FROM tide WHERE port = $1");
const AWAY: Sql = Sql::new("ALTER TABLE generation RENAME TO away");
const BACK: Sql = Sql::new("ALTER TABLE away RENAME TO generation");
const REMEMBERED: Sql = Sql::new("SELECT count(*) AS height FROM generation_key");

db::row! { struct Tide { height: i64 => int } }

struct Node {
    db: Db,
    generations: Generations,
    one: Cache<i64>,
    all: Snapshot<Vec<i64>>,
}

impl Node {
    async fn start(folder: &Scratch) -> Self {
        let db = Db::open(&folder.database("tides"), SCHEMA).await.unwrap();
        let generations = Generations::new(db.clone());
        let (one, all) = (Cache::new(&generations, "tide", 1000), Snapshot::new(&generations, "tides"));
        generations.follow().await.unwrap();
        Self { db, generations, one, all }
    }

    async fn height(&self, port: &str) -> Result<Option<i64>, DbError> {
        self.one
            .get(port, async {
                let found: Option<Tide> = self.db.optional(HEIGHT, args![port]).await?;
                // As slow as a busy machine: what was read is old news when it is stored.
                tokio::task::yield_now().await;
                Ok(found.map(|tide| tide.height))
            })
            .await
    }

    async fn heights(&self) -> Result<Vec<i64>, DbError> {
        let read = async {
            let found: Vec<Tide> = self.db.all(ALL, []).await?;
            tokio::task::yield_now().await;
            Ok::<_, DbError>(found.into_iter().map(|tide| tide.height).collect())
        };
        self.all.get(read).await.map(|all| all.to_vec())
    }

    async fn set(&self, port: &str, height: i64) {
        let mut tx = self.db.begin().await.unwrap();
        tx.run(SET, args![port, height]).await.unwrap();
        self.one.changed(&mut tx, port).await.unwrap();
        self.all.changed(&mut tx).await.unwrap();
        self.generations.commit(tx).await.unwrap();
    }
}

#[tokio::test]
async fn what_is_held_needs_no_statement() {
    let folder = Scratch::new();
    let node = Node::start(&folder).await;
    node.set("Sète", 1).await;
    for expected in [1, 0, 0] {
        let (height, statements) = counted(node.height("Sète")).await;
        assert_eq!((height.unwrap(), statements), (Some(1), expected));
    }
    assert_eq!(counted(node.heights()).await.1, 1);
    assert_eq!(counted(node.heights()).await.1, 0);
    // What does not exist is asked for each time: it may come to exist without anybody raising a number.
    for _ in 0..2 {
        assert_eq!(counted(node.height("Atlantis")).await.1, 1);
    }
    node.one.forget("Sète");
    assert_eq!(counted(node.height("Sète")).await.1, 1);
}

#[tokio::test]
async fn a_change_holds_at_once_where_it_was_made_and_in_time_elsewhere() {
    let folder = Scratch::new();
    let (a, b) = (Node::start(&folder).await, Node::start(&folder).await);
    in_time("a change", async |round| {
        let height = i64::try_from(round).unwrap();
        a.set("Sète", height).await;
        assert_eq!(a.height("Sète").await.unwrap(), Some(height));
        assert_eq!(a.heights().await.unwrap(), [height]);
        let one = until("one", async || b.height("Sète").await.unwrap() == Some(height)).await;
        one + until("all", async || b.heights().await.unwrap() == [height]).await
    })
    .await;
}

#[tokio::test]
async fn a_change_by_key_leaves_the_others_and_a_change_without_key_leaves_none() {
    let folder = Scratch::new();
    let a = Node::start(&folder).await;
    a.set("Sète", 1).await;
    a.set("Brest", 1).await;
    let b = Node::start(&folder).await;
    for port in ["Sète", "Brest"] {
        b.height(port).await.unwrap();
    }
    a.set("Sète", 2).await;
    until("by key", async || b.height("Sète").await.unwrap() == Some(2)).await;
    assert_eq!(counted(b.height("Brest")).await.1, 0, "Brest did not change");
    let mut tx = a.db.begin().await.unwrap();
    tx.run(SET, args!["Brest", 3_i64]).await.unwrap();
    a.one.all_changed(&mut tx).await.unwrap();
    a.generations.commit(tx).await.unwrap();
    until("all", async || b.height("Brest").await.unwrap() == Some(3)).await;
    assert_eq!(counted(b.height("Sète")).await.1, 1, "anything may have changed");
}

#[tokio::test]
async fn a_change_that_is_rolled_back_changes_nothing() {
    let folder = Scratch::new();
    let node = Node::start(&folder).await;
    node.set("Sète", 1).await;
    assert_eq!(node.height("Sète").await.unwrap(), Some(1));
    let mut tx = node.db.begin().await.unwrap();
    tx.run(SET, args!["Sète", 9_i64]).await.unwrap();
    node.one.changed(&mut tx, "Sète").await.unwrap();
    assert_eq!(node.height("Sète").await.unwrap(), Some(1));
    drop(tx);
    assert_eq!(node.height("Sète").await.unwrap(), Some(1));
    node.set("Sète", 2).await;
    assert_eq!(node.height("Sète").await.unwrap(), Some(2));
}

#[tokio::test]
async fn changes_are_remembered_in_a_bounded_number_and_a_late_node_forgets_everything() {
    let folder = Scratch::new();
    let (a, b) = (Node::start(&folder).await, Node::start(&folder).await);
    a.set("Sète", 1).await;
    until("begin", async || b.height("Sète").await.unwrap() == Some(1)).await;
    const MANY: Sql = Sql::new("UPDATE generation SET number = number + 20000 WHERE name = 'tide'");
    const DIRECT: Sql = Sql::new("UPDATE tide SET height = 5");
    a.db.run(DIRECT, []).await.unwrap();
    a.db.run(MANY, []).await.unwrap();
    a.set("Brest", 2).await;
    until("late", async || b.height("Sète").await.unwrap() == Some(5)).await;
    let kept: Option<Tide> = a.db.optional(REMEMBERED, []).await.unwrap();
    assert_eq!(kept.unwrap().height, 1, "what is far behind is dropped");
}

/// The classic race: old data read before a change, stored after everybody forgot it.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn under_stress_nobody_reads_what_was_replaced_before_the_question() {
    let folder = Scratch::new();
    let (a, b) = (Arc::new(Node::start(&folder).await), Arc::new(Node::start(&folder).await));
    let committed = Arc::new(AtomicI64::new(0));
    a.set("Sète", 0).await;
    let readers: Vec<_> = (0..8)
        .map(|n| {
            let (node, committed) = (Arc::clone(if n < 6 { &a } else { &b }), Arc::clone(&committed));
            tokio::spawn(async move {
                let mut highest = 0;
                while highest < 400 {
                    let floor = if n < 6 { committed.load(SeqCst) } else { highest };
                    let one = node.height("Sète").await.unwrap().unwrap_or_default();
                    assert!(n >= 6 || one >= floor, "one: {one} after {floor} was committed");
                    let floor = if n < 6 { committed.load(SeqCst) } else { 0 };
                    let all = node.heights().await.unwrap()[0];
                    assert!(all >= floor, "all: {all} after {floor} was committed");
                    highest = one.min(all);
                    tokio::task::yield_now().await;
                }
            })
        })
        .collect();
    for height in 1..=400 {
        a.set("Sète", height).await;
        committed.store(height, SeqCst);
    }
    for reader in readers {
        tokio::time::timeout(Duration::from_secs(60), reader).await.unwrap().unwrap();
    }
}

/// Many keys come and go at once: what was taken away is never found again.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn under_stress_what_is_gone_stays_gone() {
    let folder = Scratch::new();
    let (a, b) = (Arc::new(Node::start(&folder).await), Arc::new(Node::start(&folder).await));
    let tasks: Vec<_> = (0..8)
        .map(|n| {
            let (a, b) = (Arc::clone(&a), Arc::clone(&b));
            tokio::spawn(async move {
                for round in 0..12 {
                    let port = format!("port-{n}-{round}");
                    a.db.run(SET, args![&port, 1_i64]).await.unwrap();
                    let beside: Vec<_> = [&a, &a, &b]
                        .map(|node| {
                            let (node, port) = (Arc::clone(node), port.clone());
                            tokio::spawn(async move {
                                for _ in 0..20 {
                                    node.height(&port).await.unwrap();
                                }
                            })
                        })
                        .into();
                    let mut tx = a.db.begin().await.unwrap();
                    tx.run(SINK, args![&port]).await.unwrap();
                    a.one.changed(&mut tx, &port).await.unwrap();
                    a.generations.commit(tx).await.unwrap();
                    assert_eq!(a.height(&port).await.unwrap(), None, "{port}");
                    for task in beside {
                        task.await.unwrap();
                    }
                    assert_eq!(a.height(&port).await.unwrap(), None, "{port}");
                    let since = Instant::now();
                    while b.height(&port).await.unwrap().is_some() {
                        assert!(since.elapsed() < Duration::from_secs(10), "{port} is still there");
                        tokio::time::sleep(Duration::from_millis(1)).await;
                    }
                }
            })
        })
        .collect();
    for task in tasks {
        tokio::time::timeout(Duration::from_secs(120), task).await.unwrap().unwrap();
    }
}

#[tokio::test]
async fn a_node_that_learns_nothing_more_passes_its_caches_by_and_comes_back_alone() {
    let folder = Scratch::new();
    let node = Node::start(&folder).await;
    node.set("Sète", 1).await;
    assert_eq!(node.height("Sète").await.unwrap(), Some(1));
    assert_eq!(node.heights().await.unwrap(), [1]);
    node.db.run(AWAY, []).await.unwrap();
    // Somebody else's change, of which nothing is learnt.
    node.db.run(SET, args!["Sète", 2_i64]).await.unwrap();
    until("passed by", async || node.height("Sète").await.unwrap() == Some(2)).await;
    assert_eq!(node.heights().await.unwrap(), [2]);
    for _ in 0..2 {
        assert_eq!(counted(node.height("Sète")).await.1, 1, "asked each time");
    }
    node.db.run(BACK, []).await.unwrap();
    node.set("Sète", 3).await;
    until("back", async || counted(node.height("Sète")).await.1 == 0).await;
    assert_eq!(node.height("Sète").await.unwrap(), Some(3));
    assert_eq!(node.heights().await.unwrap(), [3]);
}

#[tokio::test]
async fn every_statement_of_generations_can_be_checked() {
    let folder = Scratch::new();
    let node = Node::start(&folder).await;
    assert_eq!(node.db.check(db::generation::STATEMENTS).await.unwrap(), Vec::<String>::new());
    node.generations.stop();
    node.db.close().await;
}

#[test]
fn all_of_this_holds_on_postgresql() {
    testkit::on_postgres(&[
        what_is_held_needs_no_statement,
        a_change_holds_at_once_where_it_was_made_and_in_time_elsewhere,
        a_change_by_key_leaves_the_others_and_a_change_without_key_leaves_none,
        a_change_that_is_rolled_back_changes_nothing,
        changes_are_remembered_in_a_bounded_number_and_a_late_node_forgets_everything,
        under_stress_nobody_reads_what_was_replaced_before_the_question,
        under_stress_what_is_gone_stays_gone,
        a_node_that_learns_nothing_more_passes_its_caches_by_and_comes_back_alone,
        every_statement_of_generations_can_be_checked,
    ]);
}
