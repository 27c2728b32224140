//! What changes no verdict and should be known all the same.

use std::fmt;

use super::moment::Moment;
use crate::core::mark::LedgerDoubt;
use crate::core::time::{Timestamp, in_words};

/// What changes no verdict and should be known: of a token, of its key, or of where keys come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Warning {
    /// The key that signed it signs no more.
    KeyRetired {
        /// Since when.
        since: Moment,
        /// The last second at which it verifies.
        verify_until: Timestamp,
    },
    /// The key that signed it signs for longer than the policy lets it: it should have been rotated then.
    KeyTooOld(Timestamp),
    /// Another key takes the place of the one that signed it: then.
    KeyRetires(Moment),
    /// The token ends soon: its `exp`.
    EndsSoon(Moment),
    /// The key is private, in a file that others can read: this is what is wrong with the file.
    PrivateKeyOpen(String),
    /// A key set has private keys in it: this one. Their public halves are used.
    PrivateKeys(String),
    /// A key set that others can read has shared secrets in it: this one. They are not used.
    PublishedSecrets(String),
    /// The ledger is not what its home knows.
    LedgerInDoubt(LedgerDoubt),
    /// Fetched keys are not kept: this is what is wrong with the place.
    CacheUnused(String),
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let set = |f: &mut fmt::Formatter<'_>, set: &str, what: &str| {
            write!(f, "the key set {set} has {what}: whoever can read it can sign with them")
        };
        match self {
            Self::KeyRetired { since, verify_until } => {
                write!(f, "the key that signed it, retired {since}, verifies until {verify_until}")
            }
            Self::KeyTooOld(limit) => write!(f, "the key that signed it should have been rotated at {limit}"),
            Self::KeyRetires(Moment { at, now }) if at <= now => {
                write!(f, "the key that signed it is due to be retired since {at}")
            }
            Self::KeyRetires(at) => {
                write!(f, "the key that signed it retires in {}, at {}", at.distance(), at.at)
            }
            Self::EndsSoon(exp) => write!(f, "expires in {}", in_words(exp.now.seconds_until(exp.at).max(0))),
            Self::PrivateKeyOpen(fault) => write!(f, "the key file is private, and {fault}"),
            Self::PrivateKeys(name) => set(f, name, "private keys, of which only the public halves are used"),
            Self::PublishedSecrets(name) => set(f, name, "shared secrets, which are not used"),
            Self::LedgerInDoubt(doubt) => write!(f, "the ledger {doubt}"),
            Self::CacheUnused(fault) => write!(f, "the cache is not used: {fault}"),
        }
    }
}

/// As people read it.
impl serde::Serialize for Warning {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}
