//! Writing: private from the first moment, and whole and durable or not there.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::{CWD, RenameFlags, renameat_with};
use rustix::io::Errno;

use super::fault::{FileError, FileFault, error};
use super::modes::make_private;
use super::read::exists;

/// Makes a folder that only we can enter, with the folders above it, each durable in the one above. One that is there
/// already is left as it is.
pub fn create_private_dir(path: &Path) -> Result<(), FileError> {
    if path.is_dir() {
        return Ok(());
    }
    if let Some(parent) = path.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        // Whoever can write above a home can put another in its place.
        create_private_dir(parent)?;
    }
    match DirBuilder::new().mode(0o700).create(path) {
        Ok(()) => {
            let made = File::open(path).map_err(|e| error(path, e)).and_then(|dir| make_private(path, &dir, 0o700));
            made.inspect_err(|_| _ = fs::remove_dir(path))?;
        }
        Err(e) if e.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => {}
        Err(e) => return Err(error(path, e)),
    }
    path.parent().map_or(Ok(()), sync_dir)
}

/// Makes an empty file that only we can read and write; refused where anything of that name exists.
pub fn create_private(path: &Path) -> Result<(), FileError> {
    open_new(path)?.sync_all().map_err(|e| error(path, e))?;
    path.parent().map_or(Ok(()), sync_dir)
}

/// Writes a new file that only we can read. Under its final name it is either whole and durable, or not there.
/// A file of that name is never replaced.
pub fn write_new_private(path: &Path, bytes: &[u8]) -> Result<(), FileError> {
    if exists(path) {
        return Err(FileError { path: path.to_owned(), fault: FileFault::Exists });
    }
    let partial = write_partial(path, bytes)?;
    if let Err(e) = rename_new(&partial, path) {
        let _ = fs::remove_file(&partial);
        return Err(e);
    }
    path.parent().map_or(Ok(()), sync_dir)
}

/// Gives a file its final name, which nothing has. Not every file system can do that in one call.
fn rename_new(partial: &Path, path: &Path) -> Result<(), FileError> {
    match renameat_with(CWD, partial, CWD, path, RenameFlags::NOREPLACE) {
        // NFS, 9p, sshfs, ntfs-3g; seccomp profiles that do not know the call.
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP | Errno::PERM) => {}
        other => return other.map_err(|e| error(path, e.into())),
    }
    match fs::hard_link(partial, path) {
        // Both names are the whole file; a kill in between leaves one that is known to be left over.
        Ok(()) => fs::remove_file(partial).map_err(|e| error(partial, e)),
        Err(e) if e.kind() == io::ErrorKind::AlreadyExists => Err(error(path, e)),
        // No links either, as on FAT.
        Err(_) => claim(partial, path),
    }
}

/// Gives a file its final name where neither a rename nor a link says whether something has it.
fn claim(partial: &Path, path: &Path) -> Result<(), FileError> {
    // Nobody else takes the name from now on. A kill in between leaves it empty, which is no key and no settings.
    drop(open_new(path)?);
    fs::rename(partial, path).map_err(|e| {
        let _ = fs::remove_file(path);
        error(path, e)
    })
}

/// Replaces a private file of ours by another text, in one step: whoever opens it sees the old or the new one, whole.
pub fn replace_private(path: &Path, bytes: &[u8]) -> Result<(), FileError> {
    let partial = write_partial(path, bytes)?;
    fs::rename(&partial, path).map_err(|e| {
        let _ = fs::remove_file(&partial);
        error(path, e)
    })?;
    path.parent().map_or(Ok(()), sync_dir)
}

/// Replaces a file of ours by another text, in one step, and leaves its permission bits as they are. A link to it stays one.
pub fn replace_keeping_mode(path: &Path, bytes: &[u8]) -> Result<(), FileError> {
    let path = &fs::canonicalize(path).map_err(|e| error(path, e))?;
    let mode = fs::metadata(path).map_err(|e| error(path, e))?.permissions();
    let partial = write_partial(path, bytes)?;
    let replaced = fs::set_permissions(&partial, mode).and_then(|()| fs::rename(&partial, path)).map_err(|e| {
        let _ = fs::remove_file(&partial);
        error(path, e)
    });
    replaced.and_then(|()| path.parent().map_or(Ok(()), sync_dir))
}

/// Takes back a folder that was made for something that is not made after all. What is in it stays, and so does it then.
pub fn remove_if_empty(folder: &Path) {
    let _ = fs::remove_dir(folder);
}

/// Gives a file of ours another name in its folder, over whatever has that, durably.
pub fn rename(from: &Path, to: &Path) -> Result<(), FileError> {
    fs::rename(from, to).map_err(|e| error(to, e))?;
    to.parent().map_or(Ok(()), sync_dir)
}

/// What the name of a file ends in while it is being written.
pub(super) const PARTIAL: &str = ".partial";

/// Whether a name is that of a file that was being written.
pub fn is_partial(name: &str) -> bool {
    name.ends_with(PARTIAL)
}

/// The number of the process that writes a file of such a name.
pub fn writer(name: &str) -> Option<u32> {
    name.strip_suffix(PARTIAL)?.rsplit(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

/// Writes a private file under its temporary name, durably.
fn write_partial(path: &Path, bytes: &[u8]) -> Result<PathBuf, FileError> {
    let mut partial = path.as_os_str().to_owned();
    // Two processes may write the same file; neither may touch what the other has not finished.
    partial.push(format!(".{}{PARTIAL}", std::process::id()));
    let partial = PathBuf::from(partial);
    // Left by a process of the same number that was killed before anyone heard of the file.
    match fs::remove_file(&partial) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => return Err(error(&partial, e)),
        _ => {}
    }
    let written = open_new(&partial)
        .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()).map_err(|e| error(path, e)));
    written.inspect_err(|_| _ = fs::remove_file(&partial))?;
    Ok(partial)
}

/// Removes a file, for good once this returns. Not being there is fine.
pub fn remove(path: &Path) -> Result<(), FileError> {
    match fs::remove_file(path) {
        Ok(()) => path.parent().map_or(Ok(()), sync_dir),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(e) => Err(error(path, e)),
    }
}

/// A new file that only we can read and write. Where that cannot be, there is none.
pub(super) fn open_new(path: &Path) -> Result<File, FileError> {
    let no_follow = i32::try_from(rustix::fs::OFlags::NOFOLLOW.bits()).unwrap_or_default();
    let mut options = OpenOptions::new();
    let options = options.write(true).create_new(true).mode(0o600).custom_flags(no_follow);
    let file = options.open(path).map_err(|e| error(path, e))?;
    make_private(path, &file, 0o600).inspect_err(|_| _ = fs::remove_file(path))?;
    Ok(file)
}

/// Makes names in a folder durable.
pub(super) fn sync_dir(path: &Path) -> Result<(), FileError> {
    let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
    let dir = File::open(path).map_err(|e| error(path, e))?;
    // On macOS `fsync` leaves it to the disk when something is written; the standard library asks for more there.
    #[cfg(target_os = "macos")]
    let synced = dir.sync_all().map_err(|error| Errno::from_io_error(&error).unwrap_or(Errno::IO));
    #[cfg(not(target_os = "macos"))]
    let synced = rustix::fs::fsync(&dir);
    match synced {
        // There is no such thing for the folders of this file system, as on CIFS and 9p: names are as durable as they get.
        Err(Errno::INVAL | Errno::NOTSUP) => Ok(()),
        other => other.map_err(|e| error(path, e.into())),
    }
}

#[cfg(test)]
mod tests {
    use super::super::read_secret;
    use super::*;
    use std::os::unix::fs::MetadataExt;

    #[test]
    fn a_private_file_is_whole_private_and_never_replaced() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("k.pem");
        write_new_private(&path, b"one").unwrap();
        assert_eq!(fs::metadata(&path).unwrap().mode() & 0o7777, 0o600);
        let again = write_new_private(&path, b"two").unwrap_err();
        assert!(matches!(again.fault, FileFault::Exists));
        assert_eq!(read_secret(&path, 10).unwrap().as_slice(), b"one");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_name_that_is_claimed_is_never_taken_from_another_file() {
        let dir = tempfile::tempdir().unwrap();
        let (partial, path) = (dir.path().join("partial"), dir.path().join("k.pem"));
        fs::write(&partial, b"one").unwrap();
        claim(&partial, &path).unwrap();
        assert_eq!((fs::read(&path).unwrap().as_slice(), partial.exists()), (&b"one"[..], false));
        fs::write(&partial, b"two").unwrap();
        assert!(matches!(claim(&partial, &path).unwrap_err().fault, FileFault::Exists));
        assert_eq!((fs::read(&path).unwrap().as_slice(), partial.exists()), (&b"one"[..], true));
    }

    #[test]
    fn a_link_in_the_way_is_neither_followed_nor_replaced() {
        let dir = tempfile::tempdir().unwrap();
        let (link, target) = (dir.path().join("k.pem"), dir.path().join("elsewhere"));
        std::os::unix::fs::symlink(&target, &link).unwrap();
        assert!(matches!(write_new_private(&link, b"x").unwrap_err().fault, FileFault::Exists));
        assert!(!target.exists());
        fs::write(&target, b"secret").unwrap();
        assert!(read_secret(&link, 10).is_err());
    }
}
