//! Lists. Those that come in parts say where the next one starts.

use super::app::AppDocument;
use super::grant::GrantDocument;
use super::key::{KeyDocument, PrunedDocument};
use super::secret::SecretDocument;
use super::token::TokenDocument;
use crate::core::{GrantId, Jti};

document! {
    /// The apps of the home.
    pub struct AppList<'a> as "list of apps" {
        /// The apps, by name.
        apps: Vec<AppDocument<'a>>,
    }
}

document! {
    /// The keys of the home, or those that were imported.
    pub struct KeyList<'a> as "list of keys" {
        /// The keys.
        keys: Vec<KeyDocument<'a>>,
    }
}

document! {
    /// The rotations that were due and are done.
    pub struct RotatedList<'a> as "list of rotations" {
        /// The keys that sign now.
        rotated: Vec<KeyDocument<'a>>,
    }
}

document! {
    /// What pruning removed.
    pub struct PrunedList<'a> as "pruned keys" {
        /// The keys and files.
        pruned: Vec<PrunedDocument<'a>>,
    }
}

document! {
    /// The secrets of an app, also those that are revoked.
    pub struct SecretList<'a> as "list of secrets" {
        /// The secrets, the oldest first.
        secrets: Vec<SecretDocument<'a>>,
    }
}

document! {
    /// A part of the tokens of the ledger.
    pub struct TokenList<'a> as "list of tokens" {
        /// The tokens, the newest first.
        tokens: Vec<TokenDocument<'a>>,
        /// What `--cursor` takes for the next part; null where this is the last.
        next: Option<Jti>,
    }
}

document! {
    /// A part of the grants of the ledger.
    pub struct GrantList<'a> as "list of grants" {
        /// The grants, the newest first.
        grants: Vec<GrantDocument<'a>>,
        /// What `--cursor` takes for the next part; null where this is the last.
        next: Option<GrantId>,
    }
}
