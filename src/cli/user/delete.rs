//! `mintage user delete`

use clap::{Arg, Args};

use crate::cli::command_line::quoted;
use crate::cli::confirm::YesArgs;
use crate::cli::context::{Answer, Context};
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::manual::{Entry, WRITES};
use crate::cli::record_args::{PlanArgs, RecordArgs};
use crate::cli::view::figures::{counted, figures};
use crate::cli::view::plan;
use crate::cli::view::user::ended;
use crate::core::{Mode, UserId};

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new(
    "user delete",
    &["mintage user delete alice --plan", "mintage user delete alice --yes --reason 'asked to'"],
    WRITES,
);

#[derive(Debug, Args)]
#[command(mut_args(of_deletion))]
pub struct DeleteArgs {
    /// The user: the `sub` of their tokens
    #[arg(value_name = "USER")]
    id: UserId,
    #[command(flatten)]
    record: RecordArgs,
    #[command(flatten)]
    plan: PlanArgs,
    #[command(flatten)]
    yes: YesArgs,
}

/// The flags of a change, in the words of this one.
fn of_deletion(arg: Arg) -> Arg {
    match arg.get_id().as_str() {
        "plan" => arg.help("Say what would end, and end nothing"),
        "yes" => arg.help("Delete without asking; needed where nobody can be asked"),
        _ => arg,
    }
}

pub fn run(args: &DeleteArgs, cx: &mut Context<'_>) -> Answer {
    let (caller, note) = (cx.caller(&args.record)?, args.record.reason.as_ref());
    let authority = cx.authority()?;
    let is_plan = args.plan.mode().is_plan();
    if is_plan || !args.yes.is_given() {
        let end = authority.delete_user(&caller, &args.id, note, if is_plan { Mode::Plan } else { Mode::Question })?;
        if is_plan {
            cx.ui.answer(&plan::user_end(&end))?;
            return Ok(Exit::Done);
        }
        if !cx.may_interview() {
            let hint = "add --yes; see what would end with --plan";
            return Err(Error::usage(format!("deleting user {} is for ever, and nobody can be asked", args.id), hint));
        }
        cx.make_sure(args.yes, |_| {
            let (tokens, grants) = (figures(end.tokens.revoked, &end.breakdown), counted(end.grants.revoked, "grant"));
            let claims = counted(end.claims as u64, "claim");
            Ok(Some(format!("Delete the user {} for ever, with {claims}, {tokens} and {grants}?", args.id)))
        })?;
    }
    let end = authority.delete_user(&caller, &args.id, note, Mode::Do)?;
    cx.ui.answer(&ended(&end))?;
    if end.user.block_of().is_some() {
        let id = quoted(args.id.as_str());
        cx.ui.note(&format!("the user {} stays blocked; `mintage user unblock {id}` ends that", args.id));
    }
    Ok(Exit::Done)
}
