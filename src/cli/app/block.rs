//! `mintage app block`

use clap::{Arg, Args};

use crate::cli::context::{Answer, Context};
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::manual::{Entry, WRITES};
use crate::cli::record_args::RecordArgs;
use crate::cli::view::app::app;
use crate::core::app::AppRef;

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new("app block", &["mintage app block shop --reason 'credentials leaked'"], WRITES);

#[derive(Debug, Args)]
#[command(mut_args(needs_reason))]
pub struct BlockArgs {
    /// Name or client_id of the app
    app: AppRef,
    #[command(flatten)]
    record: RecordArgs,
}

/// Whoever is refused is told why.
fn needs_reason(arg: Arg) -> Arg {
    match arg.get_id().as_str() {
        "reason" => arg.help("Why; shown wherever the app is refused").required(true),
        _ => arg,
    }
}

pub fn run(args: &BlockArgs, cx: &mut Context<'_>) -> Answer {
    let caller = cx.caller(&args.record)?;
    let Some(reason) = &args.record.reason else {
        return Err(Error::usage("a reason is missing", "give --reason TEXT"));
    };
    let blocked = cx.authority()?.block_app(&caller, &args.app, reason)?;
    cx.ui.answer(&app(&blocked, None))?;
    Ok(Exit::Done)
}
