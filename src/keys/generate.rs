//! New keys, one function per family.

use aws_lc_rs::encoding::{AsDer, PublicKeyX509Der};
use aws_lc_rs::signature::{EcdsaKeyPair, Ed25519KeyPair, KeyPair};
use pkcs8::der::asn1::OctetStringRef;
use pkcs8::der::{Decode, Encode};
use pkcs8::spki::AlgorithmIdentifierRef;
use pkcs8::{ObjectIdentifier, PrivateKeyInfoRef};
use rsa::pkcs8::{EncodePrivateKey, EncodePublicKey};
use zeroize::Zeroizing;

use super::curve::Curve;
use super::error::KeyError;
use super::jwk;
use super::ml_dsa::{self, Parameters};
use super::primes::{NoKey, rsa_key};
use crate::core::algorithm::{Algorithm, AlgorithmFamily, DEFAULT_RSA_BITS, RSA_BITS};
use crate::core::id::Kid;
use crate::host::entropy::{Entropy, random};

/// A key that no file and no ledger knows yet.
pub struct NewKey {
    /// Its id.
    pub kid: Kid,
    /// The private half: PKCS#8 DER.
    pub private: Zeroizing<Vec<u8>>,
    /// The public half: SPKI DER; none for an HMAC secret.
    pub public: Option<Vec<u8>>,
    /// Its size.
    pub bits: u32,
}

/// Makes a key for an algorithm. `bits` is for RSA alone.
///
/// One thumbprint in 64 starts with a hyphen, and every command line would take it for a flag: such a key is
/// thrown away and another one made.
pub fn generate(algorithm: Algorithm, bits: Option<u32>, entropy: &dyn Entropy) -> Result<NewKey, KeyError> {
    loop {
        let key = candidate(algorithm, bits, entropy)?;
        if !key.kid.as_str().starts_with('-') {
            return Ok(key);
        }
    }
}

fn candidate(algorithm: Algorithm, bits: Option<u32>, entropy: &dyn Entropy) -> Result<NewKey, KeyError> {
    let family = algorithm.family();
    if bits.is_some() && family != AlgorithmFamily::Rsa {
        return Err(KeyError::FixedSize(algorithm));
    }
    let (private, public, bits) = match family {
        AlgorithmFamily::Rsa => rsa(algorithm, bits.unwrap_or(DEFAULT_RSA_BITS), entropy)?,
        AlgorithmFamily::Ec => ec(algorithm)?,
        AlgorithmFamily::Ed => ed25519(algorithm, entropy)?,
        AlgorithmFamily::MlDsa => ml_dsa(algorithm, entropy)?,
        AlgorithmFamily::Hmac => hmac(algorithm, entropy)?,
    };
    let kid = match &public {
        Some(spki) => jwk::thumbprint(algorithm, spki).ok_or(KeyError::Generation(algorithm))?,
        None => random_kid(entropy)?,
    };
    Ok(NewKey { kid, private, public, bits })
}

type Halves = (Zeroizing<Vec<u8>>, Option<Vec<u8>>, u32);

/// RSA comes from the `rsa` crate: its search for primes takes half the time of OpenSSL's and AWS-LC's.
fn rsa(algorithm: Algorithm, bits: u32, entropy: &dyn Entropy) -> Result<Halves, KeyError> {
    if !RSA_BITS.contains(&bits) || !bits.is_multiple_of(8) {
        return Err(KeyError::RsaBits { bits });
    }
    let failed = || KeyError::Generation(algorithm);
    let key = rsa_key(bits, entropy).map_err(|error| match error {
        NoKey::Entropy(error) => KeyError::Entropy(error),
        NoKey::Size => failed(),
    })?;
    let private = key.to_pkcs8_der().map_err(|_| failed())?;
    let public = key.to_public_key().to_public_key_der().map_err(|_| failed())?;
    Ok((private.to_bytes(), Some(public.into_vec()), bits))
}

fn ec(algorithm: Algorithm) -> Result<Halves, KeyError> {
    let failed = || KeyError::Generation(algorithm);
    let curve = Curve::of(algorithm).ok_or_else(failed)?;
    let pair = EcdsaKeyPair::generate(curve.signing).map_err(|_| failed())?;
    let private = pair.to_pkcs8v1().map_err(|_| failed())?;
    let public: PublicKeyX509Der<'_> = pair.public_key().as_der().map_err(|_| failed())?;
    Ok((Zeroizing::new(private.as_ref().to_vec()), Some(public.as_ref().to_vec()), curve.bits))
}

fn ed25519(algorithm: Algorithm, entropy: &dyn Entropy) -> Result<Halves, KeyError> {
    let failed = || KeyError::Generation(algorithm);
    let seed = Zeroizing::new(random::<32>(entropy)?);
    let pair = Ed25519KeyPair::from_seed_unchecked(seed.as_slice()).map_err(|_| failed())?;
    // Version 1: OpenSSL 3.0 does not read the public half that version 2 adds.
    let private = pair.to_pkcs8v1().map_err(|_| failed())?;
    let public: PublicKeyX509Der<'_> = pair.public_key().as_der().map_err(|_| failed())?;
    Ok((Zeroizing::new(private.as_ref().to_vec()), Some(public.as_ref().to_vec()), 256))
}

fn ml_dsa(algorithm: Algorithm, entropy: &dyn Entropy) -> Result<Halves, KeyError> {
    let failed = || KeyError::Generation(algorithm);
    let parameters = Parameters::of(algorithm).ok_or_else(failed)?;
    let seed = Zeroizing::new(random::<{ ml_dsa::SEED }>(entropy)?);
    let pair = parameters.key_of(seed.as_slice()).ok_or_else(failed)?;
    let private = ml_dsa::to_pkcs8(&pair).ok_or_else(failed)?;
    let public: PublicKeyX509Der<'_> = pair.public_key().as_der().map_err(|_| failed())?;
    Ok((private, Some(public.as_ref().to_vec()), parameters.bits()))
}

/// An HMAC secret rests in the same container as the other keys, under the identifier of its algorithm (RFC 8018, B.1.2).
fn hmac(algorithm: Algorithm, entropy: &dyn Entropy) -> Result<Halves, KeyError> {
    let failed = || KeyError::Generation(algorithm);
    let mut secret = Zeroizing::new(vec![0; algorithm.hash_bytes()]);
    entropy.fill(&mut secret)?;
    let private = hmac_container(algorithm, &secret).ok_or_else(failed)?;
    let bits = u32::try_from(secret.len() * 8).unwrap_or(u32::MAX);
    Ok((private, None, bits))
}

/// The container of an HMAC secret.
pub(super) fn hmac_container(algorithm: Algorithm, secret: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let octets = OctetStringRef::new(secret).ok()?;
    let identifier = AlgorithmIdentifierRef { oid: hmac_oid(algorithm), parameters: None };
    PrivateKeyInfoRef::new(identifier, octets).to_der().ok().map(Zeroizing::new)
}

/// The secret in its container.
pub fn secret_of(container: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let info = PrivateKeyInfoRef::from_der(container).ok()?;
    Some(Zeroizing::new(info.private_key.as_bytes().to_vec()))
}

/// `id-hmacWithSHA256` and its sisters.
pub(super) fn hmac_oid(algorithm: Algorithm) -> ObjectIdentifier {
    ObjectIdentifier::new_unwrap(match algorithm {
        Algorithm::HS384 => "1.2.840.113549.2.10",
        Algorithm::HS512 => "1.2.840.113549.2.11",
        _ => "1.2.840.113549.2.9",
    })
}

/// A thumbprint of a secret would help to guess it, so the id of a secret is random.
#[expect(clippy::missing_panics_doc, reason = "such a text is always a kid")]
pub fn random_kid(entropy: &dyn Entropy) -> Result<Kid, KeyError> {
    let text = crate::core::secret::base62(&random::<32>(entropy)?, 43);
    Ok(Kid::new(text).expect("43 letters and digits are a kid"))
}
