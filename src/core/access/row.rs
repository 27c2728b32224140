//! One use of a token as it is read again by the million: without a text of its own.

use std::net::IpAddr;
use std::num::NonZeroI64;

use sha2::{Digest, Sha256};

use super::event::AccessDoor;
use crate::core::id::Jti;
use crate::core::reason::Reason;
use crate::core::secret::TokenDigest;

/// A text, by the first 64 bits of its SHA-256. Equal ids are equal texts, but for one pair in some billions; what is shown to
/// people is looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TextId(NonZeroI64);

impl TextId {
    /// The id of this number. Nought is none: a row of access then needs no more room for what is not known.
    pub fn new(id: i64) -> Self {
        Self(NonZeroI64::new(id).unwrap_or(NonZeroI64::MIN))
    }

    /// Its number.
    pub fn get(self) -> i64 {
        self.0.get()
    }

    /// The id of a text.
    pub fn of(text: &str) -> Self {
        Self::of_digest(&TokenDigest::from_bytes(Sha256::digest(text.as_bytes()).into()))
    }

    /// The id of a text of which only the digest is known.
    pub fn of_digest(digest: &TokenDigest) -> Self {
        let bytes = digest.as_bytes();
        Self::new(i64::from_be_bytes(std::array::from_fn(|place| bytes[place])))
    }
}

/// One use of a token, its texts by their ids. It is copied, and makes nothing in memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AccessRow {
    /// Its place in the record of its day.
    pub number: i64,
    /// When, in milliseconds since 1970.
    pub at_ms: i64,
    /// Where it was shown.
    pub door: AccessDoor,
    /// Why it was refused; none where it was good.
    pub outcome: Option<Reason>,
    /// For how many seconds it had ended, where it was refused for that.
    pub late: Option<u32>,
    /// Which token.
    pub token: Option<Jti>,
    /// The text that was shown, where nothing else is known of it.
    pub shown: Option<TextId>,
    /// The app.
    pub client_id: Option<TextId>,
    /// The user; none where the app acts for itself.
    pub user: Option<TextId>,
    /// The key.
    pub kid: Option<TextId>,
    /// The address.
    pub ip: Option<IpAddr>,
    /// The program.
    pub user_agent: Option<TextId>,
    /// The program without its version: see [`agent_kind`].
    pub agent_kind: Option<TextId>,
    /// The device.
    pub device: Option<TextId>,
    /// What it was shown for.
    pub resource: Option<TextId>,
    /// Whether it was planted, to be found.
    pub canary: bool,
}

/// What is left of the name of a program when its version is taken away: one that is renewed stays the same. Digits go, and what
/// stands between them as in 130.0.6723.
pub fn agent_kind(user_agent: &str) -> String {
    let mut kind = String::with_capacity(user_agent.len());
    let mut rest = user_agent.chars().peekable();
    while let Some(letter) = rest.next() {
        if !letter.is_ascii_digit() {
            kind.push(letter);
            continue;
        }
        while rest.next_if(|next| next.is_ascii_digit() || matches!(next, '.' | '_')).is_some() {}
        kind.push('#');
    }
    kind
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_is_renewed_stays_the_same_and_another_does_not() {
        let chrome = |version: &str| {
            agent_kind(&format!("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/{version} Safari/537.36"))
        };
        assert_eq!(chrome("130.0.6723.59"), chrome("131.0.0.0"));
        assert_ne!(chrome("130.0.0.0"), agent_kind("curl/8.9.1"));
        assert_eq!(agent_kind("curl/8.9.1"), "curl/#");
        assert_eq!(agent_kind("Mac OS X 10_15_7"), "Mac OS X #");
    }

    #[test]
    fn equal_texts_have_equal_ids() {
        assert_eq!(TextId::of("alice"), TextId::of("alice"));
        assert_ne!(TextId::of("alice"), TextId::of("Alice"));
    }
}
