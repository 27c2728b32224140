//! The verdict of a source without a home.

use super::error::SourceError;
use super::source::OfflineSource;
use crate::core::Timestamp;
use crate::core::verify::{self, Expectations, Report, SignedPayload, Trace};

/// What is expected, and where the caller does not say, whom the source speaks for.
pub fn expectations(expected: Expectations, source: &OfflineSource) -> Expectations {
    expected.over(Expectations { issuer: source.issuer().cloned(), ..Expectations::default() })
}

/// Judges what was shown as a token, as of the expected time or `now`, and says as of when.
pub fn verify(
    token: &[u8],
    source: &OfflineSource,
    expected: Expectations,
    now: Timestamp,
) -> Result<(Report, Timestamp), SourceError> {
    let now = expected.as_of(now);
    let mut report = verify::verify(token, source, &expectations(expected, source), now, Trace::Every)?;
    report.warnings.extend(source.warnings());
    Ok((report, now))
}

/// Judges the signature alone, as of a time.
pub fn verify_signature(token: &[u8], source: &OfflineSource, now: Timestamp) -> Result<SignedPayload, SourceError> {
    let mut signed = verify::verify_signature(token, source, now)?;
    signed.report.warnings.extend(source.warnings());
    Ok(signed)
}
