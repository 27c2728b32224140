//! Verifying against the home: its keys and its ledger.

use std::num::NonZeroUsize;

use super::source::HomeSources;
use crate::authority::error::{Error, Result};
use crate::authority::parts::Authority;
use crate::core::Timestamp;
use crate::core::jose::ACCESS_TOKEN_TYP;
use crate::core::policy::Defaults;
use crate::core::verify::{Expectations, Report, SignedPayload, Trace, Warning, verify, verify_signature};
use crate::verifier::Judging;

impl Authority {
    /// Judges what was shown as a token, and says as of when.
    pub fn verify(&self, token: &[u8], expected: Expectations) -> Result<(Report, Timestamp)> {
        let now = expected.as_of(self.now());
        let expectations = self.expectations(expected);
        let mut report = self.by_view(now, |source| verify(token, source, &expectations, now, Trace::Every))?;
        report.warnings.extend(self.memory.doubt().map(Warning::LedgerInDoubt));
        Ok((report, now))
    }

    /// Judges the signature alone, as of a time or now.
    pub fn verify_signature(&self, token: &[u8], at: Option<Timestamp>) -> Result<SignedPayload> {
        let now = at.unwrap_or_else(|| self.now());
        let mut signed = self.by_view(now, |source| verify_signature(token, source, now))?;
        signed.report.warnings.extend(self.memory.doubt().map(Warning::LedgerInDoubt));
        Ok(signed)
    }

    /// Prepares to judge many tokens by this home, on so many threads.
    pub fn judging(&self, expected: Expectations, trace: Trace, threads: NonZeroUsize) -> Result<Judging<'_, Error>> {
        let sources = HomeSources {
            store: self.store.another(threads),
            issuer: &self.defaults.issuer,
            secrets: self.open_secrets()?,
        };
        Ok(Judging::by(sources, self.expectations(expected), &*self.clock, trace))
    }

    /// What is expected, and what the home says where the caller does not.
    fn expectations(&self, expected: Expectations) -> Expectations {
        let Defaults { issuer, audiences, leeway, max_key_age, .. } = &self.defaults;
        expected.over(Expectations {
            issuers: vec![issuer.clone()],
            audiences: audiences.clone(),
            typ: Some(ACCESS_TOKEN_TYP.to_owned()),
            leeway: Some(*leeway),
            max_key_age: *max_key_age,
            ..Expectations::default()
        })
    }
}
