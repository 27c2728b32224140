//! The functions of ours that statements use.

use std::cell::RefCell;

use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Error, Result};

use super::checksum::{self, add_up};
use super::table::TABLES;

/// Teaches a connection the two functions that statements use: `row_sum(columns…)` is the checksum, and
/// `row_intact(table, checksum, columns…)` is 1, nothing where an outer join found no row, or the end of the statement
/// where the row is not what was written.
pub(super) fn teach(connection: &Connection) -> Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_DIRECTONLY;
    let bytes = RefCell::new(Vec::with_capacity(512));
    connection.create_scalar_function("row_sum", -1, flags, move |row| {
        Ok(add_up(&mut bytes.borrow_mut(), columns(row, 0)))
    })?;
    let bytes = RefCell::new(Vec::with_capacity(512));
    connection.create_scalar_function("row_intact", -1, flags, move |row| {
        let (stored, key) = (row.get_raw(1), row.get_raw(2));
        if stored == ValueRef::Integer(add_up(&mut bytes.borrow_mut(), columns(row, 2))) {
            return Ok(Some(1));
        }
        if key == ValueRef::Null {
            return Ok(None);
        }
        Err(Error::UserFunctionError(damaged(row).into()))
    })
}

fn columns<'c>(row: &'c Context<'_>, first: usize) -> impl Iterator<Item = ValueRef<'c>> {
    (first..row.len()).map(|column| row.get_raw(column))
}

/// Which row does not match its checksum. Its other columns are nobody's business.
fn damaged(row: &Context<'_>) -> String {
    let number = row.get::<i64>(0).ok().and_then(|number| usize::try_from(number).ok());
    let table = number.and_then(|number| TABLES.get(number));
    let Some(table) = table else { return checksum::damaged("?", "?") };
    checksum::damaged(&table.name_row(|column| row.get_raw(2 + column)), table.name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::sqlite::migrate;

    #[test]
    fn every_column_of_every_table_is_in_the_checksum_of_its_rows_and_in_its_place() {
        let mut connection = Connection::open_in_memory().unwrap();
        teach(&connection).unwrap();
        migrate::lay_out(&mut connection).unwrap();
        let tables = "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name";
        let mut tables = connection.prepare(tables).unwrap();
        let tables: Vec<String> = tables.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
        // The nodes of the tree are hashes: each is in another, and the last in every checkpoint.
        let mut known: Vec<&str> = TABLES.iter().map(|table| table.name).chain(["tree"]).collect();
        known.sort_unstable();
        assert_eq!(known, tables);
        for table in TABLES {
            assert_eq!(TABLES[table.number].name, table.name);
            let mut columns = connection.prepare("SELECT name, pk FROM pragma_table_info(?1) ORDER BY cid").unwrap();
            let columns = columns.query_map([table.name], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
            let columns: Vec<(String, i64)> = columns.map(Result::unwrap).collect();
            let mut expected = table.columns.to_vec();
            assert_eq!(columns[0], (expected[0].to_owned(), 1), "{}: the first is the primary key", table.name);
            expected.insert(table.before_checksum, "checksum");
            assert!(columns.iter().map(|(name, _)| name.as_str()).eq(expected), "{}: {columns:?}", table.name);
        }
    }
}
