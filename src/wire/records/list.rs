//! Lists. Those that come in parts say where the next one starts.

use super::app::AppDocument;
use super::grant::GrantDocument;
use super::key::{KeyDocument, PrunedDocument};
use super::secret::SecretDocument;
use super::token::TokenDocument;
use crate::core::{GrantId, Jti};

document! {
    /// Apps.
    pub struct AppList<'a> as "list of apps" {
        /// The apps, by name.
        apps: Vec<AppDocument<'a>>,
    }
}

document! {
    /// Keys.
    pub struct KeyList<'a> as "list of keys" {
        /// The keys.
        keys: Vec<KeyDocument<'a>>,
    }
}

document! {
    /// Keys that took over.
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
    /// Secrets of an app.
    pub struct SecretList<'a> as "list of secrets" {
        /// The secrets, the oldest first.
        secrets: Vec<SecretDocument<'a>>,
    }
}

document! {
    /// Tokens.
    pub struct TokenList<'a> as "list of tokens" {
        /// The tokens, the newest first.
        tokens: Vec<TokenDocument<'a>>,
        /// What `--cursor` takes for the next part; null where this is the last.
        next: Option<Jti>,
    }
}

document! {
    /// Grants.
    pub struct GrantList<'a> as "list of grants" {
        /// The grants, the newest first.
        grants: Vec<GrantDocument<'a>>,
        /// What `--cursor` takes for the next part; null where this is the last.
        next: Option<GrantId>,
    }
}
