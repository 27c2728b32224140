//! How often the tokens of an app may be shown: the flags that `register` and `update` share.

use std::num::NonZeroU32;

use clap::{Args, ValueEnum};

use crate::cli::number::whole;
use crate::core::budget::{BudgetChange, Rate};

// How often the tokens of an app may be shown: the flags that `register` and `update` share.
#[derive(Debug, Args)]
#[command(next_help_heading = "Call budget")]
pub struct BudgetArgs {
    /// How often its tokens may be shown, as in 1000/h
    ///
    /// They are counted where uses are recorded: `token verify --record`, and the server
    #[arg(long, value_name = "RATE")]
    rate: Option<Rate>,
    /// How many of those at once [default: as many as the rate names]
    #[arg(long, value_name = "N", value_parser = whole(NonZeroU32::MIN, NonZeroU32::MAX))]
    burst: Option<NonZeroU32>,
    /// How often the tokens of each of its users may be shown, as in 100/h
    #[arg(long, value_name = "RATE")]
    user_rate: Option<Rate>,
    /// When it is blocked: over-budget, at the first call that its budget has not; or never [default: never]
    #[arg(long, value_name = "WHEN")]
    block_when: Option<BlockWhen>,
}

/// When an app is blocked by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum BlockWhen {
    Never,
    OverBudget,
}

impl BudgetArgs {
    /// What is to become of the budget; the rates that are taken away are none.
    pub fn change(&self, no_rate: bool, no_user_rate: bool) -> BudgetChange {
        let rate = |rate: Option<Rate>, none: bool| (rate.is_some() || none).then_some(rate);
        BudgetChange {
            app: rate(self.rate, no_rate),
            burst: self.burst.map(NonZeroU32::get),
            user: rate(self.user_rate, no_user_rate),
            blocks: self.block_when.map(|when| when == BlockWhen::OverBudget),
        }
    }
}
