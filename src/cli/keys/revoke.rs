//! `mintage keys revoke`

use clap::{Arg, Args};

use super::announce::publish_without;
use super::named::KeyArgs;
use super::question::revoke_question;
use super::unseen::warn_if_unseen;
use crate::cli::confirm::YesArgs;
use crate::cli::context::{Answer, Context};
use crate::cli::exit::Exit;
use crate::cli::manual::{Entry, WRITES};
use crate::cli::record_args::{PlanArgs, RecordArgs};
use crate::cli::view::key::ended;
use crate::cli::view::plan::key_end;
use crate::core::{Mode, Planned};

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new(
    "keys revoke",
    &[
        "mintage keys revoke @previous --plan",
        "mintage keys revoke @previous --reason 'found in a public repository'",
        "mintage keys revoke h2Kx --reason 'its backup was stolen'",
    ],
    WRITES,
);

#[derive(Debug, Args)]
#[command(mut_args(needs_reason))]
pub struct RevokeArgs {
    #[command(flatten)]
    key: KeyArgs,
    #[command(flatten)]
    record: RecordArgs,
    #[command(flatten)]
    plan: PlanArgs,
    #[command(flatten)]
    yes: YesArgs,
}

/// Whoever holds a token of the key is told why.
fn needs_reason(arg: Arg) -> Arg {
    match arg.get_id().as_str() {
        "reason" => arg.help("Why; shown wherever a token of it is refused").required_unless_present("plan"),
        _ => arg,
    }
}

pub fn run(args: &RevokeArgs, cx: &mut Context<'_>) -> Answer {
    let (authority, caller) = (cx.authority()?, cx.caller(&args.record)?);
    let name = args.key.name();
    if !args.plan.mode().is_plan() {
        cx.make_sure(args.yes, |_| {
            let plan = authority.revoke_key(&caller, &name, None, Mode::Question)?;
            Ok(match plan {
                Planned::Plan(plan) if plan.refused.is_none() => Some(revoke_question(&plan)),
                _ => None,
            })
        })?;
    }
    let done = match authority.revoke_key(&caller, &name, args.record.reason.as_ref(), args.plan.mode())? {
        Planned::Done(done) => done,
        Planned::Plan(plan) => {
            cx.ui.answer(&key_end("revoke", &plan))?;
            return Ok(Exit::Done);
        }
    };
    cx.ui.answer(&ended(&done))?;
    if done.was_active && done.successor.is_none() {
        let algorithm = done.key.algorithm;
        cx.ui.warn(&format!("nothing signs {algorithm} now; make a key with `mintage keys gen --alg {algorithm}`"));
    }
    warn_if_unseen(done.successor.as_ref(), done.now, cx);
    publish_without(&done.key, cx);
    Ok(Exit::Done)
}
