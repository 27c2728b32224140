//! A private key that is ready to sign: parsed once, however often it signs.

use aws_lc_rs::encoding::{AsDer, PublicKeyX509Der};
use aws_lc_rs::hmac;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{
    EcdsaKeyPair, Ed25519KeyPair, KeyPair, PqdsaKeyPair, RSA_PKCS1_SHA256, RSA_PKCS1_SHA384, RSA_PKCS1_SHA512,
    RSA_PSS_SHA256, RSA_PSS_SHA384, RSA_PSS_SHA512, RsaEncoding, RsaKeyPair,
};
use pkcs8::PrivateKeyInfoRef;
use pkcs8::der::Decode;

use super::curve::Curve;
use super::generate::hmac_oid;
use super::ml_dsa::Parameters;
use crate::core::algorithm::{Algorithm, AlgorithmFamily};
use crate::core::id::Kid;
use crate::core::jose::{Sign, SignError};
use crate::core::key::SecretMark;

/// A private key or secret, parsed. Its memory is freed and cleared by the cryptographic library.
pub struct SigningKey {
    kid: Kid,
    algorithm: Algorithm,
    pair: Pair,
}

#[expect(clippy::large_enum_variant, reason = "a process holds one or two of them")]
enum Pair {
    Rsa(RsaKeyPair, &'static dyn RsaEncoding),
    Ec(EcdsaKeyPair),
    Ed(Ed25519KeyPair),
    MlDsa(PqdsaKeyPair),
    Hmac(hmac::Key),
}

impl SigningKey {
    /// Takes a private key from PKCS#8 DER, if it is of the kind that the algorithm needs.
    pub fn from_pkcs8(kid: Kid, algorithm: Algorithm, der: &[u8]) -> Option<Self> {
        let pair = match algorithm.family() {
            AlgorithmFamily::Rsa => Pair::Rsa(RsaKeyPair::from_pkcs8(der).ok()?, rsa_encoding(algorithm)),
            AlgorithmFamily::Ec => Pair::Ec(EcdsaKeyPair::from_pkcs8(Curve::of(algorithm)?.signing, der).ok()?),
            AlgorithmFamily::Ed => Pair::Ed(Ed25519KeyPair::from_pkcs8_maybe_unchecked(der).ok()?),
            AlgorithmFamily::MlDsa => {
                Pair::MlDsa(PqdsaKeyPair::from_pkcs8(Parameters::of(algorithm)?.signing, der).ok()?)
            }
            AlgorithmFamily::Hmac => Pair::Hmac(hmac_key(algorithm, der)?),
        };
        Some(Self { kid, algorithm, pair })
    }

    /// Takes any bytes as an HMAC secret, whatever their use elsewhere: for test tokens that confuse algorithms.
    pub fn from_secret(kid: Kid, algorithm: Algorithm, secret: &[u8]) -> Option<Self> {
        let key = || hmac::Key::new(hmac_algorithm(algorithm), secret);
        algorithm.is_symmetric().then(|| Self { kid, algorithm, pair: Pair::Hmac(key()) })
    }

    /// What a secret is known by where there is no public half; none for a key that has one. The text that is signed is none
    /// that a token could have.
    pub fn secret_mark(&self) -> Option<SecretMark> {
        let Pair::Hmac(key) = &self.pair else { return None };
        let mut context = hmac::Context::with_key(key);
        context.update(b"what this secret is known by\0");
        context.update(self.kid.as_str().as_bytes());
        context.sign().as_ref().first_chunk().copied().map(SecretMark)
    }

    /// The public half in SPKI DER; none for a secret.
    pub fn public(&self) -> Option<Vec<u8>> {
        let der: PublicKeyX509Der<'_> = match &self.pair {
            Pair::Rsa(pair, _) => pair.public_key().as_der().ok()?,
            Pair::Ec(pair) => pair.public_key().as_der().ok()?,
            Pair::Ed(pair) => pair.public_key().as_der().ok()?,
            Pair::MlDsa(pair) => pair.public_key().as_der().ok()?,
            Pair::Hmac(_) => return None,
        };
        Some(der.as_ref().to_vec())
    }
}

/// The secret in an HMAC container, if it is long enough for the algorithm (RFC 7518, 3.2).
pub(super) fn hmac_key(algorithm: Algorithm, der: &[u8]) -> Option<hmac::Key> {
    let info = PrivateKeyInfoRef::from_der(der).ok()?;
    let secret = info.private_key.as_bytes();
    let right = info.algorithm.oid == hmac_oid(algorithm) && secret.len() >= algorithm.hash_bytes();
    right.then(|| hmac::Key::new(hmac_algorithm(algorithm), secret))
}

fn hmac_algorithm(algorithm: Algorithm) -> hmac::Algorithm {
    match algorithm {
        Algorithm::HS384 => hmac::HMAC_SHA384,
        Algorithm::HS512 => hmac::HMAC_SHA512,
        _ => hmac::HMAC_SHA256,
    }
}

fn rsa_encoding(algorithm: Algorithm) -> &'static dyn RsaEncoding {
    match algorithm {
        Algorithm::RS384 => &RSA_PKCS1_SHA384,
        Algorithm::RS512 => &RSA_PKCS1_SHA512,
        Algorithm::PS256 => &RSA_PSS_SHA256,
        Algorithm::PS384 => &RSA_PSS_SHA384,
        Algorithm::PS512 => &RSA_PSS_SHA512,
        _ => &RSA_PKCS1_SHA256,
    }
}

impl Sign for SigningKey {
    fn kid(&self) -> &Kid {
        &self.kid
    }

    fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    fn sign(&self, input: &[u8]) -> Result<Vec<u8>, SignError> {
        let random = SystemRandom::new();
        Ok(match &self.pair {
            Pair::Rsa(pair, encoding) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(*encoding, &random, input, &mut signature).map_err(|_| SignError)?;
                signature
            }
            Pair::Ec(pair) => pair.sign(&random, input).map_err(|_| SignError)?.as_ref().to_vec(),
            Pair::Ed(pair) => pair.sign(input).as_ref().to_vec(),
            Pair::MlDsa(pair) => {
                let mut signature = vec![0; pair.algorithm().signature_len()];
                pair.sign(input, &mut signature).map_err(|_| SignError)?;
                signature
            }
            Pair::Hmac(key) => hmac::sign(key, input).as_ref().to_vec(),
        })
    }
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SigningKey({}, {}, …)", self.kid, self.algorithm)
    }
}
