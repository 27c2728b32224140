//! To which program and device a token is bound: the digests of their names. A JWT is read by many, and need not tell whoever has
//! it what its user works with.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::ClaimMap;

/// What a token is bound to by the digest of its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held {
    /// The program that shows it.
    UserAgent,
    /// The device that it is shown from.
    Device,
}

impl Held {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::UserAgent, Self::Device];

    /// The claim.
    pub fn claim(self) -> &'static str {
        match self {
            Self::UserAgent => "ua_hash",
            Self::Device => "device_hash",
        }
    }

    /// The flag that says which one it is.
    pub fn flag(self) -> &'static str {
        match self {
            Self::UserAgent => "--user-agent",
            Self::Device => "--device",
        }
    }

    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::UserAgent => "user agent",
            Self::Device => "device",
        }
    }

    /// The value of the claim for one of this name: its SHA-256, in base64url without padding.
    pub fn digest(name: &str) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(name.as_bytes()))
    }

    /// Those of these claims, which a token that comes of this one has too.
    pub fn carried(claims: &ClaimMap) -> impl Iterator<Item = (&'static str, Value)> + '_ {
        Self::ALL.iter().filter_map(|held| Some((held.claim(), claims.get(held.claim())?.clone())))
    }
}
