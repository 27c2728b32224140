//! The layout of the file and its versions. All steps that are missing are one transaction.

use std::path::Path;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, TransactionBehavior};

use super::connect::check_kinds;
use super::table::{META, TABLES, Table};
use super::{begun, error};
use crate::store::{Result, StoreFault};

/// "mtge": tells our files from other programs' databases.
const APPLICATION_ID: i64 = 0x6d74_6765;

/// The steps from an empty file to the present layout; step n leads to version n. A step that was released is never edited.
///
/// A column that a step adds to a table with checksums is added at the end of its [`Table`] too. Where
/// it is empty in the rows there are, their checksums stay right; a step that fills one names the table in [`RESEALED`].
const STEPS: &[&str] = &[
    include_str!("schema/1.sql"),
    include_str!("schema/2.sql"),
    include_str!("schema/3.sql"),
    include_str!("schema/4.sql"),
    include_str!("schema/5.sql"),
    include_str!("schema/6.sql"),
    include_str!("schema/7.sql"),
    include_str!("schema/8.sql"),
    include_str!("schema/9.sql"),
    include_str!("schema/10.sql"),
    include_str!("schema/11.sql"),
    include_str!("schema/12.sql"),
];

/// The version from which on rows have checksums.
const SEALED: i64 = 5;

/// Which tables have rows that a step fills anew, so that their checksums are made anew: by the version it leads to.
const RESEALED: &[(i64, &[&Table])] = &[(SEALED, &TABLES), (LOGGED, &[&META])];

/// The version from which on there is a tree over the changes.
const LOGGED: i64 = 12;

/// The indices of the present layout.
const INDICES: [&str; 22] = [
    "app_secrets_by_app",
    "apps_by_name",
    "blocked_users",
    "changes_by_thing",
    "families_by_grant",
    "grants_by_app",
    "grants_by_user",
    "one_active_grant_per_user_and_app",
    "one_active_key_per_algorithm",
    "one_app_of_a_name",
    "proofs_by_end",
    "tickets_by_alias",
    "tickets_by_end",
    "tickets_by_user",
    "tokens_by_app",
    "tokens_by_digest",
    "tokens_by_end",
    "tokens_by_family",
    "tokens_by_grant",
    "tokens_by_key",
    "tokens_by_shown_jti",
    "tokens_by_user",
];

/// What the header of a file says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FileHeader {
    application: i64,
    version: i64,
    /// Whether nothing at all is in it.
    is_blank: bool,
}

/// How a file of ours compares with this program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Age {
    Present,
    /// It has an earlier version, which is this.
    Older(i64),
}

/// The version of the layout that this program uses.
pub(super) fn present() -> i64 {
    i64::try_from(STEPS.len()).unwrap_or(i64::MAX)
}

/// Reads the header of a file, in one view: another process may be laying it out at this moment.
pub(super) fn version(connection: &Connection) -> rusqlite::Result<FileHeader> {
    let _view = connection.is_autocommit().then(|| connection.unchecked_transaction()).transpose()?;
    let number = |pragma| connection.query_row(pragma, [], |row| row.get(0));
    let (application, version): (i64, i64) = (number("PRAGMA application_id")?, number("PRAGMA user_version")?);
    // Most programs name neither themselves nor a version: only an empty file is nobody's.
    // A newer one may have what this one does not know.
    if application == APPLICATION_ID && version <= present() {
        check_kinds(connection)?;
    }
    let is_blank = (application, version) == (0, 0)
        && connection.query_row("SELECT NOT EXISTS (SELECT 1 FROM sqlite_schema)", [], |row| row.get(0))?;
    Ok(FileHeader { application, version, is_blank })
}

/// Refuses a file that is not ours or is newer than this program.
pub(super) fn check(path: &Path, found: FileHeader) -> Result<Age> {
    match found {
        FileHeader { is_blank: true, .. } => {
            Err(error::of(path, StoreFault::Damaged("it is empty or was never set up".to_owned())))
        }
        FileHeader { application, .. } if application != APPLICATION_ID => Err(error::of(path, StoreFault::Foreign)),
        FileHeader { version, .. } if version > present() => {
            Err(error::of(path, StoreFault::Newer { found: version, known: present() }))
        }
        FileHeader { version, .. } if version < present() => Ok(Age::Older(version)),
        FileHeader { .. } => Ok(Age::Present),
    }
}

/// Lays out a file that is empty; leaves one that is not. Says what it is by then.
pub(super) fn lay_out(connection: &mut Connection) -> rusqlite::Result<FileHeader> {
    let found = version(connection)?;
    if found.is_blank {
        upgrade(connection, |_| Ok(()))?;
        return version(connection);
    }
    Ok(found)
}

/// Takes the steps that are missing. A table that others refer to can only be made anew while references are not
/// followed, and that cannot be switched within a transaction; what comes of the steps is checked as a whole instead.
///
/// Says which version it was before, if another process has not taken the steps meanwhile. `before` is told of that version
/// when nobody else can write, and before anything is changed.
pub(super) fn upgrade(
    connection: &mut Connection,
    before: impl FnOnce(i64) -> rusqlite::Result<()>,
) -> rusqlite::Result<Option<i64>> {
    let steps_may = |connection: &Connection, may: bool| {
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_FKEY, !may)?;
        // A step may also take a condition from a table, which is to write its definition.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, !may).map(|_| ())
    };
    steps_may(connection, true)?;
    let taken = take_steps(connection, before);
    steps_may(connection, false)?;
    taken
}

fn take_steps(
    connection: &mut Connection,
    before: impl FnOnce(i64) -> rusqlite::Result<()>,
) -> rusqlite::Result<Option<i64>> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Another process may have taken the steps since the version was read.
    let found = version(&transaction)?.version;
    if found >= present() {
        return Ok(None);
    }
    before(found)?;
    let resealed: Vec<&Table> = tables_resealed_after(found).collect();
    if found >= SEALED {
        // What has rotted is not made good by being sealed again.
        for table in &resealed {
            table.check_as_it_is(&transaction)?;
        }
    }
    for (_, step) in (1_i64..).zip(STEPS).filter(|(target, _)| *target > found) {
        transaction.execute_batch(step)?;
    }
    for table in resealed {
        table.seal(&transaction)?;
    }
    if (1..LOGGED).contains(&found) {
        begun::begin(&transaction, found)?;
    }
    let broken = "SELECT EXISTS (SELECT 1 FROM pragma_foreign_key_check)";
    if transaction.query_row(broken, [], |row| row.get(0))? {
        let fault = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CORRUPT);
        let detail = "rows refer to others that are not there".to_owned();
        return Err(rusqlite::Error::SqliteFailure(fault, Some(detail)));
    }
    transaction.pragma_update(None, "user_version", present())?;
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.commit()?;
    Ok(Some(found))
}

/// Refuses a layout that lacks a table or an index: without the index that keeps a key from being active beside another, two
/// would be. Asked before anything is written.
pub(super) fn check_layout(connection: &Connection) -> rusqlite::Result<()> {
    let mut names = connection.prepare_cached("SELECT name FROM sqlite_schema")?;
    let names: Vec<String> = names.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    for name in TABLES.iter().map(|table| table.name).chain(["tree"]).chain(INDICES) {
        if !names.iter().any(|there| there == name) {
            let fault = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CORRUPT);
            return Err(rusqlite::Error::SqliteFailure(fault, Some(format!("its {name} is missing"))));
        }
    }
    Ok(())
}

/// The tables with rows that a step after this version fills anew, each once.
fn tables_resealed_after(version: i64) -> impl Iterator<Item = &'static Table> {
    let later = move |table: &&Table| {
        let mut steps = RESEALED.iter().filter(|(target, _)| *target > version);
        steps.any(|(_, tables)| tables.iter().any(|resealed| resealed.name == table.name))
    };
    TABLES.into_iter().filter(later)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::sqlite::functions;

    #[test]
    fn every_index_of_the_layout_is_asked_for() {
        let mut connection = Connection::open_in_memory().unwrap();
        functions::teach(&connection).unwrap();
        lay_out(&mut connection).unwrap();
        let indices = "SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL ORDER BY name";
        let mut indices = connection.prepare(indices).unwrap();
        let indices: rusqlite::Result<Vec<String>> = indices.query_map([], |row| row.get(0)).unwrap().collect();
        assert_eq!(indices.unwrap(), INDICES);
        check_layout(&connection).unwrap();
    }
}
