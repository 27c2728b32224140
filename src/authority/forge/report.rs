//! What a service made of test tokens.

use crate::authority::skipped::Skipped;
use crate::core::forge::{Flaw, Outcome, Seen};
use crate::core::verify::Reason;

/// One token that was tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Probed {
    /// What is wrong with it.
    pub flaw: Flaw,
    /// Why it must be refused; nothing where it is good.
    pub reason: Option<Reason>,
    /// What the service made of it.
    pub outcome: Outcome,
    /// The status, or how the command ended.
    pub answer: String,
    /// Whether something was fetched from where the token says.
    pub is_fetched: bool,
}

/// What a service made of all of them.
#[derive(Debug)]
pub struct ProbeReport {
    /// What was tried.
    pub probed: Vec<Probed>,
    /// What was not, and why.
    pub skipped: Vec<(Flaw, Skipped)>,
    /// Whether it does not look at tokens, so that nothing else was tried.
    pub is_blind: bool,
}

impl Probed {
    /// What of it is judged.
    pub fn seen(&self) -> Seen {
        Seen { flaw: self.flaw, is_bad: self.reason.is_some(), outcome: self.outcome, is_fetched: self.is_fetched }
    }
}

impl ProbeReport {
    /// How many bad tokens came to this.
    pub fn count(&self, outcome: Outcome) -> usize {
        self.probed.iter().filter(|probed| probed.reason.is_some() && probed.outcome == outcome).count()
    }

    /// What of it is judged.
    pub fn seen(&self) -> Vec<Seen> {
        self.probed.iter().map(Probed::seen).collect()
    }
}
