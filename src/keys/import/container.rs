//! Keys in their containers: PKCS#8, PKCS#1, SEC1 and SPKI.

use aws_lc_rs::signature::{EcdsaKeyPair, KeyPair as _};
use pkcs8::PrivateKeyInfoRef;
use pkcs8::der::asn1::{AnyRef, BitStringRef, OctetStringRef};
use pkcs8::der::{Decode, Encode, Tagged};
use pkcs8::spki::{AlgorithmIdentifierRef, ObjectIdentifier, SubjectPublicKeyInfoRef};
use rsa::pkcs1::{RsaPrivateKeyRef, RsaPublicKeyRef};
use zeroize::Zeroizing;

use super::der::{children, parts};
use super::error::ImportError;
use super::kind::{Kind, KindError, Named, hmac_algorithm};
use super::material::Material;
use crate::keys::curve::CURVES;
use crate::keys::ml_dsa::{Fault, Found, Parameters, to_pkcs8};

/// A PKCS#8 private key.
pub(super) fn private(der: &[u8]) -> Result<Material, ImportError> {
    let info = PrivateKeyInfoRef::from_der(der).map_err(|_| ImportError::Inconsistent)?;
    let inner = info.private_key.as_bytes();
    let of_rsa = || {
        let key = RsaPrivateKeyRef::from_der(inner).map_err(|_| ImportError::Inconsistent)?;
        Ok::<_, ImportError>(Kind::of_rsa(key.modulus.as_bytes(), key.public_exponent.as_bytes())?)
    };
    let key = |kind, algorithm, der| Material { kind, kid: None, algorithm, public: None, private: Some(der) };
    let plain = Zeroizing::new(der.to_vec());
    Ok(match Kind::of_identifier(&info.algorithm)? {
        Named::Known(kind) => key(kind, None, plain),
        Named::Rsa => key(of_rsa()?, None, plain),
        // Below the identifier that the cryptography knows: which algorithm it is for is kept beside it.
        Named::RsaPss(algorithm) => key(of_rsa()?.for_pss(), algorithm, wrap_pkcs1(inner)?),
        Named::MlDsa(parameters) => ml_dsa(parameters, &info, plain)?,
        Named::Secret => {
            let bits = u32::try_from(inner.len() * 8).unwrap_or(u32::MAX);
            key(Kind::Secret(bits), hmac_algorithm(&info.algorithm.oid), plain)
        }
    })
}

/// A private key of ML-DSA, by its seed where it has it, whatever it was written with.
fn ml_dsa(
    parameters: &'static Parameters,
    info: &PrivateKeyInfoRef<'_>,
    der: Zeroizing<Vec<u8>>,
) -> Result<Material, ImportError> {
    let found = parameters.open(info.private_key.as_bytes()).map_err(|fault| match fault {
        Fault::Disagreeing => ImportError::SeedDisagrees,
        Fault::Damaged => ImportError::Inconsistent,
        Fault::Form => ImportError::Form {
            what: "a private key of ML-DSA in a form from before its standard (RFC 9881)",
            way: "convert it with OpenSSL 3.5: `openssl pkey -in OLD.pem -provparam ml-dsa.output_formats=seed-only,priv-only -out NEW.pem`",
        },
    })?;
    let (pair, has_seed) = match &found {
        Found::OfSeed(pair) => (pair, true),
        Found::Seedless(pair) => (pair, false),
    };
    // The public half may stand beside it (RFC 5958, 2).
    let said = info.public_key.as_ref().map(BitStringRef::as_bytes);
    if said.is_some_and(|said| said != Some(pair.public_key().as_ref())) {
        return Err(ImportError::Inconsistent);
    }
    let private = if has_seed { to_pkcs8(pair).ok_or(ImportError::Inconsistent)? } else { der };
    Ok(Material { kind: Kind::with(parameters), kid: None, algorithm: None, public: None, private: Some(private) })
}

/// A public key in SPKI.
pub(super) fn public(der: &[u8]) -> Result<Material, ImportError> {
    let info = SubjectPublicKeyInfoRef::from_der(der).map_err(|_| ImportError::Inconsistent)?;
    let inner = info.subject_public_key.as_bytes().ok_or(ImportError::Inconsistent)?;
    let of_rsa = || {
        let key = RsaPublicKeyRef::from_der(inner).map_err(|_| ImportError::Inconsistent)?;
        Ok::<_, ImportError>(Kind::of_rsa(key.modulus.as_bytes(), key.public_exponent.as_bytes())?)
    };
    let key = |kind, algorithm, der| Material { kind, kid: None, algorithm, public: Some(der), private: None };
    Ok(match Kind::of_identifier(&info.algorithm)? {
        Named::Known(kind) => key(kind, None, der.to_vec()),
        Named::Rsa => key(of_rsa()?, None, der.to_vec()),
        Named::RsaPss(algorithm) => key(of_rsa()?.for_pss(), algorithm, wrap_pkcs1_public(inner)?),
        Named::MlDsa(parameters) => key(Kind::with(parameters), None, der.to_vec()),
        Named::Secret => return Err(KindError::Unknown.into()),
    })
}

/// An EC private key in SEC1, which names its curve inside.
pub(super) fn sec1(der: &[u8]) -> Result<Material, ImportError> {
    let parts = parts(der).ok_or(ImportError::Inconsistent)?;
    let is_parameters = |part: &&AnyRef<'_>| part.tag().number().value() == 0 && part.tag().is_context_specific();
    if let Some(parameters) = parts.iter().find(is_parameters) {
        let curve = children(parameters.value()).ok_or(ImportError::Inconsistent)?;
        Kind::of_parameters(curve.first().copied())?;
    }
    for curve in &CURVES {
        if let Ok(pair) = EcdsaKeyPair::from_private_key_der(curve.signing, der) {
            let kind = Kind::on(curve);
            let pkcs8 = pair.to_pkcs8v1().map_err(|_| ImportError::Inconsistent)?;
            let private = Some(Zeroizing::new(pkcs8.as_ref().to_vec()));
            return Ok(Material { kind, kid: None, algorithm: None, public: None, private });
        }
    }
    Err(ImportError::Inconsistent)
}

fn rsa_identifier() -> AlgorithmIdentifierRef<'static> {
    let oid = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
    AlgorithmIdentifierRef { oid, parameters: Some(AnyRef::NULL) }
}

/// An RSA private key of PKCS#1 in the container of PKCS#8.
pub(super) fn wrap_pkcs1(der: &[u8]) -> Result<Zeroizing<Vec<u8>>, ImportError> {
    RsaPrivateKeyRef::from_der(der).map_err(|_| ImportError::Inconsistent)?;
    let octets = OctetStringRef::new(der).map_err(|_| ImportError::Inconsistent)?;
    let info = PrivateKeyInfoRef::new(rsa_identifier(), octets);
    info.to_der().map(Zeroizing::new).map_err(|_| ImportError::Inconsistent)
}

/// An RSA public key of PKCS#1 in the container of SPKI.
pub(super) fn wrap_pkcs1_public(der: &[u8]) -> Result<Vec<u8>, ImportError> {
    RsaPublicKeyRef::from_der(der).map_err(|_| ImportError::Inconsistent)?;
    let subject_public_key = BitStringRef::from_bytes(der).map_err(|_| ImportError::Inconsistent)?;
    let info = SubjectPublicKeyInfoRef { algorithm: rsa_identifier(), subject_public_key };
    info.to_der().map_err(|_| ImportError::Inconsistent)
}
