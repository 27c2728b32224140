//! A drill: what a service did while its keys were rotated.

use super::member::Maybe;
use crate::core::Issuer;
use crate::core::drill::{Fact, Finding, Verdict};

document! {
    /// What a service made of the rotation of its keys.
    pub struct DrillDocument<'a> as "rotation drill" {
        /// The issuer that the tokens named.
        issuer: &'a Issuer,
        /// Where the keys were served.
        jwks_uri: &'a str,
        /// Whether all was tried; false where the drill was interrupted.
        complete: bool,
        /// How many checks the service does not meet.
        bad: usize,
        /// Each check.
        findings: Vec<DrillFinding>,
    }
}

document! {
    /// A check of a drill, and what is to be thought of it.
    pub struct DrillFinding as "finding of a drill" {
        /// The word for the check.
        check: &'static str,
        /// `good`, `bad`, `told` where it is neither, or `unknown` where it was not seen.
        verdict: &'static str,
        /// What was seen.
        seen: String,
        /// What is good.
        summary: &'static str,
        /// How many milliseconds later it was so; left out where it never was, or where that is not the question.
        after_ms: Maybe<u64>,
        /// How often the service fetched the keys for it.
        fetches: Maybe<u32>,
        /// Whether the first token of a key that it did not know made it fetch; left out where that is not the question.
        fetched_at_once: Maybe<bool>,
    }
}

impl From<&Finding> for DrillFinding {
    fn from(finding: &Finding) -> Self {
        let Finding { check, verdict, fact } = finding;
        let at_once = if let Fact::Uptake(uptake) = fact { Some(uptake.at_once) } else { None };
        let (after, fetches) = match fact {
            Fact::Fetched(kept) => (None, Some(kept.fetches)),
            Fact::Again(again) => (again.after, None),
            Fact::Uptake(uptake) => (uptake.after, Some(uptake.fetches)),
            Fact::Burst(burst, _) => (None, Some(burst.fetches)),
            Fact::Removal(removal) => (removal.after, Some(removal.fetches)),
            Fact::Trouble(trouble) => (None, Some(trouble.fetches)),
            Fact::NotAsked => (None, Some(0)),
            Fact::NotReached | Fact::Old(_) | Fact::Broke(_) | Fact::Taken(..) | Fact::NoKey => (None, None),
        };
        Self {
            check: check.name(),
            verdict: verdict.word(),
            seen: fact.to_string(),
            summary: check.summary(),
            after_ms: after.and_then(|after| u64::try_from(after.as_millis()).ok()).into(),
            fetches: fetches.into(),
            fetched_at_once: at_once.into(),
        }
    }
}

impl<'a> DrillDocument<'a> {
    /// Of what was found.
    pub fn of(issuer: &'a Issuer, jwks_uri: &'a str, complete: bool, findings: &[Finding]) -> Self {
        let bad = findings.iter().filter(|finding| finding.verdict == Verdict::Bad).count();
        Self { issuer, jwks_uri, complete, bad, findings: findings.iter().map(Into::into).collect() }
    }
}
