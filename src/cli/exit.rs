//! One table of the ways to end, and one from codes to them.

use crate::authority::Code;
use crate::core::verify::{REASONS, Reason};

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
    (Exit::Failure, "failure: something outside mintage went wrong, as a full disk; doctor: errors were found"),
    (Exit::Usage, "usage: a wrong flag, value or setting"),
    (Exit::NotFound, "not found: no such home, key, app, user or token"),
    (Exit::Refused, "refused: the state or the policy does not allow it"),
    (Exit::Denied, "passphrase missing or wrong, or a file or home is not safe, not trusted or not allowed to use"),
    (Exit::Locked, "the store is locked by another process"),
    (Exit::Damaged, "the store, a key or a proof is damaged, foreign or newer, or the store is older than its home"),
    (Exit::Something, "with --detailed-exitcode: something to act on was listed, found, done or warned of"),
    (
        Exit::SomeFailed,
        "batch: at least one line failed, the others are done; with --probe: the service accepted a token that it must refuse, or failed a drill",
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

    /// What it means to a command that says nothing else of it.
    pub fn usual(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Failure => "failure: something outside mintage went wrong, as a full disk",
            other => other.meaning(),
        }
    }

    /// What it means wherever it is met.
    pub fn meaning(self) -> &'static str {
        let meaning = match self {
            Self::Verdict(reason) => REASONS.iter().find(|row| row.reason == reason).map(|row| row.summary),
            general => GENERAL.iter().find(|(exit, _)| *exit == general).map(|(_, meaning)| *meaning),
        };
        meaning.unwrap_or_default()
    }
}

impl From<Code> for Exit {
    fn from(code: Code) -> Self {
        match code {
            Code::Failure | Code::UnknownOutcome | Code::TooManyRevocations | Code::ControlRefused => Self::Failure,
            Code::FetchFailed | Code::BadKeySet | Code::BadMetadata | Code::AddressInUse => Self::Failure,
            Code::Usage | Code::Config | Code::BadKey | Code::BadCaFile => Self::Usage,
            Code::NotFound => Self::NotFound,
            Code::WrongState | Code::Refused | Code::NameTaken | Code::LastSecret | Code::ConsentRequired => {
                Self::Refused
            }
            Code::AlreadyUsed | Code::NoActiveKey | Code::LastKey | Code::KidTaken | Code::NoPrivateHalf => {
                Self::Refused
            }
            Code::NotSafe | Code::CannotForge | Code::ForgedBefore | Code::ClockAhead => Self::Refused,
            Code::Passphrase | Code::Permission | Code::UntrustedHome | Code::BadRevocations => Self::Denied,
            Code::Locked => Self::Locked,
            Code::BadProof => Self::Damaged,
            Code::Damaged | Code::Foreign | Code::Newer | Code::Older | Code::OlderLedger => Self::Damaged,
            Code::Replay => Self::Verdict(Reason::Revoked),
            Code::Verdict(reason) => Self::Verdict(reason),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
