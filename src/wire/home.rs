//! A home that was just made, and keys that leave it.

use super::member::{Maybe, TimePair};
use super::records::RevocationCounts;
use crate::core::{Algorithm, AppName, Audience, ClientId, Issuer, Kid};

document! {
    /// A home that was just made, with its first key.
    pub struct HomeDocument<'a> as "home" {
        /// Its folder.
        home: &'a str,
        /// The `iss` of every token.
        issuer: &'a Issuer,
        /// The `aud` of tokens whose app names none.
        audiences: &'a [Audience],
        /// The algorithm of the key.
        alg: Algorithm,
        /// The key.
        kid: &'a Kid,
        /// The name of the first app, where one was asked for.
        app: Maybe<&'a AppName>,
        /// The client_id of that app.
        client_id: Maybe<&'a ClientId>,
        /// The secret of that app: shown this once.
        client_secret: Maybe<&'a str>,
    }
}

document! {
    /// A backup of a home.
    pub struct BackupDocument<'a> as "backup" {
        /// The file.
        file: &'a str,
        /// When it was made.
        made_at: TimePair,
        /// How many changes the ledger in it had seen.
        generation: u64,
        /// How many private keys are in it.
        keys: u64,
        /// How many of them are not encrypted.
        unencrypted_keys: u64,
        /// Keys whose files were not in the home.
        missing_keys: &'a [String],
    }
}

document! {
    /// A home that was made from a backup.
    pub struct RestoredDocument<'a> as "restored home" {
        /// Its folder.
        home: &'a str,
        /// When the backup was made.
        made_at: TimePair,
        /// How many changes the ledger in the backup had seen.
        generation: u64,
        /// How many private keys were in it.
        keys: u64,
        /// How many of them are not encrypted.
        unencrypted_keys: u64,
        /// Keys whose files were not in the backup.
        missing_keys: &'a [String],
        /// What was revoked since, where that was asked for.
        merged: Maybe<MergedDocument>,
        /// What became of the tokens that were issued before a time, where that was asked for.
        revoked_before: Maybe<RevocationCounts>,
    }
}

document! {
    /// Revocations that were brought in from elsewhere.
    pub struct MergedDocument as "merged revocations" {
        /// What became of the tokens.
        tokens: RevocationCounts,
        /// How many apps were blocked.
        apps: u64,
        /// How many users were blocked.
        users: u64,
        /// How many keys were revoked.
        keys: u64,
        /// How many secrets of apps were revoked.
        secrets: u64,
        /// How many canaries were taken over that the ledger did not know.
        canaries: u64,
    }
}

document! {
    /// A ledger that came back from an older copy, and is gone on with.
    pub struct AcceptedLedgerDocument as "accepted ledger" {
        /// Whether there was anything to accept.
        accepted: bool,
        /// How many changes the ledger had seen.
        ledger_generation: u64,
        /// How many its home had seen before; null where that was another ledger, or nothing was accepted.
        home_generation: Option<u64>,
        /// The count that it goes on from.
        generation: u64,
    }
}

document! {
    /// A key in PEM.
    pub struct PemDocument<'a> as "key in PEM" {
        /// The text of the file.
        pem: &'a str,
    }
}

document! {
    /// The secret of a key of HMAC.
    pub struct KeySecretDocument<'a> as "HMAC secret" {
        /// The key.
        kid: &'a Kid,
        /// Its algorithm.
        alg: Algorithm,
        /// How it is written: `text`, `base64`, `base64url` or `hex`.
        secret_as: &'static str,
        /// The secret. Whoever sees it can sign.
        secret: &'a str,
    }
}
