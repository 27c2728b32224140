//! Bringing an older ledger to the present layout: a copy of it is durable before the first step is.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags, Result};
use rustix::fd::OwnedFd;
use rustix::fs::{CWD, Mode, OFlags};

use super::connect::connect;
use super::error::{folder_of, of_system};
use super::migrate;
use crate::store::Upgraded;

/// Takes the steps that are missing, if another process has not taken them meanwhile, and keeps the ledger as it was beside
/// it. Where that cannot be done, because the disk is full or rows do not hang together, nothing is changed.
pub(super) fn run(connection: &mut Connection, path: &Path) -> Result<Option<Upgraded>> {
    let mut copy = None;
    let taken = migrate::upgrade(connection, |version| {
        copy = Some(Copy::make(path, version)?);
        Ok(())
    });
    let Some(from) = taken? else { return Ok(None) };
    let Some(copy) = copy else { return Ok(None) };
    copy.forget_earlier();
    Ok(Some(Upgraded { from, to: migrate::present(), kept: copy.kept.clone() }))
}

/// A copy of a ledger as it was.
struct Copy {
    path: PathBuf,
    kept: PathBuf,
}

impl Copy {
    /// Copies a ledger of this version, which nobody else can write to meanwhile. It is another connection that reads it: the
    /// one that writes is within its transaction.
    fn make(path: &Path, version: i64) -> Result<Self> {
        let kept = beside(path, &format!(".v{version}"));
        let partial = beside(path, &format!(".v{version}.{}.partial", std::process::id()));
        let _ = rustix::fs::unlink(&partial);
        let made = Self::write(path, &partial).and_then(|()| {
            rustix::fs::rename(&partial, &kept).map_err(of_system)?;
            sync(folder_of(path))
        });
        if made.is_err() {
            let _ = rustix::fs::unlink(&partial);
        }
        made.map(|()| Self { path: path.to_owned(), kept })
    }

    fn write(path: &Path, partial: &Path) -> Result<()> {
        // Only we can read it, from its first moment on.
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let file = rustix::fs::openat(CWD, partial, flags, Mode::RUSR | Mode::WUSR).map_err(of_system)?;
        rustix::fs::fchmod(&file, Mode::RUSR | Mode::WUSR).map_err(of_system)?;
        let reader = connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        let name = partial.to_str().ok_or_else(|| of_system(rustix::io::Errno::ILSEQ))?;
        reader.execute("VACUUM INTO ?1", [name])?;
        flush(&file).map_err(of_system)
    }

    /// Removes the copies of earlier upgrades.
    fn forget_earlier(&self) {
        let start = beside(Path::new(self.path.file_name().unwrap_or_default()), ".v");
        for entry in fs::read_dir(folder_of(&self.path)).into_iter().flatten().flatten() {
            let (name, start) = (entry.file_name(), start.as_os_str());
            let version = name.to_str().zip(start.to_str()).and_then(|(name, start)| name.strip_prefix(start));
            let is_copy = version.is_some_and(|version| version.parse::<u32>().is_ok());
            if is_copy && entry.path() != self.kept {
                let _ = rustix::fs::unlink(entry.path());
            }
        }
    }
}

/// The file of this name with something behind it.
fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    PathBuf::from(name)
}

/// Makes names in a folder durable, where its file system can.
fn sync(folder: &Path) -> Result<()> {
    let folder = rustix::fs::open(folder, OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty());
    match folder.and_then(|folder| flush(&folder)) {
        Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOTSUP) => Ok(()),
        done => done.map_err(of_system),
    }
}

/// Makes a file, or the names in a folder, durable.
#[cfg(not(target_os = "macos"))]
fn flush(opened: &OwnedFd) -> rustix::io::Result<()> {
    rustix::fs::fsync(opened)
}

/// As above: there `fsync` leaves it to the disk when something is written, and not every file system knows the other call.
#[cfg(target_os = "macos")]
fn flush(opened: &OwnedFd) -> rustix::io::Result<()> {
    rustix::fs::fcntl_fullfsync(opened).or_else(|_| rustix::fs::fsync(opened))
}
