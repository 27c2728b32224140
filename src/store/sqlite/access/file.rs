//! The file of a day: made private, opened where it is ours, named where it is not.

use std::io;
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use rustix::fs::{Access, AtFlags, CWD, FileType, FlockOperation, Mode, OFlags};
use rustix::io::Errno;

use super::super::connect::check_kinds;
use super::super::error;
use super::day::DayFile;
use crate::store::{Result, StoreError, StoreFault};

/// Which program made it: `mtga`.
const APPLICATION: i64 = 0x6d74_6761;
/// The layout.
const LAYOUT: i64 = 1;
/// How long another one who writes is waited for.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(10);

/// The tables. `parts.sum` is a CRC-32 of `events`; `imports` has the numbers of what was read from logs.
const TABLES: &str = "BEGIN IMMEDIATE;
    CREATE TABLE parts(
        id INTEGER PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL, count INTEGER NOT NULL,
        sum INTEGER NOT NULL, events BLOB NOT NULL
    ) STRICT;
    CREATE TABLE texts(id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;
    CREATE TABLE imports(id INTEGER PRIMARY KEY) STRICT;
    PRAGMA application_id=1836345185; PRAGMA user_version=1;
    COMMIT;";

/// The folder, where it is there and is one of ours.
pub(super) fn folder(path: &Path) -> Result<Option<PathBuf>> {
    match open_folder(path) {
        Ok(_) => Ok(Some(real(path)?)),
        Err(StoreError { fault: StoreFault::Missing, .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The folder, which is made where it is not there.
pub(super) fn make_folder(path: &Path) -> Result<PathBuf> {
    match open_folder(path) {
        Err(StoreError { fault: StoreFault::Missing, .. }) => match rustix::fs::mkdir(path, Mode::RWXU) {
            Ok(()) | Err(Errno::EXIST) => open_folder(path)?,
            Err(errno) => return Err(of_system(path, errno)),
        },
        other => other?,
    };
    real(path)
}

/// SQLite takes no link anywhere in a name: those above the home are the user's own.
fn real(path: &Path) -> Result<PathBuf> {
    std::fs::canonicalize(path).map_err(|_| error::of(path, StoreFault::Denied))
}

fn open_folder(path: &Path) -> Result<OwnedFd> {
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    let folder = match rustix::fs::openat(CWD, path, flags, Mode::empty()) {
        Ok(folder) => folder,
        // A link, or no folder.
        Err(Errno::LOOP | Errno::NOTDIR) => return Err(error::of(path, StoreFault::Unsafe)),
        Err(errno) => return Err(of_system(path, errno)),
    };
    let found = rustix::fs::fstat(&folder).map_err(|errno| of_system(path, errno))?;
    if is_ours(found.st_uid) && found.st_mode & 0o022 == 0 {
        Ok(folder)
    } else {
        Err(error::of(path, StoreFault::Unsafe))
    }
}

fn is_ours(owner: u32) -> bool {
    owner == rustix::process::geteuid().as_raw()
}

/// What an error of the system means for a file.
pub(super) fn of_system(path: &Path, errno: Errno) -> StoreError {
    let fault = match io::Error::from(errno).kind() {
        io::ErrorKind::NotFound => StoreFault::Missing,
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => StoreFault::Full,
        io::ErrorKind::ReadOnlyFilesystem => StoreFault::ReadOnly,
        io::ErrorKind::PermissionDenied => StoreFault::Denied,
        _ if matches!(errno, Errno::MFILE | Errno::NFILE) => StoreFault::Descriptors,
        _ => StoreFault::Io,
    };
    error::of(path, fault)
}

/// Refuses a file that is a link, is not ours, or that others may read; says whether it is there and how long it is.
pub(super) fn checked(path: &Path) -> Result<Option<u64>> {
    let mut length = None;
    for (suffix, is_main) in [("", true), ("-wal", false), ("-shm", false)] {
        let mut name = path.as_os_str().to_owned();
        name.push(suffix);
        match rustix::fs::statat(CWD, &name, AtFlags::SYMLINK_NOFOLLOW) {
            Ok(found) => {
                let is_file = FileType::from_raw_mode(found.st_mode) == FileType::RegularFile;
                let is_alone = found.st_nlink <= 1 && found.st_mode.trailing_zeros() >= 6;
                if !(is_file && is_ours(found.st_uid) && is_alone) {
                    return Err(error::of(Path::new(&name), StoreFault::Unsafe));
                }
                if is_main {
                    length = Some(u64::try_from(found.st_size).unwrap_or_default());
                }
            }
            Err(Errno::NOENT) => {}
            Err(errno) => return Err(of_system(path, errno)),
        }
    }
    Ok(length)
}

/// Makes a file that is private, where it is not there. Whoever makes one gets the lock on the folder, to be kept until there is
/// something in it; nobody else goes on before.
pub(super) fn made(folder: &Path, path: &Path) -> Result<Option<OwnedFd>> {
    let length = checked(path)?;
    // Whoever makes one has the folder locked until it is whole.
    let lock = open_folder(folder)?;
    let is_new = length.is_none_or(|length| length == 0);
    let operation = if is_new { FlockOperation::LockExclusive } else { FlockOperation::LockShared };
    let _ = rustix::fs::flock(&lock, operation);
    if length.is_none() {
        let flags = OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::WRONLY | OFlags::CLOEXEC;
        match rustix::fs::openat(CWD, path, flags, Mode::RUSR | Mode::WUSR) {
            Ok(_) | Err(Errno::EXIST) => {}
            Err(errno) => return Err(of_system(path, errno)),
        }
    }
    Ok(is_new.then_some(lock))
}

/// Opens one to write, and makes it where it is not there.
pub(super) fn writable(folder: &Path, file: DayFile) -> Result<Connection> {
    let path = file.path(folder);
    let lock = made(folder, &path)?;
    let opened = open_to_write(&path, lock.is_some());
    if opened.is_err() && lock.is_some() {
        unmake(&path);
    }
    opened
}

fn open_to_write(path: &Path, may_be_new: bool) -> Result<Connection> {
    let explain = |error: rusqlite::Error| error::explain(path, &error);
    let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE).map_err(explain)?;
    connection.execute_batch("PRAGMA synchronous=OFF; PRAGMA wal_autocheckpoint=0;").map_err(explain)?;
    if may_be_new && is_empty(&connection).map_err(explain)? {
        connection.execute_batch(TABLES).map_err(explain)?;
    }
    check(&connection, path)?;
    if connection.is_readonly("main").unwrap_or(true) {
        return Err(error::of(path, StoreFault::ReadOnly));
    }
    // Also where whoever made it came no further than its tables.
    connection.execute_batch("PRAGMA journal_mode=WAL;").map_err(explain)?;
    Ok(connection)
}

/// Takes a file away again of which nothing but its name came about, as on a full disk: an empty one is no database, and would be
/// told of as damaged. Whoever calls has the lock of whoever makes one.
pub(super) fn unmake(path: &Path) {
    if rustix::fs::lstat(path).is_ok_and(|found| found.st_size == 0) {
        let _ = rustix::fs::unlink(path);
    }
}

/// Whether something could be written into the folder, or a folder be made there, as far as that can be told beforehand.
pub(super) fn may_write(path: &Path) -> Result<()> {
    let asked = match open_folder(path) {
        Ok(_) => path,
        Err(StoreError { fault: StoreFault::Missing, .. }) => path.parent().unwrap_or(path),
        Err(error) => return Err(error),
    };
    let wanted = Access::WRITE_OK | Access::EXEC_OK;
    rustix::fs::accessat(CWD, asked, wanted, AtFlags::EACCESS).map_err(|errno| of_system(path, errno))
}

/// Opens one to read.
pub(super) fn readable(folder: &Path, file: DayFile) -> Result<Connection> {
    let path = file.path(folder);
    if checked(&path)?.is_none() {
        return Err(error::of(&path, StoreFault::Missing));
    }
    let connection = connect(&path, OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(|error| error::explain(&path, &error))?;
    check(&connection, &path)?;
    Ok(connection)
}

/// Opens a database of the record. The last one who closes it leaves the WAL as it is: emptying it waits for the disk.
pub(super) fn connect(path: &Path, access: OpenFlags) -> rusqlite::Result<Connection> {
    let flags =
        access | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_EXRESCODE | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(PATIENCE)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.execute_batch("PRAGMA cell_size_check=ON;")?;
    Ok(connection)
}

pub(super) fn is_empty(connection: &Connection) -> rusqlite::Result<bool> {
    connection.query_row("SELECT count(*) = 0 FROM sqlite_schema", [], |row| row.get(0))
}

fn number(connection: &Connection, sql: &str) -> rusqlite::Result<i64> {
    connection.query_row(sql, [], |row| row.get(0))
}

/// Refuses a database of another program or of a later version.
fn check(connection: &Connection, path: &Path) -> Result<()> {
    let explain = |error: rusqlite::Error| error::explain(path, &error);
    if number(connection, "PRAGMA application_id").map_err(explain)? != APPLICATION {
        return Err(error::of(path, StoreFault::Foreign));
    }
    check_kinds(connection).map_err(explain)?;
    match number(connection, "PRAGMA user_version").map_err(explain)? {
        LAYOUT => Ok(()),
        found => Err(error::of(path, StoreFault::Newer { found, known: LAYOUT })),
    }
}
