//! What the rules read in a use of a token.

use std::net::IpAddr;

use super::finding::Subject;
use crate::core::access::{AccessDoor, AccessRow, Network};
use crate::core::id::Jti;
use crate::core::reason::Reason;

/// What comes of a use, for who counts failures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Came {
    /// It was good.
    Good,
    /// It was refused, and a key of the home had signed it.
    Refused,
    /// It was refused, and nothing shows that it was ever issued.
    Forged,
}

pub(super) fn came(row: &AccessRow) -> Came {
    match row.outcome {
        None => Came::Good,
        Some(Reason::Malformed | Reason::AlgorithmNotAllowed | Reason::UnknownKey | Reason::BadSignature) => {
            Came::Forged
        }
        Some(Reason::UnknownToken) if row.token.is_none() => Came::Forged,
        // More calls than a budget allows are told by the budget.
        Some(Reason::RateLimited) => Came::Good,
        Some(_) => Came::Refused,
    }
}

/// Which token: none where nothing vouches for what its text says.
pub(super) fn credential(row: &AccessRow) -> Option<Subject> {
    if came(row) == Came::Forged {
        return None;
    }
    row.token.map(Subject::Token).or_else(|| row.shown.map(Subject::Shown))
}

/// The address of whoever holds the token. A service that renews it for its user is somewhere else, and a text is where it was found. A
/// service that asks what a token is says where it came from, or nothing: where the service itself is, is never recorded.
pub(super) fn holder_at(row: &AccessRow) -> Option<IpAddr> {
    match row.door {
        AccessDoor::Token | AccessDoor::Found => None,
        AccessDoor::Verify | AccessDoor::Batch | AccessDoor::Introspect | AccessDoor::Userinfo | AccessDoor::Import => {
            row.ip
        }
    }
}

/// Whether two networks can be told apart as places: the versions of the protocol never meet, and neither do the inside of a network
/// and the outside.
pub(super) fn comparable(one: Network, two: Network) -> bool {
    one.is_v4() == two.is_v4() && one.is_private() == two.is_private()
}

/// When a token was issued, in milliseconds since 1970, as its id says (RFC 9562, 5.7).
pub(super) fn issued_ms(jti: Jti) -> i64 {
    let mut millis = [0; 8];
    millis[2..].copy_from_slice(&jti.as_bytes()[..6]);
    i64::from_be_bytes(millis)
}
