//! What a backup says of itself: the first of its members.

use serde::{Deserialize, Serialize};

use crate::core::{HomeId, Timestamp};
use crate::keys::key_file;
use crate::settings::{USERS_FILE, is_issuer_file};

/// The name of the member.
pub(super) const NAME: &str = "manifest.json";
/// The form that this program writes, and the last that it reads.
pub(super) const FORM: u32 = 1;

/// The private half of the key of the audit log.
pub(super) const LOG_KEY: &str = "audit/log.pem";
/// Its public half.
pub(super) const LOG_PUBLIC: &str = "audit/log.vkey";

/// What a backup says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The number of its form.
    pub mintage_backup: u32,
    /// The version of the program that made it.
    pub mintage: String,
    /// When it was made.
    pub made_at: String,
    /// The same in seconds since the epoch.
    pub made_at_unix: i64,
    /// The id of the home.
    pub home: String,
    /// How many changes the ledger had seen.
    pub generation: u64,
    /// Each other member, in their order.
    pub members: Vec<Member>,
    /// Keys that the ledger has and whose files were not there.
    pub missing_keys: Vec<String>,
}

/// A file of the home.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// Its path in the home.
    pub name: String,
    /// How long it is.
    pub bytes: u64,
    /// Its digest, in hexadecimal digits.
    pub sha256: String,
    /// Of a key, whether it is encrypted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encrypted: Option<bool>,
}

impl Manifest {
    /// When it was made.
    pub fn made_at(&self) -> Timestamp {
        Timestamp(self.made_at_unix)
    }

    /// The id of the home, if it is one.
    pub fn home_id(&self) -> Option<HomeId> {
        self.home.parse().ok()
    }

    /// The private keys in it.
    pub fn keys(&self) -> impl Iterator<Item = &Member> {
        self.members.iter().filter(|member| is_key(&member.name))
    }

    /// How many of them nothing but the mode of the file protects.
    pub fn unencrypted(&self) -> usize {
        self.keys().filter(|key| key.encrypted == Some(false)).count()
    }
}

/// Whether a path in a home is that of the file of a key.
pub(super) fn is_key(path: &str) -> bool {
    path == LOG_KEY || path.strip_prefix("keys/").is_some_and(key_file::is_name)
}

/// Whether a path in a home is that of a text which a person put there: a profile, the keys of an issuer, or the users file.
pub(super) fn is_text(path: &str) -> bool {
    is_profile(path) || is_issuer_file(path) || path == USERS_FILE || path == LOG_PUBLIC
}

fn is_profile(path: &str) -> bool {
    let name = path.strip_prefix("profiles/").and_then(|name| name.strip_suffix(".toml"));
    name.is_some_and(|name| !name.is_empty() && !name.starts_with('.') && !name.contains(['/', '\\', '\0']))
}
