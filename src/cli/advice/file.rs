//! What to do about a file.

use crate::host::FileError;
use crate::host::files::FileFault;

/// What to do about it, where anything can be done.
pub(super) fn file(error: &FileError) -> Option<String> {
    let path = error.path.display();
    Some(match error.fault {
        FileFault::Missing => "check the path".into(),
        FileFault::Exists => "look at what it is, and move it out of the way".into(),
        FileFault::NotEmpty => "name a folder that is empty or not there".into(),
        FileFault::Link => "name the file itself".into(),
        FileFault::Foreign(_) => "use a home of your own, or run as the user who owns this one".into(),
        FileFault::Open { read: true, .. } => format!("`chmod 600 {path}`, and treat the key as seen by others"),
        FileFault::Open { read: false, .. } => format!("`chmod go-w {path}`, after checking what was changed"),
        FileFault::NoModes(_) => {
            "keep the home where permissions are kept, as below your home folder; or mount this file system so that only you \
             can use it, as with uid=…,umask=077 (in WSL: options = \"metadata,umask=077\" in /etc/wsl.conf)"
                .into()
        }
        FileFault::NoLocks => {
            "no other process is in the way: mount the file system with locks, or keep the home on another".into()
        }
        FileFault::Denied(_) => "check who owns it, and whether the disk is mounted read-only".into(),
        FileFault::WrongKind(_) | FileFault::TooLarge(_) => "check the path".into(),
        FileFault::Silent(_) => "see what should write into it, or name a file".into(),
        FileFault::Full => "free space and run the command again".into(),
        FileFault::Io(_) => return None,
    })
}
