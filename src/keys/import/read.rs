//! Reads the keys of a text, whatever form it has.

use super::error::{ImportError, KNOWN_FORMS};
use super::material::ImportedKey;
use super::settle::{settle, verifier};
use super::{jwk, pem};
use crate::core::algorithm::Algorithm;
use crate::core::json::Object;
use crate::keys::VerificationKey;
use crate::keys::passphrase::{PassphraseFor, PassphraseSource};

/// The most bytes that are read: more than any set of keys that a person imports.
pub const MOST: u64 = 1024 * 1024;

/// What a text is, by its first bytes.
enum Encoding {
    Json,
    Pem,
}

fn form(bytes: &[u8]) -> Result<(Encoding, &[u8]), ImportError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii();
    match bytes {
        [] => Err(ImportError::Empty),
        [b'{', ..] => Ok((Encoding::Json, bytes)),
        [0x30, ..] => Err(ImportError::Form { what: "DER", way: "convert it to PEM with `openssl pkey -inform DER`" }),
        _ if bytes.starts_with(b"ssh-") || bytes.starts_with(b"ecdsa-sha2-") => Err(ImportError::Form {
            what: "an OpenSSH public key",
            way: "of RSA and ECDSA keys, `ssh-keygen -e -m PKCS8` makes PEM",
        }),
        _ if bytes.windows(11).any(|window| window == b"-----BEGIN ") => Ok((Encoding::Pem, bytes)),
        _ => Err(ImportError::Form { what: "neither PEM nor a JWK", way: KNOWN_FORMS }),
    }
}

/// Reads every key of a text. `asked` settles the algorithm of keys that leave it open.
pub fn read(
    bytes: &[u8],
    asked: Option<Algorithm>,
    passphrases: &dyn PassphraseSource,
) -> Result<Vec<ImportedKey>, ImportError> {
    let found = match form(bytes)? {
        (Encoding::Json, json) => jwk::read(json, asked)?,
        (Encoding::Pem, text) => vec![pem::read(text, &PassphraseFor::Import, passphrases)?],
    };
    found.into_iter().map(|material| settle(material, asked)).collect()
}

/// A key that only verifies, from a text that has one key, and whether the text has its private half too.
pub fn read_verifier(
    bytes: &[u8],
    asked: Option<Algorithm>,
    passphrases: &dyn PassphraseSource,
) -> Result<(VerificationKey, bool), ImportError> {
    let material = match form(bytes)? {
        (Encoding::Json, json) => jwk::only(json, asked)?,
        (Encoding::Pem, text) => pem::read(text, &PassphraseFor::KeyFile, passphrases)?,
    };
    let is_private = material.private.is_some();
    Ok((verifier(material, asked)?, is_private))
}

/// The key of one member of a key set, whatever its id.
pub(in crate::keys) fn verifier_of_jwk(jwk: &Object, asked: Option<Algorithm>) -> Result<VerificationKey, ImportError> {
    verifier(jwk::nameless(jwk, asked)?, asked)
}
