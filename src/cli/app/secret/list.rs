//! `mintage app secret list`

use clap::Args;

use crate::cli::context::{Answer, Context};
use crate::cli::manual::{Entry, READS};
use crate::cli::view::app::secrets;
use crate::core::app::AppRef;

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new("app secret list", &["mintage app secret list shop"], READS);

#[derive(Debug, Args)]
pub struct ListArgs {
    /// Name or client_id of the app
    app: AppRef,
}

pub fn run(args: &ListArgs, cx: &mut Context<'_>) -> Answer {
    let found = cx.authority()?.secrets(&args.app)?;
    if found.is_empty() {
        cx.ui.note("the app has no secret");
    }
    cx.list(&secrets(&found), false)
}
