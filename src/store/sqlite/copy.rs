//! Copying the whole file as it is at one moment, while others write, and looking at a file as a whole.

use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};

use super::{error, mark, migrate, open};
use crate::core::Mark;
use crate::store::{Result, StoreFault};

/// How many pages are copied at a time: 16 MiB. Between two parts others can commit.
const PART: i32 = 4_096;
/// How often the copy is begun again because others did, before it is made in one go and they wait.
const RESTARTS: u32 = 3;
/// How long is waited where the file is locked, and how often.
const PAUSE: (Duration, u32) = (Duration::from_millis(2), 5_000);

/// Copies a ledger into an empty file.
pub(super) fn copy(from: &Connection, path: &Path) -> Result<()> {
    let mut to = open::scratch(path)?;
    let explain = |error: rusqlite::Error| error::explain(path, &error);
    let backup = Backup::new(from, &mut to).map_err(explain)?;
    let (mut left, mut restarts, mut waited) = (i32::MAX, 0, 0);
    loop {
        let part = if restarts < RESTARTS { PART } else { -1 };
        match backup.step(part).map_err(explain)? {
            StepResult::Done => return Ok(()),
            StepResult::Busy | StepResult::Locked if waited >= PAUSE.1 => {
                return Err(error::of(path, StoreFault::Locked));
            }
            StepResult::Busy | StepResult::Locked => {
                waited += 1;
                std::thread::sleep(PAUSE.0);
            }
            _ => {}
        }
        let remaining = backup.progress().remaining;
        restarts += u32::from(remaining > left);
        left = remaining;
    }
}

/// Looks at a file as a whole: whether it is a ledger that this program knows, whose pages and references hold together. Says
/// what it says of itself, where it is not of an older version.
pub fn examine(path: &Path) -> Result<Option<Mark>> {
    let connection = open::untouched(path)?;
    let explain = |error: rusqlite::Error| error::explain(path, &error);
    let found = migrate::version(&connection).map_err(explain)?;
    let age = migrate::check(path, found)?;
    let told: String = connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0)).map_err(explain)?;
    if told != "ok" {
        return Err(error::of(path, StoreFault::Damaged(told)));
    }
    let broken = "SELECT EXISTS (SELECT 1 FROM pragma_foreign_key_check)";
    if connection.query_row(broken, [], |row| row.get(0)).map_err(explain)? {
        return Err(error::of(path, StoreFault::Damaged("rows refer to others that are not there".to_owned())));
    }
    match age {
        migrate::Age::Older(_) => Ok(None),
        migrate::Age::Present => mark::read(&connection).map(Some).map_err(explain),
    }
}
