//! A key is what it says: its algorithm can use it, and its halves belong together.

use curve25519_dalek::edwards::CompressedEdwardsY;

use super::algorithm::algorithm;
use super::error::ImportError;
use super::material::{ImportedKey, Material};
use crate::core::algorithm::{Algorithm, AlgorithmFamily};
use crate::core::id::Kid;
use crate::keys::jwk::thumbprint;
use crate::keys::{SigningKey, VerificationKey};

/// The public half that belongs to a private one; none for a secret.
pub(super) fn derived(algorithm: Algorithm, private: &[u8]) -> Result<Option<Vec<u8>>, ImportError> {
    let probe = Kid::new("import").map_err(|_| ImportError::Inconsistent)?;
    let signer = SigningKey::from_pkcs8(probe, algorithm, private).ok_or(ImportError::Inconsistent)?;
    Ok(signer.public())
}

/// The half that verifies. A private half next to it must belong to it.
pub(super) fn verifier(material: Material, asked: Option<Algorithm>) -> Result<VerificationKey, ImportError> {
    let algorithm = algorithm(&material, asked)?;
    let Material { public, private, .. } = material;
    let key = match (&public, &private) {
        (Some(spki), None) => Some(checked(algorithm, spki)?),
        (None, None) => None,
        (public, Some(private)) => match derived(algorithm, private)? {
            None => VerificationKey::from_secret(algorithm, private),
            Some(derived) => VerificationKey::from_public(algorithm, &derived).filter(|key| {
                let said = public.as_ref().map(|spki| VerificationKey::from_public(algorithm, spki));
                said.is_none_or(|said| said.is_some_and(|said| said.public() == key.public()))
            }),
        },
    };
    key.ok_or(ImportError::Inconsistent)
}

/// A public half, if it is one.
pub(super) fn checked(algorithm: Algorithm, spki: &[u8]) -> Result<VerificationKey, ImportError> {
    let key = VerificationKey::from_public(algorithm, spki).ok_or(ImportError::Inconsistent)?;
    if algorithm.family() == AlgorithmFamily::Ed {
        check_edwards_point(spki)?;
    }
    Ok(key)
}

/// AWS-LC takes any 32 bytes for an Ed25519 key. Bytes that are no point verify nothing; a point of small order verifies what
/// nobody signed (RFC 8032, 5.1.3 and 8.9).
fn check_edwards_point(spki: &[u8]) -> Result<(), ImportError> {
    let bytes = spki.last_chunk::<32>().ok_or(ImportError::Inconsistent)?;
    let point = CompressedEdwardsY(*bytes).decompress().filter(|point| point.compress().0 == *bytes);
    match point {
        None => Err(ImportError::OffCurve),
        Some(point) if point.is_small_order() => Err(ImportError::SmallOrder),
        Some(_) => Ok(()),
    }
}

/// Settles the algorithm, and checks that the halves are a key for it.
pub(super) fn settle(material: Material, asked: Option<Algorithm>) -> Result<ImportedKey, ImportError> {
    let algorithm = algorithm(&material, asked)?;
    let Material { kind, kid, public, private, .. } = material;
    // A point can be written in several forms, and a key must have one name.
    let public = match public {
        None => None,
        Some(spki) => {
            let key = checked(algorithm, &spki)?;
            Some(key.public().ok_or(ImportError::Inconsistent)?)
        }
    };
    let public = match &private {
        None => public,
        Some(private) => {
            let derived = derived(algorithm, private)?;
            if public.is_some() && public != derived {
                return Err(ImportError::Inconsistent);
            }
            derived
        }
    };
    let kid = kid.or_else(|| thumbprint(algorithm, public.as_ref()?));
    Ok(ImportedKey { kid, algorithm, bits: kind.bits(), public, private })
}
