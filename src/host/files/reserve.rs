//! Space on the disk that is kept for an emergency: a file of a fixed size, which goes when the disk is full.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use super::fault::{FileError, error};
use super::write::{open_new, remove};

/// Keeps so many bytes of the disk in a private file, if there is none yet, and if the disk has several times as much: it is
/// not the reserve that fills it.
///
/// [`take_space`] asks no such thing.
pub fn keep_space(path: &Path, bytes: usize) -> Result<(), FileError> {
    const TIMES: u64 = 3;
    let kept = fs::symlink_metadata(path).map_or(0, |metadata| metadata.len());
    if kept >= bytes as u64 {
        return Ok(());
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let disk = rustix::fs::statvfs(folder).map_err(|e| error(path, e.into()))?;
    if disk.f_bavail.saturating_mul(disk.f_frsize) < TIMES * bytes as u64 {
        return Ok(());
    }
    take_space(path, bytes)
}

/// Keeps so many bytes of the disk in a private file, in the place of what is there. Nothing is, where the disk has not so
/// much.
pub fn take_space(path: &Path, bytes: usize) -> Result<(), FileError> {
    remove(path)?;
    let mut file = open_new(path)?;
    let written = file.write_all(&filling(bytes)).and_then(|()| file.sync_all());
    written.map_err(|e| {
        let _ = fs::remove_file(path);
        error(path, e)
    })
}

/// Bytes that take their space on any file system: none that are the same again and again could be left out or packed.
fn filling(bytes: usize) -> Vec<u8> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let next = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()
    };
    std::iter::repeat_with(next).flatten().take(bytes).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::MetadataExt;

    #[test]
    fn space_that_is_kept_is_taken_from_the_disk() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("reserve");
        keep_space(&path, 64 * 1024).unwrap();
        let metadata = fs::metadata(&path).unwrap();
        assert_eq!((metadata.len(), metadata.mode() & 0o7777), (64 * 1024, 0o600));
        assert!(metadata.blocks() * 512 >= 64 * 1024, "{} blocks", metadata.blocks());
        // What a killed process left of one is made whole.
        fs::write(&path, "").unwrap();
        keep_space(&path, 64 * 1024).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().len(), 64 * 1024);
    }
}
