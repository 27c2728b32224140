//! That something was revoked: when, by whom, through what, and why.

use super::actor::Actor;
use super::id::{Jti, Kid, Note};
use super::time::Timestamp;

/// One revocation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revocation {
    /// When.
    pub at: Timestamp,
    /// Who did it.
    pub by: Actor,
    /// Through what the token, key or grant was reached.
    pub cause: Cause,
    /// Why, in free text.
    pub note: Option<Note>,
}

/// That a token of ours is revoked of which there is no row: a key of the home signed it, and the ledger does not know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Denial {
    /// What it is known by: see [`Denial::name`].
    pub jti: String,
    /// The key that signed it.
    pub kid: Kid,
    /// Its `exp`; the end of time where it has none.
    pub expires_at: Timestamp,
    /// When, by whom and why.
    pub revocation: Revocation,
}

impl Denial {
    /// The longest `jti` that is kept, in bytes.
    pub const LONGEST: usize = 255;

    /// What a token with this `jti` is known by: an id of ours in its one form, any other text as it is. Nothing where it is
    /// empty or too long to be kept.
    pub fn name(jti: &str) -> Option<String> {
        let is_kept = (1..=Self::LONGEST).contains(&jti.len()) && !jti.contains('\0');
        is_kept.then(|| jti.parse::<Jti>().map_or_else(|_| jti.to_owned(), |jti| jti.to_string()))
    }
}

/// Through what a token was revoked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// The token itself, by its text or its jti.
    Token,
    /// The family of refresh tokens that it belongs to.
    Family,
    /// A refresh token of its family was used twice (RFC 9700, 4.14.2).
    Replay,
    /// Its answer was lost, and another took its place.
    Replaced,
    /// The user's consent was withdrawn.
    Grant,
    /// Its app was blocked or deleted.
    App,
    /// Everything of its user was revoked.
    User,
    /// The key that signed it was compromised.
    Key,
    /// A filter matched it.
    Query,
    /// It was made to be found, and never opened anything: its note says where it was planted.
    Canary,
}

impl Cause {
    const ALL: [Self; 10] = [
        Self::Token,
        Self::Family,
        Self::Replay,
        Self::Replaced,
        Self::Grant,
        Self::App,
        Self::User,
        Self::Key,
        Self::Query,
        Self::Canary,
    ];

    /// The word for it in output and in the store.
    pub fn name(self) -> &'static str {
        match self {
            Self::Token => "token",
            Self::Family => "family",
            Self::Replay => "replay",
            Self::Replaced => "replaced",
            Self::Grant => "grant",
            Self::App => "app",
            Self::User => "user",
            Self::Key => "key",
            Self::Query => "query",
            Self::Canary => "canary",
        }
    }

    /// The cause of this word.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|cause| cause.name() == name)
    }
}
