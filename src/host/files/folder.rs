//! The files below a folder.

use std::fs;
use std::path::{Path, PathBuf};

use super::fault::{FileError, error};

/// What is below a folder, in the order of its names.
#[derive(Debug, Default)]
pub struct Below {
    /// The files.
    pub files: Vec<PathBuf>,
    /// What may not be looked at, and why.
    pub unread: Vec<FileError>,
    /// Links, pipes and devices: nothing of the folder's own is in them.
    pub skipped: Vec<PathBuf>,
}

/// Everything below a folder. Links are not followed: what they lead to may be anywhere, or be the folder itself.
pub fn below(folder: &Path) -> Below {
    let (mut below, mut folders) = (Below::default(), vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder).and_then(Iterator::collect::<std::io::Result<Vec<_>>>);
        let mut entries = match entries {
            Ok(entries) => entries,
            Err(cause) => {
                below.unread.push(error(&folder, cause));
                continue;
            }
        };
        entries.sort_by_key(fs::DirEntry::file_name);
        let mut within = Vec::new();
        for entry in entries {
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => within.push(entry.path()),
                Ok(kind) if kind.is_file() => below.files.push(entry.path()),
                Ok(_) => below.skipped.push(entry.path()),
                Err(cause) => below.unread.push(error(&entry.path(), cause)),
            }
        }
        folders.extend(within.into_iter().rev());
    }
    below
}
