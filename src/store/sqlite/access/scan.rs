//! Reading events.

use std::ops::{ControlFlow, Range};
use std::path::Path;

use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::super::error;
use super::day::{Day, DayFile};
use super::pack::unpack;
use crate::core::access::{AccessRow, TextId};
use crate::store::{Result, StoreError, StoreFault};

/// Each file of a folder, in the order of their days.
pub(super) fn files(folder: &Path) -> Result<Vec<DayFile>> {
    let entries = std::fs::read_dir(folder).map_err(|_| error::of(folder, StoreFault::Io))?;
    let names = entries.flatten().filter_map(|entry| entry.file_name().into_string().ok());
    let mut files: Vec<DayFile> = names.filter_map(|name| DayFile::of_name(&name)).collect();
    files.sort_unstable();
    Ok(files)
}

/// The files of the days that these milliseconds touch.
pub(super) fn files_within(folder: &Path, time: &Range<i64>) -> Result<Vec<DayFile>> {
    let mut files = files(folder)?;
    if time.is_empty() {
        return Ok(Vec::new());
    }
    files.retain(|file| (Day::of(time.start)..=Day::of(time.end - 1)).contains(&file.day));
    Ok(files)
}

/// A place in the record of a day: the part, and which of it.
pub(super) fn number(file: DayFile, part: i64, place: usize) -> i64 {
    (i64::from(file.place) << 56) | (part << 16) | i64::try_from(place).unwrap_or_default()
}

/// Gives each event of a file from after a part on, in the order in which they were recorded, until `see` says no, and moves on to the
/// last part that was given whole. A part that is not what was written ends it: nothing of it is given.
pub(super) fn parts(
    connection: &Connection,
    file: DayFile,
    path: &Path,
    after: &mut i64,
    time: &Range<i64>,
    see: &mut dyn FnMut(&AccessRow) -> bool,
) -> Result<ControlFlow<()>> {
    let explain = |error: rusqlite::Error| error::explain(path, &error);
    let sql = "SELECT id, count, sum, events FROM parts WHERE id > ?1 AND last >= ?2 AND first < ?3 ORDER BY id";
    let mut statement = connection.prepare(sql).map_err(explain)?;
    let mut rows = statement.query(params![*after, time.start, time.end]).map_err(explain)?;
    while let Some(row) = rows.next().map_err(explain)? {
        if part(row, file, path, time, see)?.is_break() {
            return Ok(ControlFlow::Break(()));
        }
        *after = row.get(0).map_err(explain)?;
    }
    Ok(ControlFlow::Continue(()))
}

/// Gives each event of a file in the order of time, until `see` says no. What was recorded late, as from a log that was read later, is
/// held with what it overlaps, and nothing more.
pub(super) fn in_order(
    connection: &Connection,
    file: DayFile,
    path: &Path,
    time: &Range<i64>,
    see: &mut dyn FnMut(&AccessRow) -> bool,
) -> Result<ControlFlow<()>> {
    let explain = |error: rusqlite::Error| error::explain(path, &error);
    let sql = "SELECT id, first FROM parts WHERE last >= ?1 AND first < ?2 ORDER BY first, id";
    let mut statement = connection.prepare(sql).map_err(explain)?;
    let places = statement.query_map(params![time.start, time.end], |row| Ok((row.get(0)?, row.get(1)?)));
    let places: Vec<(i64, i64)> = places.and_then(Iterator::collect).map_err(explain)?;
    let mut statement =
        connection.prepare("SELECT id, count, sum, events FROM parts WHERE id = ?1").map_err(explain)?;
    let mut held: Vec<AccessRow> = Vec::new();
    for (place, (id, _)) in places.iter().enumerate() {
        let mut rows = statement.query([id]).map_err(explain)?;
        let Some(row) = rows.next().map_err(explain)? else { continue };
        let mut keep = |event: &AccessRow| {
            held.push(*event);
            true
        };
        if part(row, file, path, time, &mut keep)?.is_break() {
            break;
        }
        // Nothing of those that follow is earlier than this.
        let next = places.get(place + 1).map_or(i64::MAX, |(_, first)| *first);
        if !held.is_sorted_by_key(|event| event.at_ms) {
            held.sort_by_key(|event| event.at_ms);
        }
        let given = held.partition_point(|event| event.at_ms < next);
        if !held[..given].iter().all(&mut *see) {
            return Ok(ControlFlow::Break(()));
        }
        held.drain(..given);
    }
    Ok(ControlFlow::Continue(()))
}

/// Gives each event of a part: a row of its id, its count, its checksum and its bytes.
fn part(
    row: &Row<'_>,
    file: DayFile,
    path: &Path,
    time: &Range<i64>,
    see: &mut dyn FnMut(&AccessRow) -> bool,
) -> Result<ControlFlow<()>> {
    let damaged = |what: &str| error::of(path, StoreFault::Damaged(what.to_owned()));
    let explain = |error: rusqlite::Error| error::explain(path, &error);
    let (part, count, sum) = (row.get::<_, i64>(0), row.get::<_, i64>(1), row.get::<_, u32>(2));
    let (part, count, sum) = (part.map_err(explain)?, count.map_err(explain)?, sum.map_err(explain)?);
    let bytes = row.get_ref(3).map_err(explain)?;
    let mut rest = bytes.as_blob().map_err(|_| damaged("a part holds what mintage never writes"))?;
    if crc32fast::hash(rest) != sum {
        return Err(damaged("a part does not match its checksum"));
    }
    let (start, mut place) = (file.day.start(), 0);
    while !rest.is_empty() {
        let Some((event, left)) = unpack(rest, start, number(file, part, place)) else {
            return Err(damaged("a part holds what mintage never writes"));
        };
        (rest, place) = (left, place + 1);
        if time.contains(&event.at_ms) && !see(&event) {
            return Ok(ControlFlow::Break(()));
        }
    }
    if i64::try_from(place) != Ok(count) {
        return Err(damaged("a part holds less than was written"));
    }
    Ok(ControlFlow::Continue(()))
}

/// The text of an id.
pub(super) fn text(connection: &Connection, path: &Path, id: TextId) -> Result<Option<String>> {
    let sql = "SELECT text FROM texts WHERE id = ?1";
    let found = connection.query_row(sql, [id.get()], |row| row.get(0)).optional();
    found.map_err(|error| error::explain(path, &error))
}

/// Gives each text of a file.
pub(super) fn texts(connection: &Connection, path: &Path, see: &mut dyn FnMut(TextId, &str)) -> Result<()> {
    let explain = |error: rusqlite::Error| error::explain(path, &error);
    let mut statement = connection.prepare("SELECT id, text FROM texts").map_err(explain)?;
    let mut rows = statement.query([]).map_err(explain)?;
    while let Some(row) = rows.next().map_err(explain)? {
        let id = row.get(0).map_err(explain)?;
        let text = row.get_ref(1).map_err(explain)?;
        see(
            TextId::new(id),
            text.as_str().map_err(|_| error::of(path, StoreFault::Damaged("a text is none".to_owned())))?,
        );
    }
    Ok(())
}

/// How many events a file has.
pub(super) fn count(connection: &Connection, path: &Path) -> Result<u64> {
    let found = connection.query_row("SELECT coalesce(sum(count), 0) FROM parts", [], |row| row.get::<_, i64>(0));
    found.map(|count| u64::try_from(count).unwrap_or_default()).map_err(|error| error::explain(path, &error))
}

/// What is wrong with a file that cannot be read, for who is told of it; the error itself, where it is not for this file that
/// nothing can be read.
pub(super) fn unread(error: StoreError, unread: &mut Vec<StoreError>) {
    // Removed meanwhile: its day is over.
    if error.fault != StoreFault::Missing {
        unread.push(error);
    }
}
