//! A token as the ledger knows it: by its jti, never by its text.
//!
//! active → expired (by time) | refreshed (a refresh token that was used) | revoked.

use std::net::IpAddr;

use super::id::{Audience, ClientId, FamilyId, GrantId, Jti, Kid, UserId};
use super::json::ClaimMap;
use super::revocation::{Cause, Revocation};
use super::scope::Scopes;
use super::secret::TokenDigest;
use super::shape::Shape;
use super::time::Timestamp;

/// The ledger's row of a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenRecord {
    /// Its id.
    pub jti: Jti,
    /// What it is for.
    pub kind: TokenKind,
    /// The app it was issued to.
    pub client_id: ClientId,
    /// For whom.
    pub subject: Subject,
    /// The consent it stands on; none where the app acts for itself.
    pub grant: Option<GrantId>,
    /// The chain of refresh tokens it came with; none without one.
    pub family: Option<FamilyId>,
    /// The refresh token whose use made it; none for the first of a family.
    pub parent: Option<Jti>,
    /// The key that signed it; none for opaque text.
    pub kid: Option<Kid>,
    /// What it opens.
    pub scopes: Scopes,
    /// Where it opens it.
    pub audiences: Vec<Audience>,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// The first second at which it is no longer good.
    pub expires_at: Timestamp,
    /// What has become of it.
    pub state: TokenState,
    /// From where it was asked for.
    pub context: AccessContext,
    /// The digest of its text, for opaque text alone.
    pub digest: Option<TokenDigest>,
    /// What an opaque access token says beyond all this; a JWT says it itself.
    pub claims: Option<ClaimMap>,
    /// How a test token departs from others; none for those.
    pub departs: Option<Box<Shape>>,
}

/// How an access token is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum TokenFormat {
    /// Signed, and readable for everyone who has it (RFC 9068).
    #[default]
    Jwt,
    /// A random reference, of which only this ledger knows what it stands for.
    Opaque,
}

impl TokenFormat {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Jwt, Self::Opaque];

    /// The word for it in flags, output and the store.
    pub fn name(self) -> &'static str {
        match self {
            Self::Jwt => "jwt",
            Self::Opaque => "opaque",
        }
    }

    /// The format of this word.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }
}

/// What a token is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TokenKind {
    /// Opens APIs.
    Access,
    /// Stands for the user's consent; only gets new tokens.
    Refresh,
    /// Tells the app who the user is; opens nothing.
    Id,
}

impl serde::Serialize for TokenKind {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.name())
    }
}

impl TokenKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Access, Self::Refresh, Self::Id];

    /// The word for it in output and in the store.
    pub fn name(self) -> &'static str {
        match self {
            Self::Access => "access",
            Self::Refresh => "refresh",
            Self::Id => "id",
        }
    }

    /// The kind of this word.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// For whom a token speaks: its `sub`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A user, who consented.
    User(UserId),
    /// The app itself: `sub` is its client_id (RFC 9068, 2.2).
    App,
}

impl Subject {
    /// The `sub` of its tokens: the user, or the app of this `client_id` where it acts for itself.
    pub fn sub<'s>(&'s self, client_id: &'s ClientId) -> &'s str {
        self.user().map_or(client_id.as_str(), UserId::as_str)
    }

    /// The user, if there is one.
    pub fn user(&self) -> Option<&UserId> {
        match self {
            Self::User(user) => Some(user),
            Self::App => None,
        }
    }
}

/// From where a token was asked for: kept in the ledger so that risky patterns can be seen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AccessContext {
    /// The address of the user.
    pub ip: Option<IpAddr>,
    /// The user agent.
    pub user_agent: Option<String>,
    /// The device.
    pub device: Option<String>,
}

/// What was done to a token. That it has expired is not stored: time decides it, see [`TokenRecord::standing`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TokenState {
    /// Nothing.
    Active,
    /// A refresh token that was used.
    Refreshed {
        /// When.
        at: Timestamp,
    },
    /// It was ended.
    Revoked(Revocation),
}

/// Where a token stands at a point in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Good.
    Active,
    /// Past its `exp`.
    Expired,
    /// A refresh token that was used.
    Refreshed,
    /// Ended.
    Revoked,
    /// Planted to be found: it never opened anything.
    Canary,
}

impl Standing {
    /// Every standing, as filters list them.
    pub const ALL: [Self; 5] = [Self::Active, Self::Expired, Self::Refreshed, Self::Revoked, Self::Canary];

    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Expired => "expired",
            Self::Refreshed => "refreshed",
            Self::Revoked => "revoked",
            Self::Canary => "canary",
        }
    }

    /// The standing of this word.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|standing| standing.name() == name)
    }
}

/// What revoking a token comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RevokeStep {
    /// It was good and is revoked in the value given.
    Revoked(Box<TokenRecord>),
    /// It was revoked before; the first revocation stands.
    Already,
    /// It has expired or was used up: there is nothing to revoke.
    Ended,
}

impl TokenRecord {
    /// The `jti` in its text, where that is none that is made here.
    pub fn shown_jti(&self) -> Option<&str> {
        self.departs.as_ref()?.jti.as_deref()
    }

    /// The `jti` in its text: what people know it by.
    pub fn named_jti(&self) -> String {
        self.shown_jti().map_or_else(|| self.jti.to_string(), str::to_owned)
    }

    /// When, by whom and where it was planted, if it is a canary.
    pub fn canary(&self) -> Option<&Revocation> {
        match &self.state {
            TokenState::Revoked(revocation) if revocation.cause == Cause::Canary => Some(revocation),
            _ => None,
        }
    }

    /// How it is written. No key signed what is opaque; nor a canary that looks like a JWT, whose text says what it says.
    pub fn format(&self) -> TokenFormat {
        let is_jwt = self.kid.is_some() || (self.canary().is_some() && self.claims.is_none());
        if is_jwt { TokenFormat::Jwt } else { TokenFormat::Opaque }
    }

    /// Where the token stands. Expired at `exp` itself: "on or after" (RFC 7519, 4.1.4). What was done to
    /// it goes before what time did to it, so that a used or revoked token is never merely "expired".
    pub fn standing(&self, now: Timestamp) -> Standing {
        match &self.state {
            TokenState::Revoked(revocation) if revocation.cause == Cause::Canary => Standing::Canary,
            TokenState::Revoked(_) => Standing::Revoked,
            TokenState::Refreshed { .. } => Standing::Refreshed,
            TokenState::Active if now >= self.expires_at => Standing::Expired,
            TokenState::Active => Standing::Active,
        }
    }

    /// Ends the token, if it is still good.
    pub fn revoke(self, revocation: Revocation) -> RevokeStep {
        match self.standing(revocation.at) {
            Standing::Active => RevokeStep::Revoked(Box::new(Self { state: TokenState::Revoked(revocation), ..self })),
            Standing::Revoked | Standing::Canary => RevokeStep::Already,
            Standing::Expired | Standing::Refreshed => RevokeStep::Ended,
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::core::actor::Actor;
    use crate::core::revocation::Cause;

    /// An access token of app 1 for alice, good from 0 to 100.
    pub(crate) fn record(kind: TokenKind) -> TokenRecord {
        TokenRecord {
            jti: Jti::from_parts(0, [0; 10]),
            kind,
            client_id: ClientId::from_random([1; 16]),
            subject: Subject::User(UserId::new("alice").unwrap()),
            grant: Some(GrantId::from_parts(0, [0; 10])),
            family: None,
            parent: None,
            kid: Some(Kid::new("k1").unwrap()),
            scopes: Scopes::none(),
            audiences: vec![],
            issued_at: Timestamp(0),
            expires_at: Timestamp(100),
            state: TokenState::Active,
            context: AccessContext::default(),
            digest: None,
            claims: None,
            departs: None,
        }
    }

    fn revocation(at: i64) -> Revocation {
        Revocation { at: Timestamp(at), by: Actor::new("a@b").unwrap(), cause: Cause::Token, note: None }
    }

    #[test]
    fn a_token_ends_at_its_exp_and_not_a_second_later() {
        let token = record(TokenKind::Access);
        assert_eq!(token.standing(Timestamp(99)), Standing::Active);
        assert_eq!(token.standing(Timestamp(100)), Standing::Expired);
    }

    #[test]
    fn revoking_twice_keeps_the_first_and_expired_ones_stay_expired() {
        let RevokeStep::Revoked(revoked) = record(TokenKind::Access).revoke(revocation(5)) else {
            panic!("not revoked")
        };
        assert_eq!(revoked.clone().revoke(revocation(6)), RevokeStep::Already);
        assert_eq!(revoked.standing(Timestamp(1_000)), Standing::Revoked);
        assert_eq!(record(TokenKind::Access).revoke(revocation(100)), RevokeStep::Ended);
    }
}
