//! Judging an assertion by a set of keys.

use std::convert::Infallible;

use super::decoy;
use crate::core::assertion::{AssertionFault, AssertionRules};
use crate::core::jose::compact::{Header, RawToken};
use crate::core::proof::ProofUse;
use crate::core::verify::{Expectations, KeyLookup, Knowledge, Report, Source, Trace, verify};
use crate::keys::KeySet;

/// Keys that nothing else is known of.
pub(super) struct Keys<'k>(pub &'k KeySet);

impl Source for Keys<'_> {
    type Error = Infallible;

    fn key(&self, header: &Header) -> Result<KeyLookup, Infallible> {
        Ok(self.0.find(header))
    }

    fn knowledge(&self) -> Knowledge<'_, Infallible> {
        Knowledge::Nothing
    }
}

/// Whether an assertion is good, and by what its use is known. As long is taken where no key is meant. An error where the keys
/// cannot be had.
pub(super) fn judged<S: Source>(
    text: &str,
    raw: &RawToken<'_>,
    keys: &S,
    expected: &Expectations,
    rules: &AssertionRules<'_>,
) -> Result<Result<(Report, ProofUse), AssertionFault>, S::Error> {
    let report = verify(text.as_bytes(), keys, expected, rules.now, Trace::Failure)?;
    if report.claims.is_none() {
        decoy::verify(raw.signing_input);
    }
    let typ = raw.header.get("typ").and_then(serde_json::Value::as_str);
    let used = rules.check_typ(typ).and_then(|()| rules.check(&report, raw.signing_input));
    Ok(used.map(|used| (report, used)))
}
