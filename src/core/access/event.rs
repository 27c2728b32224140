//! One use of a token, as it is recorded.

use std::net::IpAddr;

use crate::core::id::{ClientId, Jti, Kid, UserId};
use crate::core::reason::Reason;
use crate::core::secret::TokenDigest;

/// One use of a token. No text of a token is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessEvent {
    /// When, in milliseconds since 1970.
    pub at_ms: i64,
    /// Where it was shown.
    pub door: AccessDoor,
    /// Why it was refused; none where it was good.
    pub outcome: Option<Reason>,
    /// For how many seconds it had ended, where it was refused for that.
    pub late: Option<u32>,
    /// Which token, where that is known. Where the signature is not good, it is only what the text says.
    pub token: Option<Jti>,
    /// The digest of the text that was shown, where nothing else is known of it.
    pub shown: Option<TokenDigest>,
    /// The app that it was issued to.
    pub client_id: Option<ClientId>,
    /// The user that it speaks for; none where the app acts for itself.
    pub user: Option<UserId>,
    /// The key that signed it, as it says.
    pub kid: Option<Kid>,
    /// The address that it was shown from.
    pub ip: Option<IpAddr>,
    /// The program that showed it.
    pub user_agent: Option<String>,
    /// The device that it was shown from.
    pub device: Option<String>,
    /// What it was shown for: a path, an address or an audience.
    pub resource: Option<String>,
    /// Whether it was planted, to be found.
    pub canary: bool,
}

/// Where a token was shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AccessDoor {
    /// To `token verify`.
    Verify,
    /// In a batch of them.
    Batch,
    /// To the server, by a resource that asks what it is (RFC 7662).
    Introspect,
    /// To the server, for what is known of the user.
    Userinfo,
    /// To the server, for new tokens: a refresh token, or one that is exchanged.
    Token,
    /// To a service, whose log was read.
    Import,
    /// It was found in a text.
    Found,
}

impl AccessDoor {
    /// All of them. The place of one is its number in a file, and stays.
    pub const ALL: [Self; 7] =
        [Self::Verify, Self::Batch, Self::Introspect, Self::Userinfo, Self::Token, Self::Import, Self::Found];

    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Verify => "verify",
            Self::Batch => "batch",
            Self::Introspect => "introspect",
            Self::Userinfo => "userinfo",
            Self::Token => "token",
            Self::Import => "import",
            Self::Found => "found",
        }
    }

    /// The door of a word.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|door| door.name() == name)
    }

    /// Its number in a file.
    pub fn number(self) -> u8 {
        // The order is that of the list, which a test holds.
        self as u8
    }

    /// The door of a number.
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(number)).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_door_has_its_number_and_its_word() {
        for door in AccessDoor::ALL {
            assert_eq!(AccessDoor::from_number(door.number()), Some(door));
            assert_eq!(AccessDoor::from_name(door.name()), Some(door));
        }
        assert_eq!(AccessDoor::from_number(7), None);
    }
}
