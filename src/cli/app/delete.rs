//! `mintage app delete`

use clap::Args;

use crate::cli::context::{Answer, Context};
use crate::cli::error::Error;
use crate::cli::manual::{Entry, WRITES};
use crate::cli::prompt;
use crate::cli::view::app::ended;
use crate::core::app::AppRef;
use crate::core::{Actor, Mode, Note};

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new(
    "app delete",
    &["mintage app delete shop --plan", "mintage app delete shop --yes --reason 'shut down'"],
    WRITES,
);

#[derive(Debug, Args)]
pub struct DeleteArgs {
    /// Name or client_id of the app
    app: AppRef,
    /// Why, for the record
    #[arg(long, value_name = "TEXT")]
    reason: Option<Note>,
    /// Who deletes, for the record [default: user@host]
    #[arg(long, value_name = "ACTOR")]
    by: Option<Actor>,
    /// Delete without asking
    #[arg(long)]
    yes: bool,
    /// Say what would end, and end nothing
    #[arg(long, conflicts_with = "yes")]
    plan: bool,
}

pub fn run(args: &DeleteArgs, cx: &mut Context<'_>) -> Answer {
    let (caller, note) = (cx.caller(args.by.as_ref()), args.reason.as_ref());
    let authority = cx.authority()?;
    if args.plan || !args.yes {
        let end = authority.delete_app(&caller, &args.app, note, Mode::Plan)?;
        if args.plan {
            cx.ui.answer(&ended(&end, true))?;
            return Ok(0);
        }
        if !cx.may_interview() {
            let hint = "add --yes; see what would end with --plan";
            return Err(Error::usage(
                format!("deleting app {} is for ever, and nobody can be asked", end.app.name),
                hint,
            ));
        }
        let question = format!(
            "Delete the app {} for ever, with {} live tokens and {} grants?",
            end.app.name, end.tokens.revoked, end.grants.revoked
        );
        if !prompt::confirm(&question) {
            return Err(Error::usage("nothing was deleted", "type y to delete it"));
        }
    }
    let end = authority.delete_app(&caller, &args.app, note, Mode::Do)?;
    cx.ui.answer(&ended(&end, false))?;
    Ok(0)
}
