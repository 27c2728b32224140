//! What a token is modelled on: a profile, another token, or the one over the other.

use std::sync::Arc;

use super::expand::{Circumstances, ExpandError, Expanded, Profile};
use crate::core::claims::{ClaimsRequest, IdTokenRequest, Lifetime};
use crate::core::id::Audience;
use crate::core::shape::{Omittable, Shape};

/// What a token is modelled on. What is asked for by itself goes before it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Model {
    /// A profile, which goes before the other.
    pub profile: Option<Arc<Profile>>,
    /// What was taken of another token.
    pub like: Option<Arc<Expanded>>,
}

/// Whether somebody asked for the audiences of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ForWhom {
    /// They were asked for.
    Asked,
    /// The model, the app or the home says them.
    Usual,
}

impl ForWhom {
    /// By what was asked for.
    pub fn of(asked: &[Audience]) -> Self {
        if asked.is_empty() { Self::Usual } else { Self::Asked }
    }
}

/// What is asked of a token, with what its model says beneath.
#[derive(Debug, Clone)]
pub struct Modelled {
    /// What departs from what the home would make.
    pub shape: Shape,
    /// Lifetime, claims and binding of the access token.
    pub claims: ClaimsRequest,
    /// What the ID token says, where there is one.
    pub id: Option<IdTokenRequest>,
}

impl Model {
    /// Whether it makes another token each time.
    pub fn needs_chance(&self) -> bool {
        self.profile.as_ref().is_some_and(|profile| profile.needs_chance())
    }

    /// The audiences that it gives a token, where it gives any. Those of the circumstances are what there would be without it.
    pub fn audiences(&self, of: &Circumstances<'_>) -> Result<Option<Vec<Audience>>, ExpandError> {
        let of_profile = self.profile.as_ref().map(|profile| profile.audiences(of)).transpose()?.flatten();
        Ok(of_profile.or_else(|| self.like.as_ref()?.audiences.clone()))
    }

    /// What it makes of a token.
    pub fn expand(&self, of: &Circumstances<'_>) -> Result<Expanded, ExpandError> {
        let base = self.like.as_deref().cloned().unwrap_or_default();
        let Some(profile) = &self.profile else { return Ok(base) };
        let home = base.shape.issuer.clone();
        let mut over = profile.expand(&Circumstances { home: home.as_ref().or(of.home), ..*of })?;
        if let Some(kept) = of.kept {
            over.claims.retain(|name| !kept.contains_key(name));
            over.id_claims.retain(|name| !kept.contains_key(name));
        }
        let mut claims = base.claims;
        claims.extend(over.claims);
        Ok(Expanded {
            shape: over.shape.over(base.shape),
            ttl: over.ttl.or(base.ttl),
            not_before: over.not_before.or(base.not_before),
            claims,
            ..over
        })
    }

    /// What is asked of a token, with what this makes of it beneath.
    pub fn under(
        &self,
        of: &Circumstances<'_>,
        for_whom: ForWhom,
        shape: &Shape,
        claims: &ClaimsRequest,
        id: Option<&IdTokenRequest>,
    ) -> Result<Modelled, ExpandError> {
        let mut made = self.expand(of)?;
        // What is asked for is there, whatever the model lacks.
        if for_whom == ForWhom::Asked {
            made.shape.without.remove(&Omittable::Audience);
        }
        if claims.not_before.is_some() {
            made.shape.without.remove(&Omittable::NotBefore);
        }
        let (mut extra, mut id_extra) = (made.claims, made.id_claims);
        extra.extend(claims.extra.clone());
        let lifetime = match (claims.lifetime, made.ttl) {
            (Lifetime::Policy, Some(ttl)) => Lifetime::For(ttl),
            (asked, _) => asked,
        };
        Ok(Modelled {
            shape: shape.clone().over(made.shape),
            claims: ClaimsRequest {
                lifetime,
                not_before: claims.not_before.or(made.not_before),
                extra,
                bind_ip: claims.bind_ip,
            },
            id: id.map(|id| {
                id_extra.extend(id.extra.clone());
                IdTokenRequest { extra: id_extra, ..id.clone() }
            }),
        })
    }
}
