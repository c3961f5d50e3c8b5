//! What every engine must do, whatever the capability: one suite, run whole on each.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "the helpers of a test may fail loudly too"
)]

mod load;
mod place;
mod server;
mod suite;

use place::Engine;

/// Makes a test of each function of a module, on each engine.
macro_rules! on_each_engine {
    ($module:ident: $($test:ident,)*) => {
        mod $module {
            mod sqlite {
                $(#[tokio::test]
                async fn $test() {
                    crate::$module::$test(crate::Engine::Sqlite).await;
                })*
            }
            mod postgres {
                $(#[tokio::test]
                async fn $test() {
                    crate::$module::$test(crate::Engine::Postgres).await;
                })*
            }
        }
    };
}

mod conformance {
    on_each_engine! {
        suite:
        what_is_written_is_read_back,
        a_transaction_is_whole_or_absent,
        a_row_is_taken_by_one_of_many,
        contradictions_are_told_from_failures,
        bad_arguments_are_refused_before_the_engine_sees_them,
        stored_values_that_contradict_the_type_are_named,
        every_statement_can_be_checked,
        a_database_keeps_its_data_and_runs_new_migrations_once,
        a_refused_statement_ends_its_transaction,
        what_a_transaction_reads_stays_true_until_it_ends,
        a_missing_value_keeps_its_type,
        a_table_may_be_unlogged,
        two_nodes_start_at_once,
    }

    on_each_engine! {
        load:
        any_row_is_loaded_as_it_is,
        what_is_composed_is_what_is_prepared,
        a_row_that_cannot_be_stored_ends_the_transaction,
        thousands_of_rows_are_loaded,
    }
}
