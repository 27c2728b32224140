//! Replacing a row on the condition that all of it that can change is still as it was read.

use rusqlite::types::Value;
use rusqlite::{Connection, Result, params_from_iter};

/// Sets these columns of the row of a table whose `key` is this, where they are still as `before`, and says how many rows
/// were met. Two who decide on the same row cannot both write: the second would undo what the first did.
pub(super) fn replace<const N: usize>(
    connection: &Connection,
    (table, columns): (&'static str, &'static str),
    (key, value): (&'static str, Value),
    before: [Value; N],
    after: [Value; N],
) -> Result<usize> {
    let marks = ["?"; N].join(", ");
    // `IS` also finds what is empty on both sides.
    let sql = format!("UPDATE {table} SET ({columns}) = ({marks}) WHERE {key} = ? AND ({columns}) IS ({marks})");
    let values = after.into_iter().chain([value]).chain(before);
    connection.prepare_cached(&sql)?.execute(params_from_iter(values))
}
