//! What a file is and who may do what with it, and what a file system has left.

use std::fs::{self, File, OpenOptions, Permissions};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::Path;

use rustix::fs::{OFlags, StatVfsMountFlags, statvfs};

use super::fault::{FileError, FileFault, error};

/// What a file or folder is, and who may do what with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Looked {
    /// What it is. A link to a file is a file.
    pub kind: FileKind,
    /// Whether the name is a link.
    pub is_link: bool,
    /// The number of the user who owns it.
    pub owner: u32,
    /// Its permission bits.
    pub mode: u32,
    /// How long a file is, in bytes.
    pub bytes: u64,
}

/// What a name leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// A file.
    File,
    /// A folder.
    Folder,
    /// A pipe, a socket or a device.
    Other,
}

/// What a file system has left for this user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Space {
    /// Bytes.
    pub bytes: u64,
    /// Files that can be made; none where the file system does not count them.
    pub files: Option<u64>,
    /// Whether nothing can be written at all.
    pub is_read_only: bool,
}

/// Looks at a file or folder, and opens nothing.
pub fn look(path: &Path) -> Result<Looked, FileError> {
    let link = fs::symlink_metadata(path).map_err(|e| error(path, e))?;
    let is_link = link.is_symlink();
    let found = if is_link { fs::metadata(path).map_err(|e| error(path, e))? } else { link };
    let kind = match found.file_type() {
        kind if kind.is_file() => FileKind::File,
        kind if kind.is_dir() => FileKind::Folder,
        _ => FileKind::Other,
    };
    Ok(Looked { kind, is_link, owner: found.uid(), mode: found.mode() & 0o7777, bytes: found.len() })
}

/// Gives a file or folder of ours these permission bits. A link is not followed.
pub fn set_mode(path: &Path, mode: u32) -> Result<(), FileError> {
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
    let flags = i32::try_from(flags.bits()).unwrap_or_default();
    let opened: Result<File, _> = OpenOptions::new().read(true).custom_flags(flags).open(path);
    let file = opened.map_err(|e| error(path, e))?;
    file.set_permissions(Permissions::from_mode(mode)).map_err(|e| error(path, e))?;
    let now = file.metadata().map_err(|e| error(path, e))?.mode() & 0o7777;
    // Some file systems keep no permissions, and say nothing.
    if now == mode { Ok(()) } else { Err(FileError { path: path.to_owned(), fault: FileFault::NoModes(now) }) }
}

/// What the file system of a folder has left.
pub fn space(folder: &Path) -> Result<Space, FileError> {
    let found = statvfs(folder).map_err(|e| error(folder, e.into()))?;
    Ok(Space {
        bytes: found.f_bavail.saturating_mul(found.f_frsize),
        files: (found.f_files > 0).then_some(found.f_favail),
        is_read_only: found.f_flag.contains(StatVfsMountFlags::RDONLY),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mode_is_seen_and_set() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("f");
        fs::write(&path, "").unwrap();
        set_mode(&path, 0o640).unwrap();
        let looked = look(&path).unwrap();
        assert_eq!((looked.kind, looked.is_link, looked.mode), (FileKind::File, false, 0o640));
        let link = dir.path().join("l");
        std::os::unix::fs::symlink(&path, &link).unwrap();
        assert!(look(&link).unwrap().is_link && set_mode(&link, 0o600).is_err());
        assert_eq!(look(dir.path()).unwrap().kind, FileKind::Folder);
        assert!(space(dir.path()).is_ok());
    }
}
