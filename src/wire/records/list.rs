//! Lists. Those that come in parts say where the next one starts.

use super::app::AppDocument;
use super::grant::GrantDocument;
use super::key::{KeyDocument, PrunedDocument};
use super::secret::SecretDocument;
use super::token::TokenDocument;
use super::user::UserDocument;
use crate::core::{GrantId, Jti};

document! {
    /// The apps of the home.
    pub struct AppList<'a> as "list of apps" {
        /// The apps, by name.
        apps: Vec<AppDocument<'a>>,
    }
}

document! {
    /// The users of whom something is kept, or who are blocked.
    pub struct UserList<'a> as "list of users" {
        /// The users, by name.
        users: Vec<UserDocument<'a>>,
    }
}

document! {
    /// The keys of the home.
    pub struct KeyList<'a> as "list of keys" {
        /// The keys.
        keys: Vec<KeyDocument<'a>>,
    }
}

document! {
    /// The keys that were imported.
    pub struct ImportedList<'a> as "imported keys" {
        /// The keys.
        keys: Vec<KeyDocument<'a>>,
        /// What was done to the text that they came in, or not taken from it.
        warnings: Vec<String>,
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
    /// The tokens of the ledger, or a part of them where there is a limit. A list is read in parts, and nobody is kept from
    /// writing meanwhile: each token is as it stood when its part was read, and those that were issued since are not in
    /// it.
    pub struct TokenList<'a> as "list of tokens" {
        /// The tokens, the newest first.
        tokens: Vec<TokenDocument<'a>>,
        /// What `--cursor` takes for the next part, where a limit cut the list; null where nothing is left.
        next: Option<Jti>,
    }
}

document! {
    /// The grants of the ledger, or a part of them where there is a limit. It is read as the list of tokens is.
    pub struct GrantList<'a> as "list of grants" {
        /// The grants, the newest first.
        grants: Vec<GrantDocument<'a>>,
        /// What `--cursor` takes for the next part, where a limit cut the list; null where nothing is left.
        next: Option<GrantId>,
    }
}
