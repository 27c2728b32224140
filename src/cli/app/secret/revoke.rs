//! `mintage app secret revoke`

use clap::Args;

use crate::cli::context::{Answer, Context};
use crate::cli::manual::{Entry, WRITES};
use crate::cli::view::app::ended_secret;
use crate::core::app::AppRef;
use crate::core::{Actor, Note};

/// What help and manual pages say of it.
pub const MANUAL: Entry =
    Entry::new("app secret revoke", &["mintage app secret revoke shop 1f3a9c0b --reason 'replaced'"], WRITES);

#[derive(Debug, Args)]
pub struct RevokeArgs {
    /// Name or client_id of the app
    app: AppRef,
    /// The id of the secret, or a part of its start that no other one has; see `mintage app secret list`
    id: String,
    /// Why, for the record
    #[arg(long, value_name = "TEXT")]
    reason: Option<Note>,
    /// Who revokes, for the record [default: user@host]
    #[arg(long, value_name = "ACTOR")]
    by: Option<Actor>,
    /// Also where it is the last one, so that the app is locked out
    #[arg(long)]
    even_last: bool,
}

pub fn run(args: &RevokeArgs, cx: &mut Context<'_>) -> Answer {
    let (caller, note) = (cx.caller(args.by.as_ref()), args.reason.as_ref());
    let done = cx.authority()?.revoke_secret(&caller, &args.app, &args.id, args.even_last, note)?;
    cx.ui.answer(&ended_secret(&done))?;
    if done.already {
        cx.ui.note("it was revoked before; nothing was changed");
    }
    if done.left == 0 && !done.app.is_deleted() {
        let name = &done.app.name;
        cx.ui.warn(&format!("app {name} has no secret now; make one with `mintage app secret add {name}`"));
    }
    Ok(0)
}
