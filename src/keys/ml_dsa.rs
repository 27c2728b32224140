//! ML-DSA (FIPS 204): its three sets of parameters, and the forms of a private key (RFC 9881, 6). What is kept is the seed,
//! from which everything else follows; a key that lost it is kept as it is.

use aws_lc_rs::encoding::AsRawBytes;
use aws_lc_rs::signature::{
    ML_DSA_44, ML_DSA_44_SIGNING, ML_DSA_65, ML_DSA_65_SIGNING, ML_DSA_87, ML_DSA_87_SIGNING, PqdsaKeyPair,
    PqdsaSigningAlgorithm, PqdsaVerificationAlgorithm,
};
use pkcs8::der::asn1::{AnyRef, OctetStringRef};
use pkcs8::der::{Decode, Reader as _, SliceReader, Tag, Tagged};
use pkcs8::{ObjectIdentifier, PrivateKeyInfoRef};
use zeroize::Zeroizing;

use crate::core::algorithm::Algorithm;

/// Bytes of a seed, whatever the parameters (FIPS 204, 3.6.1).
pub(super) const SEED: usize = 32;

/// A set of parameters.
pub(super) struct Parameters {
    /// The algorithm.
    pub algorithm: Algorithm,
    /// What PKCS#8 and SPKI name it by (RFC 9881, 2).
    pub oid: &'static str,
    /// Bytes of a public key.
    pub public: usize,
    /// Bytes of a private key that is written out.
    pub expanded: usize,
    /// Signs by it.
    pub signing: &'static PqdsaSigningAlgorithm,
    /// Verifies by it.
    pub verifying: &'static PqdsaVerificationAlgorithm,
}

/// All of them (FIPS 204, table 2).
pub(super) static PARAMETERS: [Parameters; 3] = [
    Parameters {
        algorithm: Algorithm::MlDsa44,
        oid: "2.16.840.1.101.3.4.3.17",
        public: 1312,
        expanded: 2560,
        signing: &ML_DSA_44_SIGNING,
        verifying: &ML_DSA_44,
    },
    Parameters {
        algorithm: Algorithm::MlDsa65,
        oid: "2.16.840.1.101.3.4.3.18",
        public: 1952,
        expanded: 4032,
        signing: &ML_DSA_65_SIGNING,
        verifying: &ML_DSA_65,
    },
    Parameters {
        algorithm: Algorithm::MlDsa87,
        oid: "2.16.840.1.101.3.4.3.19",
        public: 2592,
        expanded: 4896,
        signing: &ML_DSA_87_SIGNING,
        verifying: &ML_DSA_87,
    },
];

impl Parameters {
    /// Those of an algorithm; none for one that has none.
    pub fn of(algorithm: Algorithm) -> Option<&'static Self> {
        PARAMETERS.iter().find(|parameters| parameters.algorithm == algorithm)
    }

    /// Those that a container names.
    pub fn of_oid(oid: &str) -> Option<&'static Self> {
        PARAMETERS.iter().find(|parameters| parameters.oid == oid)
    }

    /// The identifier in a container.
    pub fn identifier(&self) -> ObjectIdentifier {
        ObjectIdentifier::new_unwrap(self.oid)
    }

    /// The size of a public key in bits, which is what OpenSSL calls the size of the key.
    pub fn bits(&self) -> u32 {
        u32::try_from(self.public * 8).unwrap_or(u32::MAX)
    }

    /// The key of a seed.
    pub fn key_of(&self, seed: &[u8]) -> Option<PqdsaKeyPair> {
        PqdsaKeyPair::from_seed(self.signing, seed).ok()
    }
}

/// How a private key is written inside PKCS#8 (RFC 9881, 6).
pub(super) enum Form<'a> {
    /// The seed alone.
    Seed(&'a [u8]),
    /// What follows from it, without it.
    Expanded(&'a [u8]),
    /// Both, which must agree.
    Both(&'a [u8], &'a [u8]),
}

impl<'a> Form<'a> {
    /// The form of the octets inside a container; none where they are none of these.
    pub fn of(inner: &'a [u8]) -> Option<Self> {
        let part = AnyRef::from_der(inner).ok()?;
        match part.tag() {
            Tag::OctetString => Some(Self::Expanded(part.value())),
            Tag::ContextSpecific { constructed: false, number } if number.value() == 0 => {
                Some(Self::Seed(part.value()))
            }
            Tag::Sequence => {
                let mut reader = SliceReader::new(part.value()).ok()?;
                let seed = <&OctetStringRef>::decode(&mut reader).ok()?;
                let expanded = <&OctetStringRef>::decode(&mut reader).ok()?;
                reader.is_finished().then(|| Self::Both(seed.as_bytes(), expanded.as_bytes()))
            }
            _ => None,
        }
    }
}

/// What a private key turned out to be.
pub(super) enum Found {
    /// The key of a seed.
    OfSeed(PqdsaKeyPair),
    /// A key without its seed.
    Seedless(PqdsaKeyPair),
}

/// Why octets are no private key.
pub(super) enum Fault {
    /// In none of the forms of RFC 9881.
    Form,
    /// Of a wrong length, or no key.
    Damaged,
    /// The seed is that of another key than the one that is written out.
    Disagreeing,
}

impl Parameters {
    /// The key that the octets inside a container are.
    pub fn open(&self, inner: &[u8]) -> Result<Found, Fault> {
        let of_seed = |seed: &[u8]| self.key_of(seed).ok_or(Fault::Damaged);
        match Form::of(inner) {
            None => Err(Fault::Form),
            Some(Form::Seed(seed)) => Ok(Found::OfSeed(of_seed(seed)?)),
            Some(Form::Expanded(expanded)) => {
                let pair = PqdsaKeyPair::from_raw_private_key(self.signing, expanded).map_err(|_| Fault::Damaged)?;
                Ok(Found::Seedless(pair))
            }
            Some(Form::Both(seed, expanded)) => {
                if expanded.len() != self.expanded {
                    return Err(Fault::Damaged);
                }
                let pair = of_seed(seed)?;
                let written = pair.private_key().as_raw_bytes().map_err(|_| Fault::Damaged)?;
                if written.as_ref() == expanded { Ok(Found::OfSeed(pair)) } else { Err(Fault::Disagreeing) }
            }
        }
    }
}

/// The seed of a private key in PKCS#8; none where it has lost it.
pub(super) fn seed_of(pkcs8: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let info = PrivateKeyInfoRef::from_der(pkcs8).ok()?;
    match Form::of(info.private_key.as_bytes())? {
        Form::Seed(seed) | Form::Both(seed, _) => Some(Zeroizing::new(seed.to_vec())),
        Form::Expanded(_) => None,
    }
}

/// A private key in PKCS#8: its seed, as RFC 9881 advises.
pub(super) fn to_pkcs8(pair: &PqdsaKeyPair) -> Option<Zeroizing<Vec<u8>>> {
    Some(Zeroizing::new(pair.to_pkcs8v1().ok()?.as_ref().to_vec()))
}
