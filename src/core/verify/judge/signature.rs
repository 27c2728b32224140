//! The verdict on a signature alone: the payload can be anything, and nothing is read from it.

use super::super::detail::Detail;
use super::super::facts::Source;
use super::super::report::{CheckOutcome, Report, Trace};
use super::verification::{Stop, Verification};
use crate::core::jose::compact::{MAX_TOKEN_BYTES, Malformed};
use crate::core::jose::{UntrustedDocument, document};
use crate::core::key::KeyState;
use crate::core::reason::{REASONS, Reason};
use crate::core::time::Timestamp;

/// What judging a signature comes to.
#[derive(Debug, Clone, PartialEq)]
pub struct SignedPayload {
    /// The verdict. It has no claims: a payload need not be any.
    pub report: Report,
    /// What was signed, where the signature is good.
    pub payload: Option<Vec<u8>>,
}

/// Judges form, algorithm, key and signature of a compact JWS (RFC 7515, 5.2), and nothing of what it says.
pub fn verify_signature<S: Source + ?Sized>(
    bytes: &[u8],
    source: &S,
    now: Timestamp,
) -> Result<SignedPayload, S::Error> {
    let mut verification = Verification::new(Trace::Every, now);
    let (payload, reason) = match verification.payload(bytes, source) {
        Ok(payload) => (Some(payload), None),
        Err(Stop::Verdict(reason)) => (None, Some(reason)),
        Err(Stop::Source(error)) => return Err(error),
    };
    for row in REASONS.iter().filter(|row| row.reason.exit() > Reason::BadSignature.exit()) {
        if reason != Some(row.reason) {
            verification.trail.skip(row.reason, Detail::NotAsked);
        }
    }
    verification.trail.possession(CheckOutcome::Skipped, Detail::NotAsked);
    let Verification { trail, header, times, cause, warnings, .. } = verification;
    let report = Report {
        reason,
        checks: trail.finish(),
        claims: None,
        header,
        known: None,
        times,
        cause,
        warnings,
        canary: None,
        proof: None,
    };
    Ok(SignedPayload { report, payload })
}

impl Verification {
    fn payload<S: Source + ?Sized>(&mut self, bytes: &[u8], source: &S) -> Result<Vec<u8>, Stop<S::Error>> {
        let document = match read(bytes) {
            Ok(document) => document,
            Err(fault) => return Err(self.trail.fail(Reason::Malformed, Detail::Malformed(fault)).into()),
        };
        self.trail.pass(Reason::Malformed, || Detail::DocumentRead);
        let resolved = self.resolve(document.header(), source)?;
        let checked = document.check(&*resolved.key);
        let (_, encoded) = self.vouched(&resolved, checked)?;
        if let Some(KeyState::Revoked(revocation)) = resolved.record.as_ref().map(|record| &record.state) {
            return Err(self.revoked(Detail::KeyRevoked, revocation).into());
        }
        document::payload(encoded).map_err(|fault| self.trail.fail(Reason::Malformed, Detail::Malformed(fault)).into())
    }
}

fn read(bytes: &[u8]) -> Result<UntrustedDocument<'_>, Malformed> {
    let text = std::str::from_utf8(bytes).map_err(|_| Malformed::NotText)?;
    if text.len() > MAX_TOKEN_BYTES {
        return Err(Malformed::TooLarge);
    }
    let document = UntrustedDocument::parse(text)?;
    // The form is judged before any key is asked.
    document.check_form()?;
    Ok(document)
}
