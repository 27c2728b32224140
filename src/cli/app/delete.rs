//! `mintage app delete`

use clap::{Arg, Args};

use crate::cli::confirm::YesArgs;
use crate::cli::context::{Answer, Context};
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::manual::{Entry, WRITES};
use crate::cli::record_args::{PlanArgs, RecordArgs};
use crate::cli::view::app::ended;
use crate::cli::view::figures::{counted, figures};
use crate::cli::view::plan;
use crate::core::Mode;
use crate::core::app::AppRef;

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new(
    "app delete",
    &["mintage app delete shop --plan", "mintage app delete shop --yes --reason 'shut down'"],
    WRITES,
);

#[derive(Debug, Args)]
#[command(mut_args(of_deletion))]
pub struct DeleteArgs {
    /// Name or client_id of the app
    app: AppRef,
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
        let end = authority.delete_app(&caller, &args.app, note, if is_plan { Mode::Plan } else { Mode::Question })?;
        if is_plan {
            cx.ui.answer(&plan::app_end(&end))?;
            return Ok(Exit::Done);
        }
        if !cx.may_interview() {
            let hint = "add --yes; see what would end with --plan";
            return Err(Error::usage(
                format!("deleting app {} is for ever, and nobody can be asked", end.app.name),
                hint,
            ));
        }
        cx.make_sure(args.yes, |_| {
            let (tokens, grants) = (figures(end.tokens.revoked, &end.breakdown), counted(end.grants.revoked, "grant"));
            let secrets = counted(end.secrets as u64, "secret");
            Ok(Some(format!("Delete the app {} for ever, with {tokens}, {grants} and {secrets}?", end.app.name)))
        })?;
    }
    let end = authority.delete_app(&caller, &args.app, note, Mode::Do)?;
    cx.ui.answer(&ended(&end))?;
    Ok(Exit::Done)
}
