//! Many rows at once. The only place where statements are composed at run time, from a plain INSERT that is listed and
//! prepared like every other.

use std::fmt::Write as _;

use sqlx::{AssertSqlSafe, PgConnection, SqlSafeStr as _, Sqlite, SqliteConnection};

use crate::{DbError, Sql, Value, statement};

/// Parameters of one statement on SQLite: older ones allow 999.
const PARAMETERS: usize = 900;
/// Bytes sent at once to PostgreSQL.
const CHUNK: usize = 64 * 1024;

/// What a plain INSERT says: where to, and how many columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Plan {
    statement: &'static str,
    /// `table (a, b)`, as written.
    target: &'static str,
    columns: usize,
}

impl Plan {
    /// Reads `INSERT INTO table (a, b) VALUES ($1, $2)`.
    ///
    /// # Errors
    /// [`DbError::NotLoadable`] for any other text.
    pub(crate) fn of(insert: Sql) -> Result<Self, DbError> {
        let statement = insert.text();
        Self::parse(statement).ok_or(DbError::NotLoadable { statement })
    }

    fn parse(statement: &'static str) -> Option<Self> {
        let (target, values) = statement.trim().strip_prefix("INSERT INTO ")?.split_once("VALUES")?;
        let target = target.trim();
        let (table, columns) = target.strip_suffix(')')?.split_once('(')?;
        let is_name = |name: &str| {
            !name.is_empty() && name.chars().all(|sign| sign.is_ascii_alphanumeric() || sign == '_')
        };
        if !is_name(table.trim()) || !columns.split(',').all(|column| is_name(column.trim())) {
            return None;
        }
        let columns = columns.split(',').count();
        let given: String = values.split_whitespace().collect();
        let expected: Vec<String> = (1..=columns).map(|number| format!("${number}")).collect();
        (given == format!("({})", expected.join(","))).then_some(Self { statement, target, columns })
    }

    /// One statement of SQLite for this many rows. Parameters without names: it looks through all names for each.
    pub(crate) fn insert(&self, rows: usize) -> String {
        let row = format!("({})", vec!["?"; self.columns].join(", "));
        format!("INSERT INTO {} VALUES {}", self.target, vec![row; rows].join(", "))
    }

    /// The statement that is followed by rows in text format.
    pub(crate) fn copy(&self) -> String {
        format!("COPY {} FROM STDIN", self.target)
    }

    /// How many rows one statement holds.
    pub(crate) fn rows_at_once(&self) -> usize {
        (PARAMETERS / self.columns).max(1)
    }

    fn check<'v>(&self, row: &'v [Value]) -> Result<&'v [Value], DbError> {
        let (statement, expected, given) = (self.statement, self.columns, row.len());
        if expected == given { Ok(row) } else { Err(DbError::Arity { statement, expected, given }) }
    }
}

pub(crate) async fn into_sqlite<R: AsRef<[Value]> + Sync>(
    connection: &mut SqliteConnection,
    plan: &Plan,
    rows: &[R],
) -> Result<u64, DbError> {
    let (mut text, mut written) = (String::new(), 0);
    for some in rows.chunks(plan.rows_at_once()) {
        let is_full = some.len() == plan.rows_at_once();
        if text.is_empty() || !is_full {
            text = plan.insert(some.len());
        }
        let mut values = Vec::with_capacity(some.len() * plan.columns);
        for row in some {
            values.extend(plan.check(row.as_ref())?);
        }
        let values = statement::bind::<Sqlite>(values)?;
        let query = sqlx::query_with(AssertSqlSafe(text.clone()).into_sql_str(), values);
        // The last statement has a length of its own, which may never come again.
        written += query.persistent(is_full).execute(&mut *connection).await?.rows_affected();
    }
    Ok(written)
}

pub(crate) async fn into_postgres<R: AsRef<[Value]> + Sync>(
    connection: &mut PgConnection,
    plan: &Plan,
    rows: &[R],
) -> Result<u64, DbError> {
    let mut copy = connection.copy_in_raw(&plan.copy()).await?;
    let mut chunk = String::with_capacity(CHUNK + 1024);
    for row in rows {
        let written = plan.check(row.as_ref()).and_then(|row| write_row(&mut chunk, row));
        if let Err(refused) = written {
            copy.abort("a row cannot be stored").await?;
            return Err(refused);
        }
        if chunk.len() >= CHUNK {
            copy.send(chunk.as_bytes()).await?;
            chunk.clear();
        }
    }
    copy.send(chunk.as_bytes()).await?;
    Ok(copy.finish().await?)
}

/// One line of PostgreSQL's text format (manual of COPY, "Text Format").
fn write_row(line: &mut String, row: &[Value]) -> Result<(), DbError> {
    for (place, value) in row.iter().enumerate() {
        if place > 0 {
            line.push('\t');
        }
        match value.storable()? {
            Value::Text(None) | Value::Int(None) => line.push_str("\\N"),
            Value::Text(Some(text)) => escape(line, text),
            // Writing to a text cannot fail.
            Value::Int(Some(number)) => _ = write!(line, "{number}"),
        }
    }
    line.push('\n');
    Ok(())
}

fn escape(line: &mut String, text: &str) {
    for sign in text.chars() {
        match sign {
            '\\' => line.push_str("\\\\"),
            '\t' => line.push_str("\\t"),
            '\n' => line.push_str("\\n"),
            '\r' => line.push_str("\\r"),
            other => line.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::args;

    const CREW: Sql = Sql::new("INSERT INTO crew (boat, sailor)\n     VALUES ($1,  $2)");

    #[test]
    fn a_plain_insert_becomes_many_rows_or_a_copy() {
        let plan = Plan::of(CREW).unwrap();
        assert_eq!(plan.insert(2), "INSERT INTO crew (boat, sailor) VALUES (?, ?), (?, ?)");
        assert_eq!(plan.copy(), "COPY crew (boat, sailor) FROM STDIN");
        assert_eq!(plan.rows_at_once(), 450);
    }

    #[test]
    fn any_other_statement_is_refused() {
        for text in [
            "DELETE FROM crew WHERE boat = $1",
            "INSERT INTO crew VALUES ($1, $2)",
            "INSERT INTO crew (boat, sailor) VALUES ($2, $1)",
            "INSERT INTO crew (boat, sailor) VALUES ($1, 'Awa')",
            "INSERT INTO crew (boat, sailor) VALUES ($1, $2) ON CONFLICT DO NOTHING",
            "INSERT INTO crew (boat, sailor) VALUES ($1, $2) RETURNING boat",
            "INSERT INTO crew (boat, sailor) SELECT $1, $2",
            "INSERT INTO crew (boat, (SELECT 1)) VALUES ($1, $2)",
        ] {
            let refused = Plan::of(Sql::new(text));
            assert!(matches!(refused, Err(DbError::NotLoadable { .. })), "{text}: {refused:?}");
        }
    }

    #[test]
    fn a_line_has_no_sign_that_would_end_a_cell_or_a_row() {
        let mut line = String::new();
        write_row(&mut line, &args!["a\tb\\c\nd\r\\N", None::<&str>, "", 7_i64, None::<i64>]).unwrap();
        assert_eq!(line, "a\\tb\\\\c\\nd\\r\\\\N\t\\N\t\t7\t\\N\n");
        assert!(matches!(write_row(&mut line, &args!["\0"]), Err(DbError::Nul)));
    }
}
