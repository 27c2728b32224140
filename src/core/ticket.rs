//! A ticket: what somebody holds a secret text of for a short time, and can show once or until it ends. What it stands for is
//! for those who make it; here is what all of them have in common.

use super::id::UserId;
use super::json::ClaimMap;
use super::secret::{OpaqueKind, TokenDigest};
use super::time::Timestamp;

/// What a ticket is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TicketKind {
    /// The session of a user in a browser.
    Session,
    /// An authorization code (RFC 6749, 4.1.2).
    Code,
    /// A device that waits for its user (RFC 8628).
    Device,
    /// A pushed authorization request (RFC 9126).
    Pushed,
}

impl TicketKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Session, Self::Code, Self::Device, Self::Pushed];

    /// Its word, as a ledger keeps it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Session => "session",
            Self::Code => "code",
            Self::Device => "device",
            Self::Pushed => "pushed",
        }
    }

    /// The kind of a word.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// What its text is.
    pub fn text(self) -> OpaqueKind {
        match self {
            Self::Session => OpaqueKind::Session,
            Self::Code => OpaqueKind::Code,
            Self::Device => OpaqueKind::Device,
            Self::Pushed => OpaqueKind::Pushed,
        }
    }
}

/// A ticket as a ledger keeps it.
#[derive(Debug, Clone, PartialEq)]
pub struct Ticket {
    /// The digest of its text.
    pub digest: TokenDigest,
    /// What it is.
    pub kind: TicketKind,
    /// The digest of another text that it is found by.
    pub alias: Option<TokenDigest>,
    /// Whose it is, where that is known.
    pub user: Option<UserId>,
    /// What it stands for.
    pub facts: ClaimMap,
    /// When it was made.
    pub made_at: Timestamp,
    /// The first second at which it is no longer good.
    pub expires_at: Timestamp,
    /// When it was used up or ended.
    pub used_at: Option<Timestamp>,
}

/// How long a ticket is known after its end, in seconds: a code that is shown again tells of a thief also then.
pub const KNOWN_FOR: i64 = 24 * 60 * 60;

impl Ticket {
    /// Whether it is good now. One that was made later than now, by more than clocks differ, is not: a clock that was turned back
    /// would let it live longer than it was made for.
    pub fn is_good(&self, now: Timestamp) -> bool {
        self.used_at.is_none() && now < self.expires_at && self.made_at.0 <= now.0.saturating_add(CLOCKS_DIFFER)
    }
}

/// By how much the clocks of two servers on one ledger may differ, in seconds.
const CLOCKS_DIFFER: i64 = 60;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_good_until_it_is_used_or_over_and_not_before_it_was_made() {
        let made = Ticket {
            digest: TokenDigest::of(b"x"),
            kind: TicketKind::Code,
            alias: None,
            user: None,
            facts: ClaimMap::new(),
            made_at: Timestamp(1_000),
            expires_at: Timestamp(1_060),
            used_at: None,
        };
        for (now, is_good) in [(1_000, true), (1_059, true), (1_060, false), (940, true), (939, false), (0, false)] {
            assert_eq!(made.is_good(Timestamp(now)), is_good, "{now}");
        }
        assert!(!Ticket { used_at: Some(Timestamp(1_001)), ..made }.is_good(Timestamp(1_001)));
    }

    #[test]
    fn every_kind_has_a_word_and_a_text_of_its_own() {
        for kind in TicketKind::ALL {
            assert_eq!(TicketKind::from_name(kind.name()), Some(kind));
            assert_eq!(TicketKind::ALL.iter().filter(|other| other.text() == kind.text()).count(), 1);
        }
        assert_eq!(TicketKind::from_name("other"), None);
    }
}
