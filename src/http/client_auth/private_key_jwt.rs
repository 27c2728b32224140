//! An assertion that the app signs (RFC 7521, 4.2; RFC 7523, 2.2).

use crate::http::form::Form;
use crate::http::oauth_error::OAuthError;

pub(super) const METHOD: &str = "private_key_jwt";

/// What its kind is called.
const KIND: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// The assertion, where there is one. It comes with its kind.
pub(super) fn read(form: &Form) -> Result<Option<String>, OAuthError> {
    match (form.get("client_assertion"), form.get("client_assertion_type")) {
        (None, None) => Ok(None),
        (Some(assertion), Some(KIND)) => Ok(Some(assertion.to_owned())),
        (Some(_), Some(_)) => Err(OAuthError {
            reason: Some("client_assertion_type is another than that of JWT".to_owned()),
            ..OAuthError::invalid_client(false)
        }),
        (Some(_), None) => Err(OAuthError::invalid_request("client_assertion is there without client_assertion_type")),
        (None, Some(_)) => Err(OAuthError::invalid_request("client_assertion_type is there without client_assertion")),
    }
}
