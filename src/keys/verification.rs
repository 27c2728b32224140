//! A public key or secret that is ready to verify: parsed once, however often it verifies.

use std::sync::Arc;

use aws_lc_rs::encoding::{AsDer, PublicKeyX509Der};
use aws_lc_rs::hmac;
use aws_lc_rs::signature::{
    ED25519, ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_2048_8192_SHA384, RSA_PKCS1_2048_8192_SHA512,
    RSA_PSS_2048_8192_SHA256, RSA_PSS_2048_8192_SHA384, RSA_PSS_2048_8192_SHA512, VerificationAlgorithm,
};

use super::curve::Curve;
use super::jwk::thumbprint;
use super::ml_dsa::Parameters;
use super::signing::hmac_key;
use crate::core::algorithm::Algorithm;
use crate::core::id::Kid;
use crate::core::jose::VerifySignature;

/// A key that verifies with one algorithm and no other.
pub struct VerificationKey {
    algorithm: Algorithm,
    half: Half,
    kid: Option<String>,
}

enum Half {
    Public(ParsedPublicKey),
    Secret(Box<hmac::Key>),
}

impl VerificationKey {
    /// Takes a public key from SPKI DER, if it is of the kind that the algorithm needs.
    pub fn from_public(algorithm: Algorithm, spki: &[u8]) -> Option<Self> {
        let public = ParsedPublicKey::new(public_algorithm(algorithm)?, spki).ok()?;
        Some(Self { algorithm, half: Half::Public(public), kid: None })
    }

    /// The same key, under the name that it came with.
    #[must_use]
    pub fn named(self, kid: Option<String>) -> Self {
        Self { kid, ..self }
    }

    /// The public key in SPKI DER, in the one form that it has here whatever form it came in; none for a secret.
    pub fn public(&self) -> Option<Vec<u8>> {
        let Half::Public(key) = &self.half else { return None };
        let der: PublicKeyX509Der<'_> = key.as_der().ok()?;
        Some(der.as_ref().to_vec())
    }

    /// The thumbprint of a public key (RFC 7638); none for a secret.
    pub fn thumbprint(&self) -> Option<Kid> {
        thumbprint(self.algorithm, &self.public()?)
    }

    /// Takes an HMAC secret from its PKCS#8 container.
    pub fn from_secret(algorithm: Algorithm, pkcs8: &[u8]) -> Option<Self> {
        let secret = hmac_key(algorithm, pkcs8).filter(|_| algorithm.is_symmetric())?;
        Some(Self { algorithm, half: Half::Secret(Box::new(secret)), kid: None })
    }
}

fn public_algorithm(algorithm: Algorithm) -> Option<&'static dyn VerificationAlgorithm> {
    Some(match algorithm {
        Algorithm::RS256 => &RSA_PKCS1_2048_8192_SHA256,
        Algorithm::RS384 => &RSA_PKCS1_2048_8192_SHA384,
        Algorithm::RS512 => &RSA_PKCS1_2048_8192_SHA512,
        Algorithm::PS256 => &RSA_PSS_2048_8192_SHA256,
        Algorithm::PS384 => &RSA_PSS_2048_8192_SHA384,
        Algorithm::PS512 => &RSA_PSS_2048_8192_SHA512,
        Algorithm::ES256 | Algorithm::ES384 | Algorithm::ES512 | Algorithm::ES256K => Curve::of(algorithm)?.verifying,
        Algorithm::EdDSA | Algorithm::Ed25519 => &ED25519,
        Algorithm::MlDsa44 | Algorithm::MlDsa65 | Algorithm::MlDsa87 => Parameters::of(algorithm)?.verifying,
        Algorithm::HS256 | Algorithm::HS384 | Algorithm::HS512 => return None,
    })
}

impl VerifySignature for VerificationKey {
    fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    fn verify(&self, input: &[u8], signature: &[u8]) -> bool {
        match &self.half {
            Half::Public(key) => key.verify_sig(input, signature).is_ok(),
            Half::Secret(key) => hmac::verify(key, input, signature).is_ok(),
        }
    }

    fn copy(&self) -> Option<Arc<dyn VerifySignature + Send + Sync>> {
        // A clone would share what the library counts its users with.
        let copy = Self::from_public(self.algorithm, &self.public()?)?;
        Some(Arc::new(copy.named(self.kid.clone())))
    }

    fn names(&self) -> Vec<String> {
        let thumbprint = self.thumbprint();
        self.kid.iter().cloned().chain(thumbprint.map(|kid| kid.to_string())).collect()
    }
}
