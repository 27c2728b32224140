//! `mintage keys prune`

use clap::Args;

use crate::cli::clock_args::{ClockArgs, warn_of_late_clock};
use crate::cli::context::{Answer, Context};
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::manual::{Entry, WRITES};
use crate::cli::prompt;
use crate::cli::record_args::{PlanArgs, say};
use crate::cli::view::key::pruned;
use crate::cli::view::plan;

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new("keys prune", &["mintage keys prune --plan", "mintage keys prune"], WRITES);

#[derive(Debug, Args)]
#[command(mut_args(say("plan", "Say what would be destroyed, and destroy nothing")))]
pub struct PruneArgs {
    /// Remove also whole key files that the ledger does not know; after an older ledger was restored they are the only copies
    #[arg(long)]
    strays: bool,
    /// With --strays: destroy private keys that the ledger does not know without asking
    #[arg(long, requires = "strays", conflicts_with = "plan")]
    yes: bool,
    #[command(flatten)]
    clock: ClockArgs,
    #[command(flatten)]
    plan: PlanArgs,
}

pub fn run(args: &PruneArgs, cx: &mut Context<'_>) -> Answer {
    let caller = cx.caller(None);
    let authority = cx.authority()?;
    warn_of_late_clock(&authority, cx)?;
    let strays = if args.strays { authority.stray_files()? } else { Vec::new() };
    if !args.yes && !args.plan.mode().is_plan() {
        let keys: Vec<_> = strays.iter().filter(|name| authority.may_be_key(name)).collect();
        let files = keys.iter().map(|name| authority.ring().folder().join(name).display().to_string());
        ask_for_keys(&files.collect::<Vec<_>>(), cx)?;
    }
    let done = authority.prune_keys(&caller, &strays, args.clock.word(), args.plan.mode())?;
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

/// Asks before private keys are destroyed that may be the only ones of their kind.
fn ask_for_keys(files: &[String], cx: &mut Context<'_>) -> Result<(), Error> {
    let [first, ..] = files else { return Ok(()) };
    let named = files.join(", ");
    if !cx.may_interview() {
        return Err(Error::usage(
            format!("to destroy private keys is for ever, and nobody can be asked: {named}"),
            format!("take a key in with `mintage keys import {first}`; or add --yes, and all of them are destroyed"),
        ));
    }
    cx.ui.note(&format!("the ledger does not know these private keys: {named}"));
    let question = if files.len() == 1 { "Destroy it for ever?" } else { "Destroy them for ever?" };
    if prompt::confirm(question) { Ok(()) } else { Err(Error::usage("nothing was destroyed", "type y to destroy")) }
}
