//! `mintage keys prune`

use clap::Args;

use crate::cli::view::key::pruned;
use crate::cli::{Answer, Context};

#[derive(Debug, Args)]
pub struct PruneArgs {
    /// Say what would be destroyed, and destroy nothing
    #[arg(long)]
    plan: bool,
}

pub fn run(args: &PruneArgs, cx: &mut Context<'_>) -> Answer {
    let done = cx.authority()?.prune_keys(args.plan)?;
    if done.keys.is_empty() && done.strays.is_empty() {
        cx.ui.note("there is nothing to prune");
    }
    cx.ui.answer(&pruned(&done))?;
    Ok(0)
}
