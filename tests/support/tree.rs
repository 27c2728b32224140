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
