//! What kind of key it is, and which algorithms can use it. Kinds that none can use are named, not just refused.

use std::fmt;

use pkcs8::ObjectIdentifier;
use pkcs8::der::asn1::AnyRef;
use pkcs8::der::{Decode, Encode, Tag, Tagged};
use pkcs8::spki::AlgorithmIdentifierRef;

use super::der::children;
use crate::core::algorithm::{Algorithm, AlgorithmFamily, RSA_BITS};
use crate::keys::curve::Curve;
use crate::keys::generate::hmac_oid;
use crate::keys::ml_dsa::Parameters;

/// A kind of key that some algorithm can use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// RSA with a modulus of so many bits.
    Rsa(u32),
    /// The same, for signatures of PSS alone (RFC 4055, 1.2).
    RsaPss(u32),
    /// The curve of ES256.
    P256,
    /// The curve of ES384.
    P384,
    /// The curve of ES512.
    P521,
    /// The curve of ES256K.
    Secp256k1,
    /// The curve of EdDSA, which is Ed25519 too.
    Ed25519,
    /// ML-DSA with the smallest parameters.
    MlDsa44,
    /// ML-DSA with those in the middle.
    MlDsa65,
    /// ML-DSA with the largest parameters.
    MlDsa87,
    /// A secret of so many bits.
    Secret(u32),
}

/// A kind of key that none can use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KindError {
    /// A known kind that is not supported.
    #[error("this is {0}, which mintage does not support")]
    Unsupported(&'static str),
    /// An elliptic curve that is told by its numbers, not by its name.
    #[error("this is a key on a curve that is told by its numbers instead of its name, which mintage does not read")]
    UnnamedCurve,
    /// A key that agrees on keys, and signs nothing.
    #[error("this is {0}, which is for key agreement: it cannot sign")]
    NotForSignatures(&'static str),
    /// An RSA key that is too small or too large.
    #[error("the RSA key has {bits} bits; mintage takes {} to {}", RSA_BITS.start(), RSA_BITS.end())]
    RsaBits {
        /// How many it has.
        bits: u32,
    },
    /// A public exponent that protects nothing.
    #[error("the RSA key has a public exponent that is even or 1")]
    RsaExponent,
    /// A secret that can be guessed.
    #[error("the secret has {found} bits; {algorithm} needs at least {least}")]
    ShortSecret {
        /// How many it has.
        found: u32,
        /// Which algorithm.
        algorithm: Algorithm,
        /// How many it needs.
        least: usize,
    },
    /// None that is known.
    #[error("this is a kind of key that mintage does not know")]
    Unknown,
}

impl Kind {
    /// The algorithm of a key that does not say its own, where that is settled.
    pub(super) fn only_algorithm(self) -> Option<Algorithm> {
        match self {
            Self::P256 => Some(Algorithm::ES256),
            Self::P384 => Some(Algorithm::ES384),
            Self::P521 => Some(Algorithm::ES512),
            Self::Secp256k1 => Some(Algorithm::ES256K),
            // By the name that every verifier knows.
            Self::Ed25519 => Some(Algorithm::EdDSA),
            Self::MlDsa44 => Some(Algorithm::MlDsa44),
            Self::MlDsa65 => Some(Algorithm::MlDsa65),
            Self::MlDsa87 => Some(Algorithm::MlDsa87),
            // One that may be used with any hash: what is made of it elsewhere by default.
            Self::RsaPss(_) => Some(Algorithm::PS256),
            // A hash needs as many bits as it has: this many are enough for one of them.
            Self::Secret(256..384) => Some(Algorithm::HS256),
            Self::Rsa(_) | Self::Secret(_) => None,
        }
    }

    /// Every algorithm that can use this kind.
    pub fn algorithms(self) -> impl Iterator<Item = Algorithm> {
        let is_enough = move |algorithm: Algorithm| match self {
            Self::Secret(bits) => bits as usize >= algorithm.hash_bytes() * 8,
            _ => true,
        };
        Algorithm::ALL.into_iter().filter(move |algorithm| self.fits(*algorithm) && is_enough(*algorithm))
    }

    pub(super) fn fits(self, algorithm: Algorithm) -> bool {
        match self {
            Self::Rsa(_) => algorithm.family() == AlgorithmFamily::Rsa,
            Self::RsaPss(_) => matches!(algorithm, Algorithm::PS256 | Algorithm::PS384 | Algorithm::PS512),
            Self::Secret(_) => algorithm.is_symmetric(),
            Self::Ed25519 => algorithm.family() == AlgorithmFamily::Ed,
            Self::P256 | Self::P384 | Self::P521 | Self::Secp256k1 => self.only_algorithm() == Some(algorithm),
            Self::MlDsa44 | Self::MlDsa65 | Self::MlDsa87 => self.only_algorithm() == Some(algorithm),
        }
    }

    /// The size in bits.
    pub(super) fn bits(self) -> u32 {
        match self {
            Self::Rsa(bits) | Self::RsaPss(bits) | Self::Secret(bits) => bits,
            Self::P256 | Self::Secp256k1 | Self::Ed25519 => 256,
            Self::P384 => 384,
            Self::P521 => 521,
            Self::MlDsa44 | Self::MlDsa65 | Self::MlDsa87 => self.parameters().map_or(0, Parameters::bits),
        }
    }

    /// The parameters of ML-DSA that the key is for.
    pub(super) fn parameters(self) -> Option<&'static Parameters> {
        Parameters::of(self.only_algorithm()?)
    }

    /// The kind of a key of ML-DSA.
    pub(super) fn with(parameters: &Parameters) -> Self {
        match parameters.algorithm {
            Algorithm::MlDsa65 => Self::MlDsa65,
            Algorithm::MlDsa87 => Self::MlDsa87,
            _ => Self::MlDsa44,
        }
    }

    /// The curve of ECDSA that the key is a point of.
    pub(super) fn curve(self) -> Option<&'static Curve> {
        Curve::of(self.only_algorithm()?)
    }

    /// The kind of a key on a curve.
    pub(super) fn on(curve: &Curve) -> Self {
        match curve.algorithm {
            Algorithm::ES384 => Self::P384,
            Algorithm::ES512 => Self::P521,
            Algorithm::ES256K => Self::Secp256k1,
            _ => Self::P256,
        }
    }

    /// The kind of an RSA key, by its modulus and exponent (big-endian, without leading zeros).
    pub(super) fn of_rsa(modulus: &[u8], exponent: &[u8]) -> Result<Self, KindError> {
        let bits = modulus.first().map_or(0, |first| modulus.len() * 8 - first.leading_zeros() as usize);
        let bits = u32::try_from(bits).unwrap_or(u32::MAX);
        if !RSA_BITS.contains(&bits) {
            return Err(KindError::RsaBits { bits });
        }
        let is_odd = exponent.last().is_some_and(|last| last % 2 == 1);
        if is_odd && exponent != [1] { Ok(Self::Rsa(bits)) } else { Err(KindError::RsaExponent) }
    }

    /// The kind that an algorithm identifier of PKCS#8 or SPKI names. RSA keys have their size inside.
    pub(super) fn of_identifier(identifier: &AlgorithmIdentifierRef<'_>) -> Result<Named, KindError> {
        match identifier.oid.to_string().as_str() {
            "1.2.840.113549.1.1.1" => Ok(Named::Rsa),
            "1.2.840.113549.1.1.10" => pss_algorithm(identifier.parameters).map(Named::RsaPss),
            "1.2.840.10045.2.1" => Self::of_parameters(identifier.parameters).map(Named::Known),
            "1.3.101.112" => Ok(Named::Known(Self::Ed25519)),
            "1.3.101.113" => Err(KindError::Unsupported("an Ed448 key")),
            "1.3.101.110" => Err(KindError::NotForSignatures("an X25519 key")),
            "1.3.101.111" => Err(KindError::NotForSignatures("an X448 key")),
            "1.2.840.10040.4.1" => Err(KindError::Unsupported("a DSA key")),
            _ if hmac_oids().contains(&identifier.oid) => Ok(Named::Secret),
            // Without parameters (RFC 9881, 2).
            other => match Parameters::of_oid(other).filter(|_| identifier.parameters.is_none()) {
                Some(parameters) => Ok(Named::MlDsa(parameters)),
                None => Err(KindError::Unknown),
            },
        }
    }

    /// The kind of an EC key, by the parameters beside it.
    pub(super) fn of_parameters(parameters: Option<AnyRef<'_>>) -> Result<Self, KindError> {
        let parameters = parameters.ok_or(KindError::Unknown)?;
        if parameters.tag() == Tag::Sequence {
            return Err(KindError::UnnamedCurve);
        }
        Self::of_curve(&parameters.decode_as().map_err(|_| KindError::Unknown)?)
    }

    /// The same RSA key, bound to PSS.
    pub(super) fn for_pss(self) -> Self {
        Self::RsaPss(self.bits())
    }

    fn of_curve(curve: &ObjectIdentifier) -> Result<Self, KindError> {
        let oid = curve.to_string();
        if let Some(curve) = Curve::of_oid(&oid) {
            return Ok(Self::on(curve));
        }
        Err(KindError::Unsupported(match oid.strip_prefix(BRAINPOOL) {
            Some(number) => brainpool(number),
            None => "a key on a curve other than P-256, P-384, P-521 and secp256k1",
        }))
    }
}

/// What an identifier names.
pub(super) enum Named {
    /// A kind whose size is known by its name.
    Known(Kind),
    /// RSA: the size is inside the key.
    Rsa,
    /// RSA for PSS, and for this algorithm if it says so.
    RsaPss(Option<Algorithm>),
    /// ML-DSA, whose private key has several forms.
    MlDsa(&'static Parameters),
    /// A secret: its length is its size.
    Secret,
}

/// The curves of RFC 5639, 4.1, but for the last number.
const BRAINPOOL: &str = "1.3.36.3.3.2.8.1.1.";

/// A key on a curve of RFC 5639.
fn brainpool(number: &str) -> &'static str {
    match number {
        "7" => "a brainpoolP256r1 key",
        "8" => "a brainpoolP256t1 key",
        "9" => "a brainpoolP320r1 key",
        "10" => "a brainpoolP320t1 key",
        "11" => "a brainpoolP384r1 key",
        "12" => "a brainpoolP384t1 key",
        "13" => "a brainpoolP512r1 key",
        "14" => "a brainpoolP512t1 key",
        _ => "a key on a brainpool curve",
    }
}

/// Which algorithm the parameters of PSS bind a key to (RFC 4055, 3.1); none where they leave it open. The salt that they
/// name is the shortest, and RFC 7518, 3.5 has one as long as the hash.
fn pss_algorithm(parameters: Option<AnyRef<'_>>) -> Result<Option<Algorithm>, KindError> {
    const OTHER: KindError = KindError::Unsupported("an RSA key that is bound to PSS as no algorithm of JWS uses it");
    let Some(parameters) = parameters.filter(|parameters| parameters.tag() != Tag::Null) else { return Ok(None) };
    let members = (parameters.tag() == Tag::Sequence).then(|| children(parameters.value())).flatten().ok_or(OTHER)?;
    let member = |number: u32| {
        let part = members.iter().find(|part| part.tag().number().value() == number)?;
        Some(part.value())
    };
    let identifier = |der: Option<&[u8]>| AlgorithmIdentifierRef::from_der(der?).ok().map(|it| it.oid.to_string());
    let hash = identifier(member(0)).ok_or(OTHER)?;
    let mask = AlgorithmIdentifierRef::from_der(member(1).ok_or(OTHER)?).map_err(|_| OTHER)?;
    let mask = mask.parameters.and_then(|of| of.to_der().ok()).and_then(|der| identifier(Some(&der))).ok_or(OTHER)?;
    let salt = member(2).map_or(Ok(20), u32::from_der).map_err(|_| OTHER)?;
    let (algorithm, length) = match hash.as_str() {
        "2.16.840.1.101.3.4.2.1" => (Algorithm::PS256, 32),
        "2.16.840.1.101.3.4.2.2" => (Algorithm::PS384, 48),
        "2.16.840.1.101.3.4.2.3" => (Algorithm::PS512, 64),
        _ => return Err(OTHER),
    };
    if mask == hash && salt <= length { Ok(Some(algorithm)) } else { Err(OTHER) }
}

fn hmac_oids() -> [ObjectIdentifier; 3] {
    [Algorithm::HS256, Algorithm::HS384, Algorithm::HS512].map(hmac_oid)
}

/// The algorithm of an HMAC container, which names it.
pub(super) fn hmac_algorithm(oid: &ObjectIdentifier) -> Option<Algorithm> {
    [Algorithm::HS256, Algorithm::HS384, Algorithm::HS512].into_iter().find(|algorithm| hmac_oid(*algorithm) == *oid)
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rsa(bits) => write!(f, "an RSA key of {bits} bits"),
            Self::RsaPss(bits) => write!(f, "an RSA key of {bits} bits for PSS"),
            Self::P256 => f.write_str("a P-256 key"),
            Self::P384 => f.write_str("a P-384 key"),
            Self::P521 => f.write_str("a P-521 key"),
            Self::Secp256k1 => f.write_str("a secp256k1 key"),
            Self::Ed25519 => f.write_str("an Ed25519 key"),
            Self::MlDsa44 => f.write_str("an ML-DSA-44 key"),
            Self::MlDsa65 => f.write_str("an ML-DSA-65 key"),
            Self::MlDsa87 => f.write_str("an ML-DSA-87 key"),
            Self::Secret(bits) => write!(f, "a secret of {bits} bits"),
        }
    }
}
