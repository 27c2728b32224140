//! `mintage keys prune`

use clap::Args;

use crate::cli::context::{Answer, Context};
use crate::cli::exit::Exit;
use crate::cli::manual::{Entry, READS};
use crate::cli::record_args::{PlanArgs, say};
use crate::cli::view::key::pruned;
use crate::cli::view::plan;

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new("keys prune", &["mintage keys prune --plan", "mintage keys prune"], READS);

#[derive(Debug, Args)]
#[command(mut_args(say("plan", "Say what would be destroyed, and destroy nothing")))]
pub struct PruneArgs {
    /// Remove also whole key files that the ledger does not know; after an older ledger was restored they are the only copies
    #[arg(long)]
    strays: bool,
    #[command(flatten)]
    plan: PlanArgs,
}

pub fn run(args: &PruneArgs, cx: &mut Context<'_>) -> Answer {
    let caller = cx.caller(None);
    let done = cx.authority()?.prune_keys(&caller, args.strays, args.plan.mode())?;
    if done.keys.is_empty() && done.strays.is_empty() {
        cx.ui.note("there is nothing to prune");
    } else if args.plan.mode().is_plan() {
        cx.ui.note("this is what a prune would destroy; nothing was changed");
    }
    if args.plan.mode().is_plan() {
        cx.ui.answer(&plan::key_prune(&done))?;
    } else {
        cx.ui.answer(&pruned(&done))?;
    }
    Ok(Exit::Done)
}
