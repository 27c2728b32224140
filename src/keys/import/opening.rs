//! One text on its way to keys: what is asked of it, what opens it, and what was done to it so far.

use zeroize::Zeroizing;

use super::certificates::Certificate;
use super::container::{private, public, sec1, wrap_pkcs1, wrap_pkcs1_public};
use super::der::Content;
use super::error::ImportError;
use super::kind::{Kind, KindError};
use super::material::{Asked, Material};
use super::note::Note;
use crate::keys::ml_dsa::seed_of;
use crate::keys::passphrase::{Passphrase, PassphraseFor, PassphraseSource, Seen};
use crate::keys::pem::{OpenError, check_encryption, decrypt};

/// One text on its way to keys.
pub(super) struct Opening<'a> {
    /// What is asked of it.
    pub asked: Asked,
    /// What a passphrase is for.
    pub purpose: PassphraseFor,
    /// Where one comes from.
    pub passphrases: &'a dyn PassphraseSource,
    /// What was done to it.
    pub notes: Vec<Note>,
    /// Whether something was decrypted: nothing in it is decrypted again, which could cost without end.
    pub is_opened: bool,
}

impl<'a> Opening<'a> {
    /// A text of which this is asked.
    pub(super) fn new(asked: Asked, purpose: PassphraseFor, passphrases: &'a dyn PassphraseSource) -> Self {
        Self { asked, purpose, passphrases, notes: Vec::new(), is_opened: false }
    }
}

impl Opening<'_> {
    /// The passphrase of the text.
    pub(super) fn passphrase(&self) -> Result<Passphrase, ImportError> {
        Ok(self.passphrases.passphrase(&self.purpose)?)
    }

    /// Reads a key in DER.
    pub(super) fn der(&mut self, content: Content, der: &[u8]) -> Result<Material, ImportError> {
        let key = match content {
            Content::Pkcs8 => private(der)?,
            Content::EncryptedPkcs8 => private(&self.decrypted(der)?)?,
            Content::Pkcs1 => private(&wrap_pkcs1(der)?)?,
            Content::Sec1 => sec1(der)?,
            Content::Dsa => return Err(KindError::Unsupported("a DSA key").into()),
            Content::Spki => public(der)?,
            Content::Pkcs1Public => public(&wrap_pkcs1_public(der)?)?,
            Content::Certificate => {
                let certificate = Certificate::read(der).ok_or(ImportError::DamagedCertificate)?;
                self.notes.push(Note::OfCertificate);
                certificate.key()?
            }
            Content::Request => {
                return Err(ImportError::Form {
                    what: "a certificate request, not a key",
                    way: "take its key with `openssl req -in OLD.pem -pubkey -noout -out NEW.pem`",
                });
            }
            Content::Pkcs12 => self.pkcs12(der)?,
        };
        self.note_open_pss(&key);
        let is_seedless = |key: &Material| key.private.as_ref().is_some_and(|der| seed_of(der).is_none());
        self.notes.extend((key.kind.parameters().is_some() && is_seedless(&key)).then_some(Note::NoSeed));
        Ok(key)
    }

    /// Says which algorithm an RSA key for PSS is taken for, where neither the key nor anybody else does.
    fn note_open_pss(&mut self, key: &Material) {
        if matches!(key.kind, Kind::RsaPss(_)) && key.algorithm.is_none() && self.asked.algorithm.is_none() {
            self.notes.push(Note::OpenPss);
        }
    }

    fn decrypted(&self, der: &[u8]) -> Result<Zeroizing<Vec<u8>>, ImportError> {
        let explain = |error, passphrase: Option<&Passphrase>| match (error, passphrase) {
            (OpenError::Passphrase, Some(passphrase)) => ImportError::WrongPassphrase(Seen::of(passphrase)),
            (OpenError::TooCostly, _) => ImportError::TooCostly,
            (OpenError::Old(scheme), _) => ImportError::OldEncryption(scheme),
            (OpenError::Form(_) | OpenError::Passphrase, _) => ImportError::Encryption,
        };
        check_encryption(der).map_err(|error| explain(error, None))?;
        let passphrase = self.passphrase()?;
        decrypt(der, &passphrase).map_err(|error| explain(error, Some(&passphrase)))
    }
}
