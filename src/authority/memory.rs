//! What the home remembers of its ledger, in a small file beside it, so that an older copy that comes back is noticed.
//!
//! The file is written after a commit is durable, and is not made durable itself: one that lags behind, is torn or is
//! missing says nothing, and only a ledger that has come less far than the file says is doubted. So a kill, a power cut
//! and a home that cannot be written to raise no false alarm.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use crate::core::proof::ProofUse;
use crate::core::{LedgerDoubt, Mark, Remembered, Timestamp};
use crate::host::files::{self, FileError};
use crate::store::{Location, Read, Result, Stamp, Store, StoreError, StoreFault, Upgraded, Write};

/// What the home remembers of its ledger, and whether the ledger fits, once it was looked at.
#[derive(Debug)]
pub struct Memory {
    /// None where nothing is remembered.
    path: Option<PathBuf>,
    doubt: OnceLock<Option<LedgerDoubt>>,
    upgraded: OnceLock<Upgraded>,
}

/// What became of what a home remembers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recollection {
    /// Here it is.
    Whole(Remembered),
    /// There is nothing: nothing was committed since the file was lost, or since an upgrade from before there was one.
    Nothing,
    /// There is a file, and what it says is not whole.
    Torn,
}

impl Memory {
    /// What is remembered in this file.
    pub fn in_file(path: impl Into<PathBuf>) -> Self {
        Self { path: Some(path.into()), doubt: OnceLock::new(), upgraded: OnceLock::new() }
    }

    /// Of a ledger that no older copy can come back of: nothing is remembered.
    pub fn of_nothing() -> Self {
        Self { path: None, doubt: OnceLock::new(), upgraded: OnceLock::new() }
    }

    /// What it remembers now.
    pub fn recall(&self) -> Recollection {
        let Some(path) = &self.path else { return Recollection::Nothing };
        match files::read_memo(path) {
            Err(FileError { fault: files::FileFault::Missing, .. }) => Recollection::Nothing,
            Err(_) => Recollection::Torn,
            Ok(line) => Remembered::read(&line).map_or(Recollection::Torn, Recollection::Whole),
        }
    }

    /// Why the ledger is not what the home knows, if it was looked at and is not.
    pub fn doubt(&self) -> Option<LedgerDoubt> {
        self.doubt.get().copied().flatten()
    }

    /// That the ledger was of an older version, and is of this one now.
    pub fn upgraded(&self) -> Option<&Upgraded> {
        self.upgraded.get()
    }

    /// Refuses where the ledger is in doubt.
    pub(in crate::authority) fn refuse_doubt(&self, at: &Location) -> Result<()> {
        match self.doubt() {
            None => Ok(()),
            Some(doubt) => Err(StoreError { at: at.clone(), fault: StoreFault::Doubtful(doubt) }),
        }
    }

    /// Looks at a ledger, the first time that it is opened.
    fn look(&self, ledger: &(impl Read + ?Sized)) -> Result<()> {
        if self.doubt.get().is_some() {
            return Ok(());
        }
        // What is remembered first: a ledger that goes on meanwhile is not older.
        let doubt = match self.recall() {
            Recollection::Whole(remembered) => remembered.doubt(&ledger.mark()?),
            Recollection::Nothing | Recollection::Torn => None,
        };
        self.doubt.get_or_init(|| doubt);
        Ok(())
    }

    /// Remembers how far the ledger came, where nothing speaks against it.
    pub(in crate::authority) fn remember(&self, mark: &Mark) {
        if self.doubt().is_none() {
            // Where that fails the file lags behind, which does no harm.
            let _ = self.accept(mark);
        }
    }

    /// Remembers how far the ledger came, where what was remembered is lost: there is nothing that could speak against it.
    pub fn renew(&self, mark: &Mark) -> std::result::Result<(), FileError> {
        match self.recall() {
            Recollection::Whole(_) => Ok(()),
            Recollection::Nothing | Recollection::Torn => self.accept(mark),
        }
    }

    /// Remembers how far the ledger came, whatever speaks against it.
    pub(in crate::authority) fn accept(&self, mark: &Mark) -> std::result::Result<(), FileError> {
        let Some(path) = &self.path else { return Ok(()) };
        match self.recall() {
            Recollection::Whole(known) if known.home == mark.home && known.generation >= mark.generation => Ok(()),
            _ => files::write_memo(path, Remembered::of(mark).line().as_bytes()),
        }
    }

    /// Goes one generation further for good, before a ledger that is older does: it must not catch up and seem to be whole.
    pub(in crate::authority) fn stay_ahead(&self) -> std::result::Result<(), FileError> {
        match (self.doubt(), self.recall(), &self.path) {
            (Some(LedgerDoubt::Older { .. }), Recollection::Whole(known), Some(path)) => {
                let further = Remembered { generation: known.generation.saturating_add(1), ..known };
                files::replace_private(path, further.line().as_bytes())
            }
            _ => Ok(()),
        }
    }
}

/// A ledger that is looked at when it is first opened, and told nothing where it is in doubt.
pub(in crate::authority) struct Watched {
    pub(in crate::authority) ledger: Arc<dyn Store>,
    pub(in crate::authority) memory: Arc<Memory>,
}

impl Watched {
    /// Passes on what came of opening the ledger, and whether that upgraded it.
    fn noted<T>(&self, opened: Result<T>) -> Result<T> {
        if let Some(upgraded) = self.ledger.upgraded() {
            self.memory.upgraded.get_or_init(|| upgraded);
        }
        opened
    }
}

impl Store for Watched {
    fn at(&self) -> &Location {
        self.ledger.at()
    }

    fn upgraded(&self) -> Option<Upgraded> {
        self.ledger.upgraded()
    }

    fn compact(&self) -> Result<Option<(u64, u64)>> {
        self.prepare()?;
        self.ledger.compact()
    }

    fn read(&self) -> Result<Box<dyn Read + '_>> {
        let read = self.noted(self.ledger.read())?;
        self.memory.look(&*read)?;
        Ok(read)
    }

    fn another(&self, threads: NonZeroUsize) -> Box<dyn Fn() -> Box<dyn Store> + Send + Sync> {
        self.ledger.another(threads)
    }

    fn prepare(&self) -> Result<()> {
        self.noted(self.ledger.prepare())?;
        self.memory.look(&*self.ledger.read()?)?;
        self.memory.refuse_doubt(self.at())
    }

    fn use_proof(&self, used: &ProofUse, over: Timestamp) -> Result<bool> {
        self.prepare()?;
        self.ledger.use_proof(used, over)
    }

    fn stamp(&self) -> Option<Stamp> {
        self.ledger.stamp()
    }

    fn write(&self) -> Result<Box<dyn Write + '_>> {
        let write = self.noted(self.ledger.write())?;
        self.memory.look(&*write)?;
        self.memory.refuse_doubt(self.at())?;
        Ok(write)
    }
}
