//! A file that others read while it is written anew: it is the old one or the new one, whole.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use super::fault::{FileError, FileFault, error};
use super::modes::make_private;
use super::write::{PARTIAL, sync_dir};

/// Who may read a file that is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Readers {
    /// Everybody, or who could read it before.
    Everybody,
    /// Its owner alone.
    Owner,
}

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// It has the new content, durably.
    Anew,
    /// It had that content before, and was not touched.
    Unchanged,
}

/// A file that is being written. Under its name nothing changes before [`finish`](Self::finish), and nothing at all where that
/// is not called or fails.
#[derive(Debug)]
pub struct Output {
    target: PathBuf,
    partial: PathBuf,
    file: File,
    readers: Readers,
    old: Option<Metadata>,
}

impl Output {
    /// Begins to write a file. A link stands for the file that it leads to, unless only the owner may read that. Refused where
    /// something else than a file has the name.
    pub fn begin(path: &Path, readers: Readers) -> Result<Self, FileError> {
        let fault = |fault| FileError { path: path.to_owned(), fault };
        let is_link = fs::symlink_metadata(path).is_ok_and(|found| found.file_type().is_symlink());
        if is_link && readers == Readers::Owner {
            return Err(fault(FileFault::Link));
        }
        let target = if is_link { fs::canonicalize(path).map_err(|e| error(path, e))? } else { path.to_owned() };
        let old = match fs::metadata(&target) {
            Ok(old) if old.is_file() => Some(old),
            Ok(_) => return Err(fault(FileFault::WrongKind("file"))),
            Err(e) if e.kind() == io::ErrorKind::NotFound => None,
            Err(e) => return Err(error(path, e)),
        };
        let mut partial = target.clone().into_os_string();
        // Two processes may write the same file; neither may touch what the other has not finished.
        partial.push(format!(".{}{PARTIAL}", std::process::id()));
        let partial = PathBuf::from(partial);
        match fs::remove_file(&partial) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => return Err(error(path, e)),
            _ => {}
        }
        let no_follow = i32::try_from(rustix::fs::OFlags::NOFOLLOW.bits()).unwrap_or_default();
        let mut options = OpenOptions::new();
        let options = options.read(true).write(true).create_new(true).mode(0o600).custom_flags(no_follow);
        let file = options.open(&partial).map_err(|e| error(path, e))?;
        Ok(Self { target, partial, file, readers, old })
    }

    /// Puts what was written in the place of what was there, durably.
    pub fn finish(self) -> Result<Written, FileError> {
        let explain = |e| error(&self.target, e);
        if self.is_unchanged() {
            return Ok(Written::Unchanged);
        }
        let mode = match (self.readers, &self.old) {
            (Readers::Owner, _) => 0o600,
            (Readers::Everybody, Some(old)) => old.mode() & 0o777,
            (Readers::Everybody, None) => 0o644,
        };
        if let Some(old) = &self.old {
            // Only root may give a file to others; for everybody else it is theirs from now on, as it is with any editor.
            let (user, group) = (Some(old.uid()), Some(old.gid()));
            let _ = std::os::unix::fs::fchown(&self.file, user, group);
        }
        match self.file.set_permissions(fs::Permissions::from_mode(mode)) {
            _ if self.readers == Readers::Owner => make_private(&self.target, &self.file, mode)?,
            // A file system that keeps no modes says who may read all of its files.
            Err(e) if e.kind() == io::ErrorKind::PermissionDenied => {}
            other => other.map_err(explain)?,
        }
        self.file.sync_all().map_err(explain)?;
        fs::rename(&self.partial, &self.target).map_err(explain)?;
        self.target.parent().map_or(Ok(()), sync_dir)?;
        Ok(Written::Anew)
    }

    /// Whether what is there has the same content, and may be read by no more than it should.
    fn is_unchanged(&self) -> bool {
        let Some(old) = &self.old else { return false };
        let is_open = self.readers == Readers::Owner && old.mode() & 0o077 != 0;
        let is_as_long = self.file.metadata().is_ok_and(|new| new.len() == old.len());
        !is_open && is_as_long && same_content(&self.partial, &self.target).unwrap_or(false)
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        // Gone already where it was put in place.
        let _ = fs::remove_file(&self.partial);
    }
}

/// Writes a file that is for everybody, durably, over one that may be there: generated pages, not keys.
pub fn write_public(path: &Path, bytes: &[u8]) -> Result<Written, FileError> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(|e| error(parent, e))?;
    }
    let mut output = Output::begin(path, Readers::Everybody)?;
    output.write_all(bytes).map_err(|e| error(path, e))?;
    output.finish()
}

/// Adds to the end of a file of somebody else, which may not be there yet. Not durable: it is for a reader that comes soon.
pub fn append(path: &Path, bytes: &[u8]) -> Result<(), FileError> {
    let file = OpenOptions::new().append(true).create(true).open(path);
    file.and_then(|mut file| file.write_all(bytes)).map_err(|e| error(path, e))
}

/// Why a file could not be written.
pub fn unwritten(path: &Path, cause: io::Error) -> FileError {
    error(path, cause)
}

fn same_content(one: &Path, other: &Path) -> io::Result<bool> {
    let (mut one, mut other) = (io::BufReader::new(File::open(one)?), io::BufReader::new(File::open(other)?));
    let (mut left, mut right) = ([0; 8192], [0; 8192]);
    loop {
        let read = one.read(&mut left)?;
        if read == 0 {
            return Ok(other.read(&mut right)? == 0);
        }
        match other.read_exact(&mut right[..read]) {
            Ok(()) if left[..read] == right[..read] => {}
            Ok(()) => return Ok(false),
            Err(e) if e.kind() == io::ErrorKind::UnexpectedEof => return Ok(false),
            Err(e) => return Err(e),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(path: &Path, readers: Readers, content: &str) -> Result<Written, FileError> {
        let mut output = Output::begin(path, readers)?;
        output.write_all(content.as_bytes()).unwrap();
        output.finish()
    }

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().mode() & 0o7777
    }

    #[test]
    fn a_file_is_the_old_one_until_it_is_the_new_one() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("jwks.json");
        assert_eq!(write(&path, Readers::Everybody, "one").unwrap(), Written::Anew);
        assert_eq!(mode(&path), 0o644);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        let mut begun = Output::begin(&path, Readers::Everybody).unwrap();
        begun.write_all(b"t").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"one");
        drop(begun);
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1, "what is not finished leaves nothing");
        let before = fs::metadata(&path).unwrap().ino();
        assert_eq!(write(&path, Readers::Everybody, "one").unwrap(), Written::Unchanged);
        assert_eq!(fs::metadata(&path).unwrap().ino(), before);
        assert_eq!(write(&path, Readers::Everybody, "two").unwrap(), Written::Anew);
        assert_eq!((fs::read(&path).unwrap(), mode(&path)), (b"two".to_vec(), 0o640));
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_secret_is_its_owners_alone_whatever_was_there() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("key.jwk");
        fs::write(&path, "secret").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        assert_eq!(write(&path, Readers::Owner, "secret").unwrap(), Written::Anew);
        assert_eq!(mode(&path), 0o600);
        assert_eq!(write(&path, Readers::Owner, "secret").unwrap(), Written::Unchanged);
        let link = dir.path().join("link");
        std::os::unix::fs::symlink(&path, &link).unwrap();
        assert!(matches!(write(&link, Readers::Owner, "x").unwrap_err().fault, FileFault::Link));
        // What everybody may read goes where the link leads.
        assert_eq!(write(&link, Readers::Everybody, "public").unwrap(), Written::Anew);
        assert!(fs::symlink_metadata(&link).unwrap().file_type().is_symlink());
        assert_eq!(fs::read(&path).unwrap(), b"public");
    }

    #[test]
    fn what_is_no_file_is_not_replaced() {
        let dir = tempfile::tempdir().unwrap();
        for path in [dir.path(), Path::new("/dev/null")] {
            assert!(matches!(write(path, Readers::Everybody, "x").unwrap_err().fault, FileFault::WrongKind("file")));
        }
        let nowhere = dir.path().join("none/jwks.json");
        assert!(matches!(write(&nowhere, Readers::Everybody, "x").unwrap_err().fault, FileFault::Missing));
    }
}
