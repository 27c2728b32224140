//! The tokens of one issue or refresh: what they have in common, and what of each is signed and what entered.

use crate::authority::error::{Error, Result};
use crate::core::claims::{
    AccessClaims, ClaimMap, ClaimsRequest, IdTokenRequest, Issuance, access_claims, beyond_columns, id_claims,
};
use crate::core::jose::{ACCESS_TOKEN_TYP, Sign, encode, encode_shaped};
use crate::core::policy::Policy;
use crate::core::{
    AccessContext, Algorithm, App, Audience, Family, GrantId, Issuer, Jti, KeyRecord, Scopes, SecretText, Shape,
    Subject, Timestamp, TokenKind, TokenRecord, TokenState, User,
};

/// What the tokens of one issue have in common.
pub(super) struct Minting<'a> {
    pub issuer: &'a Issuer,
    pub policy: Policy<'a>,
    pub app: &'a App,
    /// What will sign; not needed where nothing but opaque text is made.
    pub key: Option<&'a KeyRecord>,
    /// The text of the access token where it is opaque; else it is signed.
    pub opaque: Option<SecretText>,
    pub subject: Subject,
    /// What is kept of the user, if anything is.
    pub user: Option<User>,
    pub grant: Option<GrantId>,
    pub family: Option<Family>,
    /// The refresh token whose use makes these tokens.
    pub parent: Option<Jti>,
    pub audiences: Vec<Audience>,
    /// How the tokens depart from what the home would make; plain for those that do not.
    pub shape: Shape,
    pub context: AccessContext,
    pub now: Timestamp,
}

/// What an access token will be.
pub(super) enum Access {
    /// These claims, once they are signed.
    Claims(ClaimMap),
    /// This text, which means something to the ledger alone.
    Text(SecretText),
}

impl Access {
    /// The token itself, as its row says. A signer is needed where there are claims.
    pub(super) fn text(self, row: &TokenRecord, signer: Option<&dyn Sign>, algorithm: Algorithm) -> Result<SecretText> {
        let claims = match self {
            Self::Text(text) => return Ok(text),
            Self::Claims(claims) => claims,
        };
        let signer = signer.ok_or(Error::NoActiveKey(algorithm))?;
        Ok(match &row.departs {
            None => encode(ACCESS_TOKEN_TYP, &claims, signer)?,
            Some(shape) => encode_shaped(ACCESS_TOKEN_TYP, shape, &claims, signer)?,
        })
    }
}

impl Minting<'_> {
    /// An access token for these scopes, not signed yet, and its row.
    pub(super) fn access(&self, request: &ClaimsRequest, scopes: &Scopes, jti: Jti) -> Result<(Access, TokenRecord)> {
        let Some(text) = &self.opaque else {
            let key = self.key()?;
            let claims = self.access_claims(scopes, Some(key), request, jti);
            let record = self.record(TokenKind::Access, jti, scopes, claims.expires_at, &self.shape);
            return Ok((Access::Claims(claims.map), TokenRecord { kid: Some(key.kid.clone()), ..record }));
        };
        let claims = self.access_claims(scopes, None, request, jti);
        let record = self.record(TokenKind::Access, jti, scopes, claims.expires_at, &self.shape);
        let record = TokenRecord { digest: Some(text.digest()), claims: Some(beyond_columns(claims.map)), ..record };
        Ok((Access::Text(text.clone()), record))
    }

    /// The claims of the ID token that goes with an access token, to be bound to it and signed, and its row.
    pub(super) fn id(
        &self,
        request: &IdTokenRequest,
        access: &TokenRecord,
        jti: Jti,
    ) -> Result<(ClaimMap, TokenRecord)> {
        let key = self.key()?;
        // An opaque access token is not bound to the life of a key; the ID token is.
        let end = key.cap(access.expires_at);
        let shape = self.shape.of_id_token();
        // It is for the app by the name that the app knows (OpenID Connect Core, 2).
        let issuance =
            Issuance { client_id: Some(self.app.said_id()), ..self.issuance(&access.scopes, Some(key), &shape) };
        let mut claims = id_claims(&issuance, request, end, jti);
        if let Some(user) = &self.user {
            user.complete(&mut claims);
        }
        let id = self.record(TokenKind::Id, jti, &access.scopes, end, &shape);
        Ok((claims, TokenRecord { kid: Some(key.kid.clone()), ..id }))
    }

    /// What an access token says: what is asked for, and under it what is kept of the user.
    fn access_claims(
        &self,
        scopes: &Scopes,
        key: Option<&KeyRecord>,
        request: &ClaimsRequest,
        jti: Jti,
    ) -> AccessClaims {
        let mut claims = access_claims(&self.issuance(scopes, key, &self.shape), request, jti);
        if let Some(user) = &self.user {
            user.complete(&mut claims.map);
        }
        claims
    }

    fn key(&self) -> Result<&KeyRecord> {
        self.key.ok_or(Error::NoActiveKey(self.shape.algorithm.unwrap_or(self.policy.algorithm())))
    }

    /// The row of a refresh token: opaque, so known by its digest and signed by no key.
    pub(super) fn refresh(&self, text: &SecretText, scopes: &Scopes, jti: Jti) -> TokenRecord {
        let ttl = self.policy.refresh_ttl();
        let expires_at = self.family.as_ref().map_or(self.now.plus(ttl), |family| family.cap(ttl, self.now));
        // Opaque to whoever holds it: nothing of it departs but the tokens that it is used for.
        let record = self.record(TokenKind::Refresh, jti, scopes, expires_at, &Shape::default());
        TokenRecord { digest: Some(text.digest()), ..record }
    }

    fn issuance<'s>(&'s self, scopes: &'s Scopes, key: Option<&'s KeyRecord>, shape: &'s Shape) -> Issuance<'s> {
        Issuance {
            issuer: self.issuer,
            client_id: Some(self.app.client_id.as_str()),
            subject: &self.subject,
            scopes,
            audiences: &self.audiences,
            key,
            ttl: self.policy.access_ttl(),
            now: self.now,
            shape,
        }
    }

    fn record(&self, kind: TokenKind, jti: Jti, scopes: &Scopes, expires_at: Timestamp, shape: &Shape) -> TokenRecord {
        TokenRecord {
            jti,
            kind,
            client_id: self.app.client_id.clone(),
            subject: self.subject.clone(),
            grant: self.grant,
            family: self.family.as_ref().map(|family| family.id),
            parent: self.parent,
            kid: None,
            scopes: scopes.clone(),
            audiences: self.audiences.clone(),
            issued_at: self.now,
            expires_at,
            state: TokenState::Active,
            context: self.context.clone(),
            digest: None,
            claims: None,
            departs: (!shape.is_plain()).then(|| Box::new(shape.clone())),
        }
    }
}
