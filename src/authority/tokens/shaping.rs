//! How tokens are to be that are issued, beside what is asked for: as those of another issuer, or with more in them.

use super::issue::IssueRequest;
use crate::core::claims::profile::Model;
use crate::core::claims::{ClaimMap, Lifetime};
use crate::core::{Shape, Ttl};

/// How tokens are to be.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Shaping {
    /// What they are modelled on.
    pub model: Option<Model>,
    /// How long they live; else as long as app and home say.
    pub ttl: Option<Ttl>,
    /// Claims of the access token, over those that it has.
    pub claims: ClaimMap,
    /// Claims of the ID token, over those that it has.
    pub id_claims: ClaimMap,
    /// What departs from what the home would make.
    pub shape: Shape,
}

impl Shaping {
    /// A request for tokens that are so.
    #[must_use]
    pub fn put_to(self, mut request: IssueRequest) -> IssueRequest {
        let Self { model, ttl, claims, id_claims, shape } = self;
        request.model = model.or(request.model);
        if let Some(ttl) = ttl {
            request.claims.lifetime = Lifetime::For(ttl);
        }
        request.claims.extra.extend(claims);
        if let Some(id) = &mut request.id_token {
            id.extra.extend(id_claims);
        }
        request.shape = shape.over(request.shape);
        request
    }
}
