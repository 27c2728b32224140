//! Verifying against the home: its keys and its ledger.

use std::net::IpAddr;
use std::sync::Arc;

use super::{Authority, Error, Result};
use crate::core::jose::ACCESS_TOKEN_TYP;
use crate::core::jose::compact::Header;
use crate::core::verify::{
    Expectations, KeyLookup, LedgerEntry, LedgerFacts, Report, RequiredClaim, SignedPayload, Source, Trace, verify,
    verify_signature,
};
use crate::core::{Audience, Issuer, Jti, KeyRecord, KeyState, Kid, Scopes, Timestamp, TokenDigest, Ttl};
use crate::keys::VerificationKey;
use crate::store::Read;

/// What a caller expects beyond what the home does.
#[derive(Debug, Clone, Default)]
pub struct Expected {
    /// The issuer; the home's own where none is given.
    pub issuer: Option<Issuer>,
    /// The audiences; the home's default where none is given.
    pub audiences: Vec<Audience>,
    /// The `typ`; an access token's where none is given.
    pub typ: Option<String>,
    /// Claims that must be there.
    pub claims: Vec<RequiredClaim>,
    /// Scopes that must be there.
    pub scopes: Scopes,
    /// Clock difference in seconds; the home's where none is given.
    pub leeway: Option<i64>,
    /// How old a token may be.
    pub max_age: Option<Ttl>,
    /// How near an end must be to be warned of.
    pub warn_within: Option<Ttl>,
    /// The address the token was shown from.
    pub ip: Option<IpAddr>,
    /// As of when; now where nothing is given.
    pub at: Option<Timestamp>,
}

impl Authority<'_> {
    /// Judges what was shown as a token, and says as of when.
    pub fn verify(&self, token: &[u8], expected: Expected) -> Result<(Report, Timestamp)> {
        let now = expected.at.unwrap_or_else(|| self.now());
        let source = HomeSource::open(self, now)?;
        Ok((verify(token, &source, &self.expectations(expected), now, Trace::Every)?, now))
    }

    /// Judges the signature alone, as of a time or now.
    pub fn verify_signature(&self, token: &[u8], at: Option<Timestamp>) -> Result<SignedPayload> {
        let now = at.unwrap_or_else(|| self.now());
        verify_signature(token, &HomeSource::open(self, now)?, now)
    }

    /// What is expected, with what the home says where the caller does not.
    pub(super) fn expectations(&self, expected: Expected) -> Expectations {
        let audiences =
            if expected.audiences.is_empty() { self.defaults.audiences.clone() } else { expected.audiences };
        Expectations {
            issuer: Some(expected.issuer.unwrap_or_else(|| self.defaults.issuer.clone())),
            audiences,
            typ: Some(expected.typ.unwrap_or_else(|| ACCESS_TOKEN_TYP.to_owned())),
            claims: expected.claims,
            scopes: expected.scopes,
            leeway: expected.leeway.unwrap_or(self.defaults.leeway),
            max_age: expected.max_age,
            warn_within: expected.warn_within,
            max_key_age: self.defaults.max_key_age,
            ip: expected.ip,
        }
    }
}

/// The home as a source of keys and standings.
pub(super) struct HomeSource<'a> {
    authority: &'a Authority<'a>,
    read: Box<dyn Read + 'a>,
    now: Timestamp,
}

impl<'a> HomeSource<'a> {
    pub(super) fn open(authority: &'a Authority<'_>, now: Timestamp) -> Result<Self> {
        Ok(Self { authority, read: authority.store.read()?, now })
    }
}

/// The key that a header names: the one of exactly this kid; without a kid, the only key that could be meant. `parsed` makes a
/// record ready to verify.
pub(super) fn find_key(
    read: &dyn Read,
    header: &Header,
    now: Timestamp,
    parsed: &dyn Fn(&KeyRecord) -> Result<Arc<VerificationKey>>,
) -> Result<KeyLookup> {
    let found = |record: KeyRecord, succeeded_at| {
        let over = !record.is_published(now) && !matches!(record.state, KeyState::Revoked(_));
        // A secret that was destroyed verifies nothing any more; a public key still tells that its token was revoked.
        let gone = record.public.is_none() && !record.has_private();
        if over || gone {
            return Ok(KeyLookup::Over(Arc::new(record)));
        }
        let key = parsed(&record)?;
        Ok(KeyLookup::Found { key, record: Some(Arc::new(record)), succeeded_at })
    };
    if let Some(kid) = &header.kid {
        let Ok(kid) = Kid::new(kid.as_str()) else { return Ok(KeyLookup::Unknown) };
        let known = read.key_with_successor(&kid)?;
        return known.map_or(Ok(KeyLookup::Unknown), |(record, succeeded_at)| found(record, succeeded_at));
    }
    let mut keys = read.keys()?;
    keys.retain(|key| key.is_published(now) && key.algorithm.name() == header.alg);
    match (keys.pop(), keys.len()) {
        // Where there is no other key, there is none to take over.
        (Some(only), 0) => found(only, None),
        (None, _) => Ok(KeyLookup::Unknown),
        (Some(_), others) => Ok(KeyLookup::Ambiguous(others + 1)),
    }
}

impl Source for HomeSource<'_> {
    type Error = Error;

    fn has_ledger(&self) -> bool {
        true
    }

    fn key(&self, header: &Header) -> Result<KeyLookup> {
        let Self { authority, .. } = self;
        let parsed = |record: &KeyRecord| Ok(Arc::new(authority.ring.verifier(record, &*authority.passphrases)?));
        find_key(&*self.read, header, self.now, &parsed)
    }

    fn ledger(&self, jti: &Jti) -> Result<Option<LedgerFacts>> {
        Ok(self.read.facts(jti)?)
    }

    fn opaque(&self, digest: &TokenDigest) -> Result<Option<LedgerEntry>> {
        Ok(self.read.entry_by_digest(digest)?)
    }
}
