//! Signature algorithms. A key has exactly one, kept with the key (RFC 8725, 3.1); a header can only agree with it.

use std::fmt;
use std::str::FromStr;

/// A JWS algorithm (RFC 7518, 3.1; RFC 8037, 3.1; RFC 8812, 3.2; RFC 9864, 2.2; RFC 9964, 3) that mintage signs and verifies with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names are the standard's own")]
pub enum Algorithm {
    RS256,
    RS384,
    RS512,
    PS256,
    PS384,
    PS512,
    ES256,
    ES384,
    ES512,
    ES256K,
    EdDSA,
    Ed25519,
    MlDsa44,
    MlDsa65,
    MlDsa87,
    HS256,
    HS384,
    HS512,
}

/// What kind of key an algorithm needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AlgorithmFamily {
    /// An RSA key, with PKCS #1 v1.5 or PSS padding.
    Rsa,
    /// A point on a curve of NIST, or on secp256k1.
    Ec,
    /// An Edwards curve key: Ed25519.
    Ed,
    /// A key of lattices, which no quantum computer is known to break.
    MlDsa,
    /// A shared secret.
    Hmac,
}

/// The hash that belongs to an algorithm, for what is bound to a token by its digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hash {
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
    /// SHAKE256 with an output of 64 bytes.
    Shake256,
}

/// Why a text names no algorithm of ours.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AlgorithmError {
    /// A registered algorithm that mintage does not have.
    #[error("{0} is a known algorithm, but mintage does not support it")]
    Unsupported(&'static str),
    /// `none` in any spelling: an unsecured token is never good.
    #[error("`none` means an unsigned token, which mintage never makes or accepts")]
    Unsigned,
    /// Not a registered name.
    #[error("is not a signature algorithm; the supported ones are {}", Algorithm::list())]
    Unknown,
}

/// Names that the IANA registry has and we do not.
const UNSUPPORTED: &[&str] = &["Ed448", "ES256K-R", "HS1", "RS1"];

impl Algorithm {
    /// Every supported algorithm, in the order in which help lists them.
    pub const ALL: [Self; 18] = [
        Self::RS256,
        Self::RS384,
        Self::RS512,
        Self::PS256,
        Self::PS384,
        Self::PS512,
        Self::ES256,
        Self::ES384,
        Self::ES512,
        Self::ES256K,
        Self::EdDSA,
        Self::Ed25519,
        Self::MlDsa44,
        Self::MlDsa65,
        Self::MlDsa87,
        Self::HS256,
        Self::HS384,
        Self::HS512,
    ];

    /// The `alg` value.
    pub fn name(self) -> &'static str {
        match self {
            Self::RS256 => "RS256",
            Self::RS384 => "RS384",
            Self::RS512 => "RS512",
            Self::PS256 => "PS256",
            Self::PS384 => "PS384",
            Self::PS512 => "PS512",
            Self::ES256 => "ES256",
            Self::ES384 => "ES384",
            Self::ES512 => "ES512",
            Self::ES256K => "ES256K",
            Self::EdDSA => "EdDSA",
            Self::Ed25519 => "Ed25519",
            Self::MlDsa44 => "ML-DSA-44",
            Self::MlDsa65 => "ML-DSA-65",
            Self::MlDsa87 => "ML-DSA-87",
            Self::HS256 => "HS256",
            Self::HS384 => "HS384",
            Self::HS512 => "HS512",
        }
    }

    /// The algorithm of exactly such an `alg` value: upper and lower case differ (RFC 7515, 4.1.1).
    pub fn from_header(alg: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|a| a.name() == alg)
    }

    /// Whether exactly this `alg` value names it: its own, or the other name of the same algorithm.
    pub fn is_named(self, alg: &str) -> bool {
        self.name() == alg || (self.family() == AlgorithmFamily::Ed && (alg == "EdDSA" || alg == "Ed25519"))
    }

    /// Whether both are the same signature. `EdDSA` leaves the curve to the key, and `Ed25519` says it (RFC 9864, 2.2); there is
    /// no other curve here.
    pub fn is_same_as(self, other: Self) -> bool {
        self == other || (self.family() == AlgorithmFamily::Ed && other.family() == AlgorithmFamily::Ed)
    }

    /// What kind of key it needs.
    pub fn family(self) -> AlgorithmFamily {
        match self {
            Self::RS256 | Self::RS384 | Self::RS512 | Self::PS256 | Self::PS384 | Self::PS512 => AlgorithmFamily::Rsa,
            Self::ES256 | Self::ES384 | Self::ES512 | Self::ES256K => AlgorithmFamily::Ec,
            Self::EdDSA | Self::Ed25519 => AlgorithmFamily::Ed,
            Self::MlDsa44 | Self::MlDsa65 | Self::MlDsa87 => AlgorithmFamily::MlDsa,
            Self::HS256 | Self::HS384 | Self::HS512 => AlgorithmFamily::Hmac,
        }
    }

    /// The hash that it uses, which `at_hash` and `c_hash` use too (OpenID Connect Core, 3.1.3.6). Ed25519 has SHA-512 inside
    /// (RFC 8032, 5.1), ML-DSA has SHAKE256 (FIPS 204, 3.7), of which other implementations take 64 bytes.
    pub fn hash(self) -> Hash {
        match self {
            Self::RS256 | Self::PS256 | Self::ES256 | Self::ES256K | Self::HS256 => Hash::Sha256,
            Self::RS384 | Self::PS384 | Self::ES384 | Self::HS384 => Hash::Sha384,
            Self::RS512 | Self::PS512 | Self::ES512 | Self::EdDSA | Self::Ed25519 | Self::HS512 => Hash::Sha512,
            Self::MlDsa44 | Self::MlDsa65 | Self::MlDsa87 => Hash::Shake256,
        }
    }

    /// Bytes in the output of its hash; for HMAC also the least length of a secret (RFC 7518, 3.2).
    pub fn hash_bytes(self) -> usize {
        match self.hash() {
            Hash::Sha256 => 32,
            Hash::Sha384 => 48,
            Hash::Sha512 | Hash::Shake256 => 64,
        }
    }

    /// Bytes in each of its signatures; none for RSA, where the size of the key decides.
    pub fn signature_bytes(self) -> Option<usize> {
        match self.family() {
            AlgorithmFamily::Rsa => None,
            AlgorithmFamily::Hmac => Some(self.hash_bytes()),
            AlgorithmFamily::Ed => Some(64),
            // Two numbers as long as the curve (RFC 7518, 3.4); 521 bits take 66 bytes.
            AlgorithmFamily::Ec => Some(match self {
                Self::ES384 => 96,
                Self::ES512 => 132,
                _ => 64,
            }),
            // FIPS 204, table 2.
            AlgorithmFamily::MlDsa => Some(match self {
                Self::MlDsa65 => 3309,
                Self::MlDsa87 => 4627,
                _ => 2420,
            }),
        }
    }

    /// Whether the verifying key is the signing key, so that there is nothing to publish.
    pub fn is_symmetric(self) -> bool {
        self.family() == AlgorithmFamily::Hmac
    }

    /// All names, for messages.
    pub fn list() -> String {
        Self::ALL.map(Self::name).join(", ")
    }
}

/// Sizes of RSA moduli in bits that mintage makes and takes. Below 2048 is broken (NIST SP 800-57, part 1, table 2),
/// above 8192 a single verification is a denial of service.
pub const RSA_BITS: std::ops::RangeInclusive<u32> = 2048..=8192;

/// The RSA size when none is asked for: 128 bits of strength (NIST SP 800-57, part 1, table 2).
pub const DEFAULT_RSA_BITS: u32 = 3072;

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl serde::Serialize for Algorithm {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.name())
    }
}

impl FromStr for Algorithm {
    type Err = AlgorithmError;
    /// What people type: any case. What headers say goes through [`Algorithm::from_header`].
    fn from_str(text: &str) -> Result<Self, AlgorithmError> {
        let same = |name: &&str| name.eq_ignore_ascii_case(text);
        if let Some(found) = Self::ALL.into_iter().find(|a| same(&a.name())) {
            return Ok(found);
        }
        if text.eq_ignore_ascii_case("none") {
            return Err(AlgorithmError::Unsigned);
        }
        match UNSUPPORTED.iter().copied().find(same) {
            Some(name) => Err(AlgorithmError::Unsupported(name)),
            None => Err(AlgorithmError::Unknown),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_must_match_to_the_letter_and_people_need_not() {
        for alg in Algorithm::ALL {
            assert_eq!(Algorithm::from_header(alg.name()), Some(alg));
            assert_eq!(alg.name().to_lowercase().parse(), Ok(alg));
        }
        for spelling in ["none", "None", "NONE", "nOnE", "rs256", "", " RS256", "ed25519", "Ed448"] {
            assert_eq!(Algorithm::from_header(spelling), None, "{spelling}");
        }
    }

    #[test]
    fn ed25519_has_two_names_and_no_other_algorithm_has() {
        for alg in Algorithm::ALL {
            let is_ed = matches!(alg, Algorithm::EdDSA | Algorithm::Ed25519);
            assert!(["EdDSA", "Ed25519"].iter().all(|name| alg.is_named(name) == is_ed), "{alg}");
            let same: Vec<_> = Algorithm::ALL.into_iter().filter(|other| alg.is_same_as(*other)).collect();
            assert_eq!(same.len(), if is_ed { 2 } else { 1 }, "{alg}");
            assert!(!alg.is_named("Ed448"));
        }
    }

    #[test]
    fn a_known_but_unsupported_algorithm_is_named() {
        assert_eq!("Ed448".parse::<Algorithm>(), Err(AlgorithmError::Unsupported("Ed448")));
        assert_eq!("es256k-r".parse::<Algorithm>(), Err(AlgorithmError::Unsupported("ES256K-R")));
        assert_eq!("NONE".parse::<Algorithm>(), Err(AlgorithmError::Unsigned));
        assert_eq!("RS257".parse::<Algorithm>(), Err(AlgorithmError::Unknown));
        assert_eq!("ed25519".parse(), Ok(Algorithm::Ed25519));
    }
}
