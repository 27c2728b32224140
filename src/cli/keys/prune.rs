//! `mintage keys prune`

use clap::Args;

use crate::cli::context::{Answer, Context};
use crate::cli::manual::{Entry, READS};
use crate::cli::view::key::pruned;
use crate::core::Mode;

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new("keys prune", &["mintage keys prune --plan", "mintage keys prune"], READS);

#[derive(Debug, Args)]
pub struct PruneArgs {
    /// Remove also whole key files that the ledger does not know; after an older ledger was restored they are the only copies
    #[arg(long)]
    strays: bool,
    /// Say what would be destroyed, and destroy nothing
    #[arg(long)]
    plan: bool,
}

pub fn run(args: &PruneArgs, cx: &mut Context<'_>) -> Answer {
    let caller = cx.caller(None);
    let done = cx.authority()?.prune_keys(&caller, args.strays, Mode::planned(args.plan))?;
    if done.keys.is_empty() && done.strays.is_empty() {
        cx.ui.note("there is nothing to prune");
    } else if args.plan {
        cx.ui.note("this is what a prune would destroy; nothing was changed");
    }
    cx.ui.answer(&pruned(&done, args.plan))?;
    Ok(0)
}
