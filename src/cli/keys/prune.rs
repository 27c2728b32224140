//! `mintage keys prune`

use clap::Args;

use crate::cli::clock_args::{ClockArgs, warn_of_late_clock};
use crate::cli::confirm::YesArgs;
use crate::cli::context::{Answer, Context};
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::manual::{Entry, WRITES};
use crate::cli::record_args::{PlanArgs, RecordArgs, say};
use crate::cli::view::figures::counted;
use crate::cli::view::key::pruned;
use crate::cli::view::plan;
use crate::core::Mode;

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new("keys prune", &["mintage keys prune --plan", "mintage keys prune"], WRITES);

#[derive(Debug, Args)]
#[command(mut_args(say("plan", "Say what would be destroyed, and destroy nothing")))]
pub struct PruneArgs {
    /// Remove also whole key files that the ledger does not know; after an older ledger was restored they are the only copies
    #[arg(long)]
    strays: bool,
    #[command(flatten)]
    clock: ClockArgs,
    #[command(flatten)]
    plan: PlanArgs,
    #[command(flatten)]
    yes: YesArgs,
    #[command(flatten)]
    record: RecordArgs,
}

pub fn run(args: &PruneArgs, cx: &mut Context<'_>) -> Answer {
    let caller = cx.caller(&args.record)?;
    let authority = cx.authority()?;
    warn_of_late_clock(&authority, cx)?;
    let strays = if args.strays { authority.stray_files()? } else { Vec::new() };
    if !args.plan.mode().is_plan() {
        let keys = strays.iter().filter(|name| authority.may_be_key(name));
        let keys: Vec<_> = keys.map(|name| authority.ring().folder().join(name).display().to_string()).collect();
        if !args.yes.is_given() {
            named_or_refused(&keys, cx)?;
        }
        cx.make_sure(args.yes, |_| {
            let plan = authority.prune_keys(&caller, &strays, args.clock.word(), Mode::Question)?;
            let (keys, files) = (plan.keys.len() as u64, plan.strays.len() as u64);
            let both = format!("{} and {}", counted(keys, "private key"), counted(files, "stray file"));
            Ok((keys + files > 0).then(|| format!("Destroy {both} for ever?")))
        })?;
    }
    let done = authority.prune_keys(&caller, &strays, args.clock.word(), args.plan.mode())?;
    if done.keys.is_empty() && done.strays.is_empty() {
        cx.ui.note("there is nothing to prune");
    } else if args.plan.mode().is_plan() {
        cx.ui.note("this is what a prune would destroy; nothing was changed");
    }
    if args.plan.mode().is_plan() {
        cx.table(&plan::key_prune(&done))?;
    } else {
        cx.table(&pruned(&done))?;
    }
    Ok(Exit::Done)
}

/// Names private keys that may be the only ones of their kind, before somebody is asked about all; an error where nobody can
/// be.
fn named_or_refused(files: &[String], cx: &mut Context<'_>) -> Result<(), Error> {
    let [first, ..] = files else { return Ok(()) };
    let named = files.join(", ");
    if !cx.may_interview() {
        return Err(Error::usage(
            format!("to destroy private keys is for ever, and nobody can be asked: {named}"),
            format!("take a key in with `mintage keys import {first}`; or add --yes, and all of them are destroyed"),
        ));
    }
    cx.ui.note(&format!("the ledger does not know these private keys: {named}"));
    Ok(())
}
