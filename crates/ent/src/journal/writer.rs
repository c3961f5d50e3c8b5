//! Lines that wait to be written together, so that a ticket does not wait for the database: those of the journal, and
//! the services that a session has entered.
//!
//! Lines keep their order. None is thrown away: while the queue is full, whoever has a line to add waits, and what the
//! line would tell is not done if that takes too long. While the database is gone, the lines wait for it.

use std::{sync::Arc, time::Duration};

use db::{Db, DbError, Sql, Value};
use tokio::{
    sync::{
        Mutex, Notify,
        mpsc::{self, error::TrySendError},
        oneshot,
    },
    task::JoinHandle,
    time::{sleep, timeout},
};

/// How long lines wait for company unless there is a reason for more.
pub(crate) const SOON: Duration = Duration::from_millis(100);

/// Lines waiting at the same time: some seconds of the busiest morning, a few megabytes.
const WAITING: usize = 10_000;
/// Lines written in one transaction.
const BATCH: usize = 2_000;
/// How long one waits for room in the queue before giving up what one was about to do.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long the database may be gone before the next attempt.
const PAUSE: Duration = Duration::from_millis(500);
/// How long the end of the program waits for the last lines.
const LAST_WORDS: Duration = Duration::from_secs(5);

/// The line could not be put down: the database has been gone for so long that no more lines fit into memory.
#[derive(Debug, thiserror::Error)]
#[error("no more lines can wait to be written: the database does not answer")]
pub struct Overflow;

/// The values of one line.
pub(crate) type Row = Vec<Value>;

/// How lines are written.
#[derive(Clone, Copy)]
pub(crate) struct Statements {
    /// What they are, in the log.
    pub(crate) what: &'static str,
    /// Writes a line that is not there yet: a plain INSERT, with which many are loaded at once.
    pub(crate) new: Sql,
    /// Writes a line unless it is there already, with the same arguments.
    pub(crate) again: Sql,
    /// Makes rows of the lines that are written together.
    pub(crate) arrange: fn(Vec<Row>) -> Vec<Row>,
    /// How long a first line waits for company. A node that is killed loses the lines of this time at most.
    pub(crate) linger: Duration,
}

enum Message {
    Line(Row),
    /// Asks for a word once everything before is written.
    Flush(oneshot::Sender<()>),
    /// The last one.
    Close,
}

/// The queue of one node, with the task that empties it.
pub(crate) struct Writer {
    queue: mpsc::Sender<Message>,
    /// Somebody waits for what is in the queue: no more company.
    hurry: Arc<Notify>,
    task: Mutex<Option<JoinHandle<()>>>,
}

impl Writer {
    /// Starts the task over this database. It ends when the writer is dropped or closed.
    pub(crate) fn start(db: Db, statements: Statements) -> Self {
        Self::with_room(db, statements, WAITING)
    }

    fn with_room(db: Db, statements: Statements, lines: usize) -> Self {
        let (queue, received) = mpsc::channel(lines);
        let hurry = Arc::new(Notify::new());
        let task = tokio::spawn(empty(db, statements, received, Arc::clone(&hurry)));
        Self { queue, hurry, task: Mutex::new(Some(task)) }
    }

    /// Adds a line, waiting for room if need be.
    pub(crate) async fn add(&self, row: Row) -> Result<(), Overflow> {
        let line = match self.queue.try_send(Message::Line(row)) {
            Err(TrySendError::Full(line)) => line,
            sent => return sent.map_err(|_| Overflow),
        };
        match timeout(PATIENCE, self.queue.send(line)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) | Err(_) => Err(Overflow),
        }
    }

    /// Waits until every line added before is written; while the database is gone, for some seconds only.
    pub(crate) async fn flush(&self) {
        let (written, told) = oneshot::channel();
        // A task that has ended has written everything it ever will.
        if self.queue.send(Message::Flush(written)).await.is_ok() {
            self.hurry.notify_one();
            let _ = timeout(PATIENCE, told).await;
        }
    }

    /// Writes what is left and ends; lines that come later are refused. When the database is gone, it gives up after
    /// some seconds and says so.
    pub(crate) async fn close(&self) {
        let Some(mut task) = self.task.lock().await.take() else { return };
        let last_words = async {
            // A task that has ended has nothing left to write.
            let _ = self.queue.send(Message::Close).await;
            self.hurry.notify_one();
            let _ = (&mut task).await;
        };
        if timeout(LAST_WORDS, last_words).await.is_err() {
            task.abort();
            tracing::error!("the last lines could not be written: they are lost");
        }
    }
}

/// Writes what comes, in batches, until nobody can send any more.
async fn empty(db: Db, statements: Statements, mut received: mpsc::Receiver<Message>, hurry: Arc<Notify>) {
    let mut messages = Vec::new();
    while received.recv_many(&mut messages, BATCH).await > 0 {
        if messages.iter().all(|message| matches!(message, Message::Line(_))) && messages.len() < BATCH {
            // A word of a former haste only makes this batch smaller.
            let _ = timeout(statements.linger, hurry.notified()).await;
            while messages.len() < BATCH
                && let Ok(more) = received.try_recv()
            {
                messages.push(more);
            }
        }
        let (mut lines, mut waiting) = (Vec::with_capacity(messages.len()), Vec::new());
        for message in messages.drain(..) {
            match message {
                Message::Line(line) => lines.push(line),
                Message::Flush(written) => waiting.push(written),
                Message::Close => received.close(),
            }
        }
        if !lines.is_empty() {
            write_patiently(&db, statements, &(statements.arrange)(lines)).await;
        }
        for written in waiting {
            // Whoever asked may have gone.
            let _ = written.send(());
        }
    }
}

/// Writes the rows of a batch, all or none, as often as it takes.
async fn write_patiently(db: &Db, statements: Statements, rows: &[Row]) {
    let mut failed = false;
    while let Err(error) = write(db, statements, rows).await {
        if !failed {
            tracing::error!(what = statements.what, %error, "lines cannot be written: they wait");
        }
        failed = true;
        sleep(PAUSE).await;
    }
    if failed {
        tracing::warn!(what = statements.what, "lines are written again");
    }
}

async fn write(db: &Db, statements: Statements, rows: &[Row]) -> Result<(), DbError> {
    let mut tx = db.begin().await?;
    match tx.load(statements.new, rows).await {
        Ok(_) => tx.commit().await,
        // Rows that are there already come of a batch whose commit was not heard of.
        Err(DbError::Constraint(_)) => {
            drop(tx);
            write_again(db, statements, rows).await
        }
        Err(error) => Err(error),
    }
}

async fn write_again(db: &Db, statements: Statements, rows: &[Row]) -> Result<(), DbError> {
    let mut tx = db.begin().await?;
    for row in rows {
        tx.run(statements.again, row).await?;
    }
    tx.commit().await
}

#[cfg(test)]
pub(crate) mod tests;
