//! To what a token is bound: the claim `cnf` (RFC 7800).

use serde_json::{Value, json};

/// The key or certificate that a token is bound to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Binding {
    /// A key, by its thumbprint (RFC 7638; RFC 9449, 6.1).
    Key(String),
    /// A certificate, by its digest (RFC 8705, 3.1).
    Certificate(CertificateDigest),
}

/// The SHA-256 of a certificate in DER, in base64url.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateDigest(pub String);

impl Binding {
    /// The claim that says so.
    pub const CLAIM: &'static str = "cnf";
    /// The member for a key.
    pub const KEY: &'static str = "jkt";
    /// The member for a certificate.
    pub const CERTIFICATE: &'static str = "x5t#S256";

    /// The value of the claim.
    pub fn claim(&self) -> Value {
        match self {
            Self::Key(thumbprint) => json!({ (Self::KEY): thumbprint }),
            Self::Certificate(CertificateDigest(digest)) => json!({ (Self::CERTIFICATE): digest }),
        }
    }
}

/// How a token is shown that has this `cnf` (RFC 9449, 5): one that is bound to a key with a proof, all others by themselves.
pub fn token_type(cnf: Option<&Value>) -> &'static str {
    let is_bound = cnf.and_then(|cnf| cnf.get(Binding::KEY)).is_some_and(Value::is_string);
    if is_bound { "DPoP" } else { "Bearer" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_that_is_bound_to_a_key_is_no_bearer_token() {
        let key = Binding::Key("0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I".to_owned());
        assert_eq!(key.claim(), json!({"jkt": "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"}));
        assert_eq!(token_type(Some(&key.claim())), "DPoP");
        // RFC 8705, 3 changes nothing in how it is called.
        let certificate =
            Binding::Certificate(CertificateDigest("bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2".to_owned()));
        assert_eq!(certificate.claim(), json!({"x5t#S256": "bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2"}));
        assert_eq!(token_type(Some(&certificate.claim())), "Bearer");
        assert_eq!(token_type(Some(&json!({"jkt": 1}))), "Bearer");
        assert_eq!(token_type(None), "Bearer");
    }
}
