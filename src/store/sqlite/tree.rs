//! The table `tree`: the nodes of the tree over the log.

use rusqlite::{Connection, OptionalExtension, Result, params};

use super::events;
use super::mark::{self, LogSize};
use super::table::META;
use crate::core::Timestamp;
use crate::core::audit::tree::{Hash, grown, leaf, needed};

/// How many more events than there are may have been removed before there was a tree.
const GAP: u64 = 10_000;

/// Adds a leaf, and the nodes that are whole with it.
pub(super) fn add(connection: &Connection, index: u64, leaf: Hash) -> Result<()> {
    let mut adding = connection.prepare_cached("INSERT INTO tree (node, hash) VALUES (?1, ?2)")?;
    let mut known = |node| self::node(connection, node)?.ok_or_else(|| META.dangling());
    for (node, hash) in grown(index, leaf, &mut known)? {
        adding.execute(params![i64::try_from(node).unwrap_or(i64::MAX), &hash[..]])?;
    }
    Ok(())
}

/// The hash of a node that is whole, where it is there.
pub(super) fn node(connection: &Connection, node: u64) -> Result<Option<Hash>> {
    let Ok(node) = i64::try_from(node) else { return Ok(None) };
    let sql = "SELECT hash FROM tree WHERE node = ?1";
    connection.prepare_cached(sql)?.query_row([node], |row| row.get(0)).optional()
}

/// Begins the tree over the events that a ledger of an older version has, and says how many there are. One that cannot be read has
/// the leaf of an empty text, so that it is found whenever somebody looks.
pub(super) fn begin(connection: &Connection) -> Result<u64> {
    let count: i64 = connection.query_row("SELECT count(*) FROM changes", [], |row| row.get(0))?;
    let most = 2 * count.unsigned_abs() + GAP;
    let mut rows = connection.prepare("SELECT * FROM changes WHERE id > 0 ORDER BY id")?;
    let mut rows = rows.query([])?;
    let mut size = 0;
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        let index = u64::try_from(id - 1).unwrap_or_default();
        // A number that was never given: it is found whenever somebody looks.
        if index > most {
            break;
        }
        // One that was removed has no text either.
        while size < index {
            add(connection, size, leaf(""))?;
            size += 1;
        }
        let text = events::read(row).map(|event| event.text()).unwrap_or_default();
        add(connection, size, leaf(&text))?;
        size += 1;
    }
    Ok(size)
}

/// How many of the first events all happened before this moment.
pub(super) fn events_before(connection: &Connection, at: Timestamp) -> Result<u64> {
    let (_, size) = mark::read_all(connection)?;
    let first = "SELECT min(id) FROM changes WHERE at >= ?1";
    let first: Option<i64> = connection.prepare_cached(first)?.query_row([at.0], |row| row.get(0))?;
    Ok(first.map_or(size.events, |first| (first - 1).unsigned_abs()))
}

/// Removes the first events, this many in all, and the nodes that cover nothing else and that no proof of the others needs.
pub(super) fn prune(connection: &Connection, events: u64) -> Result<()> {
    let (mark, size) = mark::read_all(connection)?;
    let pruned = events.min(size.events);
    if pruned <= size.pruned {
        return Ok(());
    }
    let last = i64::try_from(pruned).unwrap_or(i64::MAX);
    connection.execute("DELETE FROM changes WHERE id <= ?1", [last])?;
    let kept: Vec<String> = needed(pruned, size.events).iter().map(ToString::to_string).collect();
    let sql = format!("DELETE FROM tree WHERE node <= ?1 AND node NOT IN ({})", kept.join(", "));
    connection.execute(&sql, [2 * last - 2])?;
    mark::replace_all(connection, &(mark, size), &(mark, LogSize { pruned, ..size })).map(|_| ())
}
