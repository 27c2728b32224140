//! Reads the keys of a text, whatever form it has.

use super::der::Content;
use super::error::ImportError;
use super::json::Wanted;
use super::material::{Asked, Material, Reading, VerifierReading};
use super::note::Note;
use super::opening::Opening;
use super::secret_form::SecretReadings;
use super::settle::{settle, verifier};
use super::{jwe, jwk_set, openssh, text};
use crate::core::algorithm::Algorithm;
use crate::core::json::Object;
use crate::keys::VerificationKey;
use crate::keys::passphrase::{Passphrase, PassphraseError, PassphraseFor, PassphraseSource};

/// The most bytes that are read: more than any set of keys that a person imports.
pub const MOST: u64 = 1024 * 1024;

/// Reads every key of a text.
pub fn read(bytes: &[u8], asked: Asked, passphrases: &dyn PassphraseSource) -> Result<Reading, ImportError> {
    read_for(PassphraseFor::Import, bytes, asked, passphrases)
}

/// The same of a file whose keys sign as it lies there.
pub fn read_signers(bytes: &[u8], asked: Asked, passphrases: &dyn PassphraseSource) -> Result<Reading, ImportError> {
    read_for(PassphraseFor::SigningFile, bytes, asked, passphrases)
}

fn read_for(
    purpose: PassphraseFor,
    bytes: &[u8],
    asked: Asked,
    passphrases: &dyn PassphraseSource,
) -> Result<Reading, ImportError> {
    let mut opening = Opening::new(asked, purpose, passphrases);
    let found = opening.text(bytes, Wanted::All)?;
    let keys = found.into_iter().map(|material| settle(material, opening.asked.algorithm)).collect::<Result<_, _>>()?;
    Ok(Reading { keys, notes: opening.notes })
}

/// A key that only verifies, from a text that has one key.
pub fn read_verifier(
    bytes: &[u8],
    asked: Asked,
    passphrases: &dyn PassphraseSource,
) -> Result<VerifierReading, ImportError> {
    let mut opening = Opening::new(asked, PassphraseFor::KeyFile, passphrases);
    let mut found = opening.text(bytes, Wanted::One)?;
    let material = match found.len() {
        1 => found.remove(0),
        many => return Err(ImportError::Several(many)),
    };
    let is_private = material.private.is_some();
    Ok(VerifierReading { key: verifier(material, asked.algorithm)?, is_private, notes: opening.notes })
}

impl Opening<'_> {
    /// Reads a text, by what it is.
    pub(super) fn text(&mut self, bytes: &[u8], wanted: Wanted) -> Result<Vec<Material>, ImportError> {
        if let Some(form) = self.asked.secret {
            return Ok(vec![self.secret(bytes, form)?]);
        }
        let text = text::plain(bytes, &mut self.notes)?;
        if let Some(inner) = text::of_base64(&text) {
            self.notes.push(Note::Base64);
            // What is inside is one of the forms below, and not base64 again.
            let inner = text::plain(&inner, &mut self.notes)?;
            return self.form(&inner, wanted);
        }
        self.form(&text, wanted)
    }

    fn form(&mut self, text: &[u8], wanted: Wanted) -> Result<Vec<Material>, ImportError> {
        if let Some(content) = Content::of(text) {
            return Ok(vec![self.der(content, text)?]);
        }
        Ok(match text {
            [] => return Err(ImportError::Empty),
            [b'{' | b'[', ..] => self.json(text, wanted)?,
            [0x30, 0x80, 2, 1, 3, ..] => {
                return Err(ImportError::Form {
                    what: "a key store (PKCS#12) in BER",
                    way: "take its key out with `openssl pkcs12 -in OLD.p12 -nocerts -out NEW.pem`",
                });
            }
            [0xfe, 0xed, 0xfe, 0xed, ..] => {
                return Err(ImportError::Form {
                    what: "a key store of Java (JKS)",
                    way: "turn it into PKCS#12 with `keytool -importkeystore -srckeystore OLD.jks -destkeystore NEW.p12 -deststoretype pkcs12`",
                });
            }
            _ if text.starts_with(b"PuTTY-User-Key-File-") => {
                return Err(ImportError::Form {
                    what: "a key of PuTTY",
                    way: "export it from PuTTYgen as a key of OpenSSH",
                });
            }
            _ if text.starts_with(b"---- BEGIN SSH2 PUBLIC KEY ----") => {
                return Err(ImportError::Form {
                    what: "a public key of SSH2 (RFC 4716)",
                    way: "turn it into a line of OpenSSH with `ssh-keygen -i -f OLD.pem`",
                });
            }
            _ if Content::is_begun(text) => return Err(ImportError::DamagedDer),
            _ if openssh::is_public(text) => vec![openssh::of_line(text)?],
            _ if jwe::is_compact(text) => {
                let inner = self.compact_jwe(text)?;
                self.json(&inner, wanted)?
            }
            _ if text::has_pem(text) => vec![self.pem(text)?],
            _ => return Err(ImportError::Unrecognised(SecretReadings::of(text))),
        })
    }
}

/// A member of a key set, whatever its id.
pub(in crate::keys) struct SetMember {
    /// The key that verifies, or why it does not.
    pub key: Result<VerificationKey, ImportError>,
    /// Its public half in the one form that it has here, where it has one.
    pub public: Option<Vec<u8>>,
    /// Its numbers that are not in their normal form.
    pub odd: Vec<&'static str>,
}

/// The key of one member of a key set. The algorithm that is asked for is for one that leaves its own open.
pub(in crate::keys) fn verifier_of_jwk(jwk: &Object, asked: Option<Algorithm>) -> SetMember {
    let (public, read) = jwk_set::unnamed(jwk, asked);
    let (material, odd) = match read {
        Err(why) => return SetMember { key: Err(why), public, odd: Vec::new() },
        Ok(read) => read,
    };
    SetMember { key: verifier(material, None), public, odd }
}

/// The key of a text in PEM that stands in a set, and whether its private half is there too.
pub(in crate::keys) fn verifier_of_pem(
    pem: &str,
    asked: Option<Algorithm>,
) -> Result<(VerificationKey, bool), ImportError> {
    let mut opening = Opening::new(asked.into(), PassphraseFor::KeyFile, &Nobody);
    let text = text::plain(pem.as_bytes(), &mut opening.notes)?;
    let material = opening.pem(&text)?;
    let is_private = material.private.is_some();
    Ok((verifier(jwk_set::settled(material, asked)?, None)?, is_private))
}

/// No passphrase: keys of a set are public.
struct Nobody;

impl PassphraseSource for Nobody {
    fn passphrase(&self, purpose: &PassphraseFor) -> Result<Passphrase, PassphraseError> {
        Err(PassphraseError::NoSource(purpose.clone()))
    }
}
