//! Why a proof proves nothing: which of the checks of RFC 9449, 4.3 it fails.

use std::fmt;

use super::request::{Method, Target};
use crate::core::algorithm::Algorithm;
use crate::core::jose::Malformed;
use crate::core::time::{Timestamp, in_words};

/// The longest proof that is read, in bytes: one with the largest key and signature of all takes a half of it.
pub const MAX_PROOF_BYTES: usize = 32 * 1024;

/// Why a proof proves nothing. Each begins with the member that is wrong, where it is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProofFault {
    /// There is more than one (check 1).
    Several,
    /// There is none in what was given.
    Empty,
    /// It is longer than any.
    TooLarge,
    /// It is no JWT (check 2).
    Malformed(Malformed),
    /// Its `typ` is another, or missing (check 4).
    Typ(Option<Said>),
    /// Its `alg` is none that is ever accepted (check 5).
    Algorithm(Said),
    /// Its `alg` is one of shared secrets, which prove nothing (check 5).
    Symmetric(Algorithm),
    /// Its `jwk` is missing.
    NoKey,
    /// Its `jwk` is no object.
    KeyForm,
    /// Its `jwk` has this private member (check 7).
    PrivateKey(&'static str),
    /// Its `jwk` is no key that verifies, for this reason.
    Key(String),
    /// This number of its `jwk` is not in its normal form, so that others compute another thumbprint.
    KeyNumber(&'static str),
    /// Its `jwk` is for another algorithm than its `alg`.
    AlgorithmDiffers {
        /// That of the header.
        header: Algorithm,
        /// That of the key.
        key: Algorithm,
    },
    /// The key in its `jwk` did not make its signature (check 6).
    NotSigned,
    /// It lacks this claim (check 3).
    Missing(&'static str),
    /// This claim of it is no text, or an empty one (check 3).
    NoText(&'static str),
    /// Nobody said which request it came with.
    NoRequest,
    /// It is for another method (check 8).
    Method {
        /// Its `htm`.
        found: Said,
        /// That of the request.
        expected: Method,
    },
    /// It is for another address (check 9).
    Target {
        /// Its `htu`.
        found: Said,
        /// That of the request.
        expected: Target,
    },
    /// Its `htu` is no address of a request (check 9).
    NoTarget(Said),
    /// It has no nonce, and one was asked for (check 10).
    NoNonce,
    /// It has another nonce (check 10).
    Nonce,
    /// It was made too long ago (check 11).
    Old {
        /// Its `iat`.
        made: Timestamp,
        /// As of when it is judged.
        now: Timestamp,
    },
    /// It was made later than now (check 11).
    Early {
        /// The claim that says so.
        claim: &'static str,
        /// What it says.
        at: Timestamp,
        /// As of when it is judged.
        now: Timestamp,
    },
    /// It says itself that it has ended: its `exp`.
    Ended(Timestamp),
    /// It is for another token (check 12).
    OtherToken,
    /// It is of another key than the token is bound to (check 12).
    OtherKey {
        /// The thumbprint of its key.
        found: String,
        /// That of the token.
        expected: Said,
    },
    /// It was used before (11.1).
    Used,
}

/// A text of a stranger, as far as it is repeated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said(String);

impl Said {
    /// The longest that is repeated, in letters.
    const MOST: usize = 120;

    /// What of a text is repeated.
    pub fn of(text: &str) -> Self {
        let mut said: String = text.chars().take(Self::MOST).collect();
        if said.len() < text.len() {
            said.push('…');
        }
        Self(said)
    }
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.0)
    }
}

impl fmt::Display for ProofFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Several => f.write_str("there is more than one, and a request has one"),
            Self::Empty => f.write_str("it is empty"),
            Self::TooLarge => write!(f, "it is larger than {} KiB", MAX_PROOF_BYTES / 1024),
            Self::Malformed(fault) => write!(f, "it is no JWT: {fault}"),
            Self::Typ(None) => f.write_str("typ is missing, and must be dpop+jwt"),
            Self::Typ(Some(typ)) => write!(f, "typ is {typ}, and must be dpop+jwt"),
            Self::Algorithm(alg) => write!(f, "alg is {alg}, which is never accepted"),
            Self::Symmetric(alg) => write!(f, "alg is {alg}, and a shared secret proves nothing of who has a key"),
            Self::NoKey => f.write_str("jwk is missing"),
            Self::KeyForm => f.write_str("jwk is not an object"),
            Self::PrivateKey(member) => {
                write!(f, "jwk has `{member}`, which is private: whoever sees the proof has the key")
            }
            Self::Key(fault) => write!(f, "jwk is no key that verifies: {fault}"),
            Self::KeyNumber(member) => {
                write!(f, "jwk has a `{member}` that is not in its normal form, so that its thumbprint is not one")
            }
            Self::AlgorithmDiffers { header, key } => write!(f, "alg is {header}, and jwk is a key for {key}"),
            Self::NotSigned => f.write_str("the signature was not made by the key in jwk"),
            Self::Missing(claim) => write!(f, "{claim} is missing"),
            Self::NoText(claim) => write!(f, "{claim} is not a text, or an empty one"),
            Self::NoRequest => f.write_str("nothing says which request it came with"),
            Self::Method { found, expected } => write!(f, "htm is {found}, and the request is a {expected}"),
            Self::Target { found, expected } => write!(f, "htu is {found}, and the request is for {expected}"),
            Self::NoTarget(found) => write!(f, "htu is {found}, which is no address of a request"),
            Self::NoNonce => f.write_str("nonce is missing, and one was asked for"),
            Self::Nonce => f.write_str("nonce is not the one that was asked for"),
            Self::Old { made, now } => {
                write!(f, "iat {made} is {} past, and 5m is the most", in_words(made.seconds_until(*now)))
            }
            Self::Early { claim, at, now } => {
                write!(f, "{claim} {at} is {} from now", in_words(now.seconds_until(*at)))
            }
            Self::Ended(exp) => write!(f, "exp {exp} is past"),
            Self::OtherToken => f.write_str("ath is not the digest of this token"),
            Self::OtherKey { found, expected } => {
                write!(f, "jwk is the key {found}, and the token is bound to {expected}")
            }
            Self::Used => f.write_str("jti was used before, and a proof is good for one request"),
        }
    }
}
