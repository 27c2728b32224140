//! What a provider says of itself (OpenID Connect Discovery 1.0, 3; RFC 8414, 2).

use serde_json::Value;

use super::member::Maybe;
use crate::core::Algorithm;
use crate::core::json::{JsonError, parse_object};

document! {
    /// What a provider says of itself, as far as a verifier asks (OpenID Connect Discovery 1.0, 3).
    pub struct ProviderMetadata as "provider metadata" {
        /// Whose it is: the `iss` of its tokens, to the letter.
        issuer: String,
        /// Where its keys are; left out by one that publishes none.
        jwks_uri: Maybe<String>,
        /// What it signs ID tokens with; left out by one that does not say it.
        id_token_signing_alg_values_supported: Maybe<Vec<String>>,
    }
}

/// Why a document is no metadata.
#[derive(Debug, thiserror::Error)]
pub enum MetadataFault {
    /// It is no object, or one that could be read in two ways.
    #[error("its JSON is not acceptable: {0}")]
    Json(#[from] JsonError),
    /// It does not say what it must.
    #[error("it has no text named {0}")]
    NoText(&'static str),
}

impl ProviderMetadata {
    /// Reads what a provider sent. Members that nobody asks for are ignored.
    pub fn read(json: &[u8]) -> Result<Self, MetadataFault> {
        let object = parse_object(json)?;
        let text = |name: &str| object.get(name).and_then(Value::as_str).map(str::to_owned);
        let issuer = text("issuer").ok_or(MetadataFault::NoText("issuer"))?;
        let texts = |name: &str| -> Option<Vec<String>> {
            object.get(name)?.as_array()?.iter().map(|text| text.as_str().map(str::to_owned)).collect()
        };
        Ok(Self {
            issuer,
            jwks_uri: Maybe(text("jwks_uri")),
            id_token_signing_alg_values_supported: Maybe(texts("id_token_signing_alg_values_supported")),
        })
    }

    /// Where the keys are, which a verifier cannot do without.
    pub fn jwks_uri(&self) -> Result<&str, MetadataFault> {
        self.jwks_uri.0.as_deref().ok_or(MetadataFault::NoText("jwks_uri"))
    }

    /// The one algorithm that it signs with; none where it lists several, or none of ours. `none` in the list signs nothing.
    pub fn only_algorithm(&self) -> Option<Algorithm> {
        let mut listed = self.id_token_signing_alg_values_supported.0.iter().flatten().filter(|alg| *alg != "none");
        let only = listed.next()?;
        if listed.any(|other| other != only) { None } else { Algorithm::from_header(only) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read_and_the_rest_is_ignored() {
        let json = r#"{"issuer":"https://a.example","jwks_uri":"https://a.example/keys","other":[1]}"#;
        let metadata = ProviderMetadata::read(json.as_bytes()).unwrap();
        let written = serde_json::to_string(&metadata).unwrap();
        assert_eq!(written, r#"{"issuer":"https://a.example","jwks_uri":"https://a.example/keys"}"#);
        let keyless = ProviderMetadata::read(br#"{"issuer":"https://a.example","jwks_uri":1}"#).unwrap();
        assert_eq!(keyless.jwks_uri().unwrap_err().to_string(), "it has no text named jwks_uri");
        assert!(ProviderMetadata::read(br#"{"issuer":"a","issuer":"b"}"#).is_err());
    }

    #[test]
    fn an_algorithm_is_taken_where_it_is_the_only_one_that_is_listed() {
        for (list, only) in [
            (r#"["RS256"]"#, Some(Algorithm::RS256)),
            (r#"["none","RS256"]"#, Some(Algorithm::RS256)),
            (r#"["RS256","RS256"]"#, Some(Algorithm::RS256)),
            (r#"["RS256","PS256"]"#, None),
            (r#"["RS256","ES256K"]"#, None),
            (r#"["Ed448"]"#, None),
            (r#"["none"]"#, None),
            (r#"["rs256"]"#, None),
            (r#"["RS256",7]"#, None),
            (r#""RS256""#, None),
            ("[]", None),
        ] {
            let json = format!(r#"{{"issuer":"a","id_token_signing_alg_values_supported":{list}}}"#);
            assert_eq!(ProviderMetadata::read(json.as_bytes()).unwrap().only_algorithm(), only, "{list}");
        }
    }
}
