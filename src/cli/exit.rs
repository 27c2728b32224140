//! One table of the ways to end, and one from errors to them and to the codes of JSON errors.

use super::error::Error;
use crate::authority::{Error as AuthorityError, ProbeError, StoreFault};
use crate::core::verify::{REASONS, Reason};
use crate::home::{HomeError, LayOutError};
use crate::host::FileError;
use crate::host::files::Fault;
use crate::keys::{ImportError, KeyError};
use crate::settings::SettingsError;
use crate::verifier::offline::SourceError;

/// How a command ends: the only ways there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// It is done.
    Done,
    /// Something outside went wrong.
    Failure,
    /// A flag, value or setting is wrong.
    Usage,
    /// What was named is not there.
    NotFound,
    /// The state or the policy does not allow it.
    Refused,
    /// No passphrase, or no permission.
    Denied,
    /// Others work on the store.
    Locked,
    /// The store or a key file cannot be used.
    Damaged,
    /// Asked whether there is something, there was.
    Something,
    /// Some of many failed.
    SomeFailed,
    /// A token is not good, for this reason.
    Verdict(Reason),
}

/// Every way to end but those of verdicts, as help and manual pages list them.
pub const GENERAL: [(Exit, &str); 10] = [
    (Exit::Done, "done; for verify: the token is good"),
    (Exit::Failure, "failure: something outside mintage went wrong, such as a full disk"),
    (Exit::Usage, "usage: a wrong flag, value or setting"),
    (Exit::NotFound, "not found: no such home, key, app, user or token"),
    (Exit::Refused, "refused: the state or the policy does not allow it"),
    (Exit::Denied, "passphrase missing or wrong, or a file is not safe or not allowed to use"),
    (Exit::Locked, "the store is locked by another process"),
    (Exit::Damaged, "the store or a key file is damaged, foreign or newer"),
    (Exit::Something, "with --detailed-exitcode: something was due and was done, or a live token was found"),
    (
        Exit::SomeFailed,
        "batch: at least one line failed, the others are done; with --probe: the service accepted a token that it must refuse",
    ),
];

impl Exit {
    /// As a verdict says.
    pub fn of(reason: Option<Reason>) -> Self {
        reason.map_or(Self::Done, Self::Verdict)
    }

    /// The exit code of the process.
    pub fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Failure => 1,
            Self::Usage => 2,
            Self::NotFound => 3,
            Self::Refused => 4,
            Self::Denied => 5,
            Self::Locked => 6,
            Self::Damaged => 7,
            Self::Something => 10,
            Self::SomeFailed => 40,
            Self::Verdict(reason) => reason.exit(),
        }
    }

    /// What it means, for help and manual pages.
    pub fn meaning(self) -> &'static str {
        let meaning = match self {
            Self::Verdict(reason) => REASONS.iter().find(|row| row.reason == reason).map(|row| row.summary),
            general => GENERAL.iter().find(|(exit, _)| *exit == general).map(|(_, meaning)| *meaning),
        };
        meaning.unwrap_or_default()
    }
}

/// What a script learns of an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Class {
    /// How the command ends.
    pub exit: Exit,
    /// The word in JSON.
    pub code: &'static str,
}

const fn class(exit: Exit, code: &'static str) -> Class {
    Class { exit, code }
}

const FAILURE: Class = class(Exit::Failure, "failure");
const USAGE: Class = class(Exit::Usage, "usage");
const NOT_FOUND: Class = class(Exit::NotFound, "not_found");
const WRONG_STATE: Class = class(Exit::Refused, "wrong_state");
const REFUSED: Class = class(Exit::Refused, "refused");
const PASSPHRASE: Class = class(Exit::Denied, "passphrase");
const PERMISSION: Class = class(Exit::Denied, "permission");
const LOCKED: Class = class(Exit::Locked, "locked");
const DAMAGED: Class = class(Exit::Damaged, "damaged");

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
        Error::Settings(SettingsError::Content { .. }) => class(Exit::Usage, "config"),
        Error::Passphrase(_) => PASSPHRASE,
        Error::Import(error) => import(error),
        Error::Usage { .. } => USAGE,
        Error::Unreadable { .. } => class(Exit::Verdict(Reason::Malformed), Reason::Malformed.code()),
        Error::HomeExists(_) => WRONG_STATE,
        Error::UnknownTargets(_) => NOT_FOUND,
        Error::Replay { .. } => class(Exit::Verdict(Reason::Revoked), "replay"),
        Error::Probe(ProbeError::ControlRefused { .. }) => class(Exit::Failure, "control_refused"),
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
        AuthorityError::TooManyRevocations => class(Exit::Failure, "too_many_revocations"),
        AuthorityError::CannotForge { .. } => class(Exit::Refused, "cannot_forge"),
        AuthorityError::ForgedBefore { .. } => class(Exit::Refused, "forged_before"),
        AuthorityError::LastSecret { .. } => class(Exit::Refused, "last_secret"),
        AuthorityError::AlreadyUsed { .. } => class(Exit::Refused, "already_used"),
        AuthorityError::NoActiveKey(_) => class(Exit::Refused, "no_active_key"),
        AuthorityError::NoStandby(_) | AuthorityError::LastKey { .. } => class(Exit::Refused, "last_key"),
        AuthorityError::KidTaken(_) => class(Exit::Refused, "kid_taken"),
        AuthorityError::NoPrivateHalf(_) => class(Exit::Refused, "no_private_half"),
        AuthorityError::NotSafe { .. } => class(Exit::Refused, "not_safe"),
        AuthorityError::NameTaken(_) => class(Exit::Refused, "name_taken"),
        AuthorityError::Refused(_) => WRONG_STATE,
        AuthorityError::Policy(_) => REFUSED,
        AuthorityError::Consent(_) => class(Exit::Refused, "consent_required"),
        AuthorityError::Token { fault, .. } => class(Exit::Verdict(fault.reason()), fault.reason().code()),
    }
}

fn store(fault: &StoreFault) -> Class {
    match fault {
        StoreFault::Missing => NOT_FOUND,
        StoreFault::Locked | StoreFault::Conflict | StoreFault::Retry => LOCKED,
        StoreFault::Unknown => class(Exit::Failure, "unknown_outcome"),
        StoreFault::Damaged(_) => DAMAGED,
        StoreFault::Foreign => class(Exit::Damaged, "foreign"),
        StoreFault::Newer { .. } => class(Exit::Damaged, "newer"),
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
        _ => class(Exit::Usage, "bad_key"),
    }
}

fn source(error: &SourceError) -> Class {
    match error {
        SourceError::File(error) => file(error),
        SourceError::KeyFile { fault, .. } => import(fault),
        SourceError::KeySetFile { .. } => class(Exit::Usage, "bad_key"),
        SourceError::Revocations { .. } => class(Exit::Denied, "bad_revocations"),
        SourceError::Authorities { .. } => class(Exit::Usage, "bad_ca_file"),
        SourceError::Fetch(_) | SourceError::AskedInVain { .. } => class(Exit::Failure, "fetch_failed"),
        SourceError::KeySet { .. } => class(Exit::Failure, "bad_key_set"),
        SourceError::Metadata { .. } | SourceError::JwksUri { .. } | SourceError::OtherIssuer { .. } => {
            class(Exit::Failure, "bad_metadata")
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
        assert_eq!(store(&StoreFault::Unknown), class(Exit::Failure, "unknown_outcome"));
    }

    #[test]
    fn every_way_to_end_is_in_one_table_with_a_code_of_its_own() {
        // A new way to end does not compile here until it has a place in the table.
        let place = |exit| match exit {
            Exit::Done => 0,
            Exit::Failure => 1,
            Exit::Usage => 2,
            Exit::NotFound => 3,
            Exit::Refused => 4,
            Exit::Denied => 5,
            Exit::Locked => 6,
            Exit::Damaged => 7,
            Exit::Something => 8,
            Exit::SomeFailed => 9,
            Exit::Verdict(_) => GENERAL.len(),
        };
        assert!(GENERAL.iter().map(|(exit, _)| place(*exit)).eq(0..GENERAL.len()));
        let verdicts = REASONS.iter().map(|row| Exit::Verdict(row.reason));
        let all: Vec<Exit> = GENERAL.iter().map(|(exit, _)| *exit).chain(verdicts).collect();
        let mut codes: Vec<u8> = all.iter().map(|exit| exit.code()).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), all.len());
        assert!(all.iter().all(|exit| !exit.meaning().is_empty()));
    }
}
