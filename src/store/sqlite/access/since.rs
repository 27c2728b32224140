//! Reading what was recorded since the last time.

use std::ops::{ControlFlow, Range};
use std::path::Path;

use rusqlite::{Connection, OptionalExtension as _, params};
use rustix::fs::{AtFlags, CWD, statat};

use super::super::error;
use super::day::DayFile;
use super::file;
use super::scan::{self, files, files_within};
use crate::core::access::AccessRow;
use crate::store::{ReadSoFar, Result, StoreError, StoreFault};

/// Gives what was recorded since, file by file. Files that look as they did are not opened.
pub(super) fn scan_new(
    folder: &Path,
    so_far: &mut ReadSoFar,
    time: &Range<i64>,
    see: &mut dyn FnMut(&AccessRow) -> bool,
) -> Result<Vec<StoreError>> {
    let mut unread = Vec::new();
    let there: Vec<String> = files(folder)?.into_iter().map(DayFile::name).collect();
    so_far.0.retain(|name, _| there.contains(name));
    for day in files_within(folder, time)? {
        let read = so_far.0.entry(day.name()).or_default();
        let path = day.path(folder);
        let looks = looks(&path);
        let is_same = looks.is_some() && read.looked == looks;
        if is_same && read.is_settled {
            continue;
        }
        if !is_same && which(read.looked) != which(looks) {
            // Another file of that name.
            read.part = 0;
        }
        match file::readable(folder, day)
            .and_then(|file| rest(&file, day, &path, &mut read.part, time, see, &mut unread))
        {
            Ok(ControlFlow::Continue(())) => (read.looked, read.is_settled) = (looks, is_same),
            Ok(ControlFlow::Break(())) => break,
            Err(error) => scan::unread(error, &mut unread),
        }
    }
    Ok(unread)
}

/// Gives the parts after one. Those of a whole file are given in the order of time, however late they were recorded; of later ones, and
/// where one is damaged, which is passed over, each is given after the other.
fn rest(
    connection: &Connection,
    day: DayFile,
    path: &Path,
    part: &mut i64,
    time: &Range<i64>,
    see: &mut dyn FnMut(&AccessRow) -> bool,
    unread: &mut Vec<StoreError>,
) -> Result<ControlFlow<()>> {
    if *part == 0 && is_whole(connection, time).map_err(|error| error::explain(path, &error))? {
        return all(connection, day, path, part, time, see);
    }
    loop {
        let damage = match scan::parts(connection, day, path, part, time, see) {
            Err(error) if matches!(error.fault, StoreFault::Damaged(_)) => error,
            other => return other,
        };
        let sql = "SELECT id FROM parts WHERE id > ?1 AND last >= ?2 AND first < ?3 ORDER BY id LIMIT 1";
        let damaged = connection.query_row(sql, params![*part, time.start, time.end], |row| row.get(0)).optional();
        let Some(damaged) = damaged.map_err(|error| error::explain(path, &error))? else { return Err(damage) };
        if unread.last() != Some(&damage) {
            unread.push(damage);
        }
        *part = damaged;
    }
}

/// Gives all parts that there are now.
fn all(
    connection: &Connection,
    day: DayFile,
    path: &Path,
    part: &mut i64,
    time: &Range<i64>,
    see: &mut dyn FnMut(&AccessRow) -> bool,
) -> Result<ControlFlow<()>> {
    let explain = |error: rusqlite::Error| error::explain(path, &error);
    // In one view: what is recorded meanwhile is given the next time.
    let view = connection.unchecked_transaction().map_err(explain)?;
    let last = "SELECT coalesce(max(id), 0) FROM parts";
    let last = view.query_row(last, [], |row| row.get(0)).map_err(explain)?;
    let came = scan::in_order(&view, day, path, time, see);
    // Also where it broke off: nothing is given twice.
    *part = last;
    came
}

/// Whether every part is what was written.
fn is_whole(connection: &Connection, time: &Range<i64>) -> rusqlite::Result<bool> {
    let mut statement = connection.prepare("SELECT sum, events FROM parts WHERE last >= ?1 AND first < ?2")?;
    let mut rows = statement.query(params![time.start, time.end])?;
    while let Some(row) = rows.next()? {
        let is_good = row.get_ref(1)?.as_blob().is_ok_and(|bytes| row.get(0) == Ok(crc32fast::hash(bytes)));
        if !is_good {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Which file it is, and how it and its WAL look; none where that cannot be seen.
fn looks(path: &Path) -> Option<[i64; 8]> {
    let whole = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    let seen = |name: &Path| {
        let found = statat(CWD, name, AtFlags::SYMLINK_NOFOLLOW).ok()?;
        let nanoseconds = i64::try_from(found.st_mtime_nsec).unwrap_or_default();
        Some([whole(found.st_ino), whole(found.st_size.unsigned_abs()), found.st_mtime, nanoseconds])
    };
    let mut wal = path.as_os_str().to_owned();
    wal.push("-wal");
    let (main, wal) = (seen(path)?, seen(Path::new(&wal)).unwrap_or_default());
    Some([main[0], main[1], main[2], main[3], wal[0], wal[1], wal[2], wal[3]])
}

fn which(looks: Option<[i64; 8]>) -> Option<i64> {
    looks.map(|[inode, ..]| inode)
}
