//! Which standard streams were closed when the process began, as `>&-` leaves them.
//!
//! The standard library opens `/dev/null` in their place before `main`, so that no file of ours takes their number; from then on
//! nothing tells them from a stream that somebody really sent there.

use std::io::{self, Read, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use rustix::fd::BorrowedFd;
use rustix::io::{Errno, fcntl_getfd};
use rustix::stdio;

static STDIN: AtomicBool = AtomicBool::new(false);
static STDOUT: AtomicBool = AtomicBool::new(false);

/// Looks, before `main` and before the standard library does.
#[ctor::ctor]
fn look() {
    let is_closed = |stream: BorrowedFd<'_>| fcntl_getfd(stream) == Err(Errno::BADF);
    STDIN.store(is_closed(stdio::stdin()), Ordering::Relaxed);
    STDOUT.store(is_closed(stdio::stdout()), Ordering::Relaxed);
}

/// Whether standard input was closed.
pub(super) fn stdin() -> bool {
    STDIN.load(Ordering::Relaxed)
}

/// Whether standard output was closed.
pub(super) fn stdout() -> bool {
    STDOUT.load(Ordering::Relaxed)
}

/// In place of a stream that was closed: what the system would have said.
pub(super) struct Closed;

impl Read for Closed {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(Errno::BADF.into())
    }
}

impl Write for Closed {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(Errno::BADF.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
