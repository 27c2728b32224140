//! What a profile makes, as an example to look at.

use super::expand::{Circumstances, ExpandError, Profile};
use super::fill::Chance;
use super::model::{ForWhom, Model};
use crate::core::claims::build::{Issuance, access_claims};
use crate::core::claims::{ClaimMap, ClaimsRequest, IdTokenRequest};
use crate::core::id::{Audience, IdError, Issuer, Jti, UserId};
use crate::core::jose::{ACCESS_TOKEN_TYP, shaped_header};
use crate::core::shape::Shape;
use crate::core::time::{Timestamp, Ttl};
use crate::core::token::Subject;
use crate::core::{Algorithm, Scopes};

/// An access token that nobody signed, and what goes with it.
#[derive(Debug, Clone, PartialEq)]
pub struct ExampleToken {
    /// Its header.
    pub header: ClaimMap,
    /// Its claims.
    pub claims: ClaimMap,
    /// What an ID token has besides its usual claims.
    pub id_claims: ClaimMap,
}

/// What stands for the client_id of an app that nobody registered.
const CLIENT: &str = "mtg_app_0000000000000000000000";

impl Profile {
    /// What it makes at this time for the user alice and an app demo, of a home whose issuer and audience are examples.
    pub fn example(&self, now: Timestamp) -> Result<ExampleToken, ExpandError> {
        let wrong = |problem: IdError| ExpandError::Value { profile: self.name.clone(), member: "iss", problem };
        let issuer = Issuer::new("https://auth.example").map_err(wrong)?;
        let user = UserId::new("alice").map_err(wrong)?;
        let usual = vec![Audience::new("https://api.example").map_err(wrong)?];
        let scopes: Scopes = "orders:read orders:write".parse().unwrap_or_default();
        let chance = Chance::of([0; 32]);
        let mut of = Circumstances {
            user: Some(&user),
            app: Some("demo"),
            client_id: Some(CLIENT),
            home: Some(&issuer),
            issuer: None,
            subject: None,
            audiences: &usual,
            scopes: &scopes,
            kept: None,
            now,
            chance: &chance,
        };
        let audiences = self.audiences(&of)?.unwrap_or_else(|| usual.clone());
        of.audiences = &audiences;
        let model = Model { profile: Some(self.clone().into()), like: None };
        let id = IdTokenRequest::default();
        let made = model.under(&of, ForWhom::Usual, &Shape::default(), &ClaimsRequest::default(), Some(&id))?;
        let subject = Subject::User(user.clone());
        let issuance = Issuance {
            issuer: &issuer,
            client_id: Some(CLIENT),
            subject: &subject,
            scopes: &scopes,
            audiences: &audiences,
            key: None,
            ttl: Ttl::minutes(15),
            now,
            shape: &made.shape,
        };
        let unix_ms = u64::try_from(now.0).unwrap_or_default() * 1_000;
        let claims = access_claims(&issuance, &made.claims, Jti::from_parts(unix_ms, [0; 10]));
        Ok(ExampleToken {
            header: shaped_header(ACCESS_TOKEN_TYP, &made.shape, Algorithm::RS256, Some("…")),
            claims: claims.map,
            id_claims: made.id.map(|id| id.extra).unwrap_or_default(),
        })
    }
}
