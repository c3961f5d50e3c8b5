//! Reading rows.

use std::str::FromStr;

use sqlx::{Row as _, postgres::PgRow, sqlite::SqliteRow};

use crate::DbError;

/// A type that can be read from one row. Written with [`crate::row!`].
pub trait Row: Sized + Send + Unpin {
    /// Reads the row.
    ///
    /// # Errors
    /// [`DbError`] when a column is missing or holds what the type refuses.
    fn read(cells: &Cells<'_>) -> Result<Self, DbError>;
}

/// The cells of one row, by column name.
pub struct Cells<'r>(pub(crate) RowOf<'r>);

/// A row of one of the engines.
pub(crate) enum RowOf<'r> {
    Sqlite(&'r SqliteRow),
    Postgres(&'r PgRow),
}

impl Cells<'_> {
    /// A text that may be NULL, through the `FromStr` of its type.
    ///
    /// # Errors
    /// [`DbError::Stored`] when the type refuses the text.
    pub fn text_opt<T: FromStr>(&self, column: &'static str) -> Result<Option<T>, DbError> {
        let raw: Option<&str> = match self.0 {
            RowOf::Sqlite(row) => row.try_get(column)?,
            RowOf::Postgres(row) => row.try_get(column)?,
        };
        // Not the error of the type: it may repeat the value, and this is logged.
        let refused =
            |_| DbError::Stored { column, reason: format!("it is no {}", std::any::type_name::<T>()) };
        raw.map(|text| text.parse().map_err(refused)).transpose()
    }

    /// A text.
    ///
    /// # Errors
    /// [`DbError::Stored`] when it is NULL or refused by the type.
    pub fn text<T: FromStr>(&self, column: &'static str) -> Result<T, DbError> {
        self.text_opt(column)?.ok_or_else(|| DbError::Stored { column, reason: "NULL".to_owned() })
    }

    /// An integer that may be NULL.
    ///
    /// # Errors
    /// [`DbError::Engine`] when the column is no BIGINT.
    pub fn int_opt(&self, column: &'static str) -> Result<Option<i64>, DbError> {
        Ok(match self.0 {
            RowOf::Sqlite(row) => row.try_get(column)?,
            RowOf::Postgres(row) => row.try_get(column)?,
        })
    }

    /// An integer.
    ///
    /// # Errors
    /// [`DbError::Stored`] when it is NULL.
    pub fn int(&self, column: &'static str) -> Result<i64, DbError> {
        self.int_opt(column)?.ok_or_else(|| DbError::Stored { column, reason: "NULL".to_owned() })
    }

    /// A boolean, stored as 0 or 1.
    ///
    /// # Errors
    /// [`DbError::Stored`] when it is another number or NULL.
    pub fn flag(&self, column: &'static str) -> Result<bool, DbError> {
        match self.int(column)? {
            0 => Ok(false),
            1 => Ok(true),
            other => Err(DbError::Stored { column, reason: format!("{other} is no boolean") }),
        }
    }
}

/// Declares a struct that is read from rows. Each field says how its column is stored: `text`, `text_opt` (through
/// the `FromStr` of its type), `int`, `int_opt` (`i64`) or `flag` (`bool`).
///
/// ```
/// db::row! {
///     /// A boat.
///     pub struct Boat {
///         /// Its name.
///         pub name: String => text,
///         /// Number of seats.
///         pub seats: i64 => int,
///     }
/// }
/// ```
#[macro_export]
macro_rules! row {
    ($(#[$meta:meta])* $vis:vis struct $name:ident {
        $($(#[$field_meta:meta])* $field_vis:vis $field:ident: $kind:ty => $how:ident),* $(,)?
    }) => {
        $(#[$meta])*
        #[derive(Debug, Clone)]
        $vis struct $name { $($(#[$field_meta])* $field_vis $field: $kind),* }

        impl $crate::Row for $name {
            fn read(cells: &$crate::Cells<'_>) -> Result<Self, $crate::DbError> {
                Ok(Self { $($field: cells.$how(stringify!($field))?),* })
            }
        }
    };
}
