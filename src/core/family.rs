//! A family: the chain of refresh tokens that rotation makes from one issue, and what using one of them means.

use super::id::{ClientId, FamilyId, GrantId};
use super::json::ClaimMap;
use super::shape::Shape;
use super::time::{Timestamp, Ttl};
use super::token::{Standing, TokenFormat, TokenKind, TokenRecord, TokenState};
use super::token_fault::TokenFault;

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
    /// When its last token ends at the latest: fixed when it starts, and no rotation moves it.
    pub ends_at: Option<Timestamp>,
    /// How its access tokens are written.
    pub format: TokenFormat,
    /// The claims beyond the registered ones that its access tokens carry.
    pub claims: ClaimMap,
    /// How they depart from those of others; none for those.
    pub departs: Option<Box<Shape>>,
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
    /// It was used before, at the time given, but so shortly before that the answer may have been lost on its way, and
    /// nobody has used what was given for it.
    Repeated {
        /// When it was used.
        used_at: Timestamp,
    },
    /// It is not good, for this reason.
    Refuse(TokenFault),
}

impl Family {
    /// The end of a refresh token of this family that is made now and would live for `ttl`.
    pub fn cap(&self, ttl: Ttl, now: Timestamp) -> Timestamp {
        let wanted = now.plus(ttl);
        self.ends_at.map_or(wanted, |end| wanted.min(end))
    }
}

/// Decides what a refresh token that is shown now may do. `successor` is the refresh token that was given for it, if it
/// was used; `grace` is the number of seconds in which a second use is taken for a lost answer.
///
/// The grace ends early when the successor is used: whoever had the answer goes on with it, so the one who shows the old
/// token is somebody else (RFC 9700, 4.14.2). A use a moment ahead of `now` is a process that was faster, not the future.
pub fn present(token: TokenRecord, successor: Option<&TokenRecord>, grace: i64, now: Timestamp) -> Presented {
    if token.kind != TokenKind::Refresh {
        return Presented::Refuse(TokenFault::NotForRefreshing);
    }
    match (token.standing(now), &token.state) {
        (Standing::Active, _) => {
            Presented::Rotate(Box::new(TokenRecord { state: TokenState::Refreshed { at: now }, ..token }))
        }
        (_, TokenState::Refreshed { at }) => {
            let unused = successor.is_some_and(|token| token.state == TokenState::Active);
            if unused && grace > 0 && at.seconds_until(now) < grace {
                Presented::Repeated { used_at: *at }
            } else {
                Presented::Replay { used_at: *at }
            }
        }
        (_, TokenState::Revoked(revocation)) => Presented::Refuse(TokenFault::RefreshRevoked(revocation.clone())),
        _ => Presented::Refuse(TokenFault::RefreshExpired(token.expires_at)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::actor::Actor;
    use crate::core::revocation::{Cause, Revocation};
    use crate::core::token::tests::record;

    fn used_at_3() -> TokenRecord {
        let Presented::Rotate(used) = present(record(TokenKind::Refresh), None, 0, Timestamp(3)) else {
            panic!("refused")
        };
        *used
    }

    #[test]
    fn a_refresh_token_works_once() {
        let used = used_at_3();
        assert_eq!(used.state, TokenState::Refreshed { at: Timestamp(3) });
        let replay = Presented::Replay { used_at: Timestamp(3) };
        let successor = record(TokenKind::Refresh);
        assert_eq!(present(used.clone(), Some(&successor), 0, Timestamp(3)), replay);
        // A process that looked at its clock before the other one did gets no grace where there is none.
        assert_eq!(present(used.clone(), Some(&successor), 0, Timestamp(2)), replay);
        // Also long after its own end: whoever shows it holds a copy.
        assert_eq!(present(used, Some(&successor), 0, Timestamp(4_000)), replay);
    }

    #[test]
    fn grace_counts_from_the_use_and_ends_when_the_successor_is_used() {
        let (used, successor) = (used_at_3(), record(TokenKind::Refresh));
        let shown = |successor: Option<&TokenRecord>, now| present(used.clone(), successor, 10, Timestamp(now));
        let (repeated, replay) =
            (Presented::Repeated { used_at: Timestamp(3) }, Presented::Replay { used_at: Timestamp(3) });
        for (now, expected) in [(2, &repeated), (3, &repeated), (12, &repeated), (13, &replay), (500, &replay)] {
            assert_eq!(shown(Some(&successor), now), *expected, "{now}");
        }
        assert_eq!(shown(Some(&used_at_3()), 4), replay);
        assert_eq!(shown(None, 4), replay);
        let by = Actor::new("a@b").unwrap();
        let revocation = Revocation { at: Timestamp(4), by, cause: Cause::Family, note: None };
        let revoked = TokenRecord { state: TokenState::Revoked(revocation), ..successor };
        assert_eq!(shown(Some(&revoked), 5), replay);
    }

    #[test]
    fn an_expired_one_is_refused_and_an_access_token_never_refreshes() {
        let show = |token, now| present(token, None, 0, Timestamp(now));
        assert_eq!(
            show(record(TokenKind::Refresh), 100),
            Presented::Refuse(TokenFault::RefreshExpired(Timestamp(100)))
        );
        assert_eq!(show(record(TokenKind::Access), 1), Presented::Refuse(TokenFault::NotForRefreshing));
    }

    #[test]
    fn a_family_ends_when_it_was_to_end_however_often_it_is_refreshed() {
        let family = |ends_at| Family {
            id: FamilyId::from_parts(0, [0; 10]),
            grant: GrantId::from_parts(0, [0; 10]),
            client_id: ClientId::from_random([0; 16]),
            started_at: Timestamp(0),
            ends_at,
            format: TokenFormat::Jwt,
            claims: ClaimMap::new(),
            departs: None,
        };
        let (ttl, end) = (Ttl::minutes(1), Some(Timestamp(100)));
        assert_eq!(family(end).cap(ttl, Timestamp(0)), Timestamp(60));
        assert_eq!(family(end).cap(ttl, Timestamp(99)), Timestamp(100));
        assert_eq!(family(None).cap(ttl, Timestamp(99)), Timestamp(159));
    }
}
