//! Statements of administrators.

use db::Sql;

pub(crate) const STATEMENTS: &[Sql] = &[APPOINT, IS_SUPER, ADMINISTERED, ADMINISTRATORS];

pub(crate) const APPOINT: Sql = Sql::new(
    "INSERT INTO administrator (account_id, uai) VALUES ($1, $2) ON CONFLICT (account_id, uai) DO NOTHING",
);

pub(crate) const IS_SUPER: Sql =
    Sql::new("SELECT count(*) AS number FROM administrator WHERE account_id = $1 AND uai = ''");

pub(crate) const ADMINISTERED: Sql =
    Sql::new("SELECT uai FROM administrator WHERE account_id = $1 ORDER BY uai");

pub(crate) const ADMINISTRATORS: Sql =
    Sql::new("SELECT account_id FROM administrator WHERE uai = $1 ORDER BY account_id");
