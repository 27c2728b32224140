//! The verdict of a source without a home.

use serde_json::Value;

use super::bench::Bench;
use super::error::SourceError;
use crate::core::Timestamp;
use crate::core::verify::{self, Expectations, Report, SignedPayload, Trace, Warning};

/// What is expected, and where the caller does not say, whom the source speaks for.
pub fn expectations(expected: Expectations, source: &Bench) -> Expectations {
    expected.over(Expectations { issuers: source.issuer().cloned().into_iter().collect(), ..Expectations::default() })
}

/// Judges what was shown as a token, as of the expected time or `now`, and says as of when.
pub fn verify(
    token: &[u8],
    source: &Bench,
    expected: Expectations,
    now: Timestamp,
) -> Result<(Report, Timestamp), SourceError> {
    let now = expected.as_of(now);
    let expectations = expectations(expected, source);
    let mut report = verify::verify(token, source, &expectations, now, Trace::Every)?;
    report.warnings.extend(source.warnings());
    if report.is_valid() {
        let issuer = report.claims.as_ref().and_then(|claims| claims.get("iss")).and_then(Value::as_str);
        report.warnings.extend(unchecked_of(issuer, &expectations, source));
    }
    Ok((report, now))
}

/// What is not checked of any token, though `valid` may be taken to say that it was.
pub fn unchecked(expected: &Expectations, source: &Bench) -> Vec<Warning> {
    unchecked_of(None, expected, source)
}

/// The same of a token of this issuer.
fn unchecked_of(issuer: Option<&str>, expected: &Expectations, source: &Bench) -> Vec<Warning> {
    let is_free = expected.issuers.is_empty() && !source.is_by_issuer();
    let of_issuer = is_free.then_some(Warning::IssuerUnchecked);
    let revocation = (!source.heeds_revocations(issuer)).then_some(Warning::RevocationUnchecked);
    of_issuer.into_iter().chain(revocation).collect()
}

/// Judges the signature alone, as of a time.
pub fn verify_signature(token: &[u8], source: &Bench, now: Timestamp) -> Result<SignedPayload, SourceError> {
    let mut signed = verify::verify_signature(token, source, now)?;
    signed.report.warnings.extend(source.warnings());
    Ok(signed)
}
