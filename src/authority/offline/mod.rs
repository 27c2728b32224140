//! Judging a token where there is no home: with a key file, a key set, or an OpenID provider. There is no ledger to
//! ask then, and nothing that a token says of where its keys are is followed.

mod discovery;
mod error;
mod remote;
mod revocations;
mod source;

pub use error::SourceError;
pub use remote::CacheRule;
pub use revocations::RevocationFile;
pub use source::{Means, OfflineSource, Place, SourceSpec};

use super::{Expected, Result};
use crate::core::Timestamp;
use crate::core::verify::{Expectations, Report, SignedPayload, Trace, verify, verify_signature};

impl Expected {
    /// What is expected where no home adds to it: what was asked for, and whom the source speaks for.
    pub fn offline(self, source: &OfflineSource) -> Expectations {
        Expectations {
            issuer: self.issuer.or_else(|| source.issuer().cloned()),
            audiences: self.audiences,
            typ: self.typ,
            claims: self.claims,
            scopes: self.scopes,
            leeway: self.leeway.unwrap_or(0),
            max_age: self.max_age,
            warn_within: self.warn_within,
            max_key_age: None,
            ip: self.ip,
        }
    }
}

/// Judges what was shown as a token, as of the expected time or `now`, and says as of when.
pub fn judge(token: &[u8], source: &OfflineSource, expected: Expected, now: Timestamp) -> Result<(Report, Timestamp)> {
    let now = expected.at.unwrap_or(now);
    let mut report = verify(token, source, &expected.offline(source), now, Trace::Every)?;
    report.warnings.extend(source.warnings());
    Ok((report, now))
}

/// Judges the signature alone, as of a time.
pub fn judge_signature(token: &[u8], source: &OfflineSource, now: Timestamp) -> Result<SignedPayload> {
    let mut signed = verify_signature(token, source, now)?;
    signed.report.warnings.extend(source.warnings());
    Ok(signed)
}
