//! Files and folders: made with the right mode from the first moment, durable before anyone hears of them,
//! and trusted only where nobody else could have changed them.
#![expect(clippy::disallowed_methods, reason = "the one door to the file system")]

use std::fs::{self, DirBuilder, File, Metadata, OpenOptions, TryLockError};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::ops::ControlFlow;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rustix::fs::{CWD, RenameFlags, renameat_with};
use zeroize::Zeroizing;

/// What went wrong, with which file.
#[derive(Debug, thiserror::Error)]
#[error("{} {fault}", path.display())]
pub struct FileError {
    /// Which file or folder.
    pub path: PathBuf,
    /// What is wrong with it.
    pub fault: Fault,
}

/// What can be wrong with a file.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
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
    /// A link, where only the file itself will do.
    #[error("is a symbolic link, which is not followed")]
    Link,
    /// The system does not let us.
    #[error("may not be accessed: {0}")]
    Denied(io::Error),
    /// A folder, where a file is wanted, or the other way round.
    #[error("is not a {0}")]
    WrongKind(&'static str),
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

/// Who else may do what to a file of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trust {
    /// Others may read but not change it.
    Unchanged,
    /// Others may not even read it.
    Secret,
}

fn error(path: &Path, error: io::Error) -> FileError {
    let fault = match error.kind() {
        _ if error.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error()) => Fault::Link,
        io::ErrorKind::NotFound => Fault::Missing,
        io::ErrorKind::AlreadyExists => Fault::Exists,
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Fault::Denied(error),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Fault::Full,
        io::ErrorKind::NotADirectory => Fault::WrongKind("folder"),
        io::ErrorKind::IsADirectory => Fault::WrongKind("file"),
        _ => Fault::Io(error),
    };
    FileError { path: path.to_owned(), fault }
}

/// Whether something is there, also where it is a link to nothing.
pub fn exists(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// Makes a folder that only we can enter, with the folders above it. One that is there already is left as it is.
pub fn create_private_dir(path: &Path) -> Result<(), FileError> {
    if path.is_dir() {
        return Ok(());
    }
    if let Some(parent) = path.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        // Whoever can write above a home can put another in its place.
        DirBuilder::new().recursive(true).mode(0o700).create(parent).map_err(|e| error(parent, e))?;
    }
    match DirBuilder::new().mode(0o700).create(path) {
        // The umask may have taken bits away that we need ourselves.
        Ok(()) => fs::set_permissions(path, fs::Permissions::from_mode(0o700)).map_err(|e| error(path, e))?,
        Err(e) if e.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => {}
        Err(e) => return Err(error(path, e)),
    }
    path.parent().map_or(Ok(()), sync_dir)
}

/// Refuses a file or folder that another user owns, or that others can change (or read).
pub fn check_trust(path: &Path, trust: Trust) -> Result<(), FileError> {
    let metadata = fs::metadata(path).map_err(|e| error(path, e))?;
    check_metadata(path, &metadata, trust)
}

fn check_metadata(path: &Path, metadata: &Metadata, trust: Trust) -> Result<(), FileError> {
    let fault = |fault| Err(FileError { path: path.to_owned(), fault });
    let mode = metadata.mode() & 0o7777;
    if metadata.uid() != rustix::process::geteuid().as_raw() {
        return fault(Fault::Foreign(metadata.uid()));
    }
    if mode & 0o022 != 0 {
        return fault(Fault::Open { mode, read: false });
    }
    if trust == Trust::Secret && mode & 0o077 != 0 {
        return fault(Fault::Open { mode, read: true });
    }
    Ok(())
}

/// Reads a secret file of ours: opened once, checked through the open descriptor, no link followed.
pub fn read_secret(path: &Path, most: u64) -> Result<Zeroizing<Vec<u8>>, FileError> {
    // Without waiting: a pipe of that name would keep us for ever.
    let flags = rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK;
    let flags = i32::try_from(flags.bits()).unwrap_or_default();
    let file = OpenOptions::new().read(true).custom_flags(flags).open(path).map_err(|e| error(path, e))?;
    let metadata = file.metadata().map_err(|e| error(path, e))?;
    if !metadata.is_file() {
        return Err(FileError { path: path.to_owned(), fault: Fault::WrongKind("file") });
    }
    check_metadata(path, &metadata, Trust::Secret)?;
    read_capped(file, path, most).map(Zeroizing::new)
}

/// Whether a file that the user named is one that others can read too, or a link. Pipes and descriptors are neither.
pub fn check_named_secret(path: &Path) -> Result<(), FileError> {
    if path.starts_with("/dev") || path.starts_with("/proc") {
        return Ok(());
    }
    let metadata = fs::symlink_metadata(path).map_err(|e| error(path, e))?;
    let mode = metadata.mode() & 0o7777;
    let fault = if metadata.file_type().is_symlink() && fs::metadata(path).is_ok_and(|target| target.is_file()) {
        Fault::Link
    } else if metadata.is_file() && mode & 0o077 != 0 {
        Fault::Open { mode, read: true }
    } else {
        return Ok(());
    };
    Err(FileError { path: path.to_owned(), fault })
}

/// Reads a file that the user named: also a pipe or a descriptor, so nobody's ownership is asked for.
pub fn read(path: &Path, most: u64) -> Result<Vec<u8>, FileError> {
    let file = File::open(path).map_err(|e| error(path, e))?;
    read_capped(file, path, most)
}

/// Reads the start of a file that the user named, for one who only needs to know that it is too long.
pub fn read_start(path: &Path, most: u64) -> Result<Vec<u8>, FileError> {
    let mut bytes = Vec::new();
    File::open(path).and_then(|file| file.take(most).read_to_end(&mut bytes)).map_err(|e| error(path, e))?;
    Ok(bytes)
}

/// How a file of lines was read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LinesRead {
    /// How many lines were shown.
    pub lines: u64,
    /// How many were too long to be shown.
    pub skipped: u64,
}

/// Shows each line of a file that the user named to `look`, with its number from 1, until it says to stop. Only one line
/// is held at a time, and one that is longer than `most` bytes is not shown.
pub fn each_line(
    path: &Path,
    most: usize,
    mut look: impl FnMut(u64, &[u8]) -> ControlFlow<()>,
) -> Result<LinesRead, FileError> {
    let mut file = BufReader::with_capacity(64 * 1024, File::open(path).map_err(|e| error(path, e))?);
    let (mut line, mut number, mut read) = (Vec::new(), 0, LinesRead::default());
    // The line, its end, and a byte that says that there is more.
    let room = most as u64 + 3;
    loop {
        line.clear();
        if file.by_ref().take(room).read_until(b'\n', &mut line).map_err(|e| error(path, e))? == 0 {
            return Ok(read);
        }
        number += 1;
        let is_whole = line.last() == Some(&b'\n') || (line.len() as u64) < room;
        if !is_whole {
            file.skip_until(b'\n').map_err(|e| error(path, e))?;
        }
        let text = line.strip_suffix(b"\n").unwrap_or(&line);
        let text = text.strip_suffix(b"\r").unwrap_or(text);
        if !is_whole || text.len() > most {
            read.skipped += 1;
            continue;
        }
        read.lines += 1;
        if look(number, text).is_break() {
            return Ok(read);
        }
    }
}

fn read_capped(file: impl Read, path: &Path, most: u64) -> Result<Vec<u8>, FileError> {
    let mut bytes = Vec::new();
    file.take(most + 1).read_to_end(&mut bytes).map_err(|e| error(path, e))?;
    if bytes.len() as u64 > most {
        return Err(FileError { path: path.to_owned(), fault: Fault::TooLarge(most) });
    }
    Ok(bytes)
}

/// Makes an empty file that only we can read and write; refused where anything of that name exists.
pub fn create_private(path: &Path) -> Result<(), FileError> {
    open_new(path).and_then(|file| file.sync_all()).map_err(|e| error(path, e))?;
    path.parent().map_or(Ok(()), sync_dir)
}

/// Writes a new file that only we can read. Under its final name it is either whole and durable, or not there.
/// A file of that name is never replaced.
pub fn write_new_private(path: &Path, bytes: &[u8]) -> Result<(), FileError> {
    if exists(path) {
        return Err(FileError { path: path.to_owned(), fault: Fault::Exists });
    }
    let partial = write_partial(path, bytes)?;
    if let Err(e) = renameat_with(CWD, &partial, CWD, path, RenameFlags::NOREPLACE) {
        let _ = fs::remove_file(&partial);
        return Err(error(path, e.into()));
    }
    path.parent().map_or(Ok(()), sync_dir)
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

/// What the name of a file ends in while it is being written.
const PARTIAL: &str = ".partial";

/// Whether a name is that of a file that was being written.
pub fn is_partial(name: &str) -> bool {
    name.ends_with(PARTIAL)
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
    let written = open_new(&partial).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    written.map_err(|e| {
        let _ = fs::remove_file(&partial);
        error(path, e)
    })?;
    Ok(partial)
}

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

/// How long a file is, as far as that can be told before it is read: a pipe has no length. Refused where there is nothing
/// to read.
pub fn measure(path: &Path) -> Result<Option<u64>, FileError> {
    let metadata = fs::metadata(path).map_err(|e| error(path, e))?;
    if metadata.is_dir() {
        return Err(FileError { path: path.to_owned(), fault: Fault::WrongKind("file") });
    }
    Ok(metadata.is_file().then_some(metadata.len()))
}

/// Opens a file to read it part by part.
pub fn open(path: &Path) -> Result<impl Read + Send + 'static, FileError> {
    File::open(path).map_err(|e| error(path, e))
}

/// The names in a folder, in order; none where there is no folder.
pub fn names(folder: &Path) -> Result<Vec<String>, FileError> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(e) => return Err(error(folder, e)),
    };
    let names = entries.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
    let mut names = names.collect::<io::Result<Vec<_>>>().map_err(|e| error(folder, e))?;
    names.sort();
    Ok(names)
}

/// Removes a file, for good once this returns. Not being there is fine.
pub fn remove(path: &Path) -> Result<(), FileError> {
    match fs::remove_file(path) {
        Ok(()) => path.parent().map_or(Ok(()), sync_dir),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(e) => Err(error(path, e)),
    }
}

/// Writes a file that is for everybody, over one that may be there: generated pages, not keys.
pub fn write_public(path: &Path, bytes: &[u8]) -> Result<(), FileError> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(|e| error(parent, e))?;
    }
    fs::write(path, bytes).map_err(|e| error(path, e))
}

fn open_new(path: &Path) -> io::Result<File> {
    let no_follow = i32::try_from(rustix::fs::OFlags::NOFOLLOW.bits()).unwrap_or_default();
    let file = OpenOptions::new().write(true).create_new(true).mode(0o600).custom_flags(no_follow).open(path)?;
    // The umask may have taken bits away that we need ourselves.
    file.set_permissions(fs::Permissions::from_mode(0o600))?;
    Ok(file)
}

/// Makes names in a folder durable.
fn sync_dir(path: &Path) -> Result<(), FileError> {
    let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
    File::open(path).and_then(|dir| dir.sync_all()).map_err(|e| error(path, e))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_private_file_is_whole_private_and_never_replaced() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("k.pem");
        write_new_private(&path, b"one").unwrap();
        assert_eq!(fs::metadata(&path).unwrap().mode() & 0o7777, 0o600);
        let again = write_new_private(&path, b"two").unwrap_err();
        assert!(matches!(again.fault, Fault::Exists));
        assert_eq!(read_secret(&path, 10).unwrap().as_slice(), b"one");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_link_in_the_way_is_neither_followed_nor_replaced() {
        let dir = tempfile::tempdir().unwrap();
        let (link, target) = (dir.path().join("k.pem"), dir.path().join("elsewhere"));
        std::os::unix::fs::symlink(&target, &link).unwrap();
        assert!(matches!(write_new_private(&link, b"x").unwrap_err().fault, Fault::Exists));
        assert!(!target.exists());
        fs::write(&target, b"secret").unwrap();
        assert!(read_secret(&link, 10).is_err());
    }

    #[test]
    fn a_file_that_others_can_read_is_no_secret() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("k.pem");
        write_new_private(&path, b"one").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        assert!(matches!(read_secret(&path, 10).unwrap_err().fault, Fault::Open { read: true, .. }));
        assert!(check_trust(&path, Trust::Unchanged).is_ok());
        fs::set_permissions(&path, fs::Permissions::from_mode(0o660)).unwrap();
        assert!(matches!(check_trust(&path, Trust::Unchanged).unwrap_err().fault, Fault::Open { read: false, .. }));
    }

    #[test]
    fn lines_are_shown_one_by_one_and_long_ones_are_counted() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("f");
        let seen = |text: &[u8]| {
            fs::write(&path, text).unwrap();
            let mut seen = Vec::new();
            let read = each_line(&path, 4, |number, line| {
                seen.push((number, String::from_utf8_lossy(line).into_owned()));
                if line == b"stop" { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            });
            (seen, read.unwrap().skipped)
        };
        let owned = |lines: &[(u64, &str)]| lines.iter().map(|(n, line)| (*n, (*line).to_owned())).collect::<Vec<_>>();
        assert_eq!(seen(b""), (vec![], 0));
        assert_eq!(seen(b"a\r\n\n1234\nlast"), (owned(&[(1, "a"), (2, ""), (3, "1234"), (4, "last")]), 0));
        assert_eq!(seen(b"12345\n123456\n1234567\n12345678\nb\n"), (owned(&[(5, "b")]), 4));
        assert_eq!(seen(b"stop\nnever"), (owned(&[(1, "stop")]), 0));
        assert_eq!(seen("x".repeat(300_000).as_bytes()), (vec![], 1));
        assert!(each_line(dir.path(), 4, |_, _| ControlFlow::Continue(())).is_err());
    }

    #[test]
    fn reading_is_capped() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("f");
        fs::write(&path, b"12345").unwrap();
        assert!(read(&path, 5).is_ok());
        assert!(matches!(read(&path, 4).unwrap_err().fault, Fault::TooLarge(4)));
        assert!(read(Path::new("/dev/zero"), 100).is_err());
    }
}
