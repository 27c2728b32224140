//! Large private files: written part by part under a temporary name, and theirs only when they are whole.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek as _, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use rustix::process::{Pid, test_kill_process};

use super::fault::{FileError, error};
use super::read::names;
use super::write::{create_private, remove, sync_dir};

/// A private file that is being written beside the one that it will be. Dropped before it is kept, it is removed.
#[derive(Debug)]
pub struct NewFile {
    file: File,
    path: PathBuf,
    partial: PathBuf,
}

impl NewFile {
    /// Begins one. What processes left of it that were killed goes first.
    pub fn of(path: &Path) -> Result<Self, FileError> {
        sweep(path)?;
        let mut partial = path.as_os_str().to_owned();
        partial.push(format!(".{}{PARTIAL}", std::process::id()));
        let partial = PathBuf::from(partial);
        remove(&partial)?;
        create_private(&partial)?;
        let no_follow = i32::try_from(rustix::fs::OFlags::NOFOLLOW.bits()).unwrap_or_default();
        let opened = OpenOptions::new().read(true).write(true).custom_flags(no_follow).open(&partial);
        let file = opened.map_err(|e| error(&partial, e))?;
        Ok(Self { file, path: path.to_owned(), partial })
    }

    /// Where it is while it is being written.
    pub fn partial(&self) -> &Path {
        &self.partial
    }

    /// All that was written, from its start, and how long it is.
    pub fn read_again(&mut self) -> Result<(impl Read + io::Seek + '_, u64), FileError> {
        let length = self.file.sync_all().and_then(|()| self.file.metadata());
        let length = length.map_err(|e| error(&self.partial, e))?.len();
        self.file.rewind().map_err(|e| error(&self.partial, e))?;
        Ok((&self.file, length))
    }

    /// Gives it its name, over whatever has that, durably.
    pub fn keep(self) -> Result<(), FileError> {
        self.file.sync_all().and_then(|()| fs::rename(&self.partial, &self.path)).map_err(|e| error(&self.path, e))?;
        self.path.parent().map_or(Ok(()), sync_dir)
    }
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        // Where it was kept, nothing has this name any more.
        let _ = fs::remove_file(&self.partial);
    }
}

/// Opens a file to read it more than once, and says how long it is.
pub fn open_again(path: &Path) -> Result<(impl Read + io::Seek, u64), FileError> {
    let nonblock = i32::try_from(rustix::fs::OFlags::NONBLOCK.bits()).unwrap_or_default();
    let file = OpenOptions::new().read(true).custom_flags(nonblock).open(path).map_err(|e| error(path, e))?;
    let metadata = file.metadata().map_err(|e| error(path, e))?;
    if !metadata.is_file() {
        return Err(FileError { path: path.to_owned(), fault: super::FileFault::WrongKind("file") });
    }
    Ok((file, metadata.len()))
}

/// Gives a file or folder of ours another place on the same file system, durably.
pub fn move_to(from: &Path, to: &Path) -> Result<(), FileError> {
    fs::rename(from, to).map_err(|e| error(to, e))?;
    to.parent().map_or(Ok(()), sync_dir)
}

/// Makes a folder and all that is in it durable.
pub fn sync_all(folder: &Path) -> Result<(), FileError> {
    for name in names(folder)? {
        let path = folder.join(name);
        if path.is_dir() {
            sync_all(&path)?;
        } else {
            File::open(&path).and_then(|file| file.sync_all()).map_err(|e| error(&path, e))?;
        }
    }
    sync_dir(folder)
}

/// Removes a folder of ours with all that is in it. Not being there is fine.
pub fn remove_all(folder: &Path) -> Result<(), FileError> {
    match fs::remove_dir_all(folder) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(error(folder, e)),
        _ => Ok(()),
    }
}

/// Removes a folder in which there is nothing.
pub fn remove_empty(folder: &Path) -> Result<(), FileError> {
    fs::remove_dir(folder).map_err(|e| error(folder, e))
}

/// What the name of a file ends in while it is being written.
const PARTIAL: &str = ".partial";

/// Removes what was begun of a file by processes that are gone.
fn sweep(path: &Path) -> Result<(), FileError> {
    let Some(name) = path.file_name().and_then(|name| name.to_str()) else { return Ok(()) };
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    for left in names(folder)? {
        let number = left.strip_prefix(name).and_then(|rest| rest.strip_prefix('.')?.strip_suffix(PARTIAL));
        let process = number.and_then(|number| number.parse().ok()).and_then(Pid::from_raw);
        if process.is_some_and(|process| test_kill_process(process) == Err(rustix::io::Errno::SRCH)) {
            remove(&folder.join(left))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_there_when_it_is_kept_and_not_before() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("large");
        let begin = || {
            let mut file = NewFile::of(&path).unwrap();
            file.write_all(b"new").unwrap();
            file
        };
        drop(begin());
        assert_eq!(names(dir.path()).unwrap(), Vec::<String>::new());
        fs::write(&path, b"old").unwrap();
        let file = begin();
        assert_eq!(fs::read(&path).unwrap(), b"old");
        file.keep().unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(names(dir.path()).unwrap(), ["large"]);
    }

    #[test]
    fn what_a_process_left_that_is_gone_is_swept_away_and_nothing_else() {
        let dir = tempfile::tempdir().unwrap();
        let mut gone = std::process::Command::new("true").spawn().unwrap();
        gone.wait().unwrap();
        let left = format!("large.{}.partial", gone.id());
        let others = ["large.1.partial", "large.x.partial", "other.99999999.partial", "large.tar"];
        for name in others.into_iter().chain([left.as_str()]) {
            fs::write(dir.path().join(name), b"").unwrap();
        }
        drop(NewFile::of(&dir.path().join("large")).unwrap());
        let mut kept = others.map(str::to_owned);
        kept.sort();
        assert_eq!(names(dir.path()).unwrap(), kept);
    }
}
