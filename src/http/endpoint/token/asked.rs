//! What every grant may ask for.

use crate::core::{Audience, Scopes};
use crate::http::form::Form;
use crate::http::oauth_error::OAuthError;

/// The scopes that are asked for.
pub(super) fn scopes(form: &Form) -> Result<Option<Scopes>, OAuthError> {
    let parse = |text: &str| text.parse().map_err(|_| OAuthError::invalid_scope("scope is not well-formed"));
    form.get("scope").map(parse).transpose()
}

/// The resources that the token is to be for (RFC 8707, 2).
pub(super) fn audiences(form: &Form) -> Result<Vec<Audience>, OAuthError> {
    let named = form.all("resource").chain(form.all("audience"));
    named
        .map(|name| Audience::new(name).map_err(|_| OAuthError::invalid_target("a resource is not well-formed")))
        .collect()
}
