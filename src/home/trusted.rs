//! The homes that this user trusts to be found by walking up: a small file for each, in the user's folder for state.
//!
//! What a repository ships must neither run a program nor judge a token. So a home that nobody named is only used if it
//! is the one that this user made or looked at: in the same place, with the same ledger, and with settings that run and
//! judge alike.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::error::Distrust;
use super::place::{Place, found_at};
use crate::host::Environment;
use crate::host::files::{self, FileError, FileFault, Identity, Trust};
use crate::host::process::user_id;
use crate::settings::{Fingerprint, Settings, digest};

/// The folder with a file for each home that is trusted.
#[derive(Debug, Clone)]
pub struct TrustedHomes {
    folder: PathBuf,
}

/// What was looked at when a home was trusted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrustedHome {
    /// Where it is found, for people: what is no text in it is replaced.
    pub folder: String,
    /// Digest of where that leads, with links followed.
    leads_to: String,
    /// The number of the user who owned it.
    owner: u32,
    /// Which file its ledger was.
    ledger: Option<Identity>,
    /// What of its settings runs or judges.
    settings: Fingerprint,
    /// When, in seconds since the epoch.
    pub trusted_at: i64,
}

/// The largest file that is read.
const MOST: u64 = 64 * 1024;
/// What the names of the files end in.
const END: &str = ".json";

impl TrustedHomes {
    /// Those of the user; none where nothing says where they would be kept.
    pub fn of_user(environment: &Environment) -> Option<Self> {
        let state = environment.get("XDG_STATE_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
        let home = environment.get("HOME").map(PathBuf::from).filter(|path| path.is_absolute());
        let state = state.or_else(|| Some(home?.join(".local/state")))?;
        Some(Self { folder: state.join("mintage/trusted") })
    }

    /// What is known of a home; none where nobody was asked about it. A file that others could have written is an error,
    /// a damaged one says nothing.
    pub fn get(&self, home: &Path) -> Result<Option<TrustedHome>, FileError> {
        self.read(&file_name(home))
    }

    /// Every home that is trusted, by its folder.
    pub fn all(&self) -> Result<Vec<TrustedHome>, FileError> {
        let names = files::names(&self.folder)?;
        let mut all = Vec::new();
        for name in names.iter().filter(|name| name.ends_with(END)) {
            all.extend(self.read(name)?);
        }
        all.sort_by(|a, b| a.folder.cmp(&b.folder));
        Ok(all)
    }

    /// Trusts a home as it is now: with these settings, which were read from it. Each home has a file of its own, replaced
    /// in one step, so that two at once lose nothing.
    pub fn trust(&self, home: &Place, settings: &Settings, now: i64) -> Result<TrustedHome, FileError> {
        self.check_owner()?;
        for folder in self.folder.parent().into_iter().chain([self.folder.as_path()]) {
            files::create_private_dir(folder)?;
            files::check_trust(folder, Trust::Unchanged)?;
        }
        let found = found_at(home.folder());
        let trusted = TrustedHome::of(&found, home, settings, now)?;
        let text = serde_json::to_vec(&trusted).unwrap_or_default();
        files::replace_private(&self.folder.join(file_name(&found)), &text)?;
        Ok(trusted)
    }

    /// Forgets a home, which need not be there any more. Says whether it was trusted.
    pub fn forget(&self, home: &Path) -> Result<bool, FileError> {
        let file = self.folder.join(file_name(&found_at(home)));
        let was_there = files::exists(&file);
        files::remove(&file)?;
        Ok(was_there)
    }

    fn read(&self, name: &str) -> Result<Option<TrustedHome>, FileError> {
        let checked = files::check_trust(&self.folder, Trust::Unchanged);
        match checked.and_then(|()| files::read_secret(&self.folder.join(name), MOST)) {
            Ok(bytes) => Ok(serde_json::from_slice(&bytes).ok()),
            Err(FileError { fault: FileFault::Missing, .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Refuses to write into the folders of another user, as root would with that user's HOME: they would not be that
    /// user's any more.
    fn check_owner(&self) -> Result<(), FileError> {
        let Some(there) = self.folder.ancestors().find(|folder| files::exists(folder)) else { return Ok(()) };
        match files::owner(there)? {
            owner if owner == user_id() => Ok(()),
            // What the system owns is common to all; whether it may be written there is its own business.
            0 => Ok(()),
            owner => Err(FileError { path: there.to_owned(), fault: FileFault::Foreign(owner) }),
        }
    }
}

impl TrustedHome {
    fn of(found: &Path, home: &Place, settings: &Settings, now: i64) -> Result<Self, FileError> {
        Ok(Self {
            folder: found.display().to_string(),
            leads_to: digest(files::canonical(found)?.as_os_str().as_encoded_bytes()),
            owner: files::owner(found)?,
            ledger: files::identity(&home.store())?,
            settings: settings.fingerprint(),
            trusted_at: now,
        })
    }

    /// Whether a home, with settings that were read from it, is still the one that was trusted.
    pub fn compare(&self, home: &Place, settings: &Settings) -> Result<Result<(), Distrust>, FileError> {
        let now = Self::of(&found_at(home.folder()), home, settings, self.trusted_at)?;
        if (&now.leads_to, now.owner, now.ledger) != (&self.leads_to, self.owner, self.ledger) {
            return Ok(Err(Distrust::Replaced));
        }
        let changed = now.settings.changed(&self.settings);
        Ok(if changed.is_empty() { Ok(()) } else { Err(Distrust::Settings(changed)) })
    }
}

fn file_name(found: &Path) -> String {
    digest(found.as_os_str().as_encoded_bytes()) + END
}
