//! Passwords of people, as Argon2id hashes (RFC 9106), in the one text that every library writes:
//! `$argon2id$v=19$m=…,t=…,p=…$salt$hash`.

use std::fmt;

use argon2::{Algorithm, Argon2, Params, PasswordHash as Phc, Version};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use subtle::ConstantTimeEq as _;

use crate::core::SecretText;

/// The costs of new hashes: what RFC 9106 (4) recommends where memory is short, in KiB, passes and lanes.
const NEW: (u32, u32, u32) = (64 * 1024, 3, 4);
/// How long new hashes are, in bytes.
const NEW_LENGTH: usize = 32;
/// How many bytes of chance a new hash is salted with.
pub const SALT: usize = 16;

/// The most memory that one hash may want, in KiB: several people log in at once.
const MOST_MEMORY: u32 = 256 * 1024;
/// The most that one hash may cost, in KiB times passes: about a second.
const MOST_WORK: u64 = 1024 * 1024;
/// The most lanes of one hash.
const MOST_LANES: u32 = 64;
/// The shortest salt and hash that are taken, in bytes (RFC 9106, 3.1).
const LEAST_SALT: usize = 8;
const LEAST_HASH: usize = 16;
/// The longest text that is read as a hash, in bytes.
const LONGEST: usize = 256;
/// The longest password that is tried, in bytes.
pub const LONGEST_PASSWORD: usize = 1024;

/// What is enough: so much memory at least, in KiB, where there are so many passes (OWASP Password Storage Cheat Sheet).
const ENOUGH: [(u32, u32); 5] = [(1, 47_104), (2, 19_456), (3, 12_288), (4, 9_216), (5, 7_168)];

/// The hash of a password, which can be verified within bounds.
#[derive(Clone)]
pub struct PasswordHash {
    params: Params,
    salt: Vec<u8>,
    hash: Vec<u8>,
}

/// Why a text is no hash of a password that is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordFault {
    /// It was made by another function.
    #[error("it is a hash of {0}, and not of Argon2id")]
    Other(&'static str),
    /// It is none at all: perhaps the password itself.
    #[error(
        "it is no hash of a password, as in $argon2id$v=19$m=65536,t=3,p=4$…: a password itself is never written here"
    )]
    NoHash,
    /// It begins as one, and goes on otherwise.
    #[error("it begins as a hash of Argon2id, and is cut off or damaged")]
    Form,
    /// It is of the version that had a weakness.
    #[error("it is of Argon2 version {0}, and only version 19 is taken")]
    Version(u32),
    /// Its salt or the hash itself is too short to protect anything.
    #[error("its salt has less than {LEAST_SALT} bytes, or the hash less than {LEAST_HASH}")]
    Short,
    /// To verify it would take too much.
    #[error(
        "to verify it takes {memory} KiB and {passes} passes, and at most {MOST_MEMORY} KiB, and {MOST_WORK} KiB over all passes, are \
         spent on a login"
    )]
    TooMuch {
        /// In KiB.
        memory: u32,
        /// How often it goes through it.
        passes: u32,
    },
}

/// That a hash costs whoever guesses less than it should.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weakness {
    memory: u32,
    passes: u32,
    least: u32,
}

impl fmt::Display for Weakness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { memory, passes, least } = self;
        write!(f, "m={memory},t={passes} is weaker than is recommended today: m={least} at least where t={passes}")
    }
}

impl PasswordHash {
    /// Reads a hash. One that would take too long, or too much memory, is refused here.
    pub fn parse(text: &str) -> Result<Self, PasswordFault> {
        if !text.starts_with("$argon2id$") {
            return Err(other(text).map_or(PasswordFault::NoHash, PasswordFault::Other));
        }
        let phc = Some(text).filter(|text| text.len() <= LONGEST).and_then(|text| Phc::new(text).ok());
        let Phc { version, params: written, salt, hash, .. } = phc.ok_or(PasswordFault::Form)?;
        match version {
            Some(19) => {}
            other => return Err(PasswordFault::Version(other.unwrap_or(16))),
        }
        let params = Params::try_from(&written).map_err(|_| PasswordFault::Form)?;
        let (memory, passes, lanes) = (params.m_cost(), params.t_cost(), params.p_cost());
        // Each of them, once, in the order that is written: else two could read two hashes in it.
        if written.as_str() != format!("m={memory},t={passes},p={lanes}") {
            return Err(PasswordFault::Form);
        }
        if memory > MOST_MEMORY || u64::from(memory) * u64::from(passes) > MOST_WORK || lanes > MOST_LANES {
            return Err(PasswordFault::TooMuch { memory, passes });
        }
        let (Some(salt), Some(hash)) = (salt, hash) else { return Err(PasswordFault::Form) };
        let (salt, hash): (Vec<u8>, Vec<u8>) = (salt.as_ref().to_vec(), hash.as_bytes().to_vec());
        if salt.len() < LEAST_SALT || hash.len() < LEAST_HASH {
            return Err(PasswordFault::Short);
        }
        Ok(Self { params, salt, hash })
    }

    /// Whether it is that of a password. It takes as long whether it is or not.
    pub fn is_of(&self, password: &SecretText) -> bool {
        let mut found = zeroize::Zeroizing::new(vec![0; self.hash.len()]);
        let password = password.reveal().as_bytes();
        let hashed = argon2(&self.params).hash_password_into(password, &self.salt, &mut found);
        let is_same: bool = found.ct_eq(&self.hash).into();
        hashed.is_ok() && is_same && password.len() <= LONGEST_PASSWORD
    }

    /// How it is weaker than it should be, if it is.
    pub fn weakness(&self) -> Option<Weakness> {
        let (memory, passes) = (self.params.m_cost(), self.params.t_cost());
        let (_, least) = ENOUGH.into_iter().rev().find(|(at_least, _)| passes >= *at_least)?;
        (memory < least).then_some(Weakness { memory, passes, least })
    }
}

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordHash(…)")
    }
}

/// Hashes a password with this salt. An error where there is not enough memory.
pub fn hash(password: &SecretText, salt: [u8; SALT]) -> Result<SecretText, argon2::Error> {
    let (memory, passes, lanes) = NEW;
    let params = Params::new(memory, passes, lanes, None)?;
    let mut hash = [0; NEW_LENGTH];
    argon2(&params).hash_password_into(password.reveal().as_bytes(), &salt, &mut hash)?;
    let [salt, hash] = [STANDARD_NO_PAD.encode(salt), STANDARD_NO_PAD.encode(hash)];
    Ok(SecretText::new(format!("$argon2id$v=19$m={memory},t={passes},p={lanes}${salt}${hash}")))
}

/// Does the work of verifying where there is nothing to verify: as much as for a new hash.
pub fn decoy() -> PasswordHash {
    let (memory, passes, lanes) = NEW;
    let params = Params::new(memory, passes, lanes, None).unwrap_or_default();
    PasswordHash { params, salt: vec![0; SALT], hash: vec![0; NEW_LENGTH] }
}

fn argon2(params: &Params) -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone())
}

/// By what else a hash was made, as far as its beginning tells.
fn other(text: &str) -> Option<&'static str> {
    const BEGINNINGS: [(&str, &str); 15] = [
        ("$argon2i$", "Argon2i"),
        ("$argon2d$", "Argon2d"),
        ("$2a$", "bcrypt"),
        ("$2b$", "bcrypt"),
        ("$2x$", "bcrypt"),
        ("$2y$", "bcrypt"),
        ("$scrypt$", "scrypt"),
        ("$7$", "scrypt"),
        ("$y$", "yescrypt"),
        ("$pbkdf2", "PBKDF2"),
        ("pbkdf2", "PBKDF2"),
        ("$6$", "SHA-512 crypt"),
        ("$5$", "SHA-256 crypt"),
        ("$1$", "MD5 crypt"),
        ("$apr1$", "MD5 crypt"),
    ];
    let known = BEGINNINGS.iter().find(|(beginning, _)| text.starts_with(beginning)).map(|(_, name)| *name);
    // As directories write them: {SSHA}…
    known.or_else(|| text.strip_prefix('{').and_then(|rest| rest.split_once('}')).map(|_| "a directory"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Made by argon2-cffi 25.1: PasswordHasher(time_cost=2, memory_cost=64, parallelism=1).hash('correct horse', salt=b'0123456789abcdef').
    const OF_PYTHON: &str =
        "$argon2id$v=19$m=64,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$dPtrHTEawLtMiR9+/XloAkXZ+EtyrY+bvmHIbiufhk0";

    fn secret(text: &str) -> SecretText {
        SecretText::new(text.to_owned())
    }

    fn fault(text: &str) -> PasswordFault {
        PasswordHash::parse(text).unwrap_err()
    }

    #[test]
    fn a_hash_that_another_library_made_is_of_its_password_alone() {
        let hash = PasswordHash::parse(OF_PYTHON).unwrap();
        assert!(hash.is_of(&secret("correct horse")));
        for wrong in ["", "correct hors", "correct horse ", "Correct horse"] {
            assert!(!hash.is_of(&secret(wrong)), "{wrong:?}");
        }
        assert_eq!(
            hash.weakness().unwrap().to_string(),
            "m=64,t=2 is weaker than is recommended today: m=19456 at least where t=2"
        );
        assert_eq!(format!("{hash:?}"), "PasswordHash(…)");
    }

    #[test]
    fn a_new_hash_is_of_its_password_and_is_not_weak() {
        let text = hash(&secret("päßword"), [7; SALT]).unwrap();
        let parsed = PasswordHash::parse(text.reveal()).unwrap();
        assert!(parsed.is_of(&secret("päßword")) && !parsed.is_of(&secret("password")));
        assert_eq!((parsed.weakness(), decoy().params == parsed.params), (None, true));
        assert!(!decoy().is_of(&secret("päßword")));
    }

    #[test]
    fn only_what_is_argon2id_and_within_bounds_is_taken() {
        for (text, expected) in [
            ("hunter2", PasswordFault::NoHash),
            ("", PasswordFault::NoHash),
            ("$2b$12$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW", PasswordFault::Other("bcrypt")),
            ("$argon2i$v=19$m=65536,t=3,p=4$c29tZXNhbHQ$x", PasswordFault::Other("Argon2i")),
            ("$argon2d$v=19$m=65536,t=3,p=4$c29tZXNhbHQ$x", PasswordFault::Other("Argon2d")),
            ("{SSHA}abc", PasswordFault::Other("a directory")),
        ] {
            assert_eq!(fault(text), expected, "{text}");
        }
        let with = |version: &str, params: &str| OF_PYTHON.replace("v=19", version).replace("m=64,t=2,p=1", params);
        for (params, memory, passes) in [
            ("m=4294967295,t=1,p=1", u32::MAX, 1),
            ("m=64,t=4294967295,p=1", 64, u32::MAX),
            ("m=262145,t=1,p=1", 262_145, 1),
            ("m=262144,t=5,p=1", 262_144, 5),
            ("m=65536,t=1,p=8192", 65_536, 1),
        ] {
            assert_eq!(fault(&with("v=19", params)), PasswordFault::TooMuch { memory, passes }, "{params}");
        }
        assert_eq!(fault(&with("v=16", "m=64,t=2,p=1")), PasswordFault::Version(16));
        for odd in [
            "t=2,m=64,p=1",
            "m=64,t=2",
            "m=64,t=2,p=1,p=1",
            "m=064,t=2,p=1",
            "m=64,t=2,p=1,data=AAAA",
            "m=64,t=0,p=1",
            "m=4,t=2,p=1",
        ] {
            assert_eq!(fault(&with("v=19", odd)), PasswordFault::Form, "{odd}");
        }
        for cut in 11..OF_PYTHON.len() - 28 {
            assert!(PasswordHash::parse(&OF_PYTHON[..cut]).is_err(), "{cut}");
        }
        assert_eq!(fault(&format!("{OF_PYTHON}${}", "A".repeat(300))), PasswordFault::Form);
    }

    proptest! {
        #[test]
        fn no_text_makes_the_reader_panic(text in "\\PC{0,80}", tail in "\\PC{0,80}") {
            let _ = PasswordHash::parse(&text);
            let _ = PasswordHash::parse(&format!("$argon2id${tail}"));
            let _ = PasswordHash::parse(&format!("$argon2id$v=19$m=64,t=2,p=1${tail}"));
        }
    }
}
