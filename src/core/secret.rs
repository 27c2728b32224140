//! Texts that open doors: opaque tokens and client secrets, their form, and the digest that the store keeps.

use std::fmt;

use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// A secret text. Whoever holds it is the user or the app, so it leaves only through [`reveal`](Self::reveal).
#[derive(Clone, PartialEq, Eq)]
pub struct SecretText(Zeroizing<String>);

impl SecretText {
    /// Wraps a text that must not be shown by accident.
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// The text itself, for the one place that hands it over.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What may be shown of it: what it starts with and its last four characters, which open nothing. `token identify`
    /// knows this form again.
    pub fn redacted(&self) -> String {
        let start = OpaqueKind::of_prefix(&self.0).map_or("eyJ", OpaqueKind::prefix);
        let shown = self.0.char_indices().rev().nth(REDACTED_TAIL - 1).filter(|_| self.0.len() > 16);
        format!("{start}…{}", shown.map_or("", |(at, _)| &self.0[at..]))
    }

    /// What the store may know of it.
    pub fn digest(&self) -> TokenDigest {
        TokenDigest::of(self.0.as_bytes())
    }
}

impl fmt::Debug for SecretText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretText(…)")
    }
}

/// The SHA-256 of a secret text. Its input has 256 random bits, so a plain hash cannot be searched.
#[derive(Debug, Clone, Copy)]
pub struct TokenDigest([u8; 32]);

impl TokenDigest {
    /// The digest of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The bytes that the store keeps.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// As hexadecimal digits, for where there is text alone.
    pub fn to_hex(&self) -> String {
        hex(&self.0)
    }

    /// The digest of these hexadecimal digits.
    pub fn from_hex(text: &str) -> Option<Self> {
        let mut bytes = [0; 32];
        if text.len() != 64 || !text.is_ascii() {
            return None;
        }
        for (byte, at) in bytes.iter_mut().zip((0..).step_by(2)) {
            *byte = u8::from_str_radix(&text[at..at + 2], 16).ok()?;
        }
        Some(Self(bytes))
    }

    /// Takes the bytes back from the store.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}

impl PartialEq for TokenDigest {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}
impl Eq for TokenDigest {}

/// Bytes as hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digits = |byte: &u8| [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]].map(char::from);
    bytes.iter().flat_map(digits).collect()
}

/// The kinds of opaque text, told apart by their prefix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpaqueKind {
    /// `mtg_rt_`: a refresh token.
    Refresh,
    /// `mtg_at_`: an opaque access token.
    Access,
    /// `mtg_cs_`: a client secret.
    ClientSecret,
    /// `mtg_ac_`: an authorization code.
    Code,
    /// `mtg_dc_`: a device code.
    Device,
    /// `mtg_ss_`: the session of a browser.
    Session,
    /// `mtg_pr_`: a pushed authorization request.
    Pushed,
}

impl OpaqueKind {
    pub(crate) const ALL: [Self; 7] =
        [Self::Refresh, Self::Access, Self::ClientSecret, Self::Code, Self::Device, Self::Session, Self::Pushed];

    /// What the text starts with.
    pub fn prefix(self) -> &'static str {
        match self {
            Self::Refresh => "mtg_rt_",
            Self::Access => "mtg_at_",
            Self::ClientSecret => "mtg_cs_",
            Self::Code => "mtg_ac_",
            Self::Device => "mtg_dc_",
            Self::Session => "mtg_ss_",
            Self::Pushed => "mtg_pr_",
        }
    }

    /// What it is called in messages.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Refresh => "refresh token",
            Self::Access => "opaque access token",
            Self::ClientSecret => "client secret",
            Self::Code => "authorization code",
            Self::Device => "device code",
            Self::Session => "session",
            Self::Pushed => "pushed request",
        }
    }

    /// The kind whose prefix the text has.
    pub fn of_prefix(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| text.starts_with(kind.prefix()))
    }

    /// Makes a text of this kind from 32 random bytes.
    pub fn mint(self, random: &[u8; 32]) -> SecretText {
        let body = Zeroizing::new(base62(random, RANDOM_DIGITS));
        let sum = checksum(self.prefix(), &body);
        SecretText::new(format!("{}{}{sum}", self.prefix(), body.as_str()))
    }
}

/// How much of the end of a token its redacted form shows.
pub const REDACTED_TAIL: usize = 4;
/// 62^43 is just above 2^256.
const RANDOM_DIGITS: usize = 43;
/// 62^6 is above 2^32.
const CHECKSUM_DIGITS: usize = 6;
/// What follows the prefix of an opaque text.
pub(crate) const OPAQUE_DIGITS: usize = RANDOM_DIGITS + CHECKSUM_DIGITS;
const BASE62: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// A text that has the form of one of ours: prefix, length, alphabet and checksum are right. Says nothing of the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpaqueText {
    /// What the prefix says it is.
    pub kind: OpaqueKind,
    /// The digest to look for.
    pub digest: TokenDigest,
}

/// Why a text with one of our prefixes is not one of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OpaqueError {
    /// No prefix of ours.
    #[error("does not start as an opaque text of mintage does, such as mtg_rt_")]
    NotOurs,
    /// Too short, too long, or a character outside base62.
    #[error("has not {} letters and digits after its prefix: it is cut off or has extra characters", RANDOM_DIGITS + CHECKSUM_DIGITS)]
    Form,
    /// The checksum is wrong: a typing or copying error.
    #[error("has a wrong checksum: it was mistyped or damaged")]
    Checksum,
}

impl OpaqueText {
    /// Reads the form of an opaque text.
    pub fn parse(text: &str) -> Result<Self, OpaqueError> {
        let kind = OpaqueKind::of_prefix(text).ok_or(OpaqueError::NotOurs)?;
        let body = &text[kind.prefix().len()..];
        if body.len() != RANDOM_DIGITS + CHECKSUM_DIGITS || !body.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return Err(OpaqueError::Form);
        }
        let (random, sum) = body.split_at(RANDOM_DIGITS);
        if checksum(kind.prefix(), random) == sum {
            Ok(Self { kind, digest: TokenDigest::of(text.as_bytes()) })
        } else {
            Err(OpaqueError::Checksum)
        }
    }
}

/// Six base62 digits of the CRC-32 over prefix and random part: finds typing errors without a look-up.
fn checksum(prefix: &str, random: &str) -> String {
    let mut crc = crc32fast::Hasher::new();
    crc.update(prefix.as_bytes());
    crc.update(random.as_bytes());
    base62(&crc.finalize().to_be_bytes(), CHECKSUM_DIGITS)
}

/// The big-endian number in base 62 with exactly `digits` digits; higher ones would be lost, so give enough.
pub(crate) fn base62(number: &[u8], digits: usize) -> String {
    let mut rest = Zeroizing::new(number.to_vec());
    let mut text = vec![0_u8; digits];
    for place in text.iter_mut().rev() {
        let mut remainder = 0_u32;
        for byte in rest.iter_mut() {
            let value = (remainder << 8) | u32::from(*byte);
            *byte = u8::try_from(value / 62).unwrap_or(u8::MAX);
            remainder = value % 62;
        }
        *place = BASE62[remainder as usize];
    }
    text.into_iter().map(char::from).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn base62_keeps_the_whole_number() {
        assert_eq!(base62(&[0; 32], 43), "0".repeat(43));
        assert_eq!(base62(&[61], 2), "0z");
        assert_eq!(base62(&[62], 2), "10");
        assert_eq!(base62(&u32::MAX.to_be_bytes(), 6), "4gfFC3");
        // 2^256 - 1, computed independently with arbitrary-precision integers.
        assert_eq!(base62(&[255; 32], 43), "yhjskwdA6OZ1AL1YmHWZWm8LLG7HjnuCA2j5rOw8Xp1");
    }

    #[test]
    fn a_secret_never_shows_itself() {
        let secret = OpaqueKind::Refresh.mint(&[9; 32]);
        assert_eq!(format!("{secret:?}"), "SecretText(…)");
    }

    proptest! {
        #[test]
        fn what_is_minted_parses(random: [u8; 32]) {
            for kind in OpaqueKind::ALL {
                let text = kind.mint(&random);
                let parsed = OpaqueText::parse(text.reveal()).unwrap();
                prop_assert_eq!(parsed.kind, kind);
                prop_assert_eq!(parsed.digest, text.digest());
            }
        }

        #[test]
        fn one_wrong_character_is_found(random: [u8; 32], place in 7_usize..56, with in "[0-9A-Za-z]") {
            let text = OpaqueKind::Access.mint(&random);
            let mut wrong = text.reveal().to_owned();
            wrong.replace_range(place..=place, &with);
            if wrong != text.reveal() {
                prop_assert_eq!(OpaqueText::parse(&wrong), Err(OpaqueError::Checksum));
            }
        }

        #[test]
        fn no_text_makes_the_parser_panic(text in "\\PC{0,80}", tail in "mtg_(rt|at|cs)_\\PC{0,60}") {
            let _ = OpaqueText::parse(&text);
            let _ = OpaqueText::parse(&tail);
        }
    }
}
