//! A short line that is written over and over, and that may be lost.

use std::fs::OpenOptions;
use std::io::Read as _;
use std::os::unix::fs::{FileExt, OpenOptionsExt, PermissionsExt};
use std::path::Path;

use super::fault::{FileError, FileFault, error};

/// The longest line that is read.
const MOST: u64 = 512;

/// Reads such a line. What is no file is not waited for.
pub fn read_memo(path: &Path) -> Result<Vec<u8>, FileError> {
    let file = OpenOptions::new().read(true).custom_flags(flags()).open(path).map_err(|e| error(path, e))?;
    if !file.metadata().map_err(|e| error(path, e))?.is_file() {
        return Err(FileError { path: path.to_owned(), fault: FileFault::WrongKind("file") });
    }
    let mut line = Vec::new();
    file.take(MOST).read_to_end(&mut line).map_err(|e| error(path, e))?;
    Ok(line)
}

/// Writes such a line over the one before, which has the same length, in a file that only we can read and write. It is not
/// made durable: whoever reads it must do with an older one, with half of one, and with none.
pub fn write_memo(path: &Path, line: &[u8]) -> Result<(), FileError> {
    let mut options = OpenOptions::new();
    let options = options.write(true).create(true).truncate(false).mode(0o600).custom_flags(flags());
    let file = options.open(path).map_err(|e| error(path, e))?;
    let known = file.metadata().map_err(|e| error(path, e))?;
    if !known.is_file() {
        return Err(FileError { path: path.to_owned(), fault: FileFault::WrongKind("file") });
    }
    if known.len() != line.len() as u64 {
        // New, or not one of ours. The umask may have taken bits away that we need ourselves.
        file.set_permissions(std::fs::Permissions::from_mode(0o600)).map_err(|e| error(path, e))?;
        file.set_len(line.len() as u64).map_err(|e| error(path, e))?;
    }
    file.write_all_at(line, 0).map_err(|e| error(path, e))
}

fn flags() -> i32 {
    let flags = rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK;
    i32::try_from(flags.bits()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::MetadataExt;

    use super::*;

    #[test]
    fn the_last_line_is_read_whatever_was_there_before() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("memo");
        assert!(matches!(read_memo(&path).unwrap_err().fault, FileFault::Missing));
        for line in [b"one\n", b"two\n"] {
            write_memo(&path, line).unwrap();
            assert_eq!(read_memo(&path).unwrap(), line);
        }
        assert_eq!(std::fs::metadata(&path).unwrap().mode() & 0o7777, 0o600);
        std::fs::write(&path, b"something longer than a line").unwrap();
        write_memo(&path, b"end\n").unwrap();
        assert_eq!(read_memo(&path).unwrap(), b"end\n");
    }

    #[test]
    fn a_link_or_a_folder_in_its_place_is_not_written_to() {
        let dir = tempfile::tempdir().unwrap();
        let (link, target) = (dir.path().join("memo"), dir.path().join("elsewhere"));
        std::fs::write(&target, b"kept").unwrap();
        std::os::unix::fs::symlink(&target, &link).unwrap();
        assert!(write_memo(&link, b"line").is_err() && read_memo(&link).is_err());
        assert_eq!(std::fs::read(&target).unwrap(), b"kept");
        assert!(write_memo(dir.path(), b"line").is_err() && read_memo(dir.path()).is_err());
    }
}
