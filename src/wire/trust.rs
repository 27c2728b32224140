//! Homes that the user trusts.

use super::member::TimePair;
use crate::core::{Audience, Issuer};

document! {
    /// A home that the user trusts from now on: what it can do.
    pub struct TrustDocument<'a> as "trusted home" {
        /// Its folder.
        home: &'a str,
        /// The command that it runs whenever a passphrase is needed; null where it runs none.
        passphrase_command: Option<&'a str>,
        /// The `iss` that it expects of tokens, and gives them.
        issuer: &'a Issuer,
        /// The `aud` that it expects of tokens where nobody says otherwise.
        audiences: &'a [Audience],
        /// How many keys it judges with.
        keys: u64,
        /// When its settings or its ledger were last changed.
        changed_at: TimePair,
        /// Since when it is trusted.
        trusted_at: TimePair,
    }
}

document! {
    /// A home that is trusted, as it was then, and whether it still is that one.
    pub struct TrustedHomeDocument<'a> as "home that is trusted" {
        /// Its folder.
        home: &'a str,
        /// `trusted`, `changed`, `replaced`, or `gone`. Only `trusted` is used without being named.
        state: &'static str,
        /// The settings that changed since, by name.
        changed: &'a [String],
        /// When it was trusted.
        trusted_at: TimePair,
    }
}

document! {
    /// The homes that the user trusts to be found by walking up.
    pub struct TrustedHomeList<'a> as "list of trusted homes" {
        /// Each by its folder.
        homes: Vec<TrustedHomeDocument<'a>>,
    }
}

document! {
    /// A home that is no more trusted.
    pub struct ForgottenHome<'a> as "forgotten home" {
        /// Its folder.
        home: &'a str,
    }
}
