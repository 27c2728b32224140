//! `mintage keys retire`

use clap::Args;

use super::announce::publish_again;
use super::named::KeyArgs;
use super::unseen::warn_if_unseen;
use crate::cli::context::{Answer, Context};
use crate::cli::exit::Exit;
use crate::cli::manual::{Entry, WRITES};
use crate::cli::record_args::{PlanArgs, RecordArgs};
use crate::cli::view::key::ended;
use crate::cli::view::plan::key_end;
use crate::core::Planned;

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new(
    "keys retire",
    &["mintage keys retire @active --alg ES256 --plan", "mintage keys retire h2Kx --when-safe"],
    WRITES,
);

#[derive(Debug, Args)]
pub struct RetireArgs {
    #[command(flatten)]
    key: KeyArgs,
    /// Refuse as long as live tokens need the key
    #[arg(long)]
    when_safe: bool,
    #[command(flatten)]
    plan: PlanArgs,
    #[command(flatten)]
    record: RecordArgs,
}

pub fn run(args: &RetireArgs, cx: &mut Context<'_>) -> Answer {
    let caller = cx.caller(&args.record)?;
    match cx.authority()?.retire_key(&caller, &args.key.name(), args.when_safe, args.plan.mode())? {
        Planned::Plan(plan) => cx.ui.answer(&key_end("retire", &plan))?,
        Planned::Done(done) => {
            cx.ui.answer(&ended(&done))?;
            warn_if_unseen(done.successor.as_ref(), done.now, cx);
            publish_again(&done.key, cx);
        }
    }
    Ok(Exit::Done)
}
