//! `mintage app secret list`

use clap::Args;

use crate::cli::context::{Answer, Context};
use crate::cli::manual::{Entry, READS};
use crate::cli::view::app::secret;
use crate::cli::view::list::{List, Next};
use crate::core::app::AppRef;

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new("app secret list", &["mintage app secret list shop"], READS);

#[derive(Debug, Args)]
pub struct ListArgs {
    /// Name or client_id of the app
    app: AppRef,
}

pub fn run(args: &ListArgs, cx: &mut Context<'_>) -> Answer {
    let secrets = cx.authority()?.secrets(&args.app)?;
    if secrets.is_empty() {
        cx.ui.note("the app has no secret");
    }
    let rows = secrets.iter().map(secret).collect();
    let columns = &["id", "state", "created_at", "revoked_at"];
    cx.list(List { name: "secrets", columns, rows, next: Next::Whole }, false)
}
