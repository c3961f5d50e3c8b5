//! Statements of the journal.

use db::Sql;

pub(crate) const STATEMENTS: &[Sql] = &[ADD, ADD_MANY, FORGET, COUNT];

// A line that is there already comes of a batch whose commit was not heard of.
pub(crate) const ADD: Sql = Sql::new(
    "INSERT INTO journal (id, at, kind, uai, account_id, service_id, detail) VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (id) DO NOTHING",
);

/// Lines of [`ADD_MANY`].
pub(crate) const MANY: usize = 16;

pub(crate) const ADD_MANY: Sql = Sql::new(
    "INSERT INTO journal (id, at, kind, uai, account_id, service_id, detail)
     VALUES ($1, $2, $3, $4, $5, $6, $7), ($8, $9, $10, $11, $12, $13, $14),
            ($15, $16, $17, $18, $19, $20, $21), ($22, $23, $24, $25, $26, $27, $28),
            ($29, $30, $31, $32, $33, $34, $35), ($36, $37, $38, $39, $40, $41, $42),
            ($43, $44, $45, $46, $47, $48, $49), ($50, $51, $52, $53, $54, $55, $56),
            ($57, $58, $59, $60, $61, $62, $63), ($64, $65, $66, $67, $68, $69, $70),
            ($71, $72, $73, $74, $75, $76, $77), ($78, $79, $80, $81, $82, $83, $84),
            ($85, $86, $87, $88, $89, $90, $91), ($92, $93, $94, $95, $96, $97, $98),
            ($99, $100, $101, $102, $103, $104, $105), ($106, $107, $108, $109, $110, $111, $112)
     ON CONFLICT (id) DO NOTHING",
);

pub(crate) const FORGET: Sql = Sql::new("DELETE FROM journal WHERE at <= $1");

pub(crate) const COUNT: Sql = Sql::new("SELECT count(*) AS lines FROM journal WHERE kind = $1");
