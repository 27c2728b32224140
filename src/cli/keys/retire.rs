//! `mintage keys retire`

use clap::Args;

use super::unseen::warn_if_unseen;
use crate::cli::view::key::{ended, planned};
use crate::cli::{Answer, Context};

#[derive(Debug, Args)]
pub struct RetireArgs {
    /// The kid, or a part of its start that no other key has
    kid: String,
    /// Refuse as long as live tokens need the key
    #[arg(long)]
    when_safe: bool,
    /// Say what would change, and change nothing
    #[arg(long)]
    plan: bool,
}

pub fn run(args: &RetireArgs, cx: &mut Context<'_>) -> Answer {
    let mut authority = cx.authority()?;
    if args.plan {
        cx.ui.answer(&planned("retire", &authority.retire_plan(&args.kid, args.when_safe)?))?;
    } else {
        let done = authority.retire_key(&args.kid, args.when_safe)?;
        cx.ui.answer(&ended(&done))?;
        warn_if_unseen(done.successor.as_ref(), done.now, cx);
    }
    Ok(0)
}
