//! What was done to a text on the way in, for one who should know it.

use std::fmt;

/// What was done to a text on the way in. It changes no key, and names no part of a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// Line ends that were written as a backslash and an n.
    EscapedNewlines,
    /// A member of a set is not among the keys.
    MemberLeft {
        /// Its place in the set, the first being 1.
        place: usize,
        /// Its id, if it has one.
        kid: Option<String>,
        /// Why it was left.
        why: String,
    },
    /// A number of a JWK was not written as RFC 7518 says, and was read all the same.
    Normalised {
        /// The place of its key in the set, the first being 1; none for a JWK alone.
        place: Option<usize>,
        /// Its member.
        member: &'static str,
    },
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EscapedNewlines => f.write_str(r"the line ends of the key are written as \n, and were read as such"),
            Self::MemberLeft { place, kid: Some(kid), why } => {
                write!(f, "key {place} of the set, {kid}, was left out: {why}")
            }
            Self::MemberLeft { place, kid: None, why } => write!(f, "key {place} of the set was left out: {why}"),
            Self::Normalised { place: Some(place), member } => {
                write!(
                    f,
                    "the `{member}` of key {place} of the set is not in its normal form, and was read as if it were"
                )
            }
            Self::Normalised { place: None, member } => {
                write!(f, "the JWK's `{member}` is not in its normal form, and was read as if it were")
            }
        }
    }
}

/// As people read it.
impl serde::Serialize for Note {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}
