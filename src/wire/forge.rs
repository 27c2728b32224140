//! Test tokens: what is wrong with each, and what a service made of them.

use serde_json::Value;

use super::member::{ByName, Inline, Maybe, TimePair};
use crate::core::forge::{Flaw, Known};
use crate::core::verify::Reason;
use crate::core::{AppName, Audience, Jti, Kid};

document! {
    /// What is wrong with a test token, and what `token verify` says of it in the home that it was forged in.
    pub struct FlawDocument as "flaw" {
        /// The word for it.
        flaw: &'static str,
        /// The reason it must be refused for; null where it is good.
        reason: Option<Reason>,
        /// What `token verify` exits with: 0, or the code of the reason.
        exit_code: u8,
        /// How grave it is that a service takes it: `critical` (anybody logs in), `high`, `medium`, `low` or `informative`.
        rank: &'static str,
        /// Who could tell: `stateless` (everyone with the issuer's keys), `stateful` (only who remembers, or asks the issuer), or `own-key`
        /// (everyone, and only the issuer's own key could sign it).
        kind: &'static str,
        /// Where it is written that this must be refused.
        source: &'static str,
        /// What is wrong with it.
        summary: &'static str,
        /// Libraries that take such a token at their strictest settings, each with why; left out where none is known.
        differs: Maybe<ByName<'static, &'static str, &'static str>>,
    }
}

document! {
    /// The table of flaws.
    pub struct FlawList as "list of flaws" {
        /// The flaws.
        flaws: Vec<FlawDocument>,
    }
}

document! {
    /// A test token.
    pub struct TestTokenDocument<'a> as "test token" {
        /// Its text.
        token: &'a str,
        /// What is wrong with it.
        flaw: Inline<FlawDocument>,
        /// Its id in the ledger; null where it has no row there.
        jti: Option<Jti>,
        /// As of when a good one is good.
        at: TimePair,
        /// When a good one ends.
        expires_at: TimePair,
        /// What `--seed` takes to make the same again.
        seed: u64,
        /// How it is shown, where its flaw is about the proof of the key that it is bound to.
        shown: Maybe<ForgedProofDocument<'a>>,
    }
}

document! {
    /// How a test token is shown that is bound to a key: the request, and the proof (DPoP) that comes with it.
    pub struct ForgedProofDocument<'a> as "proof of a test token" {
        /// The text of the proof; left out where it is in a file, and where the flaw is that there is none.
        dpop: Maybe<&'a str>,
        /// Its file, beside the manifest; left out where the flaw is that there is none.
        file: Maybe<String>,
        /// The method of the request.
        method: &'a str,
        /// The address of the request.
        url: &'a str,
        /// What the server asked the proof to say, where it did.
        nonce: Maybe<&'a str>,
    }
}

document! {
    /// The test tokens of a folder: also the `manifest.json` there.
    pub struct ManifestDocument<'a> as "manifest" {
        /// The tokens.
        tokens: Vec<ManifestEntry<'a>>,
        /// What could not be made in this home.
        skipped: Vec<SkippedFlaw>,
        /// The app that they are for.
        app: &'a AppName,
        /// Whom a good one is for.
        audiences: &'a [Audience],
        /// The key that signs a good one.
        kid: &'a Kid,
        /// As of when a good one is good.
        at: TimePair,
        /// When a good one ends.
        expires_at: TimePair,
        /// What `--seed` takes to make the same again.
        seed: u64,
    }
}

document! {
    /// A test token in a file.
    pub struct ManifestEntry<'a> as "test token of a manifest" {
        /// Its file, beside the manifest.
        file: String,
        /// What is wrong with it.
        flaw: Inline<FlawDocument>,
        /// Its id in the ledger; null where it has no row there.
        jti: Option<Jti>,
        /// How it is shown, where its flaw is about the proof of the key that it is bound to.
        shown: Maybe<ForgedProofDocument<'a>>,
    }
}

document! {
    /// A flaw of which no token was made or tried.
    pub struct SkippedFlaw as "skipped flaw" {
        /// The word for it.
        flaw: &'static str,
        /// Why.
        why: String,
    }
}

document! {
    /// What a service made of test tokens. `--baseline` reads it again.
    pub struct ProbeDocument<'a> as "probe" {
        /// `good` where nothing fails, `bad` where something does, `unknown` where nothing does and some tokens that matter as much
        /// had no answer.
        verdict: &'static str,
        /// The least grave rank of a finding that fails.
        fail_on: &'static str,
        /// Whether the service does not look at the token, so that nothing else was tried.
        blind: bool,
        /// How many bad tokens it took.
        accepted: usize,
        /// How many bad tokens it refused.
        refused: usize,
        /// On how many bad tokens it broke, or was not reached.
        failed: usize,
        /// Each token, good ones too.
        results: Vec<ProbeResult<'a>>,
        /// What was not tried.
        skipped: Vec<SkippedFlaw>,
        /// The findings of the baseline that are not found any more.
        gone: Vec<String>,
    }
}

document! {
    /// What a service made of one test token.
    pub struct ProbeResult<'a> as "result of a probe" {
        /// What is wrong with the token.
        flaw: &'static str,
        /// How grave it is that the token is taken, or else what is found: `critical`, `high`, `medium`, `low` or `informative`.
        rank: &'static str,
        /// Who could tell: `stateless`, `stateful` or `own-key`.
        kind: &'static str,
        /// `accepted`, `refused` or `failed`.
        outcome: &'static str,
        /// Whether the service fetched something because the token said so, whatever it made of the token then.
        fetched: bool,
        /// Whether it is a finding that fails.
        fails: bool,
        /// Whether it is a finding that the baseline has too.
        known: bool,
        /// What the service answered: the status, or how the command ended.
        answer: &'a str,
        /// The reason it must be refused for; null where it is good.
        reason: Option<Reason>,
        /// What `token verify` exits with.
        exit_code: u8,
        /// Where it is written that this must be refused.
        source: &'static str,
        /// What is wrong with it.
        summary: &'static str,
        /// What the finding means; left out where it is none.
        means: Maybe<&'static str>,
        /// What to set in the verifier; left out where it is none.
        mend: Maybe<&'static str>,
    }
}

/// The findings of a report of before; none where it is no such report.
pub fn known_findings(report: &[u8]) -> Option<Vec<Known>> {
    let report: Value = serde_json::from_slice(report).ok()?;
    let finding = |result: &Value| {
        let (flaw, outcome) = (result.get("flaw")?.as_str()?, result.get("outcome")?.as_str()?);
        let (is_bad, is_fetched) = (!result.get("reason")?.is_null(), result.get("fetched")? == &Value::Bool(true));
        let is_accepted = is_bad && outcome == "accepted";
        Some((is_accepted || is_fetched).then(|| Known { flaw: flaw.to_owned(), is_accepted }))
    };
    let found: Option<Vec<_>> = report.get("results")?.as_array()?.iter().map(finding).collect();
    Some(found?.into_iter().flatten().collect())
}

impl FlawDocument {
    /// A flaw, with what `token verify` says.
    pub fn of(flaw: Flaw, reason: Option<Reason>) -> Self {
        let row = flaw.row();
        Self {
            flaw: row.name,
            reason,
            exit_code: reason.map_or(0, Reason::exit),
            rank: row.rank.name(),
            kind: row.kind.name(),
            source: row.source,
            summary: row.summary,
            differs: Maybe((!row.differs.is_empty()).then_some(ByName(row.differs))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_of_before_says_what_was_found_and_another_text_is_none() {
        let report = br#"{"results": [
            {"flaw": "valid", "outcome": "accepted", "reason": null, "fetched": false},
            {"flaw": "no-exp", "outcome": "accepted", "reason": "expired", "fetched": false},
            {"flaw": "jku-url", "outcome": "refused", "reason": "bad_signature", "fetched": true},
            {"flaw": "expired", "outcome": "refused", "reason": "expired", "fetched": false}
        ]}"#;
        let known = |flaw: &str, is_accepted| Known { flaw: flaw.to_owned(), is_accepted };
        assert_eq!(known_findings(report), Some(vec![known("no-exp", true), known("jku-url", false)]));
        for other in ["", "[]", "{}", r#"{"results": 1}"#, r#"{"results": [{"flaw": "no-exp"}]}"#] {
            assert_eq!(known_findings(other.as_bytes()), None, "{other}");
        }
    }
}
