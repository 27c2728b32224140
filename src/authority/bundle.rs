//! The tokens of one issue or refresh: what they have in common, and what of each is signed and what entered.

use crate::core::claims::{ClaimMap, ClaimsRequest, IdTokenRequest, Issuance, access_claims, id_claims};
use crate::core::policy::Policy;
use crate::core::{
    App, Audience, Context, FamilyId, GrantId, Issuer, Jti, KeyRecord, Scopes, SecretText, Subject, Timestamp,
    TokenKind, TokenRecord, TokenState,
};

/// What the tokens of one issue have in common.
pub(super) struct Bundle<'a> {
    pub issuer: &'a Issuer,
    pub policy: Policy<'a>,
    pub app: &'a App,
    pub key: &'a KeyRecord,
    pub subject: Subject,
    pub grant: Option<GrantId>,
    pub family: Option<FamilyId>,
    pub audiences: Vec<Audience>,
    pub context: Context,
    pub now: Timestamp,
}

impl Bundle<'_> {
    /// The claims of an access token for these scopes, to be signed, and its row.
    pub(super) fn access(&self, request: &ClaimsRequest, scopes: &Scopes, jti: Jti) -> (ClaimMap, TokenRecord) {
        let claims = access_claims(&self.issuance(scopes), request, jti);
        (claims.map, self.record(TokenKind::Access, jti, scopes, claims.expires_at))
    }

    /// The claims of the ID token that goes with an access token, to be bound to it and signed, and its row.
    pub(super) fn id(&self, request: &IdTokenRequest, access: &TokenRecord, jti: Jti) -> (ClaimMap, TokenRecord) {
        let claims = id_claims(&self.issuance(&access.scopes), request, access.expires_at, jti);
        (claims, self.record(TokenKind::Id, jti, &access.scopes, access.expires_at))
    }

    /// The row of a refresh token: opaque, so known by its digest and signed by no key.
    pub(super) fn refresh(&self, text: &SecretText, scopes: &Scopes, jti: Jti) -> TokenRecord {
        let expires_at = self.now.plus(self.policy.refresh_ttl());
        let record = self.record(TokenKind::Refresh, jti, scopes, expires_at);
        TokenRecord { kid: None, digest: Some(text.digest()), ..record }
    }

    fn issuance<'s>(&'s self, scopes: &'s Scopes) -> Issuance<'s> {
        Issuance {
            issuer: self.issuer,
            app: self.app,
            subject: &self.subject,
            scopes,
            audiences: &self.audiences,
            key: self.key,
            ttl: self.policy.access_ttl(),
            now: self.now,
        }
    }

    fn record(&self, kind: TokenKind, jti: Jti, scopes: &Scopes, expires_at: Timestamp) -> TokenRecord {
        TokenRecord {
            jti,
            kind,
            client_id: self.app.client_id.clone(),
            subject: self.subject.clone(),
            grant: self.grant,
            family: self.family,
            kid: Some(self.key.kid.clone()),
            scopes: scopes.clone(),
            audiences: self.audiences.clone(),
            issued_at: self.now,
            expires_at,
            state: TokenState::Active,
            context: self.context.clone(),
            digest: None,
        }
    }
}
