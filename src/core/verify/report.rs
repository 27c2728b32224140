//! The answer of `verify`: a verdict, and the checks that led to it.

use std::fmt;
use std::sync::Arc;

use super::detail::Detail;
use super::warning::Warning;
use crate::core::actor::Actor;
use crate::core::budget::Over;
use crate::core::id::{ClientId, Jti, Note};
use crate::core::jose::compact::{Header, Times};
use crate::core::json::ClaimMap;
use crate::core::proof::ProofUse;
use crate::core::reason::{REASONS, Reason};
use crate::core::revocation::Cause;
use crate::core::time::Timestamp;

/// The answer of `verify`.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// The reason it is refused for; none means valid.
    pub reason: Option<Reason>,
    /// One per row of the table, in order.
    pub checks: Vec<Check>,
    /// The claims, once a key vouched for them.
    pub claims: Option<ClaimMap>,
    /// The header, once a key vouched for it.
    pub header: Option<Arc<Header>>,
    /// Which token of the ledger it is, where it came so far.
    pub known: Option<Jti>,
    /// The claims that time decides on.
    pub times: Times,
    /// What the ledger knows of a revocation or a block.
    pub cause: Option<Evidence>,
    /// What does not change the verdict but should be known.
    pub warnings: Vec<Warning>,
    /// The canary that it is, if it is one.
    pub canary: Option<Canary>,
    /// The proof of possession that a good token was shown with, to be kept from being used again; none where there is no ledger.
    pub proof: Option<ProofUse>,
}

/// A token that was planted to be found, and was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Canary {
    /// Its id.
    pub jti: Jti,
    /// The app of which it looks like a token.
    pub client_id: ClientId,
    /// Where it was planted.
    pub note: Option<Note>,
}

impl fmt::Display for Canary {
    /// In words that follow "the token is".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the canary {}", self.jti)?;
        self.note.iter().try_for_each(|note| write!(f, ", planted: {note}"))
    }
}

/// Who ended what, when, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// Through what it was ended.
    pub cause: Cause,
    /// When; at the latest, where a snapshot says no more.
    pub at: Timestamp,
    /// When the revocation snapshot was made that says so; none where the ledger does.
    pub snapshot_at: Option<Timestamp>,
    /// By whom, where that is kept.
    pub by: Option<Actor>,
    /// Why, where someone said it.
    pub note: Option<Note>,
}

/// One check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// Its name.
    pub name: &'static str,
    /// The reason it would have given.
    pub of: Reason,
    /// How it went.
    pub outcome: CheckOutcome,
    /// What was compared, or why it was skipped.
    pub detail: Detail,
}

/// The name of the one check that is no row of the table: it gives the reason of another.
const POSSESSION: &str = "possession";

/// The name of another, which is made where a proof was shown.
const REPLAY: &str = "replay";

/// How a check went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckOutcome {
    /// Nothing is wrong.
    Pass,
    /// This is the reason.
    Fail,
    /// It was not made.
    Skipped,
}

impl CheckOutcome {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::Skipped => "skipped",
        }
    }
}

impl Report {
    /// Whether the token is good.
    pub fn is_valid(&self) -> bool {
        self.reason.is_none()
    }

    /// The exit code: 0, or that of the reason.
    pub fn exit(&self) -> u8 {
        self.reason.map_or(0, Reason::exit)
    }

    /// That a budget has no call left, where that is the reason.
    pub fn over_budget(&self) -> Option<&Over> {
        match &self.failure()?.detail {
            Detail::OverBudget(over) => Some(over),
            _ => None,
        }
    }

    /// What the check that failed found.
    pub fn failure(&self) -> Option<&Check> {
        self.checks.iter().find(|check| check.outcome == CheckOutcome::Fail)
    }
}

/// How much of the checks is written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trace {
    /// Every check, in order.
    Every,
    /// The one that failed: whoever judges millions of tokens explains none that is good.
    Failure,
}

/// The checks made so far. Only [`judge`](super::judge) writes one.
#[derive(Debug)]
pub(super) struct Trail {
    trace: Trace,
    checks: Vec<Check>,
}

impl Trail {
    pub(super) fn new(trace: Trace) -> Self {
        Self { trace, checks: Vec::new() }
    }

    pub(super) fn pass(&mut self, of: Reason, detail: impl FnOnce() -> Detail) {
        if self.trace == Trace::Every {
            self.checks.push(Check { name: of.row().check, of, outcome: CheckOutcome::Pass, detail: detail() });
        }
    }

    pub(super) fn skip(&mut self, of: Reason, detail: Detail) {
        if self.trace == Trace::Every {
            self.checks.push(Check { name: of.row().check, of, outcome: CheckOutcome::Skipped, detail });
        }
    }

    pub(super) fn fail(&mut self, of: Reason, detail: Detail) -> Reason {
        self.checks.push(Check { name: of.row().check, of, outcome: CheckOutcome::Fail, detail });
        of
    }

    /// The check that failed last is no reason after all.
    pub(super) fn excuse(&mut self, detail: Detail) {
        if let Some(check) = self.checks.pop().filter(|check| check.outcome == CheckOutcome::Fail) {
            self.skip(check.of, detail);
        }
    }

    /// Skips every check of the table before this one that was not made.
    pub(super) fn skip_open(&mut self, before: Reason, detail: &Detail) {
        for row in REASONS.iter().filter(|row| row.reason.exit() < before.exit()) {
            if !self.checks.iter().any(|check| check.of == row.reason) {
                self.skip(row.reason, detail.clone());
            }
        }
    }

    /// The check that follows that of the address, and gives the same reason: whether whoever shows the token has the key
    /// that it is bound to.
    pub(super) fn possession(&mut self, outcome: CheckOutcome, detail: Detail) {
        if self.trace == Trace::Every || outcome == CheckOutcome::Fail {
            self.checks.push(Check { name: POSSESSION, of: Reason::ContextMismatch, outcome, detail });
        }
    }

    /// The check that follows where a proof was shown, and is one of the key: whether it was used before.
    pub(super) fn replay(&mut self, outcome: CheckOutcome, detail: Detail) {
        if self.trace == Trace::Every || outcome == CheckOutcome::Fail {
            self.checks.push(Check { name: REPLAY, of: Reason::ContextMismatch, outcome, detail });
        }
    }

    /// The checks in the order of the table, the ones never reached marked as such.
    pub(super) fn finish(self) -> Vec<Check> {
        let mut made = self.checks;
        if self.trace == Trace::Failure {
            return made;
        }
        let rows = REASONS.iter().map(|row| (row.check, row.reason));
        for (name, of) in rows.chain([(POSSESSION, Reason::ContextMismatch)]) {
            if !made.iter().any(|check| check.name == name) {
                made.push(Check { name, of, outcome: CheckOutcome::Skipped, detail: Detail::NotReached });
            }
        }
        // Of the two that give the same reason, that of the address was pushed first.
        made.sort_by_key(|check| check.of.exit());
        made
    }
}
