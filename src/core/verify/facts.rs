//! What `verify` needs to know of the world, as a port: the home and offline sources implement it.

use std::sync::Arc;

use crate::core::algorithm::Algorithm;
use crate::core::app::App;
use crate::core::grant::Grant;
use crate::core::id::Jti;
use crate::core::jose::VerifySignature;
use crate::core::jose::compact::Header;
use crate::core::key::KeyRecord;
use crate::core::revocations::RevocationSnapshot;
use crate::core::secret::TokenDigest;
use crate::core::token::TokenRecord;

/// Where keys and the standing of tokens come from.
pub trait Source {
    /// What can go wrong in reaching them. Never a verdict: a token is not bad because a file is locked.
    type Error;
    /// The key that a header names.
    fn key(&self, header: &Header) -> Result<KeyLookup, Self::Error>;
    /// What the ledger knows of a token.
    fn ledger(&self, jti: &Jti) -> Result<LedgerLookup, Self::Error>;
    /// What the ledger knows of the token whose opaque text has this digest. Offline there is none to ask.
    fn opaque(&self, _digest: &TokenDigest) -> Result<LedgerLookup, Self::Error> {
        Ok(LedgerLookup::Unknown)
    }
    /// Whether there is a ledger at all.
    fn has_ledger(&self) -> bool;
    /// What was handed over to know of revocations without a ledger, if anything was. An error where it is not about the
    /// tokens of this issuer.
    fn revocations(&self, _issuer: Option<&str>) -> Result<Option<&RevocationSnapshot>, Self::Error> {
        Ok(None)
    }
}

/// What looking for a key comes to.
#[derive(Clone)]
pub enum KeyLookup {
    /// Exactly one.
    Found {
        /// Ready to verify.
        key: Arc<dyn VerifySignature + Send + Sync>,
        /// Its row in the ledger; none offline.
        record: Option<Arc<KeyRecord>>,
    },
    /// No such key.
    Unknown,
    /// The header names no key and this many could be meant.
    Ambiguous(usize),
    /// There is one, and this is why it is not used.
    Unusable(String),
    /// Whatever the key: the verifier takes no other algorithm than this.
    NotAllowed(Algorithm),
    /// There was one; it is retired and its time is over.
    Over(Arc<KeyRecord>),
}

/// What the ledger says of a token.
#[derive(Debug, Clone, PartialEq)]
pub enum LedgerLookup {
    /// It knows it.
    Known(Box<LedgerEntry>),
    /// It does not.
    Unknown,
}

/// A token with what it stands on.
#[derive(Debug, Clone, PartialEq)]
pub struct LedgerEntry {
    /// The token.
    pub token: TokenRecord,
    /// The consent under it, if it speaks for a user.
    pub grant: Option<Grant>,
    /// Its app.
    pub app: App,
}
