//! Tokens that were just issued: the only answer that holds their text.

use serde_json::Value;

use super::View;
use super::render::json_of;
use crate::authority::Issued;
use crate::cli::paint::Paint;
use crate::core::SecretText;
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
}
