//! Tokens that were just issued: the only answer that holds their text.

use serde_json::Value;

use super::View;
use super::render::json_of;
use crate::authority::Issued;
use crate::cli::paint::Paint;
use crate::core::{Kid, SecretText};
use crate::wire::{Maybe, TokenResponse};

/// Tokens that were just issued.
pub struct IssuedView<'a>(pub &'a Issued);

impl<'a> From<&'a Issued> for TokenResponse<'a> {
    fn from(issued: &'a Issued) -> Self {
        Self {
            line: Maybe(None),
            access_token: issued.access.reveal(),
            token_type: issued.token_type,
            expires_in: issued.now.seconds_until(issued.record.expires_at).max(0),
            refresh_token: issued.refresh.as_ref().map(SecretText::reveal).into(),
            id_token: issued.id.as_ref().map(SecretText::reveal).into(),
            scope: issued.record.scopes.to_string(),
            jti: issued.record.named_jti(),
            kid: issued.record.kid.as_ref(),
        }
    }
}

/// Tokens that no ledger knows.
pub struct OfflineIssued {
    /// The access token.
    pub access: SecretText,
    /// The ID token.
    pub id: Option<SecretText>,
    /// `Bearer`, or `DPoP` where it is bound to a key.
    pub token_type: &'static str,
    /// Seconds until the access token ends.
    pub expires_in: i64,
    /// What it opens.
    pub scope: String,
    /// Its `jti`.
    pub jti: String,
    /// What its header calls the key.
    pub kid: Option<Kid>,
}

impl View for OfflineIssued {
    fn json(&self) -> Value {
        json_of(&TokenResponse {
            line: Maybe(None),
            access_token: self.access.reveal(),
            token_type: self.token_type,
            expires_in: self.expires_in,
            refresh_token: Maybe(None),
            id_token: self.id.as_ref().map(SecretText::reveal).into(),
            scope: self.scope.clone(),
            jti: self.jti.clone(),
            kid: self.kid.as_ref(),
        })
    }

    fn text(&self, _: Paint) -> String {
        let tokens = [Some(&self.access), self.id.as_ref()];
        tokens.into_iter().flatten().map(SecretText::reveal).collect::<Vec<_>>().join("\n")
    }

    fn bare(&self) -> String {
        self.access.reveal().to_owned()
    }

    fn secrets(&self) -> Vec<String> {
        [Some(&self.access), self.id.as_ref()].into_iter().flatten().map(|text| text.reveal().to_owned()).collect()
    }
}

impl View for IssuedView<'_> {
    fn json(&self) -> Value {
        json_of(&TokenResponse::from(self.0))
    }

    /// One token a line: access, refresh, ID.
    fn text(&self, _: Paint) -> String {
        let tokens = [Some(&self.0.access), self.0.refresh.as_ref(), self.0.id.as_ref()];
        tokens.into_iter().flatten().map(SecretText::reveal).collect::<Vec<_>>().join("\n")
    }

    /// The access token alone.
    fn bare(&self) -> String {
        self.0.access.reveal().to_owned()
    }

    fn secrets(&self) -> Vec<String> {
        let tokens = [Some(&self.0.access), self.0.refresh.as_ref(), self.0.id.as_ref()];
        tokens.into_iter().flatten().map(|text| text.reveal().to_owned()).collect()
    }
}
