//! A secret in the body (RFC 6749, 2.3.1).

use crate::http::form::Form;

pub(super) const METHOD: &str = "client_secret_post";

pub(super) fn read(form: &Form) -> Option<String> {
    form.get("client_secret").map(str::to_owned)
}
