//! What is opened with a passphrase: key stores, keys of OpenSSH, JWKs. No bytes make a reader panic, and what it takes can be
//! used for what it says. Beside them secrets, in each form that somebody may name.
#![no_main]
#![allow(clippy::disallowed_methods, reason = "the macro of a target writes files itself")]

use libfuzzer_sys::fuzz_target;
use mintage::core::jose::{Sign as _, VerifySignature as _};
use mintage::core::{Algorithm, Kid};
use mintage::keys::import::{Asked, SecretForm, read};
use mintage::keys::passphrase::{PassphraseError, PassphraseFor, PassphraseSource};
use mintage::keys::{ImportedKey, Passphrase, SigningKey, VerificationKey};

/// The passphrase of the corpus.
struct Fixed;

impl PassphraseSource for Fixed {
    fn passphrase(&self, _: &PassphraseFor) -> Result<Passphrase, PassphraseError> {
        Passphrase::new(b"correct horse".to_vec().into(), "the fuzzer")
    }
}

fuzz_target!(|data: &[u8]| {
    mintage::keys::install_crypto();
    if is_cheap(data) {
        for asked in [None, Some(Algorithm::RS256)] {
            examine(data, asked.into());
        }
    }
    for form in SecretForm::ALL {
        for algorithm in [None, Some(Algorithm::HS384)] {
            examine(data, Asked { secret: Some(form), ..algorithm.into() });
        }
    }
});

/// Whether no encryption is asked for that takes seconds. Rounds are a number of at most two bytes in DER (a tag of 2 and its
/// length), below 64 where OpenSSH says them, and of at most four digits in a JWE.
fn is_cheap(data: &[u8]) -> bool {
    let text = String::from_utf8_lossy(data);
    let decoded = |text: &str| {
        use base64::Engine as _;
        let engine = base64::engine::general_purpose::STANDARD_NO_PAD;
        let letters: String = text.chars().filter(|c| !c.is_whitespace() && *c != '=').collect();
        let letters = letters.replace('-', "+").replace('_', "/");
        engine.decode(letters).unwrap_or_default()
    };
    let body = text.split("-----").nth(2).map(decoded).unwrap_or_default();
    let header = text.split(['.', '"']).map(decoded).find(|part| part.windows(3).any(|three| three == b"p2c"));
    let is_small = |der: &[u8]| !der.windows(2).any(|two| two[0] == 2 && (3..=8).contains(&two[1]));
    let digits = |text: &[u8]| text.split(|byte| !byte.is_ascii_digit()).map(<[u8]>::len).max().unwrap_or(0);
    let is_bcrypt = body.windows(6).position(|six| six == b"bcrypt");
    let rounds = is_bcrypt.map_or(0, |at| {
        body.get(at + 6 + 4 + 4 + 16..).and_then(|rest| rest.first_chunk()).map_or(0, |it| u32::from_be_bytes(*it))
    });
    is_small(data)
        && (is_small(&body) || is_bcrypt.is_some())
        && rounds <= 64
        && header.is_none_or(|header| digits(&header) <= 4)
        && (!text.contains("p2c") || digits(data) <= 4)
}

fn examine(data: &[u8], asked: Asked) {
    let keys = match read(data, asked, &Fixed) {
        Ok(reading) => reading.keys,
        Err(error) => {
            let text = error.to_string();
            assert!(text.len() < 1024 && !text.contains(char::is_control), "{text:?}");
            return;
        }
    };
    assert!(!keys.is_empty());
    for key in &keys {
        assert_eq!(key.public.is_none(), key.algorithm.is_symmetric());
        usable(key);
    }
}

/// A public half is one, and a private half makes signatures that it verifies.
fn usable(key: &ImportedKey) {
    let public = key.public.as_deref().map(|spki| VerificationKey::from_public(key.algorithm, spki).expect("a key"));
    let Some(private) = &key.private else { return };
    let kid = key.kid.clone().unwrap_or_else(|| Kid::new("fuzz").expect("a kid"));
    let signer = SigningKey::from_pkcs8(kid, key.algorithm, private).expect("a private key");
    let verifier =
        public.or_else(|| VerificationKey::from_secret(key.algorithm, private)).expect("a public half or a secret");
    let signature = signer.sign(b"input").expect("a signature");
    assert!(verifier.verify(b"input", &signature));
}
