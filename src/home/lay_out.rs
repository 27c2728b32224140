//! Making a home's parts: the ledger with the right mode from its first moment, the folder of keys, and last the settings.
//!
//! Until it is finished its settings have another name, which is the sign of a home that is being made. Whoever finds it
//! and may lock the folder knows that the maker was killed, and begins anew: nobody was told of what was made.

use std::path::PathBuf;
use std::time::Duration;

use super::error::HomeError;
use super::place::Place;
use crate::core::{Algorithm, Audience, Issuer};
use crate::host::files::{self, FileError, FileFault, FileLock, Trust};
use crate::settings::{Settings, SettingsError};
use crate::store::sqlite::SqliteStore;
use crate::store::{Store as _, StoreError};

/// Why a home was not made.
#[derive(Debug, thiserror::Error)]
pub enum LayOutError {
    /// A file or folder of it.
    #[error(transparent)]
    File(#[from] FileError),
    /// Where it would be.
    #[error(transparent)]
    Place(#[from] HomeError),
    /// Its ledger.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What it is to say.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// A home that lost its settings.
    #[error("the home {} has keys and apps, but its config.toml is missing", .0.display())]
    SettingsLost(PathBuf),
    /// Another process made it first.
    #[error("another process made the home {} at the same moment", .0.display())]
    MadeMeanwhile(PathBuf),
    /// Another process is at it.
    #[error("another process is making the home {}", .0.display())]
    BeingMade(PathBuf),
}

/// A home that is being made. Nobody else makes it until this is finished or dropped, and none finds it before.
pub struct Unfinished<'p> {
    place: &'p Place,
    settings: Settings,
    _lock: FileLock,
}

/// How long another maker has: a large RSA key takes its time.
const PATIENCE: Duration = Duration::from_mins(1);
/// How many commits making a home takes at most: its key and its app.
const COMMITS: u64 = 2;

/// What a home says that is made.
#[derive(Debug, Clone, Copy)]
pub struct NewHome<'h> {
    /// The `iss` of its tokens.
    pub issuer: &'h Issuer,
    /// The `aud` of tokens whose app names none.
    pub audiences: &'h [Audience],
    /// The algorithm of apps that name none.
    pub algorithm: Algorithm,
    /// Whether it is for development.
    pub development: bool,
}

/// Makes what is missing of a home but for its settings. What a maker left that was killed goes first.
pub fn lay_out<'p>(place: &'p Place, new: &NewHome<'_>) -> Result<Unfinished<'p>, LayOutError> {
    files::create_private_dir(place.folder())?;
    // Before anything is written into a folder that others can change.
    files::check_trust(place.folder(), Trust::Unchanged)?;
    place.check_above().inspect_err(|_| files::remove_if_empty(place.folder()))?;
    let Some(lock) = files::lock_folder(place.folder(), PATIENCE)? else {
        return Err(LayOutError::BeingMade(place.folder().to_owned()));
    };
    if place.exists() {
        return Err(LayOutError::MadeMeanwhile(place.folder().to_owned()));
    }
    if files::exists(&place.unfinished()) {
        discard(place)?;
    }
    let NewHome { issuer, audiences, algorithm, development } = *new;
    let text = Settings::initial(issuer, audiences, algorithm, development);
    files::replace_private(&place.unfinished(), text.as_bytes())?;
    let settings = Settings::load(&place.unfinished())?;
    let made = parts(place);
    if made.is_err() {
        // A home that lost its settings is no unfinished one.
        files::remove(&place.unfinished())?;
    }
    made.map(|()| Unfinished { place, settings, _lock: lock })
}

impl Unfinished<'_> {
    /// What its settings will say.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Makes it a home: from now on it is there for everyone.
    pub fn finish(self) -> Result<(), LayOutError> {
        Ok(files::rename(&self.place.unfinished(), &self.place.config())?)
    }
}

fn parts(place: &Place) -> Result<(), LayOutError> {
    files::create_private_dir(&place.keys())?;
    match files::create_private(&place.store()) {
        // Here before.
        Err(FileError { fault: FileFault::Exists, .. }) => {}
        made => made?,
    }
    SqliteStore::create(&place.store())?;
    let store = SqliteStore::in_file(place.store());
    let read = store.read()?;
    // One with keys or apps had settings once, and guessing them would make every token of it fail.
    if read.keys()?.is_empty() && read.apps()?.is_empty() {
        Ok(())
    } else {
        Err(LayOutError::SettingsLost(place.folder().to_owned()))
    }
}

/// Removes what a maker left that was killed. A ledger that was more than made is not touched.
fn discard(place: &Place) -> Result<(), LayOutError> {
    let used = SqliteStore::in_file(place.store());
    if used.read().and_then(|read| read.mark()).is_ok_and(|mark| mark.generation > COMMITS) {
        files::remove(&place.unfinished())?;
        return Err(LayOutError::SettingsLost(place.folder().to_owned()));
    }
    drop(used);
    for name in files::names(&place.keys())? {
        files::remove(&place.keys().join(name))?;
    }
    let journal = place.folder().join("mintage.db-journal");
    for file in [place.store(), journal, place.generation(), place.reserve()] {
        files::remove(&file)?;
    }
    Ok(())
}
