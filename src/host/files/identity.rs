//! Which file a name leads to, and who has it.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize};

use super::fault::{FileError, error};

/// A file among all that ever had its name: its number, and when it was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// Its number on its file system. It may be given to another file once this one is gone.
    inode: u64,
    /// Seconds since the epoch, and nanoseconds.
    made_at: (u64, u32),
}

/// Which file this is; none where the file system does not tell when it was made: such ones number their files anew.
pub fn identity(path: &Path) -> Result<Option<Identity>, FileError> {
    let metadata = fs::metadata(path).map_err(|e| error(path, e))?;
    let made = metadata.created().ok().and_then(|at| at.duration_since(UNIX_EPOCH).ok());
    Ok(made.map(|at| Identity { inode: metadata.ino(), made_at: (at.as_secs(), at.subsec_nanos()) }))
}

/// The number of the user who owns a file or folder.
pub fn owner(path: &Path) -> Result<u32, FileError> {
    fs::metadata(path).map(|metadata| metadata.uid()).map_err(|e| error(path, e))
}

/// When the contents of a file were last changed, in seconds since the epoch.
pub fn changed_at(path: &Path) -> Result<i64, FileError> {
    fs::metadata(path).map(|metadata| metadata.mtime()).map_err(|e| error(path, e))
}

/// How a file looks from outside: two that differ are two files, or one that was written in between.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    inode: (u64, u64),
    bytes: u64,
    modified: (i64, i64),
    changed: (i64, i64),
}

impl Stamp {
    /// Which file it is, whatever is in it.
    #[must_use]
    pub fn without_content(self) -> Self {
        Self { bytes: 0, modified: (0, 0), changed: (0, 0), ..self }
    }
}

/// How a file looks now, with every link followed; none where there is none. Opens nothing.
pub fn stamp(path: &Path) -> Option<Stamp> {
    let found = fs::metadata(path).ok()?;
    Some(Stamp {
        inode: (found.dev(), found.ino()),
        bytes: found.len(),
        modified: (found.mtime(), found.mtime_nsec()),
        changed: (found.ctime(), found.ctime_nsec()),
    })
}

/// Where a path leads, with every link followed.
pub fn canonical(path: &Path) -> Result<PathBuf, FileError> {
    fs::canonicalize(path).map_err(|e| error(path, e))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_file_of_the_same_name_is_another_file() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("f");
        fs::write(&path, "one").unwrap();
        let first = identity(&path).unwrap();
        fs::write(&path, "two").unwrap();
        assert_eq!(identity(&path).unwrap(), first, "it was only changed");
        fs::remove_file(&path).unwrap();
        fs::write(&path, "two").unwrap();
        let second = identity(&path).unwrap();
        assert!(first.is_none() || second != first);
    }
}
