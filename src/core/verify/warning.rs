//! What changes no verdict and should be known all the same.

use std::fmt;

use super::excerpt::Excerpt;
use super::moment::Moment;
use crate::core::mark::LedgerDoubt;
use crate::core::shape::{Departure, in_words};
use crate::core::time::{self, Timestamp};

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
    /// The key was not written as it should be, or not alone: this was done about it.
    KeyRead(String),
    /// A key set has private keys in it: this one. Their public halves are used.
    PrivateKeys(String),
    /// Numbers in a key set are not in their normal form, and were read as if they were.
    OddNumbers {
        /// Which set.
        set: String,
        /// The member and the key of the first few.
        first: Vec<OddNumber>,
        /// How many more there are.
        more: usize,
    },
    /// A key set that others can read has shared secrets in it: this one. They are not used.
    PublishedSecrets(String),
    /// The ledger is not what its home knows.
    LedgerInDoubt(LedgerDoubt),
    /// No issuer is expected.
    IssuerUnchecked,
    /// There is neither a ledger nor a snapshot that would know of a revocation.
    RevocationUnchecked,
    /// The ledger was not asked, because this other issuer made the token.
    OtherLedger(Excerpt),
    /// The token is bound to a key in this way, and no proof of it is asked for.
    PossessionUnproven(Excerpt),
    /// The token names a list that says whether it is still good (a status list), and nobody looked at it.
    StatusUnseen,
    /// Nobody knows whether the proof of possession was used before: there is no ledger that would remember.
    ReplayUnchecked,
    /// The proof of possession has a nonce, and none was asked for.
    NonceUnasked,
    /// It is a test token, and departs in this from those that its home makes else.
    Departs(Vec<Departure>),
    /// Fetched keys are not kept: this is what is wrong with the place.
    CacheUnused(String),
}

/// A number of a key that is not in its normal form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OddNumber {
    /// The member of the JWK.
    pub member: &'static str,
    /// The place of the key in its set, the first being 1.
    pub place: usize,
    /// The id of the key, if it has one.
    pub kid: Option<Excerpt>,
}

impl fmt::Display for OddNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kid {
            Some(kid) => write!(f, "`{}` of {kid}", self.member),
            None => write!(f, "`{}` of key {}", self.member, self.place),
        }
    }
}

impl Warning {
    /// Whether it changes nothing for anyone but whoever publishes the keys, and is told only where everything is.
    pub fn is_small(&self) -> bool {
        matches!(self, Self::OddNumbers { .. })
    }

    /// Whether it says that less was checked than the word `valid` is taken for. Nothing mutes such a warning.
    pub fn is_of_meaning(&self) -> bool {
        matches!(
            self,
            Self::IssuerUnchecked
                | Self::RevocationUnchecked
                | Self::OtherLedger(_)
                | Self::PossessionUnproven(_)
                | Self::StatusUnseen
                | Self::ReplayUnchecked
        )
    }
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
            Self::EndsSoon(exp) => write!(f, "expires in {}", time::in_words(exp.now.seconds_until(exp.at).max(0))),
            Self::PrivateKeyOpen(fault) => write!(f, "the key file is private, and {fault}"),
            Self::KeyRead(note) => f.write_str(note),
            Self::PrivateKeys(name) => set(f, name, "private keys, of which only the public halves are used"),
            Self::OddNumbers { set, first, more } => {
                write!(
                    f,
                    "the key set {set} has numbers that are not in their normal form, and were read as if they were: "
                )?;
                let mut separator = "";
                for odd in first {
                    write!(f, "{separator}{odd}")?;
                    separator = ", ";
                }
                if *more > 0 { write!(f, " and {more} more") } else { Ok(()) }
            }
            Self::PublishedSecrets(name) => set(f, name, "shared secrets, which are not used"),
            Self::LedgerInDoubt(doubt) => write!(f, "the ledger {doubt}"),
            Self::IssuerUnchecked => {
                f.write_str("the issuer was not checked, and a token of any is taken: --iss says which one is meant")
            }
            Self::RevocationUnchecked => f.write_str(
                "revocation not checked: there is no ledger here, and --revocations gave no snapshot of one",
            ),
            Self::OtherLedger(issuer) => write!(
                f,
                "revocation not checked: the token is one of {}, with a key whose private half was never here, and the ledger \
                 of this home knows nothing of it",
                issuer.as_str()
            ),
            Self::PossessionUnproven(way) => write!(
                f,
                "the token is bound to a key (cnf {}), and whoever showed it need not have the key: possession is ignored",
                way.as_str()
            ),
            Self::StatusUnseen => f.write_str(
                "the token has a `status`, which says where it is told whether it is still good; nobody looked there",
            ),
            Self::ReplayUnchecked => f.write_str(
                "replay not checked: there is no ledger here that remembers which proofs (DPoP) were used, and one that was \
                 overheard is good once more",
            ),
            Self::NonceUnasked => f.write_str(
                "the proof (DPoP) has a nonce, which was not compared with any: --nonce says which one the server gave",
            ),
            Self::Departs(departures) => write!(f, "this is a test token: {}", in_words(departures)),
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
