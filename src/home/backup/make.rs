//! Making a backup of a home that is at work.
//!
//! The ledger comes first, then the keys: the file of a key is durable before its row is, so that each key of the copied ledger
//! has its file. Files of keys that the copy does not know are taken along where they were there before it was made: later
//! ones belong to a later time.

use std::io::{self, Read, Write};
use std::path::Path;

use zeroize::Zeroizing;

use super::container::{Hashing, Packer, each, is_whole};
use super::error::BackupError;
use super::manifest::{FORM, LOG_KEY, LOG_PUBLIC, Manifest, Member, NAME, is_text};
use crate::core::{KeyRecord, Kid, Timestamp};
use crate::home::Place;
use crate::host::files::{self, FileError, FileFault, NewFile};
use crate::keys::KeyRing;
use crate::keys::key_file;
use crate::keys::ring::Protection;
use crate::settings::USERS_FILE;
use crate::store::Store as _;
use crate::store::sqlite::{self, SqliteStore};

/// The largest settings that are taken, or file that they name.
const MOST: u64 = 4 * 1024 * 1024;
/// The longest manifest that is read: of some hundred thousand keys.
const MOST_MANIFEST: u64 = 64 * 1024 * 1024;

/// The files of a backup, before they are packed.
struct Collected {
    manifest: Manifest,
    config: Vec<u8>,
    ledger: NewFile,
    texts: Vec<(String, Vec<u8>)>,
    keys: Vec<(String, Zeroizing<Vec<u8>>)>,
}

/// Makes a backup in a file. It is read again before it is given its name, and one of an earlier state of the same home is
/// replaced.
pub fn back_up(place: &Place, to: &Path, now: Timestamp) -> Result<Manifest, BackupError> {
    let mut copy_name = to.as_os_str().to_owned();
    copy_name.push(".ledger");
    let collected = collect(place, Path::new(&copy_name), now)?;
    let manifest = collected.manifest.clone();
    may_be_replaced(to, &manifest)?;
    let mut file = NewFile::of(to)?;
    pack(collected, &mut file)?;
    let is_as_written = {
        let (mut written, length) = file.read_again()?;
        is_whole(&mut written, length)? && read_manifest(&mut written, length).as_ref() == Some(&manifest)
    };
    if !is_as_written {
        return Err(BackupError::Damaged { path: to.to_owned(), why: "what was written is not what is there" });
    }
    file.keep()?;
    Ok(manifest)
}

/// Makes a backup as a stream. The copy of the ledger is kept in this folder meanwhile.
pub fn back_up_to(place: &Place, to: &mut dyn Write, scratch: &Path, now: Timestamp) -> Result<Manifest, BackupError> {
    let collected = collect(place, &scratch.join("mintage-backup.ledger"), now)?;
    let manifest = collected.manifest.clone();
    pack(collected, to)?.flush()?;
    Ok(manifest)
}

/// Whether a copy of a ledger can lie in this folder for a time.
pub fn can_hold_copy(folder: &Path) -> bool {
    NewFile::of(&folder.join("mintage-backup.ledger")).is_ok()
}

/// What a backup says of itself; nothing where the first member is something else.
pub(super) fn read_manifest(file: &mut (impl Read + io::Seek), length: u64) -> Option<Manifest> {
    let mut found = None;
    let mut is_first = true;
    let _ = each::<io::Error>(file, length, |name, size, bytes| {
        if is_first && name == NAME && size <= MOST_MANIFEST {
            let mut text = Vec::new();
            bytes.read_to_end(&mut text)?;
            found = serde_json::from_slice(&text).ok();
        }
        is_first = false;
        // The others are not looked at.
        Err(io::ErrorKind::Interrupted.into())
    });
    found
}

/// Refuses to write over what is no backup, or one of another home or of a later state.
fn may_be_replaced(to: &Path, manifest: &Manifest) -> Result<(), BackupError> {
    let in_the_way = |why| Err(BackupError::InTheWay { path: to.to_owned(), why });
    let (mut file, length) = match files::open_again(to) {
        Err(FileError { fault: FileFault::Missing, .. }) => return Ok(()),
        opened => opened?,
    };
    match read_manifest(&mut file, length) {
        None => in_the_way("is no backup of mintage"),
        Some(before) if before.home != manifest.home => in_the_way("is the backup of another home"),
        Some(before) if before.generation > manifest.generation => in_the_way("is the backup of a later state"),
        Some(_) => Ok(()),
    }
}

fn pack<W: Write>(collected: Collected, to: W) -> Result<W, BackupError> {
    let Collected { manifest, config, mut ledger, texts, keys } = collected;
    let mut packer = Packer::new(to, manifest.made_at_unix.unsigned_abs());
    let text = serde_json::to_vec_pretty(&manifest).map_err(io::Error::from)?;
    packer.add(NAME, text.len() as u64, text.as_slice())?;
    packer.add("config.toml", config.len() as u64, config.as_slice())?;
    let (bytes, length) = ledger.read_again()?;
    packer.add("mintage.db", length, bytes)?;
    for (name, bytes) in &texts {
        packer.add(name, bytes.len() as u64, bytes.as_slice())?;
    }
    for (name, bytes) in &keys {
        packer.add(name, bytes.len() as u64, bytes.as_slice())?;
    }
    Ok(packer.finish()?)
}

fn collect(place: &Place, copy: &Path, now: Timestamp) -> Result<Collected, BackupError> {
    let (store, ring) = (SqliteStore::in_file(place.store()), KeyRing::at(place.keys()));
    let held = |keys: &[KeyRecord]| -> Vec<Kid> {
        keys.iter().filter(|key| key.has_private()).map(|key| key.kid.clone()).collect()
    };
    let strays = ring.strays(&held(&store.read()?.keys()?))?;
    let mut ledger = NewFile::of(copy)?;
    store.copy_to(ledger.partial())?;
    let damaged = || BackupError::Damaged { path: copy.to_owned(), why: "the copied ledger is of an older version" };
    let mark = sqlite::examine(ledger.partial())?.ok_or_else(damaged)?;
    let records = SqliteStore::in_file(ledger.partial()).read()?.keys()?;

    let mut names: Vec<String> = held(&records).iter().map(key_file::name).collect();
    names.extend(
        strays.into_iter().filter(|name| !files::is_partial(name) && !names.contains(name)).collect::<Vec<_>>(),
    );
    names.sort();
    let (mut keys, mut members, mut missing_keys) = (Vec::new(), Vec::new(), Vec::new());
    let config = files::read(&place.config(), MOST)?;
    members.push(member("config.toml", &mut config.as_slice())?);
    members.push(member("mintage.db", &mut ledger.read_again()?.0)?);
    let texts = texts(place)?;
    for (path, bytes) in &texts {
        members.push(member(path, &mut bytes.as_slice())?);
    }
    for name in names {
        let Some((bytes, protection)) = ring.raw(&name)? else {
            // A private half that nothing needs any more may have been destroyed just now.
            let needed = |key: &&KeyRecord| name == key_file::name(&key.kid) && !key.is_spent(now);
            missing_keys.extend(records.iter().find(needed).map(|key| key.kid.to_string()));
            continue;
        };
        let path = format!("keys/{name}");
        let encrypted = Some(protection == Protection::Passphrase);
        members.push(Member { encrypted, ..member(&path, &mut bytes.as_slice())? });
        keys.push((path, bytes));
    }
    if let Some((bytes, protection)) = KeyRing::at(place.audit()).raw("log.pem")? {
        let encrypted = Some(protection == Protection::Passphrase);
        members.push(Member { encrypted, ..member(LOG_KEY, &mut bytes.as_slice())? });
        keys.push((LOG_KEY.to_owned(), bytes));
    }
    let manifest = Manifest {
        mintage_backup: FORM,
        mintage: env!("CARGO_PKG_VERSION").to_owned(),
        made_at: now.to_string(),
        made_at_unix: now.0,
        home: mark.home.to_string(),
        generation: mark.generation,
        members,
        missing_keys,
    };
    Ok(Collected { manifest, config, ledger, texts, keys })
}

/// What a person put into the folders of the home for that, and the users file. What else lies there stays there.
fn texts(place: &Place) -> Result<Vec<(String, Vec<u8>)>, BackupError> {
    let mut all = Vec::new();
    for (name, folder) in [("profiles", place.profiles()), ("issuers", place.issuers())] {
        for file in files::names(&folder)? {
            let path = format!("{name}/{file}");
            if is_text(&path) {
                all.push((path, files::read_stored(&folder.join(&file), MOST)?));
            }
        }
    }
    let public = place.folder().join(LOG_PUBLIC);
    if files::exists(&public) {
        all.push((LOG_PUBLIC.to_owned(), files::read_stored(&public, MOST)?));
    }
    let users = place.folder().join(USERS_FILE);
    if files::exists(&users) {
        all.push((USERS_FILE.to_owned(), files::read_stored(&users, MOST)?));
    }
    Ok(all)
}

fn member(name: &str, bytes: &mut impl Read) -> io::Result<Member> {
    let mut hash = Hashing::to(io::sink());
    let length = io::copy(bytes, &mut hash)?;
    Ok(Member { name: name.to_owned(), bytes: length, sha256: hash.digest(), encrypted: None })
}
