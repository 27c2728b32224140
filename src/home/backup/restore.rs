//! Putting a backup back: all of it is looked at before any of it has its place, and never over a home.
//!
//! A home is built in a folder within the one that it will be, so that a mounted volume can be restored to as well; then its
//! parts are moved, the settings last, which make it a home. What a kill leaves behind is known by that inner folder, and the
//! next restore clears it away.

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::container::{Hashing, each, is_whole};
use super::error::BackupError;
use super::make::read_manifest;
use super::manifest::{FORM, LOG_KEY, Manifest, Member, NAME, is_key, is_text};
use crate::authority::{Elsewhere, revoked_in};
use crate::core::{KeyRecord, Timestamp};
use crate::home::Place;
use crate::host::Environment;
use crate::host::files::{self, FileError, FileFault, FileLock, Trust};
use crate::keys::KeyRing;
use crate::keys::key_file;
use crate::settings::{Settings, USERS_FILE};
use crate::store::Store as _;
use crate::store::sqlite::{self, SqliteStore};

/// The largest file in a backup but the ledger.
const MOST: u64 = 4 * 1024 * 1024;
/// The folder in which a home is built.
const STAGING: &str = ".restoring";
/// The parts of a home, in the order in which they get their places: the last makes it one.
const PARTS: [&str; 8] =
    ["audit", "profiles", "issuers", USERS_FILE, "keys", "mintage.db", "generation", "config.toml"];
/// What may lie beside a ledger: SQLite would take it for a part of ours.
const BESIDE: [&str; 3] = ["mintage.db-journal", "mintage.db-wal", "mintage.db-shm"];

/// A home that was built from a backup, and has not got its place yet. Dropped, it is removed.
#[derive(Debug)]
pub struct Unpacked {
    staging: Staging,
    manifest: Manifest,
    settings: Settings,
}

impl Unpacked {
    /// The home, where it is now.
    pub fn home(&self) -> &Place {
        &self.staging.home
    }

    /// What its settings say.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// What the backup says of itself.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Gives the home its place.
    pub fn keep(mut self) -> Result<Manifest, BackupError> {
        let from = self.staging.home.folder().to_owned();
        files::sync_all(&from)?;
        for part in PARTS {
            if files::exists(&from.join(part)) {
                files::move_to(&from.join(part), &self.staging.target.join(part))?;
            }
        }
        self.staging.is_kept = true;
        files::remove_all(&from)?;
        Ok(self.manifest.clone())
    }
}

/// Looks at every byte of a backup and builds the home in it, beside the place that it will have.
pub fn unpack(file: &Path, target: &Place) -> Result<Unpacked, BackupError> {
    let damaged = |why| BackupError::Damaged { path: file.to_owned(), why };
    refuse_a_home(target)?;
    let (mut bytes, length) = files::open_again(file)?;
    if !is_whole(&mut bytes, length)? {
        return Err(damaged("it is cut off or changed, or something else"));
    }
    let manifest = read_manifest(&mut bytes, length).ok_or_else(|| damaged("it says nothing of itself"))?;
    if manifest.mintage_backup > FORM {
        return Err(BackupError::Newer(manifest.mintage));
    }
    let staging = Staging::begin(target)?;
    let mut expected = manifest.members.iter();
    each::<BackupError>(&mut bytes, length, |name, _, bytes| {
        if name == NAME {
            return Ok(());
        }
        let member = expected.next().filter(|member| member.name == name);
        write(staging.home.folder(), member.ok_or_else(|| damaged("it has other files than it says"))?, bytes)
            .and_then(|whole| if whole { Ok(()) } else { Err(damaged("a file in it is not what it says")) })
    })?;
    if expected.next().is_some() {
        return Err(damaged("a file is missing in it"));
    }
    let settings = Settings::load(&staging.home.config())?;
    let mark = sqlite::examine(&staging.home.store())?;
    // One of an older version says less of itself, and is brought up when it is opened.
    if mark.is_some_and(|mark| Some(mark.home) != manifest.home_id() || mark.generation != manifest.generation) {
        return Err(damaged("its ledger is another than it says"));
    }
    check_keys(&staging.home, &manifest, &damaged)?;
    Ok(Unpacked { staging, manifest, settings })
}

/// Refuses a folder in which there is a home, or a part of one that no restore left there.
fn refuse_a_home(target: &Place) -> Result<(), BackupError> {
    let folder = target.folder();
    let left_over = files::exists(&folder.join(STAGING)) && !target.exists();
    let is_part = |name: &&str| files::exists(&folder.join(name));
    if !left_over && PARTS.iter().chain(&BESIDE).any(is_part) {
        return Err(BackupError::HomeExists(folder.to_owned()));
    }
    Ok(())
}

/// Writes a file of the home, and says whether it is what the backup says.
fn write(home: &Path, member: &Member, bytes: &mut dyn Read) -> Result<bool, BackupError> {
    let is_ledger = member.name == "mintage.db";
    let is_text = is_text(&member.name);
    if !is_ledger && member.name != "config.toml" && !is_key(&member.name) && !is_text {
        return Ok(false);
    }
    let path = home.join(&member.name);
    let digest = if is_ledger {
        let mut file = files::NewFile::of(&path)?;
        let mut hash = Hashing::to(&mut file);
        io::copy(bytes, &mut hash)?;
        let digest = hash.digest();
        file.keep()?;
        digest
    } else {
        let mut text = Zeroizing::new(Vec::new());
        bytes.take(MOST).read_to_end(&mut text)?;
        let mut hash = Hashing::to(io::sink());
        io::copy(&mut text.as_slice(), &mut hash)?;
        if let Some(folder) = path.parent().filter(|_| is_text || member.name == LOG_KEY) {
            files::create_private_dir(folder)?;
        }
        files::write_new_private(&path, &text)?;
        hash.digest()
    };
    Ok(digest == member.sha256)
}

/// Sees that each key of the ledger that is needed has its file, and that the file is its key.
fn check_keys(
    home: &Place,
    manifest: &Manifest,
    damaged: &impl Fn(&'static str) -> BackupError,
) -> Result<(), BackupError> {
    let ring = KeyRing::at(home.keys());
    for key in SqliteStore::in_file(home.store()).read()?.keys()?.into_iter().filter(KeyRecord::has_private) {
        let is_missing = manifest.missing_keys.contains(&key.kid.to_string());
        match ring.check(&key) {
            Err(error) if is_missing || ring.raw(&key_file::name(&key.kid))?.is_none() => {
                let is_spent = key.is_spent(manifest.made_at());
                if !is_missing && !is_spent {
                    return Err(error.into());
                }
            }
            Err(_) => return Err(damaged("the file of a key is not its key")),
            Ok(()) => {}
        }
    }
    Ok(())
}

/// A home that is being built.
#[derive(Debug)]
struct Staging {
    home: Place,
    target: PathBuf,
    /// Whether the folder of the target was made for this.
    is_new: bool,
    is_kept: bool,
    _lock: FileLock,
}

impl Staging {
    fn begin(target: &Place) -> Result<Self, BackupError> {
        let folder = target.folder();
        let is_new = !files::exists(folder);
        files::create_private_dir(folder)?;
        files::check_trust(folder, Trust::Unchanged)?;
        let staging = folder.join(STAGING);
        files::create_private_dir(&staging)?;
        let lock = files::lock(&staging.join("lock"), std::time::Duration::ZERO)?;
        let lock = lock.ok_or_else(|| BackupError::Busy(folder.to_owned()))?;
        // What a restore left that was killed: no home was there when it began.
        for part in PARTS.into_iter().chain(BESIDE) {
            clear(&folder.join(part))?;
            clear(&staging.join(part))?;
        }
        let home = Place::named(&staging, &Environment::default());
        files::create_private_dir(&home.keys())?;
        Ok(Self { home, target: folder.to_owned(), is_new, is_kept: false, _lock: lock })
    }
}

/// What is revoked in a file that is a ledger of the home that a backup is of; nothing where it is no ledger.
pub fn revoked_since(file: &Path, manifest: &Manifest, since: Timestamp) -> Result<Option<Elsewhere>, BackupError> {
    if !files::read_start(file, 16)?.starts_with(b"SQLite format 3\0") {
        return Ok(None);
    }
    let other = |why| BackupError::Damaged { path: file.to_owned(), why };
    match sqlite::examine(file)? {
        Some(mark) if Some(mark.home) == manifest.home_id() => {}
        Some(_) => return Err(BackupError::OtherLedger(file.to_owned())),
        None => return Err(other("the ledger is of an older version")),
    }
    Ok(Some(revoked_in(&*SqliteStore::in_file(file).read()?, since)?))
}

fn clear(part: &Path) -> Result<(), FileError> {
    match files::remove(part) {
        Err(FileError { fault: FileFault::WrongKind(_), .. }) => files::remove_all(part),
        removed => removed,
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        if self.is_kept {
            return;
        }
        for part in PARTS {
            let _ = clear(&self.target.join(part));
        }
        let _ = files::remove_all(self.home.folder());
        if self.is_new {
            let _ = files::remove_empty(&self.target);
        }
    }
}
