//! What every grant may ask for.

use crate::core::{Audience, Scopes};
use crate::http::form::Form;
use crate::http::oauth_error::OAuthError;

/// The scopes that are asked for.
pub(in crate::http::endpoint) fn scopes(form: &Form) -> Result<Option<Scopes>, OAuthError> {
    let parse = |text: &str| text.parse().map_err(|_| OAuthError::invalid_scope("scope is not well-formed"));
    form.get("scope").map(parse).transpose()
}

/// Whom the token is to be for: each `resource`, an address (RFC 8707, 2), and each `audience`, which may be any name (RFC 8693,
/// 2.1). Apps of some other servers send an `audience` with every grant, so that it is read for every grant here.
pub(in crate::http::endpoint) fn targets(form: &Form) -> Result<Vec<Audience>, OAuthError> {
    let mut targets: Vec<Audience> = Vec::new();
    for resource in form.all("resource") {
        if !is_resource(resource) {
            return Err(OAuthError::invalid_target("a resource is not an absolute URI without a fragment"));
        }
    }
    for name in form.all("resource").chain(form.all("audience")) {
        let target = Audience::new(name).map_err(|_| OAuthError::invalid_target("an audience is not well-formed"))?;
        if !targets.contains(&target) {
            targets.push(target);
        }
    }
    Ok(targets)
}

/// Whether a text is an absolute URI, which has a scheme and no fragment (RFC 3986, 4.3), made of the letters of one.
fn is_resource(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else { return false };
    let is_scheme = scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~:/?[]@!$&'()*+,;=%".contains(&byte);
    let has_host = rest.strip_prefix("//").is_none_or(|rest| !rest.is_empty() && !rest.starts_with(['/', '?', ':']));
    is_scheme && has_host && !rest.is_empty() && rest.bytes().all(is_letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_resource_is_an_absolute_uri_without_a_fragment() {
        for good in ["https://api.test", "https://api.test:8443/v1?tenant=7", "urn:example:orders", "http://[::1]/"] {
            assert!(is_resource(good), "{good}");
        }
        for bad in
            ["", "api", "/v1", "//api.test/", "https:", "https://", "https:///v1", "1a:b", "https://a/#", "a:b#c"]
        {
            assert!(!is_resource(bad), "{bad}");
        }
        for bad in ["https://api.test/a b", "https://api.test/\u{e9}", "https://api.test/\"", ":x", "ht tp://a"] {
            assert!(!is_resource(bad), "{bad}");
        }
    }

    #[test]
    fn resources_and_audiences_are_named_once_each() {
        let form = Form::parse(b"resource=https%3A%2F%2Fa&audience=b&audience=https%3A%2F%2Fa").unwrap();
        let named: Vec<String> = targets(&form).unwrap().iter().map(ToString::to_string).collect();
        assert_eq!(named, ["https://a", "b"]);
        let form = Form::parse(b"resource=b").unwrap();
        assert_eq!(targets(&form).unwrap_err().code, "invalid_target");
    }
}
