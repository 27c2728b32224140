//! Looking the record over, for one who wants to know what is wrong with it before somebody finds out. Nothing is changed.
//!
//! Each part is read beside its checksum, and not taken apart: that costs as much as reading the files.

use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use super::super::error;
use super::budgets;
use super::last_use;
use super::write::LONGEST;
use super::{file, scan};
use crate::core::access::TextId;
use crate::store::{Result, StoreError, StoreFault};

/// Looks over every file of the record in this folder: the days, the last uses and the buckets of budgets. Says which of them
/// cannot be used, or not to their end, and why. A folder that is not there has nothing wrong with it.
pub fn check_up_uses(folder: &Path) -> Vec<StoreError> {
    let folder = match file::folder(folder) {
        Ok(Some(folder)) => folder,
        Ok(None) => return Vec::new(),
        Err(error) => return vec![error],
    };
    let days = match scan::files(&folder) {
        Ok(days) => days,
        Err(error) => return vec![error],
    };
    let mut unread = Vec::new();
    let mut look = |done: Result<()>| {
        if let Err(error) = done {
            scan::unread(error, &mut unread);
        }
    };
    for day in days {
        look(file::readable(&folder, day).and_then(|connection| {
            let path = day.path(&folder);
            is_whole(&connection, &path)?;
            parts(&connection, &path)?;
            texts(&connection, &path)
        }));
    }
    for (name, check) in [(last_use::NAME, last_use::check as Check), (budgets::NAME, budgets::check)] {
        look(other(&folder.join(name), check));
    }
    unread
}

type Check = fn(&Connection, &Path) -> Result<()>;

/// A file that is no day.
fn other(path: &Path, check: Check) -> Result<()> {
    if file::checked(path)?.is_none_or(|length| length == 0) {
        // One that is empty is made when it is first used.
        return Ok(());
    }
    let look = |access| {
        let opened = file::connect(path, access);
        let connection = opened.map_err(|error| error::explain(path, &error))?;
        check(&connection, path)?;
        is_whole(&connection, path)
    };
    match look(OpenFlags::SQLITE_OPEN_READ_ONLY) {
        // A journal that a killed writer left is played back first, which needs a writer's rights.
        Err(StoreError { fault: StoreFault::ReadOnly, .. }) => look(OpenFlags::SQLITE_OPEN_READ_WRITE),
        looked => looked,
    }
}

/// Whether the pages of a file are what SQLite makes.
fn is_whole(connection: &Connection, path: &Path) -> Result<()> {
    let found: rusqlite::Result<String> = connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0));
    match found.map_err(|error| error::explain(path, &error))? {
        fine if fine == "ok" => Ok(()),
        fault => {
            let line = fault.lines().find(|line| !line.starts_with("***")).unwrap_or("its pages are not whole");
            Err(damaged(path, line))
        }
    }
}

/// Whether each part is what was written.
fn parts(connection: &Connection, path: &Path) -> Result<()> {
    let explain = |error: rusqlite::Error| error::explain(path, &error);
    let mut statement = connection.prepare("SELECT id, sum, events FROM parts ORDER BY id").map_err(explain)?;
    let mut rows = statement.query([]).map_err(explain)?;
    while let Some(row) = rows.next().map_err(explain)? {
        let (part, sum) = (row.get::<_, i64>(0).map_err(explain)?, row.get::<_, u32>(1).map_err(explain)?);
        let bytes = row.get_ref(2).map_err(explain)?;
        let events = bytes.as_blob().map_err(|_| damaged(path, &format!("part {part} holds no events")))?;
        if crc32fast::hash(events) != sum {
            return Err(damaged(path, &format!("part {part} does not match its checksum")));
        }
    }
    Ok(())
}

/// Whether each text is the one of its id, as far as it was kept whole.
fn texts(connection: &Connection, path: &Path) -> Result<()> {
    let mut is_changed = false;
    scan::texts(connection, path, &mut |id, text| {
        let is_cut = text.ends_with('…') && text.len() > LONGEST - '…'.len_utf8();
        is_changed |= !is_cut && TextId::of(text) != id;
    })?;
    if is_changed { Err(damaged(path, "a text is not the one that was written")) } else { Ok(()) }
}

fn damaged(path: &Path, what: &str) -> StoreError {
    error::of(path, StoreFault::Damaged(what.to_owned()))
}
