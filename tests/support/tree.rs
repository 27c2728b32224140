//! What is on the disk.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Everything below a folder: the bytes of files, and where links lead. No link is followed.
pub fn tree(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let kind = path.symlink_metadata().unwrap().file_type();
        if kind.is_dir() {
            found.extend(tree(&path));
        } else if kind.is_symlink() {
            found.insert(path.clone(), path.read_link().unwrap().into_os_string().into_encoded_bytes());
        } else {
            found.insert(path.clone(), std::fs::read(&path).unwrap());
        }
    }
    found
}

/// The same of a folder with a home in it, but for the log: what is refused is an event there, and nothing else of the ledger
/// changes.
#[allow(dead_code, reason = "not every test has a home")]
pub fn tree_but_the_log(folder: &Path, store: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = tree(folder);
    if let Some(rows) = rows_but_the_log(store) {
        found.insert(store.to_owned(), rows);
        found.remove(&store.with_file_name("generation"));
    }
    found
}

/// All rows of a ledger but those of the log; none where it is no ledger that can be read.
fn rows_but_the_log(store: &Path) -> Option<Vec<u8>> {
    let db = rusqlite::Connection::open_with_flags(store, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY).ok()?;
    let tables = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT IN ('changes', 'tree', 'meta')";
    let mut tables = db.prepare(tables).ok()?;
    let tables: Vec<String> = tables.query_map([], |row| row.get(0)).ok()?.map(Result::unwrap).collect();
    let mut all = Vec::new();
    for table in tables {
        let mut rows = db.prepare(&format!("SELECT * FROM {table} ORDER BY 1")).ok()?;
        let columns = rows.column_count();
        let mut rows = rows.query([]).ok()?;
        while let Some(row) = rows.next().ok()? {
            let values = (0..columns).map(|column| format!("{:?}", row.get_ref(column).unwrap()));
            all.extend(format!("{table} {}\n", values.collect::<Vec<_>>().join(" ")).into_bytes());
        }
    }
    Some(all)
}
