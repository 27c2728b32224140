//! The verdict of a source without a home.

use super::error::SourceError;
use super::source::OfflineSource;
use crate::core::Timestamp;
use crate::core::verify::{self, Expectations, Report, SignedPayload, Trace, Warning};

/// What is expected, and where the caller does not say, whom the source speaks for.
pub fn expectations(expected: Expectations, source: &OfflineSource) -> Expectations {
    expected.over(Expectations { issuers: source.issuer().cloned().into_iter().collect(), ..Expectations::default() })
}

/// Judges what was shown as a token, as of the expected time or `now`, and says as of when.
pub fn verify(
    token: &[u8],
    source: &OfflineSource,
    expected: Expectations,
    now: Timestamp,
) -> Result<(Report, Timestamp), SourceError> {
    let now = expected.as_of(now);
    let expectations = expectations(expected, source);
    let mut report = verify::verify(token, source, &expectations, now, Trace::Every)?;
    report.warnings.extend(source.warnings());
    if report.is_valid() {
        report.warnings.extend(unchecked(&expectations, source));
    }
    Ok((report, now))
}

/// What is not checked of any token, though `valid` may be taken to say that it was.
pub fn unchecked(expected: &Expectations, source: &OfflineSource) -> Vec<Warning> {
    let issuer = expected.issuers.is_empty().then_some(Warning::IssuerUnchecked);
    let revocation = (!source.heeds_revocations()).then_some(Warning::RevocationUnchecked);
    issuer.into_iter().chain(revocation).collect()
}

/// Judges the signature alone, as of a time.
pub fn verify_signature(token: &[u8], source: &OfflineSource, now: Timestamp) -> Result<SignedPayload, SourceError> {
    let mut signed = verify::verify_signature(token, source, now)?;
    signed.report.warnings.extend(source.warnings());
    Ok(signed)
}
