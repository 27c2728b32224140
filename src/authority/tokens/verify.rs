//! Verifying against the home: its keys and its ledger.

use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::sync::Arc;

use super::source::{HomeSource, HomeSources};
use crate::authority::error::{Error, Result};
use crate::authority::parts::Authority;
use crate::core::Timestamp;
use crate::core::jose::ACCESS_TOKEN_TYP;
use crate::core::verify::{Expectations, Report, SignedPayload, Trace, verify, verify_signature};
use crate::keys::{KeyError, PassphraseError};
use crate::verifier::{Expected, Judging};

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

    /// Prepares to judge many tokens by this home, on so many threads.
    pub fn judging(&self, expected: Expected, trace: Trace, threads: NonZeroUsize) -> Result<Judging<'_, Error>> {
        let mut secrets = HashMap::new();
        for record in self.keys()?.into_iter().filter(|key| key.public.is_none() && key.has_private()) {
            match self.ring.verifier(&record, &*self.passphrases) {
                Ok(key) => drop(secrets.insert(record.kid, Arc::new(key))),
                // Only a token of this key needs it.
                Err(KeyError::Passphrase(PassphraseError::NoSource(_))) => {}
                Err(error) => return Err(error.into()),
            }
        }
        let at = expected.at;
        let sources = HomeSources { store: self.store.another(threads), secrets };
        Ok(Judging::by(sources, self.expectations(expected), at, self.clock, trace))
    }

    /// What is expected, with what the home says where the caller does not.
    fn expectations(&self, expected: Expected) -> Expectations {
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
