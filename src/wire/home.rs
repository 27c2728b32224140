//! A home that was just made, and keys that leave it.

use super::member::Maybe;
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
