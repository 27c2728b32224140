//! What is wanted of a token: what was asked for, and beneath it what its model says.

use std::borrow::Cow;

use crate::authority::error::Result;
use crate::core::claims::profile::{Chance, Circumstances, ForWhom, Model, Modelled};
use crate::core::claims::{ClaimsRequest, IdTokenRequest};
use crate::core::policy::{Defaults, Policy};
use crate::core::{App, Audience, Scopes, Shape, Timestamp, User, UserId};

/// What is known of a token before it is made.
pub(super) struct Known<'k> {
    pub defaults: &'k Defaults,
    pub policy: Policy<'k>,
    pub app: &'k App,
    pub scopes: &'k Scopes,
    /// Of whom it is, where anything is kept of them.
    pub user: Option<&'k User>,
    /// Chance of this token alone.
    pub chance: &'k Chance,
    pub now: Timestamp,
}

/// What is wanted of a token.
pub(super) struct Wanted<'r> {
    pub shape: Cow<'r, Shape>,
    pub claims: Cow<'r, ClaimsRequest>,
    pub id: Option<Cow<'r, IdTokenRequest>>,
    pub audiences: Cow<'r, [Audience]>,
}

impl Wanted<'_> {
    /// The same, and beneath it what a model says of a token for this user, or of one whose app acts for itself.
    pub fn over(self, model: &Model, user: Option<&UserId>, known: &Known<'_>) -> Result<Self> {
        // Nobody may be named yet: a model may name somebody, or leave the audience out.
        let usual = known.policy.audiences(&self.audiences).unwrap_or_else(|_| self.audiences.to_vec());
        let mut of = Circumstances {
            user,
            app: Some(known.app.name.as_str()),
            client_id: Some(known.app.client_id.as_str()),
            home: Some(&known.defaults.issuer),
            issuer: self.shape.issuer.as_ref(),
            subject: self.shape.subject.as_deref(),
            audiences: &usual,
            scopes: known.scopes,
            kept: known.user.map(|user| &user.claims),
            now: known.now,
            chance: known.chance,
        };
        let audiences = if self.audiences.is_empty() { model.audiences(&of)? } else { None };
        if let Some(audiences) = &audiences {
            of.audiences = audiences;
        }
        let for_whom = ForWhom::of(&self.audiences);
        let Modelled { shape, claims, id } =
            model.under(&of, for_whom, &self.shape, &self.claims, self.id.as_deref())?;
        Ok(Self {
            shape: Cow::Owned(shape),
            claims: Cow::Owned(claims),
            id: id.map(Cow::Owned),
            audiences: audiences.map_or(self.audiences, Cow::Owned),
        })
    }
}
