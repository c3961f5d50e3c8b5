//! Generations: how a cache learns, on every node, that what it holds was changed.
//!
//! Each kind of cached fact has a number in the table `generation`. Whoever changes a fact raises the number of its
//! kind in the same transaction; every node reads all numbers ten times a second. The tables are part of the schema of
//! each end (`-- owner: db`) and named nowhere else:
//!
//! ```sql
//! CREATE TABLE generation (name TEXT PRIMARY KEY, number BIGINT NOT NULL);
//! CREATE TABLE generation_key (name TEXT NOT NULL, number BIGINT NOT NULL, changed TEXT NOT NULL,
//!                              PRIMARY KEY (name, number));
//! ```
//!
//! A number beside which `generation_key` has no line says that anything of the kind may have changed.

mod cache;

use std::{
    sync::{
        Arc, OnceLock, PoisonError, RwLock,
        atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering::SeqCst},
    },
    time::{Duration, Instant},
};

use tokio::{
    task::AbortHandle,
    time::{MissedTickBehavior, interval, timeout},
};

use crate::{Db, DbError, Sql, Tx, args};

pub use cache::{Cache, Snapshot};

/// How often a node asks: a change then holds everywhere within 200 ms, with time to spare for the answer.
const EVERY: Duration = Duration::from_millis(100);
/// How long one answer may take before the question is asked anew.
const PATIENCE: Duration = Duration::from_secs(1);
/// How old the last answer may be. Beyond, caches are passed by, so that a node cut off from the others stops
/// answering from memory what may have been withdrawn.
const TRUSTED: Duration = Duration::from_secs(3);
/// How many changes of one kind are remembered key by key; a node further behind forgets everything of the kind.
const REMEMBERED: i64 = 10_000;

/// The number of a kind that was not asked for yet.
const UNKNOWN: i64 = -1;

/// The statements of generations, for the tests that prepare all statements of an end.
pub const STATEMENTS: &[Sql] = &[NUMBERS, RAISE, NOTE, FORGET, CHANGED];

const NUMBERS: Sql = Sql::new("SELECT name, number FROM generation");

// The row stays locked until the transaction ends, so numbers become visible in their order.
const RAISE: Sql = Sql::new(
    "INSERT INTO generation (name, number) VALUES ($1, 1)
     ON CONFLICT (name) DO UPDATE SET number = generation.number + 1 RETURNING number",
);

const NOTE: Sql = Sql::new("INSERT INTO generation_key (name, number, changed) VALUES ($1, $2, $3)");

const FORGET: Sql = Sql::new("DELETE FROM generation_key WHERE name = $1 AND number <= $2");

const CHANGED: Sql =
    Sql::new("SELECT number, changed FROM generation_key WHERE name = $1 AND number > $2 ORDER BY number");

crate::row! { struct Number { name: String => text, number: i64 => int } }
crate::row! { struct Raised { number: i64 => int } }

/// The numbers of one database, followed by one node.
pub struct Generations {
    shared: Arc<Shared>,
    follower: OnceLock<AbortHandle>,
}

struct Shared {
    db: Db,
    kinds: RwLock<Vec<Arc<Kind>>>,
    born: Instant,
    /// When the question of the last answer was asked, in milliseconds since `born`, plus one; 0 before the first.
    asked: AtomicU64,
    failing: AtomicBool,
}

/// One kind of fact, as this node knows it.
struct Kind {
    name: &'static str,
    number: AtomicI64,
}

impl Generations {
    /// The generations of a database. Caches are made next; then [`Self::follow`] is called once.
    pub fn new(db: Db) -> Self {
        let shared = Shared {
            db,
            kinds: RwLock::default(),
            born: Instant::now(),
            asked: AtomicU64::default(),
            failing: AtomicBool::default(),
        };
        Self { shared: Arc::new(shared), follower: OnceLock::new() }
    }

    /// Reads the numbers, and goes on reading them until this value is dropped or [`Self::stop`] is called.
    ///
    /// # Errors
    /// [`DbError`] when they cannot be read a first time.
    pub async fn follow(&self) -> Result<(), DbError> {
        self.shared.ask().await?;
        let shared = Arc::clone(&self.shared);
        let task = tokio::spawn(async move { shared.keep_asking().await });
        // Followed twice, the second task is one too many.
        if let Err(second) = self.follower.set(task.abort_handle()) {
            second.abort();
        }
        Ok(())
    }

    /// Commits a transaction that changed cached facts, and makes this node see the change at once.
    ///
    /// # Errors
    /// [`DbError`] when the transaction failed. A change that is committed and cannot be read back is no failure: it
    /// is learnt like those of other nodes.
    pub async fn commit(&self, tx: Tx) -> Result<(), DbError> {
        tx.commit().await?;
        self.shared.ask_in_time().await;
        Ok(())
    }

    /// Stops reading the numbers. Caches are passed by soon after.
    pub fn stop(&self) {
        if let Some(follower) = self.follower.get() {
            follower.abort();
        }
    }
}

impl Drop for Generations {
    fn drop(&mut self) {
        self.stop();
    }
}

impl Shared {
    fn kind(&self, name: &'static str) -> Arc<Kind> {
        let kind = Arc::new(Kind { name, number: AtomicI64::new(UNKNOWN) });
        self.kinds.write().unwrap_or_else(PoisonError::into_inner).push(Arc::clone(&kind));
        kind
    }

    async fn keep_asking(&self) {
        let mut ticks = interval(EVERY);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            self.ask_in_time().await;
        }
    }

    /// Reads all numbers, and says once when that begins to fail and once when it holds again.
    async fn ask_in_time(&self) {
        let answer = timeout(PATIENCE, self.ask()).await;
        let failed = !matches!(answer, Ok(Ok(())));
        if self.failing.swap(failed, SeqCst) == failed {
            return;
        }
        match answer {
            Ok(Ok(())) => tracing::warn!("the numbers of the caches are read again"),
            Ok(Err(error)) => tracing::warn!(%error, "the numbers of the caches cannot be read"),
            Err(_) => tracing::warn!("the database does not answer: caches will be passed by"),
        }
    }

    /// Reads all numbers. Answers may cross: a number never goes back.
    async fn ask(&self) -> Result<(), DbError> {
        let asked = self.millis() + 1;
        let numbers: Vec<Number> = self.db.all(NUMBERS, []).await?;
        for kind in self.kinds.read().unwrap_or_else(PoisonError::into_inner).iter() {
            let found = numbers.iter().find(|row| row.name == kind.name).map_or(0, |row| row.number);
            kind.number.fetch_max(found, SeqCst);
        }
        self.asked.fetch_max(asked, SeqCst);
        Ok(())
    }

    /// The number of a kind, when it was read recently enough.
    fn trusted(&self, kind: &Kind) -> Option<i64> {
        let asked = self.asked.load(SeqCst).checked_sub(1)?;
        let fresh = u128::from(self.millis().saturating_sub(asked)) <= TRUSTED.as_millis();
        let number = kind.number.load(SeqCst);
        (fresh && number != UNKNOWN).then_some(number)
    }

    fn millis(&self) -> u64 {
        u64::try_from(self.born.elapsed().as_millis()).unwrap_or(u64::MAX - 1)
    }
}

impl Kind {
    /// Raises the number within the transaction of the change. To be called last: until the transaction ends, others
    /// that change facts of this kind wait.
    async fn raise(&self, tx: &mut Tx) -> Result<i64, DbError> {
        let raised: Option<Raised> = tx.optional(RAISE, args![self.name]).await?;
        Ok(raised.map_or(0, |row| row.number))
    }

    /// Raises the number, and says for which key.
    async fn raise_for(&self, tx: &mut Tx, key: &str) -> Result<(), DbError> {
        let number = self.raise(tx).await?;
        tx.run(NOTE, args![self.name, number, key]).await?;
        tx.run(FORGET, args![self.name, number - REMEMBERED]).await.map(drop)
    }
}
