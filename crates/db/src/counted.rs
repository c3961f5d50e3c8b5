//! Counting statements, for the tests that promise that something needs none.

use std::{cell::Cell, future::Future};

tokio::task_local! { static STATEMENTS: Cell<usize> }

/// Runs `work` and says how many statements it awaited: those of the task itself, not those of tasks that it spawned
/// or that work beside it.
pub async fn counted<T>(work: impl Future<Output = T>) -> (T, usize) {
    STATEMENTS
        .scope(Cell::new(0), async {
            let outcome = work.await;
            (outcome, STATEMENTS.with(Cell::get))
        })
        .await
}

/// Notes a statement, when somebody counts.
pub(crate) fn note() {
    // Nobody counts outside tests.
    let _ = STATEMENTS.try_with(|count| count.set(count.get() + 1));
}
