//! Files that are written for others into a folder that is not ours alone: each whole or not at all, and only where it changes.

use std::path::{Path, PathBuf};

use super::view::table::Table;
use crate::core::Mode;
use crate::host::files::{self, FileError, FileFault, Written};
use crate::wire::{ExportedFile, ExportedFiles, Maybe};

/// The most of an old file that is looked at. What is longer is none of ours.
const MOST: u64 = 4 * 1024 * 1024;

/// What became of a file, or would.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileOutcome {
    /// It is written anew.
    Written,
    /// It says the same already, and is not touched.
    Unchanged,
    /// It is gone.
    Removed,
    /// It is somebody else's, and stays as it is.
    Left,
}

impl FileOutcome {
    fn word(self) -> &'static str {
        match self {
            Self::Written => "written",
            Self::Unchanged => "unchanged",
            Self::Removed => "removed",
            Self::Left => "left",
        }
    }
}

/// A folder that files are written into, and what became of each.
pub struct FileSet {
    folder: PathBuf,
    mode: Mode,
    done: Vec<(String, FileOutcome)>,
}

impl FileSet {
    /// Nothing yet.
    pub fn begin(folder: &Path, mode: Mode) -> Self {
        Self { folder: folder.to_owned(), mode, done: Vec::new() }
    }

    /// What a file of the folder says now; none where it is not there.
    pub fn old(&self, name: &str) -> Result<Option<Vec<u8>>, FileError> {
        match files::read(&self.folder.join(name), MOST) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if matches!(error.fault, FileFault::Missing) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Writes a file, with the folders that it lies in.
    pub fn write(&mut self, name: &str, bytes: &[u8]) -> Result<FileOutcome, FileError> {
        let outcome = if self.mode.is_plan() {
            if self.old(name)?.is_some_and(|old| old == bytes) { FileOutcome::Unchanged } else { FileOutcome::Written }
        } else {
            match files::write_public(&self.folder.join(name), bytes)? {
                Written::Anew => FileOutcome::Written,
                Written::Unchanged => FileOutcome::Unchanged,
            }
        };
        self.done.push((name.to_owned(), outcome));
        Ok(outcome)
    }

    /// Writes a file that is no answer: what the folder remembers for the next time.
    pub fn remember(&self, name: &str, bytes: &[u8]) -> Result<(), FileError> {
        if !self.mode.is_plan() {
            files::write_public(&self.folder.join(name), bytes)?;
        }
        Ok(())
    }

    /// Leaves a file as it is that is somebody else's.
    pub fn leave(&mut self, name: &str) {
        self.done.push((name.to_owned(), FileOutcome::Left));
    }

    /// Removes a file of ours that may be there.
    pub fn remove(&mut self, name: &str) -> Result<(), FileError> {
        let path = self.folder.join(name);
        if files::exists(&path) {
            if !self.mode.is_plan() {
                files::remove(&path)?;
            }
            self.done.push((name.to_owned(), FileOutcome::Removed));
        }
        Ok(())
    }

    /// What became of them.
    pub fn told(&self, max_age: Option<i64>) -> Table<ExportedFiles> {
        let files =
            self.done.iter().map(|(file, outcome)| ExportedFile { file: file.clone(), outcome: outcome.word() });
        Table {
            document: ExportedFiles {
                plan: Maybe(self.mode.is_plan().then_some("export")),
                files: files.collect(),
                folder: self.folder.display().to_string(),
                max_age: Maybe(max_age),
            },
            rows: "files",
            columns: &["file", "outcome"],
            bare: "file",
            now: None,
        }
    }
}
