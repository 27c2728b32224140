//! The key or certificate that a token is bound to: by what it is known, and nothing else of it.

use super::algorithm::algorithm;
use super::certificates::first_of;
use super::der::{self, Content};
use super::error::ImportError;
use super::json::Wanted;
use super::kind::KindError;
use super::material::{Asked, Material};
use super::note::Note;
use super::opening::Opening;
use super::settle::verifier;
use super::text;
use crate::core::proof::CertificateDigest;
use crate::keys::passphrase::{PassphraseFor, PassphraseSource};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

/// A key, by its thumbprint.
pub struct BoundKey {
    /// Its thumbprint (RFC 7638).
    pub thumbprint: String,
    /// What was done to the text on the way in.
    pub notes: Vec<Note>,
}

/// The thumbprint of the one key of a text, public or private. Which algorithm it is for does not matter: every one that can
/// use it gives the same.
pub fn bound_key(bytes: &[u8], passphrases: &dyn PassphraseSource) -> Result<BoundKey, ImportError> {
    let mut opening = Opening::new(Asked::default(), PassphraseFor::KeyFile, passphrases);
    let mut found = opening.text(bytes, Wanted::One)?;
    let material = match found.len() {
        1 => found.remove(0),
        many => return Err(ImportError::Several(many)),
    };
    let any = any_algorithm(&material)?;
    let thumbprint = verifier(material, Some(any))?.thumbprint().ok_or(SECRET)?;
    Ok(BoundKey { thumbprint: thumbprint.to_string(), notes: opening.notes })
}

/// Who has the secret can make every proof, and the server has it too.
const SECRET: ImportError = ImportError::Form {
    what: "a shared secret, and a token is bound to a key of which only one side has the private half",
    way: "give a public or a private key",
};

fn any_algorithm(material: &Material) -> Result<crate::core::algorithm::Algorithm, ImportError> {
    match algorithm(material, None) {
        Err(ImportError::OpenAlgorithm(kind)) => kind.algorithms().next().ok_or(KindError::Unknown.into()),
        settled => settled,
    }
}

/// The digest of the certificate of a client (RFC 8705, 3.1): of the first of a chain, whatever key lies beside it.
pub fn certificate_digest(bytes: &[u8]) -> Result<CertificateDigest, ImportError> {
    let text = text::plain(bytes, &mut Vec::new())?;
    let ders = match Content::of(&text) {
        Some(Content::Certificate) => vec![text.to_vec()],
        Some(Content::Pkcs12) => return Err(STORE),
        Some(_) => return Err(NO_CERTIFICATE),
        None if text::has_pem(&text) => of_pem(&text)?,
        None if text.is_empty() => return Err(ImportError::Empty),
        None => return Err(NO_CERTIFICATE),
    };
    let ders: Vec<&[u8]> = ders.iter().map(Vec::as_slice).collect();
    let first = *ders.first().ok_or(NO_CERTIFICATE)?;
    if Content::of(first) != Some(Content::Certificate) {
        return Err(ImportError::DamagedCertificate);
    }
    first_of(&ders)?;
    Ok(CertificateDigest(URL_SAFE_NO_PAD.encode(Sha256::digest(first))))
}

const NO_CERTIFICATE: ImportError = ImportError::Form {
    what: "no certificate",
    way: "give the certificate of the client in PEM or DER, as the server saw it in the handshake of TLS",
};

const STORE: ImportError = ImportError::Form {
    what: "a key store (PKCS#12)",
    way: "take the certificate out with `openssl pkcs12 -in OLD.p12 -clcerts -nokeys -out NEW.pem`",
};

fn of_pem(text: &[u8]) -> Result<Vec<Vec<u8>>, ImportError> {
    let blocks = pem::parse_many(text).map_err(|_| ImportError::DamagedPem)?;
    if memchr::memmem::find_iter(text, text::BEGIN).count() != blocks.len() {
        return Err(ImportError::DamagedPem);
    }
    let certificate = |block: pem::Pem| match block.tag() {
        "CERTIFICATE" | "X509 CERTIFICATE" => Some(block.contents().to_vec()),
        // What OpenSSL trusts is written after it.
        "TRUSTED CERTIFICATE" => Some(der::first(block.contents()).unwrap_or(block.contents()).to_vec()),
        _ => None,
    };
    Ok(blocks.into_iter().filter_map(certificate).collect())
}
