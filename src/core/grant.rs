//! A grant: a user's consent to an app for a set of scopes. Revoking it ends every token under it.

use super::id::{ClientId, GrantId, UserId};
use super::revocation::Revocation;
use super::scope::Scopes;
use super::time::Timestamp;
use super::token::AccessContext;

/// A user's consent to an app.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// Its id.
    pub id: GrantId,
    /// To which app.
    pub client_id: ClientId,
    /// Whose.
    pub user: UserId,
    /// For what.
    pub scopes: Scopes,
    /// When it was first given.
    pub granted_at: Timestamp,
    /// From where it was first given.
    pub context: AccessContext,
    /// Where it stands.
    pub state: GrantState,
}

/// Where a grant stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GrantState {
    /// The user consents.
    Active,
    /// The user consents no more. A later consent is a new grant.
    Revoked(Revocation),
}

impl GrantState {
    /// The names of the states, as filters and the store know them.
    pub const NAMES: [&str; 2] = ["active", "revoked"];

    /// The word for the state.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Revoked(_) => "revoked",
        }
    }
}

/// Which grants: all conditions hold, and one that is not given holds for every grant.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GrantFilter {
    /// This one.
    pub id: Option<GrantId>,
    /// Of this user.
    pub user: Option<UserId>,
    /// To this app.
    pub app: Option<ClientId>,
    /// Standing, or revoked.
    pub active: Option<bool>,
}

/// What becomes of grants that are to be revoked. Revoking twice is no error.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct GrantCount {
    /// Standing before, revoked now.
    pub revoked: u64,
    /// Revoked before.
    pub already_revoked: u64,
}

/// What asking for scopes under a grant leads to.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("user {user} has not consented to {missing}; consented so far: {granted}")]
pub struct ConsentMissing {
    /// Whose consent is missing.
    pub user: UserId,
    /// What was consented to.
    pub granted: Scopes,
    /// What was asked for beyond that.
    pub missing: Scopes,
}

impl Grant {
    /// A first consent.
    pub fn give(
        id: GrantId,
        client_id: ClientId,
        user: UserId,
        scopes: Scopes,
        context: AccessContext,
        now: Timestamp,
    ) -> Self {
        Self { id, client_id, user, scopes, granted_at: now, context, state: GrantState::Active }
    }

    /// Whether the consent stands.
    pub fn is_active(&self) -> bool {
        self.state == GrantState::Active
    }

    /// Lets a token have these scopes: those consented to, or more where the user consents to them now.
    pub fn cover(self, scopes: &Scopes, consents_now: bool) -> Result<Self, ConsentMissing> {
        let missing = self.scopes.missing(scopes);
        if missing.is_empty() {
            Ok(self)
        } else if consents_now {
            Ok(Self { scopes: self.scopes.union(scopes), ..self })
        } else {
            Err(ConsentMissing { user: self.user, granted: self.scopes, missing })
        }
    }

    /// Ends the consent. Ending it twice changes nothing: the first revocation stands.
    #[must_use]
    pub fn revoke(self, revocation: Revocation) -> Self {
        match self.state {
            GrantState::Active => Self { state: GrantState::Revoked(revocation), ..self },
            GrantState::Revoked(_) => self,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::actor::Actor;
    use crate::core::revocation::Cause;

    fn grant() -> Grant {
        let user = UserId::new("alice").unwrap();
        let id = GrantId::from_parts(0, [0; 10]);
        let scopes = "read".parse().unwrap();
        Grant::give(id, ClientId::from_random([0; 16]), user, scopes, AccessContext::default(), Timestamp(0))
    }

    #[test]
    fn a_grant_grows_only_with_consent() {
        let wider: Scopes = "read write".parse().unwrap();
        let refused = grant().cover(&wider, false).unwrap_err();
        assert_eq!(refused.to_string(), "user alice has not consented to write; consented so far: read");
        assert_eq!(grant().cover(&wider, true).unwrap().scopes, wider);
        assert_eq!(grant().cover(&Scopes::none(), false).unwrap(), grant());
    }

    #[test]
    fn the_first_revocation_stands() {
        let at = |s| Revocation { at: Timestamp(s), by: Actor::new("a@b").unwrap(), cause: Cause::Grant, note: None };
        let revoked = grant().revoke(at(1));
        assert!(!revoked.is_active());
        assert_eq!(revoked.clone().revoke(at(2)), revoked);
    }
}
