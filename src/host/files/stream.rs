//! What a user named as a file, and may be a pipe or a terminal: `<(pass show key)`, `/dev/fd/3`, `/dev/stdin`.

use std::fs::{File, OpenOptions};
use std::io::{self, IsTerminal as _, Read};
use std::os::unix::fs::{FileTypeExt as _, OpenOptionsExt as _};
use std::path::Path;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, poll};
use rustix::fs::OFlags;
use rustix::io::Errno;
use rustix::time::Timespec;

use super::fault::{FileError, FileFault, Silent, error};

/// How long a pipe is waited for that nobody has opened to write.
const TO_BEGIN: Duration = Duration::from_secs(10);
/// How long the next bytes of a pipe are waited for, a person included who is asked by the one that writes.
const TO_GO_ON: Duration = Duration::from_secs(30);

/// How long a pipe may keep its reader waiting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Patience {
    /// For ever: it is a stream of many lines, which may pause.
    Endless,
    /// For seconds: it is a document, and whoever reads it would wait in vain.
    Limited,
}

/// A file, or a pipe or a terminal of that name.
pub(super) struct Stream {
    file: File,
    /// None for a file, which is all there. At a terminal a person takes their time.
    waits: Option<Patience>,
    /// Whether somebody has written.
    begun: bool,
}

impl Stream {
    /// Opens it without waiting for anybody. Folders, sockets and disks are no files.
    pub(super) fn open(path: &Path, patience: Patience) -> Result<Self, FileError> {
        let flags = i32::try_from(OFlags::NONBLOCK.bits()).unwrap_or_default();
        let opened = OpenOptions::new().read(true).custom_flags(flags).open(path);
        let file = opened.map_err(|e| error(path, e))?;
        let kind = file.metadata().map_err(|e| error(path, e))?.file_type();
        if kind.is_dir() || kind.is_block_device() || kind.is_socket() {
            return Err(FileError { path: path.to_owned(), fault: FileFault::WrongKind("file") });
        }
        let waits = match kind.is_file() {
            true => None,
            false if file.is_terminal() => Some(Patience::Endless),
            false => Some(patience),
        };
        Ok(Self { file, waits, begun: false })
    }

    /// Reads once there is something to read. Without a writer a pipe looks as if it had ended, until one came and went.
    fn read_waiting(&mut self, buffer: &mut [u8], patience: Patience) -> io::Result<usize> {
        let began = Instant::now();
        loop {
            let limit = if self.begun { TO_GO_ON } else { TO_BEGIN };
            let left = match patience {
                Patience::Endless => None,
                Patience::Limited => Some(limit.saturating_sub(began.elapsed())),
            };
            let left = left.and_then(|left| Timespec::try_from(left).ok());
            match poll(&mut [PollFd::new(&self.file, PollFlags::IN)], left.as_ref()) {
                Err(Errno::INTR) => {}
                Err(error) => return Err(error.into()),
                Ok(0) if self.begun => return Err(silent(TO_GO_ON)),
                // It is open to a writer who has not written yet, or to none.
                Ok(0) => match self.file.read(buffer) {
                    Err(e) if e.kind() == io::ErrorKind::WouldBlock => self.begun = true,
                    Ok(read) if read > 0 => return Ok(read),
                    _ => return Err(silent(TO_BEGIN)),
                },
                Ok(_) => match self.file.read(buffer) {
                    Err(e) if matches!(e.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted) => {
                        self.begun = true;
                    }
                    read => {
                        self.begun = true;
                        return read;
                    }
                },
            }
        }
    }
}

impl Read for Stream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.waits {
            Some(patience) if !buffer.is_empty() => self.read_waiting(buffer, patience),
            _ => self.file.read(buffer),
        }
    }
}

/// Nothing came. Told from the timeouts of the system by what it holds.
fn silent(after: Duration) -> io::Error {
    io::Error::new(io::ErrorKind::TimedOut, Silent(after.as_secs()))
}
