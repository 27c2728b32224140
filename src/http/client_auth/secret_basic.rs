//! A secret in the `Authorization` header (RFC 7617), with both halves as forms write them (RFC 6749, 2.3.1).

use axum::http::HeaderValue;
use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use crate::http::form::decoded;

pub(super) const METHOD: &str = "client_secret_basic";

/// With padding or without: both are written.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// The client_id and the secret, where that is not empty; or why there are none.
pub(super) fn read(value: &HeaderValue) -> Result<(String, Option<String>), &'static str> {
    let value = value.to_str().map_err(|_| "Authorization is no text")?;
    let (scheme, rest) = value.split_once(' ').ok_or("Authorization has no scheme, or nothing after it")?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return Err("Authorization has another scheme than Basic");
    }
    let pair = BASE64.decode(rest.trim()).map_err(|_| "Authorization is not in base64")?;
    let at = pair.iter().position(|byte| *byte == b':').ok_or("Authorization has no colon between its halves")?;
    let half = |bytes| decoded(bytes).map_err(|_| "a half of Authorization is not written as forms write it");
    let (client_id, secret) = (half(&pair[..at])?, half(&pair[at + 1..])?);
    Ok((client_id, Some(secret).filter(|secret| !secret.is_empty())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(value: &str) -> Result<(String, Option<String>), &'static str> {
        read(&HeaderValue::from_str(value).unwrap())
    }

    #[test]
    fn both_halves_are_read_as_forms_write_them() {
        let of_pair = |pair: &str| of(&format!("Basic {}", BASE64.encode(pair)));
        assert_eq!(of_pair("a:b"), Ok(("a".to_owned(), Some("b".to_owned()))));
        assert_eq!(of_pair("a%3A1:b+c%25:"), Ok(("a:1".to_owned(), Some("b c%:".to_owned()))));
        assert_eq!(of_pair("a:"), Ok(("a".to_owned(), None)));
        assert_eq!(of("bAsIc  YTpi"), Ok(("a".to_owned(), Some("b".to_owned()))));
        assert_eq!(of("Basic YTo"), Ok(("a".to_owned(), None)));
        for bad in ["Basic", "Bearer YTpi", "Basic YTp", "Basic !!", "Basic YQ==", "Basic JTo="] {
            assert!(of(bad).is_err(), "{bad}");
        }
    }
}
