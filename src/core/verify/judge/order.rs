//! The order of the checks. The first that fails is the verdict.

use super::super::detail::Detail;
use super::super::expect::Expectations;
use super::super::facts::{Knowledge, Source};
use super::super::report::{Report, Trace};
use super::ledger::row_times;
use super::verification::{Statement, Stop, Verification};
use crate::core::claims::claims_of;
use crate::core::jose::compact::{Malformed, Reader};
use crate::core::reason::Reason;
use crate::core::secret::OpaqueKind;
use crate::core::time::Timestamp;

/// Judges what was shown as a token, as of the time that is expected, or of `now`. Bytes, because strangers need not show
/// text.
pub fn verify<S: Source + ?Sized>(
    bytes: &[u8],
    source: &S,
    expected: &Expectations,
    now: Timestamp,
    trace: Trace,
) -> Result<Report, S::Error> {
    verify_as_read(bytes, &Reader::default(), source, expected, now, trace)
}

/// The same, for whoever judges many tokens with one reader.
pub fn verify_as_read<S: Source + ?Sized>(
    bytes: &[u8],
    reader: &Reader,
    source: &S,
    expected: &Expectations,
    now: Timestamp,
    trace: Trace,
) -> Result<Report, S::Error> {
    let mut verification = Verification::new(trace, expected.as_of(now));
    let (claims, judged) = match verification.statement(bytes, reader, source, expected) {
        Ok(statement) => {
            let judged = verification.judge(&statement, source, expected);
            (Some(statement.claims), judged)
        }
        Err(stop) => (None, Err(stop)),
    };
    let reason = match judged {
        Ok(()) => None,
        Err(Stop::Verdict(reason)) => Some(reason),
        Err(Stop::Source(error)) => return Err(error),
    };
    let Verification { trail, times, cause, warnings, .. } = verification;
    Ok(Report { reason, checks: trail.finish(), claims, times, cause, warnings })
}

impl Verification {
    /// Who speaks, and what is said: a key, or the ledger, vouches for the claims.
    fn statement<S: Source + ?Sized>(
        &mut self,
        bytes: &[u8],
        reader: &Reader,
        source: &S,
        expected: &Expectations,
    ) -> Result<Statement, Stop<S::Error>> {
        let Ok(text) = std::str::from_utf8(bytes) else {
            return Err(self.trail.fail(Reason::Malformed, Detail::Malformed(Malformed::NotText)).into());
        };
        if OpaqueKind::of_prefix(text).is_some() {
            let entry = self.opaque(text, source)?;
            let claims = claims_of(&entry.token);
            self.times = row_times(&entry.token, &claims);
            return Ok(Statement { claims, key: None, facts: Some(entry.facts()) });
        }
        let untrusted = self.read(text, reader)?;
        let (token, resolved) = self.signed(untrusted, source)?;
        self.key_future(&resolved, expected);
        self.times = token.times;
        self.header = Some(token.header);
        self.key = Some(resolved.key);
        Ok(Statement { claims: token.claims, key: resolved.record, facts: None })
    }

    /// Whether what is said is good.
    fn judge<S: Source + ?Sized>(
        &mut self,
        statement: &Statement,
        source: &S,
        expected: &Expectations,
    ) -> Result<(), Stop<S::Error>> {
        let Statement { claims, key, facts } = statement;
        let times = self.times;
        self.is_of_access = expected.is_of_access() && self.says_access();
        self.has_ledger = matches!(source.knowledge(), Knowledge::Ledger(_));
        self.expiry(&times, expected)?;
        self.start(&times, expected)?;
        self.issuer(claims, expected)?;
        self.audience(claims, expected)?;
        self.typ(facts.is_some(), expected)?;
        self.required_claims(claims, expected)?;
        self.scope(claims, expected)?;
        match source.knowledge() {
            Knowledge::Ledger(ledger) if self.other_ledger(claims, key.as_deref(), ledger, expected)? => {}
            Knowledge::Ledger(ledger) => {
                let asked;
                let facts = match facts {
                    Some(facts) => facts,
                    None => {
                        asked = self.ledger(claims, ledger)?;
                        &asked
                    }
                };
                self.revocation(facts, key.as_deref())?;
                self.app(facts)?;
            }
            Knowledge::Snapshot(snapshot) => {
                self.trail.skip(Reason::UnknownToken, Detail::NoLedger);
                self.snapshot(claims, snapshot)?;
            }
            Knowledge::Nothing => {
                for reason in [Reason::UnknownToken, Reason::Revoked, Reason::AppBlocked] {
                    self.trail.skip(reason, Detail::NoLedger);
                }
            }
        }
        self.context(claims, expected)?;
        self.possession(claims, expected)?;
        self.trail.skip(Reason::RateLimited, Detail::NoBudget);
        Ok(())
    }
}
