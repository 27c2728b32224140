//! Why a snapshot cannot be relied on. Never a verdict: a token is not bad because a list is stale.

use std::fmt;

use super::limits::{MAX_SNAPSHOT_BYTES, SNAPSHOT_TYP};
use crate::core::algorithm::Algorithm;
use crate::core::id::{Issuer, Kid};
use crate::core::jose::Malformed;
use crate::core::time::{Timestamp, Ttl, in_words};

/// Why there is no key to check the signature of a snapshot with.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyFault {
    /// Several could be meant.
    #[error("{kid}, and {count} keys could be meant")]
    Ambiguous {
        /// Which it names.
        kid: NamedKid,
        /// How many.
        count: usize,
    },
    /// There is one that is not used.
    #[error("{kid}: {why}")]
    Unusable {
        /// Which it names.
        kid: NamedKid,
        /// What its reader says of it.
        why: String,
    },
    /// Another algorithm is not taken, whatever the key.
    #[error("{kid}, of another algorithm than {only}, the only one that is allowed")]
    NotAllowed {
        /// Which it names.
        kid: NamedKid,
        /// What is taken.
        only: Algorithm,
    },
    /// There was one.
    #[error("{0}, whose time is over")]
    Over(NamedKid),
    /// There is none.
    #[error("{0}, which is none of those given")]
    Unknown(NamedKid),
    /// There is one, for another algorithm than the header names.
    #[error("its header names another algorithm than {0}, which is the key's")]
    OtherAlgorithm(Algorithm),
}

/// The key that a header names, if it names one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedKid(Option<String>);

impl NamedKid {
    /// As much of it as fits into a message.
    pub fn of(kid: Option<&str>) -> Self {
        Self(kid.map(|kid| kid.chars().take(80).collect()))
    }
}

impl fmt::Display for NamedKid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            None => f.write_str("it names none"),
            Some(kid) => write!(f, "kid {kid}"),
        }
    }
}

/// What is wrong with the claims of a snapshot.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ClaimsFault {
    /// A claim is missing, there twice, or not of its type: what the reader says of it.
    #[error("{0}")]
    Unreadable(String),
    /// It ends before it begins.
    #[error("exp is not after iat")]
    EndsAtOnce,
}

/// Why a snapshot cannot be relied on. Each says what is wrong with the file that is named before it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SnapshotFault {
    /// Nothing is in it, as after an export that failed.
    #[error("is empty")]
    Empty,
    /// Longer than any snapshot.
    #[error("is larger than {} MiB, which no revocation snapshot is", MAX_SNAPSHOT_BYTES / (1024 * 1024))]
    TooLarge,
    /// No signed document.
    #[error("is not a revocation snapshot: {0}")]
    Malformed(Malformed),
    /// A signed document of another kind.
    #[error("is not a revocation snapshot: its typ is {}, not {SNAPSHOT_TYP}", .0.as_deref().unwrap_or("missing"))]
    Typ(Option<String>),
    /// No key to check its signature with.
    #[error("is signed with a key that cannot be used: {0}")]
    Key(KeyFault),
    /// Changed, or signed by somebody else.
    #[error("has a signature that the key did not make: it was changed, or comes from somebody else")]
    Signature,
    /// Signed, and not what a snapshot says.
    #[error("is signed, but does not say what a revocation snapshot says: {0}")]
    Claims(ClaimsFault),
    /// It revokes the key that vouches for it.
    #[error("is signed with the key {0}, which it says is revoked")]
    SelfRevoked(Kid),
    /// It says nothing about these tokens.
    #[error("is of the issuer {found}, not of {}", .wanted.iter().map(Issuer::as_str).collect::<Vec<_>>().join(" or "))]
    OtherIssuer {
        /// Whose it is.
        found: Issuer,
        /// Whose it should be: of one of these.
        wanted: Vec<Issuer>,
    },
    /// It says nothing about this token, and nobody said who the issuer should be.
    #[error("is of the issuer {found}, and the token {}", .named.as_ref().map_or_else(|| "names none".to_owned(), |named| format!("is of {named}")))]
    NotOfToken {
        /// Whose it is.
        found: Issuer,
        /// Whose the token is, as it says.
        named: Option<String>,
    },
    /// It was made later than now.
    #[error("was made at {issued_at}, which is {} from now", in_words(now.seconds_until(*issued_at)))]
    Future {
        /// When it was made.
        issued_at: Timestamp,
        /// As of when it was read.
        now: Timestamp,
    },
    /// Its time is over.
    #[error("is stale: it was good until {expires_at}, {} ago", in_words(expires_at.seconds_until(*now)))]
    Stale {
        /// When it ended.
        expires_at: Timestamp,
        /// As of when it was read.
        now: Timestamp,
    },
    /// It is older than the caller accepts.
    #[error("is too old: it was made at {issued_at}, {} ago, and at most {most} is accepted", in_words(issued_at.seconds_until(*now)))]
    TooOld {
        /// When it was made.
        issued_at: Timestamp,
        /// As of when it was read.
        now: Timestamp,
        /// How old it may be.
        most: Ttl,
    },
}
