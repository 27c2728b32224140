//! What can be wrong with a file.

use std::io;
use std::path::{Path, PathBuf};

/// What went wrong, with which file.
#[derive(Debug, thiserror::Error)]
#[error("{} {fault}", path.display())]
pub struct FileError {
    /// Which file or folder.
    pub path: PathBuf,
    /// What is wrong with it.
    pub fault: FileFault,
}

/// What can be wrong with a file.
#[derive(Debug, thiserror::Error)]
pub enum FileFault {
    /// There is none.
    #[error("does not exist")]
    Missing,
    /// There is one already.
    #[error("exists already and is never overwritten")]
    Exists,
    /// A folder that should have nothing in it.
    #[error("is not empty, and nothing in it is ever overwritten")]
    NotEmpty,
    /// Another user owns it.
    #[error("belongs to another user (uid {0})")]
    Foreign(u32),
    /// Others can change or read it.
    #[error("can be {} by others (mode {mode:04o})", if *.read { "read" } else { "written" })]
    Open {
        /// Its permission bits.
        mode: u32,
        /// Whether reading is the trouble, not writing.
        read: bool,
    },
    /// It was made for us alone, and others can use it all the same.
    #[error("is on a file system that keeps no permissions: it was made for its owner alone and has the mode {0:04o}")]
    NoModes(u32),
    /// A lock that cannot be had, whoever else is there.
    #[error("cannot be locked: its file system keeps no locks")]
    NoLocks,
    /// A link, where only the file itself will do.
    #[error("is a symbolic link, which is not followed")]
    Link,
    /// The system does not let us.
    #[error("may not be accessed: {0}")]
    Denied(io::Error),
    /// A folder, where a file is wanted, or the other way round.
    #[error("is not a {0}")]
    WrongKind(&'static str),
    /// A pipe that nobody writes into.
    #[error("is a pipe, and nothing came out of it within {0} seconds")]
    Silent(u64),
    /// Larger than what is read.
    #[error("is larger than {0} bytes")]
    TooLarge(u64),
    /// The disk is full.
    #[error("could not be written: the disk is full")]
    Full,
    /// Anything else.
    #[error("could not be used: {0}")]
    Io(io::Error),
}

/// Nothing came out of a pipe, for so many seconds.
#[derive(Debug, thiserror::Error)]
#[error("nothing came within {0} seconds")]
pub(super) struct Silent(pub u64);

pub(in crate::host) fn error(path: &Path, error: io::Error) -> FileError {
    let silent = error.get_ref().and_then(|cause| cause.downcast_ref::<Silent>()).map(|Silent(seconds)| *seconds);
    let fault = match error.kind() {
        _ if let Some(seconds) = silent => FileFault::Silent(seconds),
        // What is opened without waiting, and is no file: a socket, or a device that is not there.
        _ if error.raw_os_error() == Some(rustix::io::Errno::NXIO.raw_os_error()) => FileFault::WrongKind("file"),
        _ if error.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error()) => FileFault::Link,
        _ if error.raw_os_error() == Some(rustix::io::Errno::NOLCK.raw_os_error()) => FileFault::NoLocks,
        io::ErrorKind::NotFound => FileFault::Missing,
        io::ErrorKind::AlreadyExists => FileFault::Exists,
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => FileFault::Denied(error),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => FileFault::Full,
        io::ErrorKind::NotADirectory => FileFault::WrongKind("folder"),
        io::ErrorKind::IsADirectory => FileFault::WrongKind("file"),
        _ => FileFault::Io(error),
    };
    // The system says so of a path when something above it is no folder: that is what there is to mend.
    let path = match fault {
        FileFault::WrongKind("folder") => in_the_way(path),
        _ => path,
    };
    FileError { path: path.to_owned(), fault }
}

/// What of a path is there and is no folder; the path itself where that cannot be seen any more.
fn in_the_way(path: &Path) -> &Path {
    let there = |path: &&Path| path.symlink_metadata().is_ok();
    path.ancestors().find(there).filter(|found| !found.is_dir()).unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn what_is_no_folder_is_named_and_not_what_would_lie_in_it() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("a");
        fs::write(&file, b"").unwrap();
        let error = |path: &Path| error(path, fs::read(path).unwrap_err()).to_string();
        for below in ["b", "b/c", "b/c/d"] {
            assert_eq!(error(&file.join(below)), format!("{} is not a folder", file.display()));
        }
        std::os::unix::fs::symlink(&file, dir.path().join("link")).unwrap();
        assert_eq!(error(&dir.path().join("link/b")), format!("{} is not a folder", dir.path().join("link").display()));
        assert_eq!(error(&dir.path().join("b/c")), format!("{} does not exist", dir.path().join("b/c").display()));
    }
}
