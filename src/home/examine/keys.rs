//! The keys: private halves against public ones, files that belong to none, and what is due.

use super::circumstances::Circumstances;
use super::parts;
use crate::core::key::KeyState;
use crate::core::{AlgorithmFamily, KeyRecord, PrivateHalf};
use crate::home::finding::{Finding, KeyFault, KeyPlace, Part};
use crate::home::place::Place;
use crate::host::files::{self, FileError, FileFault};
use crate::keys::key_file;
use crate::keys::ring::Protection;
use crate::keys::{KeyError, KeyRing, PassphraseSource};
use crate::settings::Settings;
use crate::store::Store as _;
use crate::store::sqlite::SqliteStore;

/// How long before a key is too old that is told, in seconds.
const SOON: i64 = 14 * 86_400;

pub(super) fn look(
    place: &Place,
    store: &SqliteStore,
    settings: Option<&Settings>,
    circumstances: &Circumstances<'_>,
    findings: &mut Vec<Finding>,
) {
    let keys = match store.read().and_then(|view| view.keys()) {
        Ok(keys) => keys,
        Err(error) => return findings.push(Finding::Ledger(place.store(), error.fault)),
    };
    let ring = KeyRing::at(place.keys());
    let held: Vec<&KeyRecord> = keys.iter().filter(|key| key.has_private()).collect();
    let protections: Vec<Protection> = held.iter().map(|key| ring.protection(&key.kid)).collect();
    let is_plain = !protections.contains(&Protection::Passphrase);
    let mut unopened = 0;
    for (key, protection) in held.iter().zip(&protections) {
        half(key, *protection, is_plain, &ring, circumstances.passphrases, &mut unopened, findings);
    }
    if unopened > 0 {
        findings.push(Finding::Unopened(unopened));
    }
    let kids: Vec<_> = held.iter().map(|key| key.kid.clone()).collect();
    let strays = ring.strays(&kids).unwrap_or_default();
    let strays = strays.into_iter().filter(|name| !files::is_partial(name));
    // What was destroyed on purpose does not come back.
    let is_over = |name: &str| {
        let of_name = |key: &&KeyRecord| name == key_file::name(&key.kid);
        keys.iter().find(of_name).is_some_and(|key| key.private == PrivateHalf::Destroyed)
    };
    findings.extend(strays.map(|name| {
        let is_key = ring.may_be_key(&name) && !is_over(&name);
        Finding::Stray(parts::stray(place, &name), is_key)
    }));
    due(&keys, is_plain, settings, circumstances, findings);
}

/// The private half of one key.
fn half(
    key: &KeyRecord,
    protection: Protection,
    is_plain: bool,
    ring: &KeyRing,
    passphrases: Option<&dyn PassphraseSource>,
    unopened: &mut usize,
    findings: &mut Vec<Finding>,
) {
    let path = ring.file(&key.kid);
    let checked = match (protection, passphrases) {
        (Protection::Passphrase, Some(passphrases)) => ring.open(key, passphrases).map(|_| ()),
        (Protection::Passphrase, None) => {
            *unopened += 1;
            ring.check(key)
        }
        _ => ring.check(key),
    };
    let fault = match checked {
        Ok(()) => return,
        Err(KeyError::File(FileError { fault: FileFault::Missing, .. })) => KeyFault::Missing,
        // Told as a fault of the file already.
        Err(KeyError::File(_)) if findings.iter().any(|finding| finding.path() == Some(path.as_path())) => return,
        Err(KeyError::File(error)) => {
            return findings.push(Finding::Unreadable(Part::KeyFile, path, error.fault.to_string()));
        }
        Err(KeyError::WrongPassphrase { .. }) => return findings.push(Finding::WrongPassphrase(key.kid.clone())),
        Err(KeyError::Passphrase(_)) => {
            *unopened += 1;
            return;
        }
        Err(KeyError::Mismatch { .. }) => KeyFault::Mismatch,
        Err(error) => KeyFault::Damaged(error.to_string()),
    };
    let place = match key.state {
        KeyState::Active { .. } => KeyPlace::Active,
        KeyState::Standby { .. } => KeyPlace::Standby,
        KeyState::Retired { .. } if key.algorithm.family() == AlgorithmFamily::Hmac => KeyPlace::RetiredSecret,
        KeyState::Retired { .. } | KeyState::Revoked(_) => KeyPlace::Retired,
    };
    findings.push(Finding::Key { kid: key.kid.clone(), algorithm: key.algorithm, place, path, fault, is_plain });
}

/// What is due, or soon will be.
fn due(
    keys: &[KeyRecord],
    is_plain: bool,
    settings: Option<&Settings>,
    circumstances: &Circumstances<'_>,
    findings: &mut Vec<Finding>,
) {
    let now = circumstances.now;
    let defaults = settings.map(|settings| &settings.defaults);
    let successor = |key: &KeyRecord| {
        let is_next = |next: &&KeyRecord| next.algorithm == key.algorithm && next.has_private();
        keys.iter().filter(is_next).any(|next| matches!(next.state, KeyState::Standby { activate_at: Some(_) }))
    };
    for key in keys {
        match key.state {
            KeyState::Standby { activate_at: Some(at) } if at <= now => {
                findings.push(Finding::Due(key.kid.clone(), at));
            }
            _ if key.is_spent(now) && key.has_private() => findings.push(Finding::Spent(key.kid.clone())),
            _ => {}
        }
        let too_old_at =
            defaults.and_then(|defaults| key.too_old_at(defaults.max_key_age?)).filter(|_| !successor(key));
        if let Some(at) = too_old_at.filter(|at| now.seconds_until(*at) <= SOON) {
            let (kid, algorithm, is_ahead) = (key.kid.clone(), key.algorithm, at > now);
            findings.push(Finding::TooOld { kid, algorithm, at, is_ahead, is_plain });
        }
    }
    let Some(algorithm) = defaults.map(|defaults| defaults.algorithm) else { return };
    let of_home = || keys.iter().filter(|key| key.algorithm == algorithm);
    if !of_home().any(KeyRecord::is_active) {
        let standby = of_home().find(|key| key.has_private() && matches!(key.state, KeyState::Standby { .. }));
        findings.push(Finding::NoActiveKey { algorithm, standby: standby.map(|key| key.kid.clone()), is_plain });
    }
}
