//! People of one name.

use db::{DbError, Tx, args};
use model::PersonName;

use super::{Person, Record, list::sort_key, sql};
use crate::bases::BaseId;

/// Those who have a name in a base, written with or without its case, accents and hyphens.
///
/// # Errors
/// [`DbError`].
pub async fn by_name_in(tx: &mut Tx, base: &BaseId, name: &PersonName) -> Result<Vec<Person>, DbError> {
    // A class follows two spaces, and a folded name holds single ones only: nothing in it is a wildcard either.
    let folded = sort_key(name, None);
    let values = args![base, &folded, &format!("{folded}  %")];
    let records: Vec<Record> = tx.all(sql::BY_NAME, values).await?;
    Ok(records.into_iter().map(Person::from).collect())
}
