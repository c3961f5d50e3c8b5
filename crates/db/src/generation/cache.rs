//! What is held in memory, and when it may be used.

use std::{
    future::Future,
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicI64, AtomicU64, Ordering::SeqCst},
    },
};

use tokio::sync::Mutex;

use super::{CHANGED, Generations, Kind, Shared, UNKNOWN};
use crate::{DbError, Tx, args};

crate::row! { struct Changed { number: i64 => int, changed: String => text } }

/// A small table held as a whole, read anew when its generation has passed.
pub struct Snapshot<T> {
    shared: Arc<Shared>,
    kind: Arc<Kind>,
    /// The value with the number known **before** it was read: were it stored under a number learnt later, a change
    /// made meanwhile would never be noticed.
    held: RwLock<Option<(i64, Arc<T>)>>,
    reading: Mutex<()>,
}

impl<T> Snapshot<T> {
    /// A snapshot of facts of the kind `name`, which no other cache of these generations has.
    pub fn new(generations: &Generations, name: &'static str) -> Self {
        let shared = Arc::clone(&generations.shared);
        let kind = shared.kind(name);
        Self { shared, kind, held: RwLock::default(), reading: Mutex::default() }
    }

    /// The value held, or the one that `read` gives.
    ///
    /// # Errors
    /// Those of `read`.
    pub async fn get<E>(&self, read: impl Future<Output = Result<T, E>>) -> Result<Arc<T>, E> {
        if self.shared.trusted(&self.kind).is_none() {
            return read.await.map(Arc::new);
        }
        if let Some(value) = self.current() {
            return Ok(value);
        }
        // One reads, the others wait for what it read.
        let _reading = self.reading.lock().await;
        if let Some(value) = self.current() {
            return Ok(value);
        }
        let before = self.shared.trusted(&self.kind);
        let value = Arc::new(read.await?);
        if let Some(before) = before {
            *self.held.write().unwrap_or_else(PoisonError::into_inner) = Some((before, Arc::clone(&value)));
        }
        Ok(value)
    }

    /// Says, in the transaction of a change, that the facts have changed. To be called last; the transaction is then
    /// committed by [`Generations::commit`].
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn changed(&self, tx: &mut Tx) -> Result<(), DbError> {
        self.kind.raise(tx).await.map(drop)
    }

    fn current(&self) -> Option<Arc<T>> {
        let number = self.shared.trusted(&self.kind)?;
        let held = self.held.read().unwrap_or_else(PoisonError::into_inner);
        held.as_ref().filter(|(under, _)| *under == number).map(|(_, value)| Arc::clone(value))
    }
}

/// Facts held one by one under a text key, at most so many; the least used go first. What does not exist is not held.
pub struct Cache<V> {
    shared: Arc<Shared>,
    kind: Arc<Kind>,
    entries: quick_cache::sync::Cache<String, Entry<V>>,
    /// The number up to which the changes of others are taken out.
    done: AtomicI64,
    /// Entries of a former epoch count for nothing: everything was forgotten at once.
    epoch: AtomicU64,
    /// Held while something is put in, and while something is taken out.
    changing: std::sync::Mutex<()>,
    catching_up: Mutex<()>,
}

#[derive(Clone)]
struct Entry<V> {
    epoch: u64,
    value: V,
}

impl<V: Clone + Send + Sync + 'static> Cache<V> {
    /// A cache of facts of the kind `name`, which no other cache of these generations has, for `capacity` keys.
    pub fn new(generations: &Generations, name: &'static str, capacity: usize) -> Self {
        let shared = Arc::clone(&generations.shared);
        let kind = shared.kind(name);
        Self {
            shared,
            kind,
            entries: quick_cache::sync::Cache::new(capacity),
            done: AtomicI64::new(UNKNOWN),
            epoch: AtomicU64::default(),
            changing: std::sync::Mutex::default(),
            catching_up: Mutex::default(),
        }
    }

    /// The value held under `key`, or the one that `read` gives.
    ///
    /// # Errors
    /// Those of `read`, and [`DbError`] when the changes of others cannot be read.
    pub async fn get<E: From<DbError>>(
        &self,
        key: &str,
        read: impl Future<Output = Result<Option<V>, E>>,
    ) -> Result<Option<V>, E> {
        if !self.catch_up().await? {
            return read.await;
        }
        // Noted before anything is read; see `hold`.
        let before = self.done.load(SeqCst);
        if let Some(entry) = self.entries.get(key)
            && entry.epoch == self.epoch.load(SeqCst)
        {
            return Ok(Some(entry.value));
        }
        let read = read.await?;
        if let Some(value) = &read {
            self.hold(key, value.clone(), before);
        }
        Ok(read)
    }

    /// Forgets, on this node, what is held under `key`: what a node has written for itself, such as the instant at
    /// which a session was last seen, is read anew.
    pub fn forget(&self, key: &str) {
        self.entries.remove(key);
    }

    /// Says, in the transaction of a change, that the facts under `key` have changed. To be called last; the
    /// transaction is then committed by [`Generations::commit`].
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn changed(&self, tx: &mut Tx, key: &str) -> Result<(), DbError> {
        self.kind.raise_for(tx, key).await
    }

    /// The same, for all keys at once.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn all_changed(&self, tx: &mut Tx) -> Result<(), DbError> {
        self.kind.raise(tx).await.map(drop)
    }

    /// Holds a value that was asked for after `before` was done, unless a change was taken out since: the value may be
    /// the one from before that change, and nobody would take it out again.
    fn hold(&self, key: &str, value: V, before: i64) {
        let _changing = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        if self.done.load(SeqCst) == before {
            self.entries.insert(key.to_owned(), Entry { epoch: self.epoch.load(SeqCst), value });
        }
    }

    /// Takes out what others have changed. False when nobody knows what that is: the cache must be passed by.
    async fn catch_up(&self) -> Result<bool, DbError> {
        let Some(number) = self.shared.trusted(&self.kind) else { return Ok(false) };
        if self.done.load(SeqCst) >= number {
            return Ok(true);
        }
        let _catching_up = self.catching_up.lock().await;
        let done = self.done.load(SeqCst);
        if done >= number {
            return Ok(true);
        }
        if done == UNKNOWN {
            // Nothing is held yet.
            self.done.store(number, SeqCst);
            return Ok(true);
        }
        let changes: Vec<Changed> = self.shared.db.all(CHANGED, args![self.kind.name, done]).await?;
        let reached = changes.last().map_or(number, |last| last.number.max(number));
        let _changing = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let told = i64::try_from(changes.len()).is_ok_and(|count| count == reached - done);
        if told {
            changes.iter().for_each(|change| drop(self.entries.remove(&change.changed)));
        } else {
            // A number without a key: everything may have changed, or too much to be remembered.
            self.epoch.fetch_add(1, SeqCst);
        }
        self.done.store(reached, SeqCst);
        Ok(true)
    }
}
