//! What a verifier expects of a token.

use std::net::IpAddr;

use super::confirmation::Possession;
use super::require::{ClaimRule, RequiredClaim};
use crate::core::id::{Audience, Issuer};
use crate::core::jose::{ACCESS_TOKEN_TYP, same_typ};
use crate::core::proof::Presented;
use crate::core::revocations::SnapshotRules;
use crate::core::scope::Scopes;
use crate::core::shape::{Departure, NO_TYP, Typ};
use crate::core::time::{Timestamp, Ttl};
use crate::core::token::AccessContext;

/// What a verifier expects. What is empty or none was not said.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Expectations {
    /// Who the verifier is: one of these must be in `aud`.
    pub audiences: Vec<Audience>,
    /// The `iss`: exactly one of these.
    pub issuers: Vec<Issuer>,
    /// The `sub`.
    pub subject: Option<String>,
    /// The `typ`.
    pub typ: Option<String>,
    /// Scopes that must be there.
    pub scopes: Scopes,
    /// Claims that must be there.
    pub claims: Vec<RequiredClaim>,
    /// How old a token may be: seconds since its `iat`.
    pub max_age: Option<Ttl>,
    /// Clock difference in seconds that is forgiven; none where nobody says.
    pub leeway: Option<i64>,
    /// How near an end must be to be warned of.
    pub warn_within: Option<Ttl>,
    /// How long a key may sign before its age is warned of.
    pub max_key_age: Option<Ttl>,
    /// As of when a token is judged.
    pub at: Option<Timestamp>,
    /// The address the token was shown from.
    pub ip: Option<IpAddr>,
    /// The program that showed it.
    pub user_agent: Option<String>,
    /// The device that it was shown from.
    pub device: Option<String>,
    /// Whether a token that is bound to a key is taken without proof of it; it is not where nobody says.
    pub possession: Option<Possession>,
    /// What whoever shows it gives to prove that they have the key, and what the request was that it came with.
    pub presented: Presented,
    /// Whether nothing may be judged where revocations cannot be checked.
    pub revocation_check: bool,
    /// How old a revocation snapshot may be that judges tokens.
    pub max_revocations_age: Option<Ttl>,
    /// Whether a token that is good uses a call of the budget of its app.
    pub counts: bool,
}

impl Expectations {
    /// These, and what they do not say as `other` says it. Scopes and claims that must be there add up.
    #[must_use]
    pub fn over(self, other: Self) -> Self {
        Self {
            audiences: if self.audiences.is_empty() { other.audiences } else { self.audiences },
            issuers: if self.issuers.is_empty() { other.issuers } else { self.issuers },
            subject: self.subject.or(other.subject),
            typ: self.typ.or(other.typ),
            scopes: self.scopes.union(&other.scopes),
            claims: [other.claims, self.claims].concat(),
            max_age: self.max_age.or(other.max_age),
            leeway: self.leeway.or(other.leeway),
            warn_within: self.warn_within.or(other.warn_within),
            max_key_age: self.max_key_age.or(other.max_key_age),
            at: self.at.or(other.at),
            ip: self.ip.or(other.ip),
            user_agent: self.user_agent.or(other.user_agent),
            device: self.device.or(other.device),
            possession: self.possession.or(other.possession),
            presented: self.presented.over(other.presented),
            revocation_check: self.revocation_check || other.revocation_check,
            counts: self.counts || other.counts,
            max_revocations_age: self.max_revocations_age.or(other.max_revocations_age),
        }
    }

    /// These, and of a test token what was asked of it.
    #[must_use]
    pub fn as_it_departs(mut self, departures: &[Departure]) -> Self {
        for departure in departures {
            match departure {
                Departure::Typ(Typ::Omitted, _) => self.typ = Some(NO_TYP.to_owned()),
                Departure::Typ(Typ::Is(typ), _) => self.typ = Some(typ.clone()),
                Departure::Issuer(issuer, _) => self.issuers = vec![issuer.clone()],
                Departure::Without(claim) => self.claims.push(RequiredClaim::absent(claim.name())),
                Departure::Header(_)
                | Departure::Subject(..)
                | Departure::Jti(_)
                | Departure::IssuedAt(_)
                | Departure::Algorithm(_) => {}
            }
        }
        self
    }

    /// From where it was shown, and with what.
    pub fn context(&self) -> AccessContext {
        AccessContext { ip: self.ip, user_agent: self.user_agent.clone(), device: self.device.clone() }
    }

    /// The same, for one that was shown from there; what is not known of that stays.
    #[must_use]
    pub fn shown_from(self, from: &AccessContext) -> Self {
        Self {
            ip: from.ip.or(self.ip),
            user_agent: from.user_agent.clone().or(self.user_agent),
            device: from.device.clone().or(self.device),
            ..self
        }
    }

    /// Whether it is said that there must be no claim of this name.
    pub fn lacks(&self, name: &str) -> bool {
        self.claims.iter().any(|claim| claim.rule == ClaimRule::Absent && claim.path.as_str() == name)
    }

    /// As of when a token is judged that is shown now.
    pub fn as_of(&self, now: Timestamp) -> Timestamp {
        self.at.unwrap_or(now)
    }

    /// Whether an access token as RFC 9068 has it is expected, so that what that standard asks for must be there.
    pub fn is_of_access(&self) -> bool {
        self.typ.as_deref().is_some_and(|typ| same_typ(typ, ACCESS_TOKEN_TYP))
    }

    /// What a revocation snapshot must be for tokens of which this is expected.
    pub fn of_snapshot(&self) -> SnapshotRules {
        let (issuers, max_age) = (self.issuers.clone(), self.max_revocations_age);
        SnapshotRules { issuers, max_age, leeway: self.leeway.unwrap_or(0) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_goes_over_what_another_says_and_what_is_required_adds_up() {
        let audience = |name: &str| vec![Audience::new(name).unwrap()];
        let claim = |text: &str| text.parse::<RequiredClaim>().unwrap();
        let flags = Expectations {
            audiences: audience("a"),
            scopes: "read".parse().unwrap(),
            claims: vec![claim("x=1")],
            leeway: Some(0),
            at: Some(Timestamp(1)),
            ..Expectations::default()
        };
        let file = Expectations {
            audiences: audience("b"),
            subject: Some("alice".to_owned()),
            scopes: "write".parse().unwrap(),
            claims: vec![claim("x=2"), claim("y")],
            leeway: Some(5),
            ..Expectations::default()
        };
        let both = flags.clone().over(file.clone());
        assert_eq!(both.audiences, audience("a"));
        assert_eq!(both.scopes.to_string(), "read write");
        assert_eq!(both.claims, [claim("x=2"), claim("y"), claim("x=1")]);
        assert_eq!((both.subject.as_deref(), both.leeway, both.at), (Some("alice"), Some(0), Some(Timestamp(1))));
        assert_eq!(flags.clone().over(Expectations::default()), flags);
        assert_eq!(Expectations::default().over(flags.clone()), flags);
    }
}
