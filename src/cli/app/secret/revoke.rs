//! `mintage app secret revoke`

use clap::Args;

use crate::cli::context::{Answer, Context};
use crate::cli::exit::Exit;
use crate::cli::manual::{Entry, WRITES};
use crate::cli::record_args::RecordArgs;
use crate::cli::view::app::ended_secret;
use crate::core::app::AppRef;

/// What help and manual pages say of it.
pub const MANUAL: Entry =
    Entry::new("app secret revoke", &["mintage app secret revoke shop 1f3a9c0b --reason 'replaced'"], WRITES);

#[derive(Debug, Args)]
pub struct RevokeArgs {
    /// Name or client_id of the app
    app: AppRef,
    /// The id of the secret, or a part of its start that no other one has; see `mintage app secret list`
    id: String,
    #[command(flatten)]
    record: RecordArgs,
    /// Also where it is the last one, so that the app is locked out
    #[arg(long)]
    even_last: bool,
}

pub fn run(args: &RevokeArgs, cx: &mut Context<'_>) -> Answer {
    let (caller, note) = (cx.caller(&args.record)?, args.record.reason.as_ref());
    let done = cx.authority()?.revoke_secret(&caller, &args.app, &args.id, args.even_last, note)?;
    cx.ui.answer(&ended_secret(&done))?;
    if done.already {
        cx.ui.note("it was revoked before; nothing was changed");
    }
    if done.left == 0 && !done.app.is_deleted() {
        let name = &done.app.name;
        cx.ui.warn(&format!("app {name} has no secret now; make one with `mintage app secret add {name}`"));
    }
    Ok(Exit::Done)
}
