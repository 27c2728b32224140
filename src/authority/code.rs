//! The stable word for each way in which something is not done: what scripts and clients decide on, whatever the door.

use super::error::Error;
use super::forge::ProbeError;
use crate::core::KeyNameFault;
use crate::core::exchange::ExchangeFault;
use crate::core::verify::Reason;
use crate::host::FileError;
use crate::host::files;
use crate::keys::{ImportError, KeyError, PassphraseError};
use crate::store::{StoreError, StoreFault};
use crate::verifier::offline::SourceError;

/// Why something was not done, as far as a program decides on it. Doors make an exit code or a status of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Code {
    /// Something outside went wrong.
    Failure,
    /// A wish that makes no sense, whatever the home says.
    Usage,
    /// What was named is not there.
    NotFound,
    /// A step that the diagrams do not have.
    WrongState,
    /// A wish that the policy does not grant.
    Refused,
    /// No passphrase, or not the right one.
    Passphrase,
    /// The system, or the mode of a file, does not allow it.
    Permission,
    /// A home that nobody named and that the user does not trust.
    UntrustedHome,
    /// Others work on the ledger.
    Locked,
    /// The ledger or a key file is broken.
    Damaged,
    /// The ledger is another program's.
    Foreign,
    /// The ledger was written by a later version.
    Newer,
    /// The ledger is older than its home, or another.
    OlderLedger,
    /// The clock is not believed.
    ClockAhead,
    /// The ledger was written by an earlier version, and cannot be upgraded where it is.
    Older,
    /// Nobody knows whether the change was made.
    UnknownOutcome,
    /// The settings or a policy file are wrong.
    Config,
    /// Another app has the name.
    NameTaken,
    /// The app would be locked out.
    LastSecret,
    /// The user did not consent to so much.
    ConsentRequired,
    /// A refresh token was shown again within its grace.
    AlreadyUsed,
    /// A refresh token was shown again; its family is revoked.
    Replay,
    /// Nothing signs with this algorithm.
    NoActiveKey,
    /// Nothing would sign any more.
    LastKey,
    /// Another key has the id.
    KidTaken,
    /// Only the public half of the key is here.
    NoPrivateHalf,
    /// Live tokens need the key.
    NotSafe,
    /// A text that is no key, or not one that can be used.
    BadKey,
    /// More revoked tokens than a snapshot can hold.
    TooManyRevocations,
    /// A test token that this home cannot make.
    CannotForge,
    /// Test tokens of this seed are there, and differ.
    ForgedBefore,
    /// A service under test takes no good token.
    ControlRefused,
    /// A revocation snapshot that is not heeded.
    BadRevocations,
    /// A checkpoint or a proof of the audit log that is not good.
    BadProof,
    /// A file that names no authorities.
    BadCaFile,
    /// A server did not answer as it should.
    FetchFailed,
    /// A server's answer is no set of keys.
    BadKeySet,
    /// A server's answer is not the metadata of the issuer.
    BadMetadata,
    /// Another program listens where a server should.
    AddressInUse,
    /// A token that was shown is not good, for this reason.
    Verdict(Reason),
}

/// Every code but those of verdicts, with its word.
pub const CODES: [(Code, &str); 39] = [
    (Code::Failure, "failure"),
    (Code::Usage, "usage"),
    (Code::NotFound, "not_found"),
    (Code::WrongState, "wrong_state"),
    (Code::Refused, "refused"),
    (Code::Passphrase, "passphrase"),
    (Code::Permission, "permission"),
    (Code::Locked, "locked"),
    (Code::Damaged, "damaged"),
    (Code::Foreign, "foreign"),
    (Code::Newer, "newer"),
    (Code::Older, "older"),
    (Code::OlderLedger, "older_ledger"),
    (Code::ClockAhead, "clock_ahead"),
    (Code::UnknownOutcome, "unknown_outcome"),
    (Code::Config, "config"),
    (Code::NameTaken, "name_taken"),
    (Code::LastSecret, "last_secret"),
    (Code::ConsentRequired, "consent_required"),
    (Code::AlreadyUsed, "already_used"),
    (Code::Replay, "replay"),
    (Code::NoActiveKey, "no_active_key"),
    (Code::LastKey, "last_key"),
    (Code::KidTaken, "kid_taken"),
    (Code::NoPrivateHalf, "no_private_half"),
    (Code::NotSafe, "not_safe"),
    (Code::BadKey, "bad_key"),
    (Code::TooManyRevocations, "too_many_revocations"),
    (Code::CannotForge, "cannot_forge"),
    (Code::ForgedBefore, "forged_before"),
    (Code::ControlRefused, "control_refused"),
    (Code::BadRevocations, "bad_revocations"),
    (Code::BadProof, "bad_proof"),
    (Code::BadCaFile, "bad_ca_file"),
    (Code::FetchFailed, "fetch_failed"),
    (Code::BadKeySet, "bad_key_set"),
    (Code::BadMetadata, "bad_metadata"),
    (Code::UntrustedHome, "untrusted_home"),
    (Code::AddressInUse, "address_in_use"),
];

impl Code {
    /// The word. It never changes its meaning.
    pub fn word(self) -> &'static str {
        match self {
            Self::Verdict(reason) => reason.code(),
            general => CODES.iter().find(|(code, _)| *code == general).map_or("failure", |(_, word)| word),
        }
    }
}

impl Error {
    /// The code of this error.
    pub fn code(&self) -> Code {
        match self {
            Self::Store(error) => error.into(),
            Self::Key(error) => error.into(),
            Self::File(error) => error.into(),
            Self::Entropy(_) | Self::Sign(_) | Self::UnreadableText { .. } => Code::Failure,
            Self::UnknownApp(_)
            | Self::UnknownKey(_)
            | Self::UnknownToken(_)
            | Self::UnknownGrant(_)
            | Self::UnknownEvent(_)
            | Self::PrunedEvent { .. }
            | Self::NoLogKey
            | Self::NoGrant { .. }
            | Self::UnknownFamily(_)
            | Self::UnknownSecret { .. }
            | Self::UnknownUser(_) => Code::NotFound,
            Self::KeyName(KeyNameFault::Nobody(_)) => Code::NotFound,
            Self::IdName(fault) => {
                if fault.ids.is_empty() {
                    Code::NotFound
                } else {
                    Code::Usage
                }
            }
            Self::KeyName(KeyNameFault::Several { .. }) | Self::AmbiguousSecret { .. } => Code::Usage,
            Self::NamesNoToken
            | Self::NeedsUser(_)
            | Self::ForgeTime { .. }
            | Self::Client(_)
            | Self::Budget(_)
            | Self::Shape(_)
            | Self::Model(_)
            | Self::OpaqueHasNoHeader => Code::Usage,
            Self::LogKeyIs(_) => Code::WrongState,
            Self::AfterCheckpoint { .. } | Self::CheckpointPruned { .. } => Code::Usage,
            Self::Note(_) | Self::LogBroken(_) => Code::BadProof,
            Self::TooManyRevocations => Code::TooManyRevocations,
            Self::ClockAhead { .. } => Code::ClockAhead,
            Self::NotOurSnapshot(_) | Self::RevocationsElsewhere { .. } => Code::BadRevocations,
            Self::CannotForge { .. } => Code::CannotForge,
            Self::ForgedBefore { .. } => Code::ForgedBefore,
            Self::LastSecret { .. } => Code::LastSecret,
            Self::KeyChanges => Code::Locked,
            Self::AlreadyUsed { .. } => Code::AlreadyUsed,
            Self::NoActiveKey(_) | Self::NothingToWaitFor(_) => Code::NoActiveKey,
            Self::NoStandby(_) | Self::LastKey { .. } => Code::LastKey,
            Self::KidTaken(_) => Code::KidTaken,
            Self::NoPrivateHalf(_) => Code::NoPrivateHalf,
            Self::NotSafe { .. } => Code::NotSafe,
            Self::NameTaken(_) => Code::NameTaken,
            Self::Refused(_) => Code::WrongState,
            Self::Exchange(ExchangeFault::NotGood(_, reason)) => Code::Verdict(*reason),
            Self::Policy(_) | Self::JtiTaken(_) | Self::Exchange(_) => Code::Refused,
            Self::Consent(_) => Code::ConsentRequired,
            Self::Token { fault, .. } => Code::Verdict(fault.reason()),
        }
    }
}

impl From<&StoreError> for Code {
    fn from(error: &StoreError) -> Self {
        match error.fault {
            StoreFault::Missing => Self::NotFound,
            StoreFault::Locked | StoreFault::Conflict | StoreFault::Retry => Self::Locked,
            StoreFault::Unknown => Self::UnknownOutcome,
            StoreFault::Damaged(_) => Self::Damaged,
            StoreFault::Foreign => Self::Foreign,
            StoreFault::Newer { .. } => Self::Newer,
            StoreFault::Doubtful(_) => Self::OlderLedger,
            StoreFault::Older { .. } => Self::Older,
            StoreFault::Full
            | StoreFault::Io
            | StoreFault::Descriptors
            | StoreFault::NoLocks
            | StoreFault::Failed(_) => Self::Failure,
            StoreFault::ReadOnly | StoreFault::Denied | StoreFault::Unsafe => Self::Permission,
        }
    }
}

impl From<&KeyError> for Code {
    fn from(error: &KeyError) -> Self {
        match error {
            KeyError::File(error) => error.into(),
            KeyError::ChangedMeanwhile { .. } => Self::WrongState,
            KeyError::Damaged { .. }
            | KeyError::OldEncryption { .. }
            | KeyError::Mismatch { .. }
            | KeyError::BadPublic { .. }
            | KeyError::TooCostly { .. } => Self::Damaged,
            KeyError::WrongPassphrase { .. } => Self::Passphrase,
            KeyError::Passphrase(error) => error.into(),
            KeyError::RsaBits { .. } | KeyError::FixedSize(_) => Self::Usage,
            KeyError::NoSeed { .. } => Self::NoPrivateHalf,
            KeyError::Entropy(_) | KeyError::Sealing(_) | KeyError::Generation(_) => Self::Failure,
        }
    }
}

impl From<&PassphraseError> for Code {
    fn from(_: &PassphraseError) -> Self {
        Self::Passphrase
    }
}

impl From<&ImportError> for Code {
    fn from(error: &ImportError) -> Self {
        match error {
            ImportError::Passphrase(_) | ImportError::WrongPassphrase(_) => Self::Passphrase,
            _ => Self::BadKey,
        }
    }
}

impl From<&SourceError> for Code {
    fn from(error: &SourceError) -> Self {
        match error {
            SourceError::File(error) => error.into(),
            SourceError::KeyFile { fault, .. } => fault.into(),
            SourceError::KeySetFile { .. } => Self::BadKey,
            SourceError::Revocations { .. } => Self::BadRevocations,
            SourceError::Authorities { .. } => Self::BadCaFile,
            SourceError::Fetch(_) | SourceError::AskedInVain { .. } => Self::FetchFailed,
            SourceError::KeySet { .. } => Self::BadKeySet,
            SourceError::Metadata { .. } | SourceError::JwksUri { .. } | SourceError::OtherIssuer { .. } => {
                Self::BadMetadata
            }
        }
    }
}

impl From<&ProbeError> for Code {
    fn from(error: &ProbeError) -> Self {
        match error {
            ProbeError::ControlRefused { .. } => Self::ControlRefused,
            ProbeError::NoControl | ProbeError::NotStarted(_) => Self::Failure,
        }
    }
}

impl From<&FileError> for Code {
    fn from(error: &FileError) -> Self {
        match error.fault {
            files::FileFault::Missing => Self::NotFound,
            files::FileFault::Exists | files::FileFault::NotEmpty => Self::WrongState,
            files::FileFault::Link
            | files::FileFault::Foreign(_)
            | files::FileFault::Open { .. }
            | files::FileFault::Denied(_) => Self::Permission,
            files::FileFault::WrongKind(_) | files::FileFault::TooLarge(_) => Self::Usage,
            files::FileFault::NoModes(_) => Self::Permission,
            files::FileFault::NoLocks => Self::Failure,
            files::FileFault::Full | files::FileFault::Silent(_) | files::FileFault::Io(_) => Self::Failure,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::verify::REASONS;

    #[test]
    fn every_code_has_one_word_of_its_own() {
        // A new code does not compile here until it has a place in the table.
        let place = |code| match code {
            Code::Failure => 0,
            Code::Usage => 1,
            Code::NotFound => 2,
            Code::WrongState => 3,
            Code::Refused => 4,
            Code::Passphrase => 5,
            Code::Permission => 6,
            Code::Locked => 7,
            Code::Damaged => 8,
            Code::Foreign => 9,
            Code::Newer => 10,
            Code::Older => 11,
            Code::OlderLedger => 12,
            Code::ClockAhead => 13,
            Code::UnknownOutcome => 14,
            Code::Config => 15,
            Code::NameTaken => 16,
            Code::LastSecret => 17,
            Code::ConsentRequired => 18,
            Code::AlreadyUsed => 19,
            Code::Replay => 20,
            Code::NoActiveKey => 21,
            Code::LastKey => 22,
            Code::KidTaken => 23,
            Code::NoPrivateHalf => 24,
            Code::NotSafe => 25,
            Code::BadKey => 26,
            Code::TooManyRevocations => 27,
            Code::CannotForge => 28,
            Code::ForgedBefore => 29,
            Code::ControlRefused => 30,
            Code::BadRevocations => 31,
            Code::BadProof => 32,
            Code::BadCaFile => 33,
            Code::FetchFailed => 34,
            Code::BadKeySet => 35,
            Code::BadMetadata => 36,
            Code::UntrustedHome => 37,
            Code::AddressInUse => 38,
            Code::Verdict(_) => CODES.len(),
        };
        assert!(CODES.iter().map(|(code, _)| place(*code)).eq(0..CODES.len()));
        let verdicts = REASONS.iter().map(|row| Code::Verdict(row.reason).word());
        let mut all: Vec<&str> = CODES.iter().map(|(code, _)| code.word()).chain(verdicts).collect();
        assert_eq!(Code::Refused.word(), crate::core::audit::REFUSED);
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
    }
}
