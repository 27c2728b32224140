//! `mintage app block`

use clap::Args;

use crate::cli::context::{Answer, Context};
use crate::cli::exit::Exit;
use crate::cli::manual::{Entry, WRITES};
use crate::cli::view::app::app;
use crate::core::app::AppRef;
use crate::core::{Claimed, Note};

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new("app block", &["mintage app block shop --reason 'credentials leaked'"], WRITES);

#[derive(Debug, Args)]
pub struct BlockArgs {
    /// Name or client_id of the app
    app: AppRef,
    /// Why; shown wherever the app is refused
    #[arg(long, value_name = "TEXT")]
    reason: Note,
    /// Who asks, as you say it; recorded beside the user that runs this
    #[arg(long, value_name = "WHO")]
    by: Option<Claimed>,
}

pub fn run(args: &BlockArgs, cx: &mut Context<'_>) -> Answer {
    let caller = cx.caller(args.by.as_ref());
    let blocked = cx.authority()?.block_app(&caller, &args.app, &args.reason)?;
    cx.ui.answer(&app(&blocked, None))?;
    Ok(Exit::Done)
}
