//! The verdict of a source without a home.

use super::error::SourceError;
use super::source::OfflineSource;
use crate::core::Timestamp;
use crate::core::verify::{self, Expectations, Report, SignedPayload, Trace};
use crate::verifier::expected::Expected;

/// What is expected where no home adds to it: what was asked for, and whom the source speaks for.
pub fn expectations(expected: Expected, source: &OfflineSource) -> Expectations {
    Expectations {
        issuer: expected.issuer.or_else(|| source.issuer().cloned()),
        audiences: expected.audiences,
        typ: expected.typ,
        claims: expected.claims,
        scopes: expected.scopes,
        leeway: expected.leeway.unwrap_or(0),
        max_age: expected.max_age,
        warn_within: expected.warn_within,
        max_key_age: None,
        ip: expected.ip,
    }
}

/// Judges what was shown as a token, as of the expected time or `now`, and says as of when.
pub fn verify(
    token: &[u8],
    source: &OfflineSource,
    expected: Expected,
    now: Timestamp,
) -> Result<(Report, Timestamp), SourceError> {
    let now = expected.at.unwrap_or(now);
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
