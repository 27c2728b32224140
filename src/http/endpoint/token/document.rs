//! What the token endpoint answers.

use serde::Serialize;

use crate::authority::Issued;
use crate::core::SecretText;

/// Tokens, as OAuth 2.0 writes them (RFC 6749, 5.1), and nothing of ours.
#[derive(Serialize)]
pub(super) struct TokenDocument<'a> {
    access_token: &'a str,
    /// What was issued by an exchange (RFC 8693, 2.2.1).
    #[serde(skip_serializing_if = "Option::is_none")]
    issued_token_type: Option<&'static str>,
    token_type: &'static str,
    expires_in: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_token: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id_token: Option<&'a str>,
    /// A token without scopes says nothing of them: the empty text is no scope (RFC 6749, 3.3).
    #[serde(skip_serializing_if = "String::is_empty")]
    scope: String,
}

impl<'a> TokenDocument<'a> {
    pub(super) fn of(issued: &'a Issued, issued_token_type: Option<&'static str>) -> Self {
        Self {
            access_token: issued.access.reveal(),
            issued_token_type,
            token_type: issued.token_type,
            expires_in: issued.now.seconds_until(issued.record.expires_at),
            refresh_token: issued.refresh.as_ref().map(SecretText::reveal),
            id_token: issued.id.as_ref().map(SecretText::reveal),
            scope: issued.record.scopes.to_string(),
        }
    }
}
