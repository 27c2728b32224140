//! Verifying against the home: its keys and its ledger.

use std::num::NonZeroUsize;

use super::source::HomeSources;
use crate::authority::error::{Error, Result};
use crate::authority::parts::Authority;
use crate::core::Timestamp;
use crate::core::jose::ACCESS_TOKEN_TYP;
use crate::core::verify::{Expectations, Report, SignedPayload, Trace, verify, verify_signature};
use crate::verifier::{Expected, Judging};

impl Authority {
    /// Judges what was shown as a token, and says as of when.
    pub fn verify(&self, token: &[u8], expected: Expected) -> Result<(Report, Timestamp)> {
        let now = expected.at.unwrap_or_else(|| self.now());
        let expectations = self.expectations(expected);
        let report = self.by_view(now, |source| verify(token, source, &expectations, now, Trace::Every))?;
        Ok((report, now))
    }

    /// Judges the signature alone, as of a time or now.
    pub fn verify_signature(&self, token: &[u8], at: Option<Timestamp>) -> Result<SignedPayload> {
        let now = at.unwrap_or_else(|| self.now());
        self.by_view(now, |source| verify_signature(token, source, now))
    }

    /// Prepares to judge many tokens by this home, on so many threads.
    pub fn judging(&self, expected: Expected, trace: Trace, threads: NonZeroUsize) -> Result<Judging<'_, Error>> {
        let at = expected.at;
        let sources = HomeSources { store: self.store.another(threads), secrets: self.open_secrets()? };
        Ok(Judging::by(sources, self.expectations(expected), at, &*self.clock, trace))
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
