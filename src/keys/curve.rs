//! The curves of ECDSA: what each is called, how long its numbers are, and what signs and verifies on it.

use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P256K1_SHA256_FIXED,
    ECDSA_P256K1_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED, ECDSA_P384_SHA384_FIXED_SIGNING,
    ECDSA_P521_SHA512_FIXED, ECDSA_P521_SHA512_FIXED_SIGNING, EcdsaSigningAlgorithm, EcdsaVerificationAlgorithm,
};

use crate::core::algorithm::Algorithm;

/// A curve, with the one algorithm of JWS that is for it (RFC 7518, 3.4; RFC 8812, 3.2).
pub(super) struct Curve {
    /// The algorithm.
    pub algorithm: Algorithm,
    /// What a JWK has in `crv`.
    pub name: &'static str,
    /// What PKCS#8 and SPKI name it by (RFC 5480, 2.1.1.1).
    pub oid: &'static str,
    /// Bytes in a coordinate, and in either half of a signature.
    pub bytes: usize,
    /// Its size in bits.
    pub bits: u32,
    /// Signs on it.
    pub signing: &'static EcdsaSigningAlgorithm,
    /// Verifies on it.
    pub verifying: &'static EcdsaVerificationAlgorithm,
}

/// Every curve.
pub(super) static CURVES: [Curve; 4] = [
    Curve {
        algorithm: Algorithm::ES256,
        name: "P-256",
        oid: "1.2.840.10045.3.1.7",
        bytes: 32,
        bits: 256,
        signing: &ECDSA_P256_SHA256_FIXED_SIGNING,
        verifying: &ECDSA_P256_SHA256_FIXED,
    },
    Curve {
        algorithm: Algorithm::ES384,
        name: "P-384",
        oid: "1.3.132.0.34",
        bytes: 48,
        bits: 384,
        signing: &ECDSA_P384_SHA384_FIXED_SIGNING,
        verifying: &ECDSA_P384_SHA384_FIXED,
    },
    Curve {
        algorithm: Algorithm::ES512,
        name: "P-521",
        oid: "1.3.132.0.35",
        bytes: 66,
        bits: 521,
        signing: &ECDSA_P521_SHA512_FIXED_SIGNING,
        verifying: &ECDSA_P521_SHA512_FIXED,
    },
    Curve {
        algorithm: Algorithm::ES256K,
        name: "secp256k1",
        oid: "1.3.132.0.10",
        bytes: 32,
        bits: 256,
        signing: &ECDSA_P256K1_SHA256_FIXED_SIGNING,
        verifying: &ECDSA_P256K1_SHA256_FIXED,
    },
];

impl Curve {
    /// The curve of an algorithm; none for one that needs none.
    pub fn of(algorithm: Algorithm) -> Option<&'static Self> {
        CURVES.iter().find(|curve| curve.algorithm == algorithm)
    }

    /// The curve that a JWK names. `P-256K` is what secp256k1 was called before it was registered (RFC 8812, 4.4).
    pub fn named(crv: &str) -> Option<&'static Self> {
        let crv = if crv == "P-256K" { "secp256k1" } else { crv };
        CURVES.iter().find(|curve| curve.name == crv)
    }

    /// The curve that a container names.
    pub fn of_oid(oid: &str) -> Option<&'static Self> {
        CURVES.iter().find(|curve| curve.oid == oid)
    }
}
