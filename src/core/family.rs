//! A family: the chain of refresh tokens that rotation makes from one issue, and what using one of them means.

use super::id::{ClientId, FamilyId, GrantId, Jti};
use super::json::ClaimMap;
use super::revocation::{Cause, Revocation};
use super::shape::Shape;
use super::time::{Timestamp, Ttl};
use super::token::{AccessContext, Standing, TokenFormat, TokenKind, TokenRecord, TokenState};
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
    /// It was used before, at the time given, but so shortly before that the answer may have been lost on its way, and nobody has
    /// used what was given for it: that is to end, and others take its place.
    Replace {
        /// When it was used.
        used_at: Timestamp,
        /// What was given for it and ends.
        unused: Vec<TokenRecord>,
    },
    /// It was used before, at the time given, and its answer was given anew so often that nothing more is given for it.
    Repeated {
        /// When it was used.
        used_at: Timestamp,
    },
    /// It was used before, at the time given: someone holds a copy, so the whole family ends (RFC 9700, 4.14.2).
    Replay {
        /// When it was used.
        used_at: Timestamp,
        /// Whether all that is known speaks for an answer that was lost.
        lost: bool,
    },
    /// It is not good, for this reason.
    Refuse(TokenFault),
}

/// What a refresh token that is shown is judged by, beside what it is itself.
#[derive(Debug, Clone, Copy)]
pub struct Showing<'a> {
    /// All tokens of its family; none are looked at where it is good.
    pub family: &'a [TokenRecord],
    /// From where it is shown.
    pub from: &'a AccessContext,
    /// The number of seconds in which a second use is taken for a lost answer; 0 for never.
    pub grace: i64,
    /// As of when.
    pub now: Timestamp,
}

/// How often the answer of one use is given anew at most.
pub const MOST_REPLACED: usize = 16;

/// How soon after its use a refresh token is shown again where its answer was lost, in seconds: apps ask again at once, or after
/// the usual time-out of a request.
pub const LOST_WITHIN: i64 = 60;

/// What is said of a family that ended by a replay and looks like a lost answer.
pub const LOST_ANSWER: &str = "looks like a lost answer, which refresh_grace in config.toml forgives";

impl Family {
    /// The end of a refresh token of this family that is made now and would live for `ttl`.
    pub fn cap(&self, ttl: Ttl, now: Timestamp) -> Timestamp {
        let wanted = now.plus(ttl);
        self.ends_at.map_or(wanted, |end| wanted.min(end))
    }
}

/// Decides what a refresh token that is shown now may do.
///
/// Grace is for whoever never got an answer. It ends early when anything of the answer is used: whoever had it goes on with it,
/// so the one who shows the old token is somebody else (RFC 9700, 4.14.2). What was replaced counts as used: two have answers
/// for one token then, and when the second of them comes, one of the two is not the app. A use a moment ahead of `now` is a
/// process that was faster, not the future.
pub fn present(token: TokenRecord, showing: &Showing<'_>) -> Presented {
    if token.kind != TokenKind::Refresh {
        return Presented::Refuse(TokenFault::NotForRefreshing);
    }
    let Showing { family, now, .. } = *showing;
    match (token.standing(now), &token.state) {
        (Standing::Active, _) => {
            Presented::Rotate(Box::new(TokenRecord { state: TokenState::Refreshed { at: now }, ..token }))
        }
        (_, TokenState::Refreshed { at }) => showing.again(&Answer::of(family, token.jti), *at),
        (_, TokenState::Revoked(revocation)) if revocation.cause == Cause::Replaced => {
            let used = family.iter().find(|other| Some(other.jti) == token.parent);
            match used.map(|used| (used.jti, &used.state)) {
                Some((used, TokenState::Refreshed { at })) => {
                    showing.replaced(&Answer::of(family, used), *at, revocation)
                }
                _ => Presented::Refuse(TokenFault::RefreshRevoked(revocation.clone())),
            }
        }
        (_, TokenState::Revoked(revocation)) => Presented::Refuse(TokenFault::RefreshRevoked(revocation.clone())),
        _ => Presented::Refuse(TokenFault::RefreshExpired(token.expires_at)),
    }
}

/// The refresh token that counts of those that were given for one: none where it was not used.
pub fn answer_to(family: &[TokenRecord], used: Jti) -> Option<Jti> {
    Answer::of(family, used).refresh().map(|token| token.jti)
}

/// What a refresh token was used for.
struct Answer<'a> {
    /// What counts of it: what was given last.
    tokens: Vec<&'a TokenRecord>,
    /// Whether something came of one of them.
    has_heirs: bool,
    /// How many were replaced before.
    replaced: usize,
}

impl<'a> Answer<'a> {
    fn of(family: &'a [TokenRecord], used: Jti) -> Self {
        let is_replaced = |token: &TokenRecord| matches!(&token.state, TokenState::Revoked(revocation) if revocation.cause == Cause::Replaced);
        let given = family.iter().filter(|token| token.parent == Some(used));
        let (replaced, tokens): (Vec<_>, Vec<_>) = given.partition(|token| is_replaced(token));
        let has_heirs = family.iter().any(|token| tokens.iter().any(|given| token.parent == Some(given.jti)));
        let replaced = replaced.iter().filter(|token| token.kind == TokenKind::Refresh).count();
        Self { tokens, has_heirs, replaced }
    }

    fn refresh(&self) -> Option<&'a TokenRecord> {
        self.tokens.iter().copied().find(|token| token.kind == TokenKind::Refresh)
    }

    /// The refresh token, where nobody has used anything of the answer, as far as a ledger knows.
    fn unused(&self) -> Option<&'a TokenRecord> {
        let is_touched = |token: &&TokenRecord| token.state != TokenState::Active;
        self.refresh().filter(|_| !self.has_heirs && !self.tokens.iter().any(is_touched))
    }
}

impl Showing<'_> {
    /// One that was used is shown again.
    fn again(&self, answer: &Answer<'_>, used_at: Timestamp) -> Presented {
        let Some(unused) = answer.unused() else { return Presented::Replay { used_at, lost: false } };
        if !self.is_graceful(used_at) {
            let is_soon = used_at.seconds_until(self.now) < LOST_WITHIN;
            let is_known = self.from.ip.is_some();
            return Presented::Replay { used_at, lost: is_soon && is_known && self.is_from_where(unused) };
        }
        if unused.standing(self.now) == Standing::Expired {
            return Presented::Refuse(TokenFault::RefreshExpired(unused.expires_at));
        }
        if answer.replaced >= MOST_REPLACED {
            return Presented::Repeated { used_at };
        }
        Presented::Replace { used_at, unused: answer.tokens.iter().copied().cloned().collect() }
    }

    /// One is shown that was replaced. Within the grace period the answers of one app may have crossed: it is to go on with the
    /// other one.
    fn replaced(&self, answer: &Answer<'_>, used_at: Timestamp, revocation: &Revocation) -> Presented {
        let crossed = answer.unused().is_some_and(|unused| self.is_graceful(used_at) && self.is_from_where(unused));
        if crossed {
            Presented::Refuse(TokenFault::RefreshRevoked(revocation.clone()))
        } else {
            Presented::Replay { used_at, lost: false }
        }
    }

    fn is_graceful(&self, used_at: Timestamp) -> bool {
        self.grace > 0 && used_at.seconds_until(self.now) < self.grace
    }

    /// Whether it comes from where a token was asked for: from the same address, or from nowhere that is known.
    fn is_from_where(&self, token: &TokenRecord) -> bool {
        self.from.ip == token.context.ip
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::actor::Actor;
    use crate::core::token::tests::record;

    fn root() -> Jti {
        Jti::from_bytes([1; 16])
    }

    fn show(token: TokenRecord, family: &[TokenRecord], grace: i64, now: i64) -> Presented {
        let from = AccessContext::default();
        present(token, &Showing { family, from: &from, grace, now: Timestamp(now) })
    }

    fn used_at_3() -> TokenRecord {
        let fresh = TokenRecord { jti: root(), ..record(TokenKind::Refresh) };
        let Presented::Rotate(used) = show(fresh, &[], 0, 3) else { panic!("refused") };
        *used
    }

    /// What the first was used for: an access and a refresh token, of this number.
    fn pair(number: u8) -> [TokenRecord; 2] {
        let token = |kind, byte| TokenRecord { jti: Jti::from_bytes([byte; 16]), parent: Some(root()), ..record(kind) };
        [token(TokenKind::Access, 2 * number), token(TokenKind::Refresh, 2 * number + 1)]
    }

    fn revoked(token: TokenRecord, cause: Cause) -> TokenRecord {
        let by = Actor::new("a@b").unwrap();
        let revocation = Revocation { at: Timestamp(4), by, cause, note: None };
        TokenRecord { state: TokenState::Revoked(revocation), ..token }
    }

    fn replay(lost: bool) -> Presented {
        Presented::Replay { used_at: Timestamp(3), lost }
    }

    #[test]
    fn a_refresh_token_works_once() {
        let (used, family) = (used_at_3(), pair(1));
        assert_eq!(used.state, TokenState::Refreshed { at: Timestamp(3) });
        assert_eq!(show(used.clone(), &family, 0, 3), replay(false));
        // A process that looked at its clock before the other one did gets no grace where there is none.
        assert_eq!(show(used.clone(), &family, 0, 2), replay(false));
        // Also long after its own end: whoever shows it holds a copy.
        assert_eq!(show(used, &family, 0, 4_000), replay(false));
    }

    #[test]
    fn what_nobody_used_is_replaced_while_grace_runs_which_counts_from_the_use() {
        let (used, family) = (used_at_3(), pair(1));
        let replace = Presented::Replace { used_at: Timestamp(3), unused: family.to_vec() };
        for now in [2, 3, 12] {
            assert_eq!(show(used.clone(), &family, 10, now), replace, "{now}");
        }
        assert_eq!(show(used.clone(), &family, 10, 13), replay(false));
        assert_eq!(show(used, &family, 1_000, 100), Presented::Refuse(TokenFault::RefreshExpired(Timestamp(100))));
    }

    #[test]
    fn grace_ends_when_anything_of_the_answer_is_used() {
        let [access, refresh] = pair(1);
        let next = TokenRecord { state: TokenState::Refreshed { at: Timestamp(4) }, ..refresh.clone() };
        let heir = TokenRecord { parent: Some(access.jti), ..record(TokenKind::Access) };
        for family in [
            vec![],
            vec![access.clone(), next],
            vec![access.clone(), revoked(refresh.clone(), Cause::Family)],
            vec![revoked(access.clone(), Cause::Token), refresh.clone()],
            vec![access, refresh, heir],
        ] {
            assert_eq!(show(used_at_3(), &family, 10, 5), replay(false), "{family:?}");
        }
    }

    #[test]
    fn what_was_replaced_does_not_count_and_is_replaced_so_often_and_no_more() {
        let replaced =
            |count: u8| (1..=count).flat_map(|number| pair(number).map(|token| revoked(token, Cause::Replaced)));
        let family = |count: u8| replaced(count).chain(pair(100)).collect::<Vec<_>>();
        let last = u8::try_from(MOST_REPLACED).unwrap();
        let again = Presented::Replace { used_at: Timestamp(3), unused: pair(100).to_vec() };
        assert_eq!(show(used_at_3(), &family(last - 1), 10, 5), again);
        assert_eq!(show(used_at_3(), &family(last), 10, 5), Presented::Repeated { used_at: Timestamp(3) });
        assert_eq!(answer_to(&family(last), root()), Some(pair(100)[1].jti));
    }

    #[test]
    fn one_that_was_replaced_is_refused_while_answers_may_have_crossed_and_a_replay_else() {
        let shown = revoked(pair(1)[1].clone(), Cause::Replaced);
        let TokenState::Revoked(revocation) = &shown.state else { unreachable!() };
        let family = |last: [TokenRecord; 2]| [&[used_at_3(), shown.clone()][..], &last].concat();
        let refused = Presented::Refuse(TokenFault::RefreshRevoked(revocation.clone()));
        assert_eq!(show(shown.clone(), &family(pair(2)), 10, 5), refused);
        assert_eq!(show(shown.clone(), &family(pair(2)), 10, 13), replay(false));
        let elsewhere = pair(2).map(|token| {
            let context = AccessContext { ip: "192.0.2.7".parse().ok(), ..AccessContext::default() };
            TokenRecord { context, ..token }
        });
        assert_eq!(show(shown.clone(), &family(elsewhere), 10, 5), replay(false));
        let [access, refresh] = pair(2);
        let used = TokenRecord { state: TokenState::Refreshed { at: Timestamp(4) }, ..refresh };
        assert_eq!(show(shown.clone(), &family([access, used]), 10, 5), replay(false));
        // Of one whose use is in no row any more nothing is concluded.
        assert_eq!(show(shown.clone(), std::slice::from_ref(&shown), 10, 5), refused);
    }

    #[test]
    fn a_replay_looks_like_a_lost_answer_soon_after_the_use_and_from_the_same_address() {
        let from = |ip: &str| AccessContext { ip: ip.parse().ok(), ..AccessContext::default() };
        let family = pair(1).map(|token| TokenRecord { context: from("192.0.2.7"), ..token });
        let shown = |ip: &str, now| {
            present(used_at_3(), &Showing { family: &family, from: &from(ip), grace: 0, now: Timestamp(now) })
        };
        assert_eq!(shown("192.0.2.7", 62), replay(true));
        assert_eq!(shown("192.0.2.7", 63), replay(false));
        assert_eq!(shown("192.0.2.8", 5), replay(false));
        assert_eq!(shown("", 5), replay(false), "from nowhere that is known");
    }

    #[test]
    fn an_expired_one_is_refused_and_an_access_token_never_refreshes() {
        let show = |token, now| show(token, &[], 0, now);
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
