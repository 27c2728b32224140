//! What `verify` says of a token.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::actor::EndedDocument;
use super::member::{Inline, Maybe, TimePair};
use crate::core::Issuer;
use crate::core::claims::ClaimMap;
use crate::core::verify::{Check, CheckOutcome, Detail, Evidence, Reason, Report, SignedPayload, Warning};

document! {
    /// A verdict: a token is good, or refused for exactly one reason.
    pub struct Verdict<'a> as "verdict" {
        /// The line of the token, where there are many.
        line: Maybe<u64>,
        /// Whether the token is good.
        valid: bool,
        /// The reason it is refused for; null where it is good.
        reason: Option<Reason>,
        /// What `token verify` exits with for it alone: 0, or the code of the reason.
        exit_code: u8,
        /// What the check that failed found, where there are no `checks`; null where none failed.
        detail: Maybe<Option<&'a Detail>>,
        /// What to do about a refusal, with the next command where there is one; null where there is nothing. Of many tokens, only
        /// what was shown in the place of one.
        hint: Option<&'a str>,
        /// In how many seconds its budget has a call again; null unless that is why it is refused.
        retry_after: Option<u64>,
        /// The claims, once a key vouched for them; null before that.
        claims: Option<&'a ClaimMap>,
        /// What is known of a revocation or a block; null where nothing is.
        ended: Option<EvidenceDocument<'a>>,
        /// Who judged; left out of the lines of a batch.
        judge: Maybe<&'a JudgeDocument<'a>>,
        /// What does not change the verdict and should be known.
        warnings: &'a [Warning],
        /// Every check in its order; of many tokens only with `--explain`.
        checks: Maybe<Vec<CheckDocument<'a>>>,
    }
}

document! {
    /// Whose keys, and whose ledger if there is one, a verdict comes from.
    pub struct JudgeDocument<'a> as "judge" {
        /// What it is: a `home`, a `key`, a `key_set`, a `provider`, or a `policy` that names keys for each of its issuers.
        kind: &'static str,
        /// Its folder, file or address.
        place: &'a str,
        /// The issuer of the home or provider, or the one that was expected; null where none was, or several were.
        issuer: Option<&'a Issuer>,
    }
}

document! {
    /// Who ended what, when and why.
    pub struct EvidenceDocument<'a> as "end of a token" {
        /// What was ended: `token`, `family`, `replay`, `replaced`, `grant`, `app`, `user`, `key` or `query`; `canary` for
        /// what was never good.
        cause: &'static str,
        /// Who, when (at the latest, where a revocation snapshot says no more) and why.
        ended: Inline<EndedDocument<'a>>,
        /// When the revocation snapshot was made that says so; null where the ledger does.
        snapshot_at: Option<TimePair>,
    }
}

document! {
    /// One check.
    pub struct CheckDocument<'a> as "check" {
        /// Its name, as `--explain` prints it.
        check: &'static str,
        /// `pass`, `fail` or `skipped`.
        outcome: &'static str,
        /// For which reason the token is refused; null unless it fails.
        reason: Option<Reason>,
        /// What was compared, or why it was skipped.
        detail: &'a Detail,
    }
}

document! {
    /// A verdict on a signature alone, with what was signed. It says nothing of whether a token is good.
    pub struct SignatureVerdict<'a> as "verdict on a signature" {
        /// Whether the signature is good.
        valid: bool,
        /// The reason it is refused for; null where it is good.
        reason: Option<Reason>,
        /// What `token verify` exits with: 0, or the code of the reason.
        exit_code: u8,
        /// Always null: what is signed need not be claims.
        claims: (),
        /// Always null: nobody is asked for revocations.
        ended: (),
        /// What to do about a refusal, with the next command where there is one; null where there is nothing.
        hint: Option<&'a str>,
        /// Who judged.
        judge: &'a JudgeDocument<'a>,
        /// What does not change the verdict and should be known.
        warnings: &'a [Warning],
        /// Every check in its order, those of claims skipped.
        checks: Vec<CheckDocument<'a>>,
        /// What was signed, in base64url; null where the signature is not good.
        payload: Option<String>,
        /// The same as text; null where it is none.
        payload_text: Option<&'a str>,
    }
}

impl<'a> Verdict<'a> {
    /// A verdict with every check, or with what the one that failed found.
    pub fn of(report: &'a Report, judge: Option<&'a JudgeDocument<'a>>, with_checks: bool) -> Self {
        let detail = (!with_checks).then(|| report.failure().map(|check| &check.detail));
        Self {
            line: Maybe(None),
            valid: report.is_valid(),
            reason: report.reason,
            exit_code: report.exit(),
            detail: Maybe(detail),
            hint: None,
            retry_after: report.over_budget().map(|over| over.wait.seconds()),
            claims: report.claims.as_ref(),
            ended: report.cause.as_ref().map(EvidenceDocument::from),
            judge: Maybe(judge),
            warnings: &report.warnings,
            checks: Maybe(with_checks.then(|| report.checks.iter().map(CheckDocument::from).collect())),
        }
    }
}

impl<'a> From<&'a Evidence> for EvidenceDocument<'a> {
    fn from(evidence: &'a Evidence) -> Self {
        Self {
            cause: evidence.cause.name(),
            ended: Inline(EndedDocument::of(evidence.at, evidence.by.as_ref(), evidence.note.as_ref())),
            snapshot_at: evidence.snapshot_at.map(TimePair),
        }
    }
}

impl<'a> From<&'a Check> for CheckDocument<'a> {
    fn from(check: &'a Check) -> Self {
        let reason = (check.outcome == CheckOutcome::Fail).then_some(check.of);
        Self { check: check.name, outcome: check.outcome.name(), reason, detail: &check.detail }
    }
}

impl<'a> SignatureVerdict<'a> {
    /// What judging a signature came to.
    pub fn of(SignedPayload { report, payload }: &'a SignedPayload, judge: &'a JudgeDocument<'a>) -> Self {
        Self {
            valid: report.is_valid(),
            reason: report.reason,
            exit_code: report.exit(),
            claims: (),
            ended: (),
            hint: None,
            judge,
            warnings: &report.warnings,
            checks: report.checks.iter().map(CheckDocument::from).collect(),
            payload: payload.as_ref().map(|bytes| URL_SAFE_NO_PAD.encode(bytes)),
            payload_text: payload.as_ref().and_then(|bytes| std::str::from_utf8(bytes).ok()),
        }
    }
}
