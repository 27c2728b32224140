//! OpenID Connect Discovery 1.0: from the name of an issuer to the address of its keys.

use super::error::{OtherIssuer, SourceError};
use crate::core::Algorithm;
use crate::host::url::{Url, UrlError};
use crate::wire::{MetadataFault, ProviderMetadata};

/// Where the metadata of an issuer is (Discovery 1.0, 4).
pub(super) fn metadata_url(issuer: &Url) -> Result<Url, UrlError> {
    if issuer.as_str().contains('?') {
        return Err(UrlError::Form);
    }
    format!("{}/.well-known/openid-configuration", issuer.as_str().trim_end_matches('/')).parse()
}

/// Reads where the keys are. The metadata must be that of the very issuer that was asked for (4.3).
pub(super) fn read(metadata: &[u8], at: &Url, issuer: &Url) -> Result<Url, SourceError> {
    let fault = |fault: MetadataFault| SourceError::Metadata { url: at.to_string(), fault: fault.to_string() };
    let metadata = ProviderMetadata::read(metadata).map_err(fault)?;
    let keys = keys(&metadata, at, issuer);
    if metadata.issuer != issuer.as_str() {
        return Err(SourceError::OtherIssuer(Box::new(OtherIssuer {
            url: at.to_string(),
            found: metadata.issuer.chars().take(200).collect(),
            wanted: issuer.as_str().to_owned(),
            keys: keys.ok(),
            claimed: None,
        })));
    }
    keys
}

fn keys(metadata: &ProviderMetadata, at: &Url, issuer: &Url) -> Result<Url, SourceError> {
    let fault = |fault: MetadataFault| SourceError::Metadata { url: at.to_string(), fault: fault.to_string() };
    let refused = |fault| SourceError::JwksUri { url: at.to_string(), fault };
    let keys: Url = metadata.jwks_uri().map_err(fault)?.parse().map_err(refused)?;
    // A server elsewhere has no business on this machine, whatever is spoken there.
    match (issuer.is_here(), issuer.is_https() && !keys.is_https(), keys.is_here()) {
        (_, true, _) => Err(refused(UrlError::Plain)),
        (false, _, true) => Err(refused(UrlError::ThisMachine)),
        _ => Ok(keys),
    }
}

/// The algorithm of keys that do not say theirs, where the provider signs with no other.
pub(super) fn algorithm(metadata: &[u8]) -> Option<Algorithm> {
    ProviderMetadata::read(metadata).ok()?.only_algorithm()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        text.parse().unwrap()
    }

    #[test]
    fn the_metadata_is_under_the_issuer() {
        let at = |issuer: &str| metadata_url(&url(issuer)).map(|url| url.as_str().to_owned());
        let known = "https://a.example/.well-known/openid-configuration";
        assert_eq!(at("https://a.example").unwrap(), known);
        assert_eq!(at("https://a.example/").unwrap(), known);
        assert_eq!(at("https://a.example/t/1").unwrap(), "https://a.example/t/1/.well-known/openid-configuration");
        assert_eq!(at("https://a.example?x=1"), Err(UrlError::Form));
    }

    #[test]
    fn the_metadata_speaks_for_the_issuer_to_the_letter_and_names_its_keys() {
        let issuer = url("https://a.example");
        let read = |json: &str| read(json.as_bytes(), &issuer, &issuer);
        let good = r#"{"issuer":"https://a.example","jwks_uri":"https://keys.example/set","other":[1]}"#;
        assert_eq!(read(good).unwrap(), url("https://keys.example/set"));
        for other in ["https://a.example/", "https://A.example", "https://b.example", ""] {
            let json = good.replace("https://a.example", other);
            assert!(matches!(read(&json), Err(SourceError::OtherIssuer(_))), "{other}");
        }
        for bad in ["", "[]", "{}", r#"{"issuer":1}"#, r#"{"issuer":"https://a.example"}"#, "<html>"] {
            assert!(matches!(read(bad), Err(SourceError::Metadata { .. })), "{bad}");
        }
        for bad in [
            "http://keys.example/set",
            "http://localhost/set",
            "https://localhost/set",
            "https://127.0.0.1:8443/set",
            "file:///etc/passwd",
            "/set",
        ] {
            let json = good.replace("https://keys.example/set", bad);
            assert!(matches!(read(&json), Err(SourceError::JwksUri { .. })), "{bad}");
        }
    }
}
