//! Everything that can keep a verb from being done, as far as a door decides on it.

use std::fmt;

use super::skipped::Skipped;
use crate::core::app::AppRef;
use crate::core::audit::{LogFault, NoteFault};
use crate::core::budget::BudgetFault;
use crate::core::claims::ShapeError;
use crate::core::claims::profile::ExpandError;
use crate::core::exchange::ExchangeFault;
use crate::core::forge::Flaw;
use crate::core::grant::ConsentMissing;
use crate::core::jose::SignError;
use crate::core::policy::PolicyError;
use crate::core::time::in_words;
use crate::core::{
    Algorithm, AppName, ClientFault, FamilyId, GrantId, IdNameFault, Issuer, Jti, KeyNameFault, Kid, Refusal,
    Timestamp, TokenFault, UserId,
};
use crate::host::files::FileFault;
use crate::host::{EntropyError, FileError};
use crate::keys::KeyError;
use crate::store::{StoreError, StoreFault};

/// What every verb returns.
pub type Result<T> = std::result::Result<T, Error>;

/// Why a verb was not done.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The ledger.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A key or its file.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// A file of the home.
    #[error(transparent)]
    File(#[from] FileError),
    /// No random bytes.
    #[error(transparent)]
    Entropy(#[from] EntropyError),
    /// A key that could not sign.
    #[error(transparent)]
    Sign(#[from] SignError),
    /// A text that tokens were looked for in.
    #[error("{name} could not be read to its end: {cause}")]
    UnreadableText {
        /// What it is called.
        name: String,
        /// Why.
        cause: std::io::Error,
    },
    /// No such app.
    #[error("there is no app {0}")]
    UnknownApp(AppRef),
    /// A key that was there a moment ago.
    #[error("there is no key {0}")]
    UnknownKey(Kid),
    /// A name that is not that of one key.
    #[error(transparent)]
    KeyName(#[from] KeyNameFault),
    /// The start of an id that is not that of one thing.
    #[error(transparent)]
    IdName(#[from] IdNameFault),
    /// No such token.
    #[error("there is no token {0} in the ledger")]
    UnknownToken(Jti),
    /// A text that can be neither an id nor a token.
    #[error("this is neither a jti nor the text of a token")]
    NamesNoToken,
    /// No such grant.
    #[error("there is no grant {0} in the ledger")]
    UnknownGrant(GrantId),
    /// No such event.
    #[error("there is no event {0} in the audit log")]
    UnknownEvent(u64),
    /// An event that was there, and was pruned.
    #[error("event {id} was pruned: the audit log begins with event {first}")]
    PrunedEvent {
        /// Which.
        id: u64,
        /// The first that is there.
        first: u64,
    },
    /// Nothing can sign a checkpoint.
    #[error("the audit log has no key yet")]
    NoLogKey,
    /// The key of the log is another.
    #[error("the key of the audit log is there already, and is one of {0}")]
    LogKeyIs(Algorithm),
    /// A checkpoint that is not believed.
    #[error(transparent)]
    Note(#[from] NoteFault),
    /// An event that came after a checkpoint.
    #[error("event {id} came after this checkpoint, which has {size}")]
    AfterCheckpoint {
        /// Which.
        id: u64,
        /// How many events it has.
        size: u64,
    },
    /// A checkpoint that can be compared with nothing any more.
    #[error("the checkpoint has {size} events, and the first {pruned} were pruned: nothing is left to compare it with")]
    CheckpointPruned {
        /// How many events it has.
        size: u64,
        /// How many were pruned.
        pruned: u64,
    },
    /// The log is not what became of the one that a checkpoint tells of.
    #[error("the audit log is not what it was: {0}")]
    LogBroken(LogFault),
    /// A user who never consented to an app.
    #[error("{user} never consented to app {app}")]
    NoGrant {
        /// The user.
        user: UserId,
        /// The app.
        app: AppName,
    },
    /// No such family.
    #[error("there is no family {0} in the ledger")]
    UnknownFamily(FamilyId),
    /// No such secret.
    #[error("app {app} has no secret whose id is or starts with {id}")]
    UnknownSecret {
        /// The app's name.
        app: AppName,
        /// What was given.
        id: String,
    },
    /// More than one secret could be meant.
    #[error("{count} secrets of app {app} have an id that starts with {id}")]
    AmbiguousSecret {
        /// The app's name.
        app: AppName,
        /// What was given.
        id: String,
        /// How many match.
        count: usize,
    },
    /// Without its last secret an app that must show one is locked out.
    #[error("secret {id} is the only one that app {app} has left")]
    LastSecret {
        /// The app's name.
        app: AppName,
        /// Which secret.
        id: String,
    },
    /// No such user.
    #[error("no token was ever issued for the user {0}")]
    UnknownUser(UserId),
    /// Revocations must be checked, and only another issuer knows them.
    #[error("revocations are to be checked, and the token is of {issuer}, of which the ledger of {ours} knows none")]
    RevocationsElsewhere {
        /// Whose token it is.
        issuer: String,
        /// Whose ledger this is.
        ours: Issuer,
    },
    /// Nothing can sign.
    #[error("there is no active {0} key to sign with")]
    NoActiveKey(Algorithm),
    /// The key that signs was another one each time that it was looked up.
    #[error("the key that signs was replaced again and again while tokens were to be signed with it")]
    KeyChanges,
    /// Nothing stands by, and nobody said how a new key is to be protected.
    #[error("there is no standby {0} key to rotate to")]
    NoStandby(Algorithm),
    /// A rotation that is to wait, where nothing signs until then.
    #[error("nothing signs {0} now: there is no active key that could sign until the next one takes over")]
    NothingToWaitFor(Algorithm),
    /// Live tokens need the key.
    #[error("{} key {kid}; it is safe to retire at {until}", need(*live))]
    NotSafe {
        /// Which key.
        kid: Kid,
        /// How many tokens.
        live: u64,
        /// When none does any more.
        until: Timestamp,
    },
    /// Nothing would sign any more.
    #[error("key {kid} is the only one that signs {algorithm}, which this home or an app of it uses")]
    LastKey {
        /// Which key.
        kid: Kid,
        /// With which algorithm.
        algorithm: Algorithm,
    },
    /// Another key has the id.
    #[error("another key of this home has the kid {0}")]
    KidTaken(Kid),
    /// There is nothing private to show or to protect.
    #[error("the private half of key {0} is not in this home")]
    NoPrivateHalf(Kid),
    /// The name is taken.
    #[error("an app named {0} is registered already")]
    NameTaken(AppName),
    /// A step that the diagrams do not have.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// What an app cannot be to the server.
    #[error(transparent)]
    Client(#[from] ClientFault),
    /// A call budget that is none.
    #[error(transparent)]
    Budget(#[from] BudgetFault),
    /// A wish that the policy does not grant.
    #[error(transparent)]
    Policy(#[from] PolicyError),
    /// A wish that no token can have.
    #[error(transparent)]
    Shape(#[from] ShapeError),
    /// A model that makes nothing of the token.
    #[error(transparent)]
    Model(#[from] ExpandError),
    /// A wish for a header or a signature that opaque text has not.
    #[error(
        "an opaque token has no header and no signature, so that it has no typ, no header parameters and no algorithm"
    )]
    OpaqueHasNoHeader,
    /// Another token has the jti.
    #[error("the ledger knows a token with the jti {0} already")]
    JtiTaken(String),
    /// A consent that was not given.
    #[error(transparent)]
    Consent(#[from] ConsentMissing),
    /// Only a user can have this.
    #[error("{0} stands for a user, and no user is given")]
    NeedsUser(OfUser),
    /// A test token that this home cannot make.
    #[error("the test token {} cannot be made here: {why}", flaw.name())]
    CannotForge {
        /// Which.
        flaw: Flaw,
        /// Why.
        why: Skipped,
    },
    /// Test tokens of a seed that are in the ledger, and not as they would be made now.
    #[error(
        "the ledger has test tokens of the seed {seed} already, and something has changed since: one was revoked, or the user's consent is another"
    )]
    ForgedBefore {
        /// The seed.
        seed: u64,
    },
    /// Test tokens as of a time that they cannot have.
    #[error("test tokens cannot be as of {at}: it is {}", if at > now { "in the future" } else { "before 1970-01-03" })]
    ForgeTime {
        /// The time that was asked for.
        at: Timestamp,
        /// The time it is.
        now: Timestamp,
    },
    /// A text that was to be a revocation snapshot of this home.
    #[error("it is no revocation snapshot of this home: {0}")]
    NotOurSnapshot(&'static str),
    /// The clock is further ahead than what destroys believes it.
    #[error(
        "the clock says {now}, {} after the newest change in the ledger, which is of {newest}: what has ended by that clock may \
         not have ended",
        in_words(newest.seconds_until(*now))
    )]
    ClockAhead {
        /// The newest time that the ledger has seen.
        newest: Timestamp,
        /// What the clock says.
        now: Timestamp,
    },
    /// More revoked tokens than a snapshot can hold.
    #[error(
        "the revocations of this home do not fit into a snapshot, which has at most {} MiB",
        crate::core::revocations::MAX_SNAPSHOT_BYTES / (1024 * 1024)
    )]
    TooManyRevocations,
    /// A token that was shown to be used is not good.
    #[error("{}{fault}", nth.map(|nth| nth.to_string()).unwrap_or_default())]
    Token {
        /// What is wrong with it.
        fault: TokenFault,
        /// Which it is, where several were shown.
        nth: Option<Nth>,
    },
    /// A token is not exchanged.
    #[error(transparent)]
    Exchange(#[from] ExchangeFault),
    /// A refresh token was shown by several at once, or too often, within the grace period: another got what it was used for.
    /// Nothing is changed.
    #[error("this refresh token was used already, at {used_at}")]
    AlreadyUsed {
        /// When it was used.
        used_at: Timestamp,
    },
}

impl Error {
    /// Whether the change may have been made all the same: its commit was sent, and the answer was lost.
    pub fn is_outcome_unknown(&self) -> bool {
        matches!(self, Self::Store(StoreError { fault: StoreFault::Unknown, .. }))
    }
}

impl Error {
    /// Whether it is about one request and not about the home. Such errors come before anything is written.
    pub fn is_refusal(&self) -> bool {
        matches!(
            self,
            Self::UnknownApp(_)
                | Self::Refused(_)
                | Self::Policy(_)
                | Self::Consent(_)
                | Self::NeedsUser(_)
                | Self::NoActiveKey(_)
                | Self::Shape(_)
                | Self::Model(_)
                | Self::OpaqueHasNoHeader
                | Self::JtiTaken(_)
                | Self::Token { .. }
                | Self::AlreadyUsed { .. }
                | Self::Exchange(_)
        )
    }

    /// Whether it is who asks that is refused, and not the machine, the ledger or a key file that fails.
    pub fn is_of_caller(&self) -> bool {
        if let Self::Key(error) = self {
            return matches!(
                error,
                KeyError::WrongPassphrase { .. } | KeyError::RsaBits { .. } | KeyError::FixedSize(_)
            );
        }
        !matches!(
            self,
            Self::Store(_)
                | Self::File(_)
                | Self::Entropy(_)
                | Self::Sign(_)
                | Self::UnreadableText { .. }
                | Self::KeyChanges
        )
    }

    /// Whether nobody knows if the change was kept.
    pub fn is_unknown(&self) -> bool {
        matches!(self, Self::Store(error) if matches!(error.fault, StoreFault::Unknown))
    }

    /// Whether the disk has no room for a change.
    pub fn is_disk_full(&self) -> bool {
        match self {
            Self::Store(error) => matches!(error.fault, StoreFault::Full),
            Self::File(error) | Self::Key(KeyError::File(error)) => matches!(error.fault, FileFault::Full),
            _ => false,
        }
    }
}

impl From<TokenFault> for Error {
    fn from(fault: TokenFault) -> Self {
        Self::Token { fault, nth: None }
    }
}

impl Error {
    /// Says which of several tokens it is about, if it is about one.
    #[must_use]
    pub fn of_several(self, number: usize, total: usize) -> Self {
        match self {
            Self::Token { fault, .. } if total > 1 => Self::Token { fault, nth: Some(Nth { number, total }) },
            other => other,
        }
    }
}

/// One of several tokens that were shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Nth {
    /// Which, counted from 1.
    pub number: usize,
    /// Of how many.
    pub total: usize,
}

impl fmt::Display for Nth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "token {} of {}: ", self.number, self.total)
    }
}

/// What only a user can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OfUser {
    /// A refresh token: it stands for the user's consent.
    RefreshToken,
    /// An ID token: it tells who the user is.
    IdToken,
}

impl fmt::Display for OfUser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::RefreshToken => "a refresh token",
            Self::IdToken => "an ID token",
        })
    }
}

/// How many live tokens need something.
fn need(live: u64) -> String {
    if live == 1 { "1 live token needs".to_owned() } else { format!("{live} live tokens need") }
}
