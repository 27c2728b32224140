//! `mintage app block`

use clap::Args;

use crate::cli::view::app::app;
use crate::cli::{Answer, Context};
use crate::core::Note;
use crate::core::app::AppRef;

#[derive(Debug, Args)]
pub struct BlockArgs {
    /// Name or client_id of the app
    app: AppRef,
    /// Why; shown wherever the app is refused
    #[arg(long, value_name = "TEXT")]
    reason: Note,
}

pub fn run(args: BlockArgs, cx: &mut Context<'_>) -> Answer {
    let blocked = cx.authority()?.block_app(&args.app, args.reason)?;
    cx.ui.answer(&app(&blocked, None))?;
    Ok(0)
}
