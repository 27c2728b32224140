//! `mintage user unblock`

use clap::Args;

use crate::cli::context::{Answer, Context};
use crate::cli::exit::Exit;
use crate::cli::manual::{Entry, WRITES};
use crate::cli::record_args::RecordArgs;
use crate::cli::view::user::user;
use crate::core::UserId;

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new("user unblock", &["mintage user unblock alice --reason 'is back'"], WRITES);

#[derive(Debug, Args)]
pub struct UnblockArgs {
    /// The user: the `sub` of their tokens
    #[arg(value_name = "USER")]
    id: UserId,
    #[command(flatten)]
    record: RecordArgs,
}

pub fn run(args: &UnblockArgs, cx: &mut Context<'_>) -> Answer {
    let caller = cx.caller(&args.record)?;
    let unblocked = cx.authority()?.unblock_user(&caller, &args.id)?;
    cx.ui.answer(&user(&unblocked))?;
    cx.ui.note("verifiers without the home learn of it with the next `mintage token revocations export`");
    Ok(Exit::Done)
}
