//! A family: the chain of refresh tokens that rotation makes from one issue, and what using one of them means.

use super::claims::ClaimMap;
use super::id::{ClientId, FamilyId, GrantId};
use super::time::Timestamp;
use super::token::{Standing, TokenKind, TokenRecord, TokenState};
use super::verify::Reason;

/// What every token of a chain has in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Family {
    /// Its id.
    pub id: FamilyId,
    /// The consent it stands on.
    pub grant: GrantId,
    /// The app it belongs to.
    pub client_id: ClientId,
    /// When its first token was issued.
    pub started_at: Timestamp,
    /// The claims beyond the registered ones that its access tokens carry.
    pub claims: ClaimMap,
}

/// What showing a refresh token leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Presented {
    /// It is good. The value given is the token as used; a new one takes its place.
    Rotate(Box<TokenRecord>),
    /// It was used before, at the time given: someone holds a copy, so the whole family ends (RFC 9700, 4.14.2).
    Replay {
        /// When it was used.
        used_at: Timestamp,
    },
    /// It is not good, for this reason.
    Refuse(Reason),
}

/// Decides what a refresh token that is shown now may do.
pub fn present(token: TokenRecord, now: Timestamp) -> Presented {
    if token.kind != TokenKind::Refresh {
        return Presented::Refuse(Reason::TypeMismatch);
    }
    match (token.standing(now), &token.state) {
        (Standing::Active, _) => {
            Presented::Rotate(Box::new(TokenRecord { state: TokenState::Refreshed { at: now }, ..token }))
        }
        (_, TokenState::Refreshed { at }) => Presented::Replay { used_at: *at },
        (Standing::Revoked, _) => Presented::Refuse(Reason::Revoked),
        _ => Presented::Refuse(Reason::Expired),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::token::tests::record;

    #[test]
    fn a_refresh_token_works_once() {
        let Presented::Rotate(used) = present(record(TokenKind::Refresh), Timestamp(3)) else { panic!("refused") };
        assert_eq!(used.state, TokenState::Refreshed { at: Timestamp(3) });
        assert_eq!(present(*used.clone(), Timestamp(4)), Presented::Replay { used_at: Timestamp(3) });
        // Also long after its own end: whoever shows it holds a copy.
        assert_eq!(present(*used, Timestamp(4_000)), Presented::Replay { used_at: Timestamp(3) });
    }

    #[test]
    fn an_expired_one_is_refused_and_an_access_token_never_refreshes() {
        assert_eq!(present(record(TokenKind::Refresh), Timestamp(100)), Presented::Refuse(Reason::Expired));
        assert_eq!(present(record(TokenKind::Access), Timestamp(1)), Presented::Refuse(Reason::TypeMismatch));
    }
}
