//! Verifying against the home: its keys and its ledger.

use std::num::NonZeroUsize;

use super::source::HomeSources;
use crate::authority::error::{Error, Result};
use crate::authority::parts::Authority;
use crate::core::Timestamp;
use crate::core::jose::ACCESS_TOKEN_TYP;
use crate::core::mark::ClockSight;
use crate::core::policy::Defaults;
use crate::core::proof::{PROOF_AGE, ProofUse};
use crate::core::verify::{Expectations, Report, SignedPayload, Trace, Warning, verify, verify_signature};
use crate::verifier::Judging;

impl Authority {
    /// Judges what was shown as a token, and says as of when.
    pub fn verify(&self, token: &[u8], expected: Expectations) -> Result<(Report, Timestamp)> {
        let now = expected.as_of(self.now());
        let expectations = self.expectations(expected);
        let mut report = loop {
            let report = self.by_view(now, |source| verify(token, source, &expectations, now, Trace::Every))?;
            // Where another was faster, the ledger knows the proof now.
            match report.proof.filter(|_| report.is_valid()) {
                Some(used) if !self.use_proof(&used)? => {}
                _ => break report,
            }
        };
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
            authority: self,
            store: self.store.another(threads),
            issuer: &self.defaults.issuer,
            secrets: self.open_secrets()?,
        };
        Ok(Judging::by(sources, self.expectations(expected), &*self.clock, trace))
    }

    /// Keeps, before a verdict is told, that a proof of possession was used, and says whether it was not before. Nothing is
    /// forgotten by a clock that is too far ahead to be believed.
    pub(in crate::authority) fn use_proof(&self, used: &ProofUse) -> Result<bool> {
        let now = self.now();
        let over = match self.clock_sight()? {
            ClockSight::Ahead { .. } => Timestamp(i64::MIN),
            ClockSight::Fits | ClockSight::Behind { .. } => now,
        };
        // As of another time a proof may be judged once more, too.
        let expires_at = used.expires_at.max(now.plus(PROOF_AGE));
        Ok(self.store.use_proof(&ProofUse { expires_at, ..*used }, over)?)
    }

    /// What is expected, and what the home says where the caller does not.
    pub(super) fn expectations(&self, expected: Expectations) -> Expectations {
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
