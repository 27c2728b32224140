//! `mintage app activate`

use clap::Args;

use crate::cli::context::{Answer, Context};
use crate::cli::exit::Exit;
use crate::cli::manual::{Entry, WRITES};
use crate::cli::record_args::RecordArgs;
use crate::cli::view::app::app;
use crate::core::app::AppRef;

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new("app activate", &["mintage app activate shop"], WRITES);

#[derive(Debug, Args)]
pub struct ActivateArgs {
    /// Name or client_id of the app
    app: AppRef,
    #[command(flatten)]
    record: RecordArgs,
}

pub fn run(args: &ActivateArgs, cx: &mut Context<'_>) -> Answer {
    let caller = cx.caller(&args.record)?;
    let activated = cx.authority()?.activate_app(&caller, &args.app)?;
    cx.ui.answer(&app(&activated, None))?;
    Ok(Exit::Done)
}
