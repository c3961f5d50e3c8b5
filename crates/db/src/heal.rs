//! The one writer of an SQLite database after a failure of the disk.

use std::{future::Future, pin::Pin};

use sqlx::{Connection as _, SqliteConnection, pool::PoolConnectionMetadata};

/// Whether a connection that comes from the pool can begin a transaction; one that cannot is replaced.
///
/// On a full disk SQLite ends a transaction by itself; the ROLLBACK that the library then sends fails, and the library
/// goes on counting a transaction that is no more. (<https://www.sqlite.org/lang_transaction.html>, "Response To
/// Errors Within A Transaction".)
pub(crate) fn ready_to_begin(
    connection: &mut SqliteConnection,
    _: PoolConnectionMetadata,
) -> Pin<Box<dyn Future<Output = Result<bool, sqlx::Error>> + Send + '_>> {
    Box::pin(async move {
        if connection.is_in_transaction() {
            // A rollback may still be on its way to the thread of the connection: this waits for its turn after it.
            connection.ping().await?;
        }
        Ok(!connection.is_in_transaction())
    })
}
