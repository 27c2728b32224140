//! The space that a home keeps on its disk for what cannot wait until somebody has made room.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::host::files;

/// How many bytes are kept: the journal of a change takes a header and each page that is changed, and each of these verbs
/// changes some eight pages of 4 KiB.
const BYTES: usize = 64 * 1024;

/// The space that a home keeps, as a file.
#[derive(Debug)]
pub struct Reserve {
    path: PathBuf,
    is_used: AtomicBool,
}

impl Reserve {
    /// What is kept in this file.
    pub fn in_file(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into(), is_used: AtomicBool::new(false) }
    }

    /// Whether it was given up: the disk is full.
    pub fn is_used(&self) -> bool {
        self.is_used.load(Ordering::Relaxed)
    }

    /// Whether all of it is there.
    pub fn is_whole(&self) -> bool {
        files::look(&self.path).is_ok_and(|found| found.bytes >= BYTES as u64)
    }

    /// Keeps it, where there is none and the disk has enough. Where that cannot be done it is done after a later change.
    pub fn keep(&self) {
        let _ = files::keep_space(&self.path, BYTES);
    }

    /// Takes back what is left of it, at once: whoever filled the disk would have it otherwise, and the next emergency nothing.
    pub(in crate::authority) fn take_back(&self) {
        let _ = (BYTES / 2..=BYTES).rev().step_by(4 * 1024).any(|bytes| files::take_space(&self.path, bytes).is_ok());
    }

    /// Gives it up, and says whether there was any.
    pub(in crate::authority) fn give_up(&self) -> bool {
        let is_given = files::exists(&self.path) && files::remove(&self.path).is_ok();
        self.is_used.fetch_or(is_given, Ordering::Relaxed);
        is_given
    }
}
