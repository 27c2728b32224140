//! The reader of keys: no bytes make it panic, and what it takes can be used for what it says.
#![no_main]
#![allow(clippy::disallowed_methods, reason = "the macro of a target writes files itself")]

use libfuzzer_sys::fuzz_target;
use mintage::core::jose::{Sign as _, VerifySignature as _};
use mintage::core::{Algorithm, Kid};
use mintage::keys::import::{ImportError, Reading, inspect, read, read_verifier};
use mintage::keys::passphrase::{PassphraseError, PassphraseFor, PassphraseSource};
use mintage::keys::pem::{PrivateFile, read_private};
use mintage::keys::{ImportedKey, KeySet, Origin, Passphrase, SigningKey, VerificationKey};

/// No passphrase at all.
struct Nobody;

impl PassphraseSource for Nobody {
    fn passphrase(&self, purpose: &PassphraseFor) -> Result<Passphrase, PassphraseError> {
        Err(PassphraseError::NoSource(purpose.clone()))
    }
}

/// The passphrase of the encrypted keys of the corpus.
struct Fixed;

impl PassphraseSource for Fixed {
    fn passphrase(&self, _: &PassphraseFor) -> Result<Passphrase, PassphraseError> {
        Passphrase::new(b"correct horse".to_vec().into(), "the fuzzer")
    }
}

fuzz_target!(|data: &[u8]| {
    mintage::keys::install_crypto();
    for asked in [None, Some(Algorithm::RS256), Some(Algorithm::HS256)] {
        examine(data, asked, read(data, asked.into(), &Nobody));
        let _ = KeySet::parse(data, asked, Origin::File);
    }
    let _ = KeySet::parse(data, None, Origin::Fetched);
    let _ = inspect(data, Origin::Fetched, &Nobody);
    if is_cheap(data) {
        examine(data, None, read(data, None.into(), &Fixed));
    }
});

/// Whether no encryption is asked for that takes seconds: up to ten million rounds are not refused. Those of the corpus are
/// a few, and a number of three bytes or more (a tag of 2 and its length) can be more than 65 535.
fn is_cheap(data: &[u8]) -> bool {
    match read_private(data) {
        Ok(PrivateFile::Encrypted(der)) => !der.windows(2).any(|two| two[0] == 2 && (3..=8).contains(&two[1])),
        Ok(PrivateFile::Plain(_)) => true,
        // Key stores and their like are for the other target.
        Err(_) => false,
    }
}

fn examine(data: &[u8], asked: Option<Algorithm>, result: Result<Reading, ImportError>) {
    let keys = match result {
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
    if let [key] = keys.as_slice() {
        let read = match read_verifier(data, asked.into(), &Fixed) {
            // Of a set, what can be used is taken, and is what it says; one who names a key means the only one.
            Err(ImportError::Several(_) | ImportError::OtherAlgorithm { .. } | ImportError::WrongAlgorithm { .. }) => {
                return;
            }
            read => read.expect("what is imported verifies"),
        };
        assert_eq!(read.key.algorithm(), key.algorithm);
        assert_eq!(read.is_private, key.private.is_some());
        assert_eq!(read.key.public(), key.public);
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
    assert!(!verifier.verify(b"inpuT", &signature));
}
