//! Looking a whole file over, for one who wants to know what is wrong with it before somebody finds out. Nothing is changed.

use std::path::Path;

use super::table::TABLES;
use super::{error, migrate, open};
use crate::store::{Result, StoreFault};

/// The most findings of one kind that are told.
const MOST: usize = 10;

/// What was found in a file that is a ledger.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CheckUp {
    /// The version of its schema, where that is not the present one.
    pub older: Option<i64>,
    /// What is broken in the file itself.
    pub broken: Vec<String>,
    /// The tables with rows that refer to others which are not there, and how many.
    pub dangling: Vec<(String, u64)>,
    /// The tables with rows that are not what was written, and how many.
    pub rotten: Vec<(String, u64)>,
}

/// Looks over the file: whether it is ours and of this program, whether its pages and indexes are whole (`integrity_check`),
/// whether its rows refer to rows that are there, and whether each row is what was written. Reads all of it.
pub fn check_up(path: &Path) -> Result<CheckUp> {
    let (connection, found) = open::as_it_is(path)?;
    let older = match migrate::check(path, found)? {
        migrate::Age::Older(version) => Some(version),
        migrate::Age::Present => None,
    };
    let look = || -> rusqlite::Result<CheckUp> {
        let mut check = connection.prepare(&format!("PRAGMA integrity_check({MOST})"))?;
        let lines = check.query_map([], |row| row.get::<_, String>(0))?.collect::<rusqlite::Result<Vec<_>>>()?;
        let broken = lines.into_iter().filter(|line| line != "ok").flat_map(|line| {
            line.lines().filter(|line| !line.starts_with("***")).map(str::to_owned).collect::<Vec<_>>()
        });
        let sql = "SELECT \"table\", count(*) FROM pragma_foreign_key_check GROUP BY 1 ORDER BY 1";
        let mut refers = connection.prepare(sql)?;
        let dangling = refers.query_map([], |row| Ok((row.get(0)?, row.get::<_, i64>(1)?.unsigned_abs())))?;
        let dangling = dangling.collect::<rusqlite::Result<Vec<_>>>()?;
        // A file of an older version has no checksums, or not those.
        let tables = if older.is_some() { &[] } else { &TABLES[..] };
        let mut rotten = Vec::new();
        for table in tables {
            let sql = format!("SELECT count(*) FROM {} r WHERE NOT ({})", table.name, table.is_intact("r"));
            let count: i64 = connection.query_row(&sql, [], |row| row.get(0))?;
            if count > 0 {
                rotten.push((table.name.to_owned(), count.unsigned_abs()));
            }
        }
        Ok(CheckUp { rotten, older, broken: broken.take(MOST).collect(), dangling })
    };
    look().or_else(|e| match error::explain(path, &e) {
        // As broken as it can be and still be opened.
        fault if matches!(fault.fault, StoreFault::Damaged(_)) => {
            Ok(CheckUp { older, broken: vec![fault.fault.to_string()], ..CheckUp::default() })
        }
        fault => Err(fault),
    })
}
