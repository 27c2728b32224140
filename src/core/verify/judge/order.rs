//! The order of the checks. The first that fails is the verdict.

use serde_json::Value;

use super::super::detail::Detail;
use super::super::excerpt::{Excerpt, FoundClaim};
use super::super::expect::Expectations;
use super::super::facts::{Choice, Knowledge, Source};
use super::super::report::{Report, Trace};
use super::ledger::row_times;
use super::rate::budgeted;
use super::verification::{Statement, Stop, Verification};
use crate::core::algorithm::Algorithm;
use crate::core::claims::claims_of;
use crate::core::id::Issuer;
use crate::core::jose::compact::{Malformed, Reader, Times, UntrustedToken};
use crate::core::json::ClaimMap;
use crate::core::proof::ath;
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
    verification.ath = expected.presented.proof.as_ref().map(|_| ath(bytes));
    let (claims, judged) = match verification.shown(bytes, reader) {
        Ok(shown) => match source.chosen(shown.issuer()) {
            Choice::Same => verification.conclude(bytes, shown, source, expected),
            Choice::One(source, own)
                if own.ip == expected.ip
                    && own.user_agent == expected.user_agent
                    && own.device == expected.device
                    && own.presented == expected.presented =>
            {
                verification.conclude(bytes, shown, source, own)
            }
            // Each line of a batch may say from where its token was shown, and with what.
            Choice::One(source, own) => {
                let (ip, presented) = (expected.ip, expected.presented.clone());
                let (user_agent, device) = (expected.user_agent.clone(), expected.device.clone());
                let own = Expectations { ip, user_agent, device, presented, ..own.clone() };
                verification.conclude(bytes, shown, source, &own)
            }
            Choice::Nobody(issuers) => (None, Err(verification.of_nobody(&shown, issuers).into())),
        },
        Err(reason) => (None, Err(reason.into())),
    };
    let reason = match judged {
        Ok(()) => None,
        Err(Stop::Verdict(reason)) => Some(reason),
        Err(Stop::Source(error)) => return Err(error),
    };
    let Verification { trail, header, times, cause, warnings, known, canary, proof, .. } = verification;
    Ok(Report { reason, checks: trail.finish(), claims, header, known, times, cause, warnings, canary, proof })
}

/// What was shown as a token. Nobody vouches for any of it yet.
enum Shown<'t> {
    /// Opaque text of ours.
    Opaque(&'t str),
    /// A JWT.
    Token(UntrustedToken<'t>),
}

impl Shown<'_> {
    /// Who issued it, as it says itself.
    fn issuer(&self) -> Option<&str> {
        match self {
            Self::Opaque(_) => None,
            Self::Token(token) => token.claims().get("iss").and_then(Value::as_str),
        }
    }
}

impl Verification {
    /// What was shown, as far as it can be read without any key.
    fn shown<'t>(&mut self, bytes: &'t [u8], reader: &Reader) -> Result<Shown<'t>, Reason> {
        let Ok(text) = std::str::from_utf8(bytes) else {
            return Err(self.trail.fail(Reason::Malformed, Detail::Malformed(Malformed::NotText)));
        };
        if OpaqueKind::of_prefix(text).is_some() {
            return Ok(Shown::Opaque(text));
        }
        self.read(text, reader).map(Shown::Token)
    }

    /// The claims, once it is known who vouches for them, and whether they are good.
    fn conclude<S: Source + ?Sized>(
        &mut self,
        bytes: &[u8],
        shown: Shown<'_>,
        source: &S,
        expected: &Expectations,
    ) -> (Option<ClaimMap>, Result<(), Stop<S::Error>>) {
        let is_signed = matches!(shown, Shown::Token(_));
        match self.statement(shown, source, expected) {
            Ok(statement) => {
                let judged = self.judge(&statement, source, expected);
                (Some(statement.claims), judged)
            }
            Err(Stop::Verdict(reason)) if is_signed => (None, Err(self.unvouched(bytes, reason, source))),
            Err(stop) => (None, Err(stop)),
        }
    }

    /// A token of an issuer whom nobody named: no key is asked.
    fn of_nobody(&mut self, shown: &Shown<'_>, expected: Vec<Issuer>) -> Reason {
        let Shown::Token(token) = shown else {
            return self.trail.fail(Reason::Malformed, Detail::OpaqueOffline);
        };
        if Algorithm::from_header(&token.header().alg).is_none() {
            let detail = Detail::AlgorithmUnknown(Excerpt::of(&token.header().alg));
            return self.trail.fail(Reason::AlgorithmNotAllowed, detail);
        }
        for reason in [
            Reason::AlgorithmNotAllowed,
            Reason::UnknownKey,
            Reason::BadSignature,
            Reason::Expired,
            Reason::NotYetValid,
        ] {
            self.trail.skip(reason, Detail::NobodysKey);
        }
        let found = FoundClaim::of(token.claims().get("iss"));
        self.trail.fail(Reason::IssuerMismatch, Detail::IssuerUnlisted { found, expected })
    }

    /// Who speaks, and what is said: a key, or the ledger, vouches for the claims.
    fn statement<S: Source + ?Sized>(
        &mut self,
        shown: Shown<'_>,
        source: &S,
        expected: &Expectations,
    ) -> Result<Statement, Stop<S::Error>> {
        let untrusted = match shown {
            Shown::Opaque(text) => {
                let entry = self.opaque(text, source)?;
                self.known = Some(entry.token.jti);
                if let Some(planted) = entry.token.canary() {
                    return Err(self.planted(&entry.token, planted).into());
                }
                let claims = claims_of(&entry.token);
                self.times = row_times(&entry.token, &claims);
                return Ok(Statement { claims, key: None, facts: Some(entry.facts()) });
            }
            Shown::Token(token) => token,
        };
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
        if let Err(reason) = self.said(claims, times, facts.is_some(), expected) {
            match (source.knowledge(), facts) {
                (Knowledge::Ledger(ledger), Some(facts)) => self.departs(facts, ledger.issuer()),
                (Knowledge::Ledger(ledger), None) => {
                    self.refused_as_it_departs(reason, claims, ledger).map_err(Stop::Source)?;
                }
                (Knowledge::Snapshot(_) | Knowledge::Nothing, _) => {}
            }
            return Err(reason.into());
        }
        let mut of = None;
        match source.knowledge() {
            Knowledge::Ledger(ledger) if self.other_ledger(claims, key.as_deref(), ledger, expected)? => {}
            Knowledge::Ledger(ledger) => {
                let asked;
                let facts = match facts {
                    Some(facts) => {
                        self.departs(facts, ledger.issuer());
                        facts
                    }
                    None => {
                        asked = self.ledger(claims, ledger)?;
                        &asked
                    }
                };
                self.revocation(facts, key.as_deref())?;
                self.app(facts)?;
                of = budgeted(facts);
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
        let memory = match source.knowledge() {
            Knowledge::Ledger(ledger) => Some(ledger),
            Knowledge::Snapshot(_) | Knowledge::Nothing => None,
        };
        self.possession(claims, expected, memory)?;
        self.rate(of.as_ref(), memory, expected)
    }

    /// Whether what the token says of itself is what is expected.
    fn said(
        &mut self,
        claims: &ClaimMap,
        times: Times,
        is_opaque: bool,
        expected: &Expectations,
    ) -> Result<(), Reason> {
        self.expiry(&times, expected)?;
        self.start(&times, expected)?;
        self.issuer(claims, expected)?;
        self.audience(claims, expected)?;
        self.typ(is_opaque, expected)?;
        self.required_claims(claims, expected)?;
        self.scope(claims, expected)
    }
}
