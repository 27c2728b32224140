//! Tokens taken apart and put together by hand: what builds tokens and what judges them has no part in it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use mintage::core::jose::Sign;
use mintage::core::{Algorithm, Kid};
use mintage::keys::SigningKey;
use mintage::keys::pem::{PrivateFile, read_private};
use serde_json::{Map, Value};

use super::world::{Way, World};

/// base64url without padding, as every part of a token is written.
pub fn b64(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// What is behind base64url without padding.
#[track_caller]
pub fn from_b64(text: impl AsRef<[u8]>) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(text).expect("base64url")
}

/// What a signature is over.
pub fn input(header: impl AsRef<[u8]>, payload: impl AsRef<[u8]>) -> String {
    format!("{}.{}", b64(header), b64(payload))
}

/// A token of this header and payload, whatever they are.
pub fn sign(key: &SigningKey, header: impl AsRef<[u8]>, payload: impl AsRef<[u8]>) -> String {
    let input = input(header, payload);
    let signature = key.sign(input.as_bytes()).expect("a signature");
    format!("{input}.{}", b64(signature))
}

/// Header and claims as they can be altered, and the text as it was issued.
#[derive(Clone)]
pub struct TokenParts {
    pub header: Map<String, Value>,
    pub claims: Map<String, Value>,
    pub text: String,
}

impl TokenParts {
    /// Those of a token that is good.
    #[track_caller]
    pub fn of(text: impl Into<String>) -> Self {
        let text = text.into();
        let part = |place| {
            let part = text.split('.').nth(place).expect("three parts");
            serde_json::from_slice(&from_b64(part)).expect("an object")
        };
        Self { header: part(0), claims: part(1), text }
    }

    /// The kid that the header names.
    pub fn kid(&self) -> &str {
        self.header["kid"].as_str().expect("a kid")
    }

    /// The header as JSON text, with these members changed.
    pub fn header(&self, changes: Value) -> String {
        changed(&self.header, changes)
    }

    /// The claims as JSON text, with these members changed.
    pub fn claims(&self, changes: Value) -> String {
        changed(&self.claims, changes)
    }

    /// What is to be signed: header and claims as they are now.
    pub fn input(&self) -> String {
        input(Value::from(self.header.clone()).to_string(), Value::from(self.claims.clone()).to_string())
    }

    /// Header and claims as they are now, signed with this key.
    pub fn signed(&self, key: &SigningKey) -> String {
        sign(key, Value::from(self.header.clone()).to_string(), Value::from(self.claims.clone()).to_string())
    }

    /// What was signed.
    pub fn issued_input(&self) -> &str {
        self.text.rsplit_once('.').expect("a signature").0
    }

    /// The signature of what was signed.
    pub fn signature(&self) -> Vec<u8> {
        from_b64(self.text.rsplit_once('.').expect("a signature").1)
    }

    /// What was signed, under another signature.
    pub fn with_signature(&self, signature: impl AsRef<[u8]>) -> String {
        format!("{}.{}", self.issued_input(), b64(signature))
    }
}

fn changed(base: &Map<String, Value>, changes: Value) -> String {
    let mut whole = base.clone();
    let Value::Object(changes) = changes else { panic!("changes are an object") };
    whole.extend(changes);
    Value::Object(whole).to_string()
}

impl<W: Way> World<W> {
    /// The only key of the home, an Ed25519 one, as whoever may read its file has it.
    #[track_caller]
    pub fn signing_key(&self) -> SigningKey {
        let file = self.key_file();
        let kid = file.file_stem().and_then(|stem| stem.to_str()).expect("a name");
        let kid = Kid::new(kid).expect("a kid");
        let text = std::fs::read(file).expect("a key file");
        let Ok(PrivateFile::Plain(der)) = read_private(&text) else { panic!("a plain key") };
        SigningKey::from_pkcs8(kid, Algorithm::EdDSA, &der).expect("an Ed25519 key")
    }
}
