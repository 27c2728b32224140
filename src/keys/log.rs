//! The key of the audit log: a file of its own, beside those that sign tokens, and its public half in a line that people keep.

use pkcs8::der::{Decode as _, Encode as _};
use pkcs8::spki::{AlgorithmIdentifierRef, SubjectPublicKeyInfoRef};
use pkcs8::{ObjectIdentifier, der::asn1::BitStringRef};

use super::error::KeyError;
use super::ml_dsa::Parameters;
use super::passphrase::PassphraseSource;
use super::ring::{KeyRing, Sealed};
use super::signing::SigningKey;
use super::verification::VerificationKey;
use crate::core::algorithm::Algorithm;
use crate::core::audit::NoteKey;
use crate::core::id::Kid;
use crate::core::jose::VerifySignature as _;
use crate::host::files::{FileError, FileFault};

/// What its private half is known by.
const KID: &str = "log";
/// The file of its public half.
const PUBLIC: &str = "log.vkey";
/// The file that is there while the log may not tell of the key yet, and what it says.
const UNTOLD: (&str, &[u8]) = ("log.untold", b"the audit log may not tell yet that this key was made\n");
/// What an algorithm of Curve25519 is named by (RFC 8410, 3).
const ED25519: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.112");

/// The folder with the key of the log, which need not exist yet.
#[derive(Debug, Clone)]
pub struct LogRing(KeyRing);

impl LogRing {
    /// That of these files.
    pub fn of(ring: KeyRing) -> Self {
        Self(ring)
    }

    /// The public half; none where no key was made yet.
    pub fn public(&self) -> Result<Option<NoteKey>, KeyError> {
        let text = match self.0.text(PUBLIC) {
            Err(FileError { fault: FileFault::Missing, .. }) => return Ok(None),
            read => read?,
        };
        let damaged = || KeyError::Damaged { kid: kid(), fault: "its public half in log.vkey is none" };
        let text = std::str::from_utf8(&text).map_err(|_| damaged())?;
        text.parse().map(Some).map_err(|_| damaged())
    }

    /// Keeps a new key. Of two who make one, the second is told that there is one. The public half comes last: without it there
    /// is no key. Until [`told`](Self::told) the log may not tell of it.
    pub fn add(&self, public: &NoteKey, sealed: &Sealed) -> Result<(), KeyError> {
        // What was left by one who was killed in between signed nothing.
        self.0.destroy(&kid())?;
        self.0.remove_text(UNTOLD.0)?;
        self.0.add_text(UNTOLD.0, UNTOLD.1)?;
        self.0.add(&kid(), sealed)?;
        Ok(self.0.add_text(PUBLIC, format!("{public}\n").as_bytes())?)
    }

    /// Whether the log may not tell of it: whoever made it was killed before they were told that it does.
    pub fn is_untold(&self) -> bool {
        self.0.text(UNTOLD.0).is_ok()
    }

    /// The log tells of it.
    pub fn told(&self) -> Result<(), KeyError> {
        Ok(self.0.remove_text(UNTOLD.0)?)
    }

    /// Opens it to sign.
    pub fn open(&self, public: &NoteKey, passphrases: &dyn PassphraseSource) -> Result<SigningKey, KeyError> {
        let der = self.0.reveal_stray(&kid(), passphrases)?;
        let damaged = || KeyError::Damaged { kid: kid(), fault: "it is not a key for its algorithm" };
        let key = SigningKey::from_pkcs8(kid(), public.algorithm(), &der).ok_or_else(damaged)?;
        if log_key(public.name(), public.algorithm(), key.public().as_deref()).as_ref() != Some(public) {
            return Err(KeyError::Mismatch { kid: kid() });
        }
        Ok(key)
    }
}

fn kid() -> Kid {
    #[expect(clippy::unwrap_used, reason = "a word that is one")]
    Kid::new(KID).unwrap()
}

/// The key of a log of this name, whose public half is this (SPKI DER); none where it can be none.
pub fn log_key(name: &str, algorithm: Algorithm, spki: Option<&[u8]>) -> Option<NoteKey> {
    let info = SubjectPublicKeyInfoRef::from_der(spki?).ok()?;
    NoteKey::new(name, algorithm, info.subject_public_key.as_bytes()?.to_vec())
}

/// Whether a signature over some bytes is that of a log's key.
pub fn is_signed_by(key: &NoteKey, input: &[u8], signature: &[u8]) -> bool {
    let oid = Parameters::of(key.algorithm()).map_or(ED25519, Parameters::identifier);
    let info = BitStringRef::from_bytes(key.public()).ok().and_then(|subject_public_key| {
        let algorithm = AlgorithmIdentifierRef { oid, parameters: None };
        SubjectPublicKeyInfoRef { algorithm, subject_public_key }.to_der().ok()
    });
    let verifier = info.and_then(|spki| VerificationKey::from_public(key.algorithm(), &spki));
    verifier.is_some_and(|verifier| verifier.verify(input, signature))
}
