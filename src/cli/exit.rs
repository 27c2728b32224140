//! One table from errors to exit codes and to the codes of JSON errors.

use super::error::Error;
use crate::authority::{Error as AuthorityError, ProbeError, StoreFault};
use crate::core::verify::{REASONS, Reason};
use crate::home::{HomeError, LayOutError};
use crate::host::FileError;
use crate::host::files::Fault;
use crate::keys::{ImportError, KeyError};
use crate::settings::SettingsError;
use crate::verifier::offline::SourceError;

/// What a script learns of an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Class {
    /// The exit code.
    pub exit: u8,
    /// The word in JSON.
    pub code: &'static str,
}

const fn class(exit: u8, code: &'static str) -> Class {
    Class { exit, code }
}

const FAILURE: Class = class(1, "failure");
const USAGE: Class = class(2, "usage");
const NOT_FOUND: Class = class(3, "not_found");
const WRONG_STATE: Class = class(4, "wrong_state");
const REFUSED: Class = class(4, "refused");
const PASSPHRASE: Class = class(5, "passphrase");
const PERMISSION: Class = class(5, "permission");
const LOCKED: Class = class(6, "locked");
const DAMAGED: Class = class(7, "damaged");

/// The exit codes below those of the verdicts, as help and manual pages list them.
pub const GENERAL: [(u8, &str); 10] = [
    (0, "done; for verify: the token is good"),
    (1, "failure: something outside mintage went wrong, such as a full disk"),
    (2, "usage: a wrong flag, value or setting"),
    (3, "not found: no such home, key, app, user or token"),
    (4, "refused: the state or the policy does not allow it"),
    (5, "passphrase missing or wrong, or a file is not safe or not allowed to use"),
    (6, "the store is locked by another process"),
    (7, "the store or a key file is damaged, foreign or newer"),
    (10, "with --detailed-exitcode: something was due and was done, or a live token was found"),
    (
        40,
        "batch: at least one line failed, the others are done; with --probe: the service accepted a token that it must refuse",
    ),
];

/// What an exit code means.
pub fn meaning(exit: u8) -> Option<&'static str> {
    let general = GENERAL.iter().find(|(code, _)| *code == exit).map(|(_, meaning)| *meaning);
    general.or_else(|| REASONS.iter().find(|row| row.exit == exit).map(|row| row.summary))
}

/// Exit code and JSON code of an error.
pub fn classify(error: &Error) -> Class {
    match error {
        Error::Authority(error) => classify_authority(error),
        Error::Home(HomeError::Missing(_) | HomeError::NoSettings(_) | HomeError::Nowhere) => NOT_FOUND,
        Error::Home(HomeError::Unsafe(_)) => PERMISSION,
        Error::Home(HomeError::File(error)) | Error::File(error) | Error::Settings(SettingsError::File(error)) => {
            file(error)
        }
        Error::LayOut(LayOutError::File(error)) => file(error),
        Error::LayOut(LayOutError::Store(error)) => store(&error.fault),
        Error::LayOut(LayOutError::SettingsLost(_)) => NOT_FOUND,
        Error::LayOut(LayOutError::MadeMeanwhile(_)) => WRONG_STATE,
        Error::Source(error) => source(error),
        Error::Settings(SettingsError::Content { .. }) => class(2, "config"),
        Error::Passphrase(_) => PASSPHRASE,
        Error::Import(error) => import(error),
        Error::Usage { .. } => USAGE,
        Error::Unreadable { .. } => class(Reason::Malformed.exit(), Reason::Malformed.code()),
        Error::HomeExists(_) => WRONG_STATE,
        Error::UnknownTargets(_) => NOT_FOUND,
        Error::Replay { .. } => class(Reason::Revoked.exit(), "replay"),
        Error::Probe(ProbeError::ControlRefused { .. }) => class(1, "control_refused"),
        Error::Probe(ProbeError::NoControl | ProbeError::NotStarted(_) | ProbeError::Panicked) => FAILURE,
        Error::Input(_) | Error::Output(_) | Error::Other(_) => FAILURE,
        Error::IssuedUnseen { .. }
        | Error::BatchUnseen { .. }
        | Error::RegisteredUnseen { .. }
        | Error::SecretUnseen { .. } => FAILURE,
    }
}

/// Exit code and JSON code of an error of the authority.
pub fn classify_authority(error: &AuthorityError) -> Class {
    match error {
        AuthorityError::Store(error) => store(&error.fault),
        AuthorityError::Key(error) => key(error),
        AuthorityError::File(error) => file(error),
        AuthorityError::Entropy(_) | AuthorityError::Sign(_) | AuthorityError::UnreadableText { .. } => FAILURE,
        AuthorityError::UnknownApp(_)
        | AuthorityError::UnknownKey(_)
        | AuthorityError::UnknownToken(_)
        | AuthorityError::UnknownGrant(_)
        | AuthorityError::NoGrant { .. }
        | AuthorityError::UnknownFamily(_)
        | AuthorityError::UnknownSecret { .. }
        | AuthorityError::UnknownUser(_) => NOT_FOUND,
        AuthorityError::AmbiguousKey { .. } | AuthorityError::AmbiguousSecret { .. } => USAGE,
        AuthorityError::NeedsUser(_) | AuthorityError::ForgeTime { .. } => USAGE,
        AuthorityError::TooManyRevocations => class(1, "too_many_revocations"),
        AuthorityError::CannotForge { .. } => class(4, "cannot_forge"),
        AuthorityError::ForgedBefore { .. } => class(4, "forged_before"),
        AuthorityError::LastSecret { .. } => class(4, "last_secret"),
        AuthorityError::AlreadyUsed { .. } => class(4, "already_used"),
        AuthorityError::NoActiveKey(_) => class(4, "no_active_key"),
        AuthorityError::NoStandby(_) | AuthorityError::LastKey { .. } => class(4, "last_key"),
        AuthorityError::KidTaken(_) => class(4, "kid_taken"),
        AuthorityError::NoPrivateHalf(_) => class(4, "no_private_half"),
        AuthorityError::NotSafe { .. } => class(4, "not_safe"),
        AuthorityError::NameTaken(_) => class(4, "name_taken"),
        AuthorityError::Refused(_) => WRONG_STATE,
        AuthorityError::Policy(_) => REFUSED,
        AuthorityError::Consent(_) => class(4, "consent_required"),
        AuthorityError::Token { fault, .. } => class(fault.reason().exit(), fault.reason().code()),
    }
}

fn store(fault: &StoreFault) -> Class {
    match fault {
        StoreFault::Missing => NOT_FOUND,
        StoreFault::Locked | StoreFault::Conflict | StoreFault::Retry => LOCKED,
        StoreFault::Unknown => class(1, "unknown_outcome"),
        StoreFault::Damaged(_) => DAMAGED,
        StoreFault::Foreign => class(7, "foreign"),
        StoreFault::Newer { .. } => class(7, "newer"),
        StoreFault::Full | StoreFault::Failed(_) => FAILURE,
        StoreFault::ReadOnly | StoreFault::Denied => PERMISSION,
    }
}

fn key(error: &KeyError) -> Class {
    match error {
        KeyError::File(error) => file(error),
        KeyError::Damaged { .. }
        | KeyError::Mismatch { .. }
        | KeyError::BadPublic { .. }
        | KeyError::TooCostly { .. } => DAMAGED,
        KeyError::WrongPassphrase { .. } | KeyError::Passphrase(_) => PASSPHRASE,
        KeyError::RsaBits { .. } | KeyError::FixedSize(_) => USAGE,
        KeyError::Entropy(_) | KeyError::Sealing(_) | KeyError::Generation(_) => FAILURE,
    }
}

fn import(error: &ImportError) -> Class {
    match error {
        ImportError::Passphrase(_) | ImportError::WrongPassphrase => PASSPHRASE,
        _ => class(2, "bad_key"),
    }
}

fn source(error: &SourceError) -> Class {
    match error {
        SourceError::File(error) => file(error),
        SourceError::KeyFile { fault, .. } => import(fault),
        SourceError::KeySetFile { .. } => class(2, "bad_key"),
        SourceError::Revocations { .. } => class(5, "bad_revocations"),
        SourceError::Authorities { .. } => class(2, "bad_ca_file"),
        SourceError::Fetch(_) | SourceError::AskedInVain { .. } => class(1, "fetch_failed"),
        SourceError::KeySet { .. } => class(1, "bad_key_set"),
        SourceError::Metadata { .. } | SourceError::JwksUri { .. } | SourceError::OtherIssuer { .. } => {
            class(1, "bad_metadata")
        }
    }
}

fn file(error: &FileError) -> Class {
    match error.fault {
        Fault::Missing => NOT_FOUND,
        Fault::Exists | Fault::NotEmpty => WRONG_STATE,
        Fault::Link | Fault::Foreign(_) | Fault::Open { .. } | Fault::Denied(_) => PERMISSION,
        Fault::WrongKind(_) | Fault::TooLarge(_) => USAGE,
        Fault::Full | Fault::Io(_) => FAILURE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_that_may_be_there_is_told_apart_from_one_that_is_not() {
        assert_eq!(store(&StoreFault::Retry), LOCKED);
        assert_eq!(store(&StoreFault::Conflict), LOCKED);
        assert_eq!(store(&StoreFault::Unknown), class(1, "unknown_outcome"));
    }

    #[test]
    fn every_exit_code_has_one_meaning() {
        let mut codes: Vec<u8> =
            GENERAL.iter().map(|(code, _)| *code).chain(REASONS.iter().map(|row| row.exit)).collect();
        let count = codes.len();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), count);
        assert!(codes.iter().all(|code| meaning(*code).is_some()));
        assert_eq!(meaning(99), None);
    }
}
