//! The table `denied`: tokens of ours that the ledger does not know, and that are revoked all the same.

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Result, named_params};

use super::columns::{Columns, revocation_values, text};
use super::table::DENIED;
use crate::core::{Denial, Timestamp};

/// What is known of a token by the text of its jti.
pub(super) fn find(connection: &Connection, jti: &str) -> Result<Option<Denial>> {
    let read = |row: &rusqlite::Row<'_>| {
        let mut columns = Columns::intact(row, &DENIED)?;
        let (jti, kid, expires_at) = (columns.plain()?, columns.parsed()?, columns.time()?);
        let revocation = columns.revocation()?;
        Ok(Denial { jti, kid, expires_at, revocation: columns.convert(revocation)? })
    };
    connection.prepare_cached("SELECT * FROM denied WHERE jti = ?1")?.query_row([jti], read).optional()
}

pub(super) fn insert(connection: &Connection, denial: &Denial) -> Result<()> {
    let [at, by, cause, note] = revocation_values(Some(&denial.revocation));
    let end = Value::Integer(denial.expires_at.0);
    DENIED.add(connection, &[text(&denial.jti), text(denial.kid.as_str()), end, at, by, cause, note])
}

/// Those that a verifier could still accept: no more than `most`.
pub(super) fn jtis(connection: &Connection, since: Timestamp, most: u32) -> Result<Vec<String>> {
    // There are few, and one that is not what was written would be good to whoever has the snapshot.
    DENIED.check_all(connection)?;
    let sql = "SELECT jti FROM denied WHERE expires_at > ?1 ORDER BY jti LIMIT ?2";
    connection.prepare(sql)?.query_map([since.0, most.into()], |row| row.get(0))?.collect()
}

/// How many nobody accepts any more.
pub(super) fn count_ended(connection: &Connection, until: Timestamp) -> Result<u64> {
    let sql = format!("SELECT count(*) FROM denied d WHERE d.expires_at <= ?1 AND {}", DENIED.is_intact("d"));
    connection.query_row(&sql, [until.0], |row| row.get::<_, i64>(0)).map(i64::unsigned_abs)
}

/// Forgets those that nobody accepts any more. One that is not what was written stays: its end may be a wrong one.
pub(super) fn prune(connection: &Connection, until: Timestamp) -> Result<u64> {
    let sql = format!("DELETE FROM denied AS d WHERE d.expires_at <= :until AND {}", DENIED.is_intact("d"));
    let removed = connection.prepare_cached(&sql)?.execute(named_params! { ":until": until.0 })?;
    Ok(removed as u64)
}
