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
    /// None where the home is on no disk.
    path: Option<PathBuf>,
    is_used: AtomicBool,
}

impl Reserve {
    /// What is kept in this file.
    pub fn in_file(path: impl Into<PathBuf>) -> Self {
        Self { path: Some(path.into()), is_used: AtomicBool::new(false) }
    }

    /// Of a home that is on no disk: nothing is kept.
    pub fn of_nothing() -> Self {
        Self { path: None, is_used: AtomicBool::new(false) }
    }

    /// Whether it was given up: the disk is full.
    pub fn is_used(&self) -> bool {
        self.is_used.load(Ordering::Relaxed)
    }

    /// Whether all of it is there.
    pub fn is_whole(&self) -> bool {
        self.path.as_ref().is_none_or(|path| files::look(path).is_ok_and(|found| found.bytes >= BYTES as u64))
    }

    /// Keeps it, where there is none and the disk has enough. Where that cannot be done it is done after a later change.
    pub fn keep(&self) {
        if let Some(path) = &self.path {
            let _ = files::keep_space(path, BYTES);
        }
    }

    /// Takes back what is left of it, at once: whoever filled the disk would have it otherwise, and the next emergency nothing.
    pub(in crate::authority) fn take_back(&self) {
        if let Some(path) = &self.path {
            let _ = (BYTES / 2..=BYTES).rev().step_by(4 * 1024).any(|bytes| files::take_space(path, bytes).is_ok());
        }
    }

    /// Gives it up, and says whether there was any.
    pub(in crate::authority) fn give_up(&self) -> bool {
        let is_given = self.path.as_ref().is_some_and(|path| files::exists(path) && files::remove(path).is_ok());
        self.is_used.fetch_or(is_given, Ordering::Relaxed);
        is_given
    }
}
