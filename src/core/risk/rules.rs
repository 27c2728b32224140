//! What a home says of risk: from where on something is risky, and what may be done about it without asking.

use std::collections::BTreeMap;

use super::finding::{Grade, Rule};
use super::thresholds::Thresholds;
use crate::core::time::Ttl;

/// What a home says of risk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RiskRules {
    /// From where on something is risky.
    pub limits: Thresholds,
    /// What may be done about what a rule finds; nothing where a rule is not named.
    pub acts: BTreeMap<Rule, Deed>,
    /// How grave a finding must be for that.
    pub act_from: Grade,
    /// How often a server looks by itself; none where it does not.
    pub every: Option<Ttl>,
}

impl Default for RiskRules {
    fn default() -> Self {
        Self { limits: Thresholds::default(), acts: BTreeMap::new(), act_from: Grade::High, every: None }
    }
}

/// What may be done about a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Deed {
    /// Revoke the token, with its family where it has one.
    Revoke,
    /// Block the app.
    BlockApp,
    /// Block the user.
    BlockUser,
}

impl Deed {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Revoke, Self::BlockApp, Self::BlockUser];

    /// The word for it in settings and output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Revoke => "revoke",
            Self::BlockApp => "block_app",
            Self::BlockUser => "block_user",
        }
    }

    /// The deed of a word.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|deed| deed.name() == name)
    }
}
