//! Reads the keys of a text, whatever form it has.

use zeroize::Zeroizing;

use super::error::{ImportError, KNOWN_FORMS};
use super::material::{Asked, Material, Reading, VerifierReading};
use super::note::Note;
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

/// Reads every key of a text.
pub fn read(bytes: &[u8], asked: Asked, passphrases: &dyn PassphraseSource) -> Result<Reading, ImportError> {
    let mut notes = Vec::new();
    let found = match form(bytes)? {
        (Encoding::Json, json) => jwk::read(json, asked)?,
        (Encoding::Pem, text) => vec![of_pem(text, &PassphraseFor::Import, passphrases, &mut notes)?],
    };
    let keys = found.into_iter().map(|material| settle(material, asked.algorithm)).collect::<Result<_, _>>()?;
    Ok(Reading { keys, notes })
}

/// A key that only verifies, from a text that has one key.
pub fn read_verifier(
    bytes: &[u8],
    asked: Asked,
    passphrases: &dyn PassphraseSource,
) -> Result<VerifierReading, ImportError> {
    let mut notes = Vec::new();
    let material = match form(bytes)? {
        (Encoding::Json, json) => jwk::only(json, asked.algorithm)?,
        (Encoding::Pem, text) => of_pem(text, &PassphraseFor::KeyFile, passphrases, &mut notes)?,
    };
    let is_private = material.private.is_some();
    Ok(VerifierReading { key: verifier(material, asked.algorithm)?, is_private, notes })
}

fn of_pem(
    text: &[u8],
    purpose: &PassphraseFor,
    passphrases: &dyn PassphraseSource,
    notes: &mut Vec<Note>,
) -> Result<Material, ImportError> {
    let unescaped = unescaped(text);
    notes.extend(unescaped.as_ref().map(|_| Note::EscapedNewlines));
    pem::read(unescaped.as_ref().map_or(text, |text| text.as_slice()), purpose, passphrases)
}

/// The text with line ends for each backslash and n (or r), where that is how it writes them: no PEM has a backslash.
fn unescaped(text: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    memchr::memchr(b'\\', text)?;
    let mut plain = Zeroizing::new(Vec::with_capacity(text.len()));
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'\\', rest) {
        plain.extend_from_slice(&rest[..at]);
        match rest.get(at + 1) {
            Some(b'n') => plain.push(b'\n'),
            Some(b'r') => plain.push(b'\r'),
            _ => return None,
        }
        rest = &rest[at + 2..];
    }
    plain.extend_from_slice(rest);
    Some(plain)
}

/// The key of one member of a key set, whatever its id.
pub(in crate::keys) fn verifier_of_jwk(jwk: &Object, asked: Option<Algorithm>) -> Result<VerificationKey, ImportError> {
    verifier(jwk::nameless(jwk, asked)?, asked)
}
