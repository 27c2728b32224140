//! Who else could have read or changed a file.

use std::fs::{self, Metadata};
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use super::fault::{FileError, FileFault, error};
use super::modes::are_not_kept;

/// Who else may do what to a file of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trust {
    /// Others may read but not change it.
    Unchanged,
    /// Others may not even read it.
    Secret,
}

/// Refuses a file or folder that another user owns, or that others can change (or read).
pub fn check_trust(path: &Path, trust: Trust) -> Result<(), FileError> {
    let metadata = fs::metadata(path).map_err(|e| error(path, e))?;
    check_metadata(path, &metadata, trust)
}

/// Refuses what lies below a folder that others can change, as they could put another in its place: every folder above it is
/// ours or the system's, and nobody else writes there. Where all may write and a name belongs to who made it (the sticky bit,
/// as of /tmp), that is fine.
pub fn check_above(path: &Path) -> Result<(), FileError> {
    let whole = fs::canonicalize(path).map_err(|e| error(path, e))?;
    let us = rustix::process::geteuid().as_raw();
    for folder in whole.ancestors().skip(1) {
        let metadata = fs::metadata(folder).map_err(|e| error(folder, e))?;
        let (owner, mode) = (metadata.uid(), metadata.mode() & 0o7777);
        let fault = if owner != us && owner != 0 {
            FileFault::Foreign(owner)
        } else if mode & 0o022 != 0 && mode & 0o1000 == 0 {
            open_fault(folder, mode, false)
        } else {
            continue;
        };
        return Err(FileError { path: folder.to_owned(), fault });
    }
    Ok(())
}

/// The mode of a file is what is wrong with it, or that its file system keeps none.
fn open_fault(path: &Path, mode: u32, read: bool) -> FileFault {
    let folder = if path.is_dir() { Some(path) } else { path.parent() };
    if folder.is_some_and(are_not_kept) { FileFault::NoModes(mode) } else { FileFault::Open { mode, read } }
}

pub(super) fn check_metadata(path: &Path, metadata: &Metadata, trust: Trust) -> Result<(), FileError> {
    let fault = |fault| Err(FileError { path: path.to_owned(), fault });
    let mode = metadata.mode() & 0o7777;
    if metadata.uid() != rustix::process::geteuid().as_raw() {
        return fault(FileFault::Foreign(metadata.uid()));
    }
    if mode & 0o022 != 0 {
        return fault(open_fault(path, mode, false));
    }
    if trust == Trust::Secret && mode & 0o077 != 0 {
        return fault(open_fault(path, mode, true));
    }
    Ok(())
}

/// Whether others can read a file that the user named. Pipes and descriptors are nobody else's.
pub fn is_read_by_others(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|metadata| metadata.is_file() && metadata.mode() & 0o077 != 0)
}

/// Whether a file that the user named is one that others can read too, or a link. Pipes and descriptors are neither.
pub fn check_named_secret(path: &Path) -> Result<(), FileError> {
    if path.starts_with("/dev") || path.starts_with("/proc") {
        return Ok(());
    }
    let metadata = fs::symlink_metadata(path).map_err(|e| error(path, e))?;
    let mode = metadata.mode() & 0o7777;
    let fault = if metadata.file_type().is_symlink() && fs::metadata(path).is_ok_and(|target| target.is_file()) {
        FileFault::Link
    } else if metadata.is_file() && mode & 0o077 != 0 {
        FileFault::Open { mode, read: true }
    } else {
        return Ok(());
    };
    Err(FileError { path: path.to_owned(), fault })
}

#[cfg(test)]
mod tests {
    use super::super::{read_secret, write_new_private};
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_file_that_others_can_read_is_no_secret() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("k.pem");
        write_new_private(&path, b"one").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        assert!(matches!(read_secret(&path, 10).unwrap_err().fault, FileFault::Open { read: true, .. }));
        assert!(check_trust(&path, Trust::Unchanged).is_ok());
        fs::set_permissions(&path, fs::Permissions::from_mode(0o660)).unwrap();
        assert!(matches!(check_trust(&path, Trust::Unchanged).unwrap_err().fault, FileFault::Open { read: false, .. }));
    }
}
