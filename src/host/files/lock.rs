//! Locks, so that processes wait for each other.

use std::fs::{File, OpenOptions, TryLockError};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::time::{Duration, Instant};

use super::fault::{FileError, error};

/// A file that is locked until this is dropped.
#[derive(Debug)]
pub struct FileLock(#[expect(dead_code, reason = "closing it is what unlocks")] File);

/// Waits for the lock on a file of ours, made where it is missing, but not for ever: a process that was stopped must
/// not stop the others. None where it stays taken. What is in the file does not matter, and it stays.
pub fn lock(path: &Path, patience: Duration) -> Result<Option<FileLock>, FileError> {
    let no_follow = i32::try_from(rustix::fs::OFlags::NOFOLLOW.bits()).unwrap_or_default();
    let mut options = OpenOptions::new();
    let options = options.write(true).create(true).truncate(false).mode(0o600).custom_flags(no_follow);
    let file = options.open(path).map_err(|e| error(path, e))?;
    let begun = Instant::now();
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(Some(FileLock(file))),
            Err(TryLockError::WouldBlock) if begun.elapsed() >= patience => return Ok(None),
            Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(10)),
            Err(TryLockError::Error(e)) => return Err(error(path, e)),
        }
    }
}

/// Waits for the lock on a folder, but not for ever; none where it stays taken. Where folders cannot be locked, as on NFS, there
/// is nobody to wait for.
pub fn lock_folder(path: &Path, patience: Duration) -> Result<Option<FileLock>, FileError> {
    let folder = File::open(path).map_err(|e| error(path, e))?;
    let begun = Instant::now();
    loop {
        match folder.try_lock() {
            Err(TryLockError::WouldBlock) if begun.elapsed() >= patience => return Ok(None),
            Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(10)),
            Ok(()) | Err(TryLockError::Error(_)) => return Ok(Some(FileLock(folder))),
        }
    }
}
