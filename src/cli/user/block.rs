//! `mintage user block`

use clap::{Arg, Args};

use crate::cli::alike::or_alike;
use crate::cli::context::{Answer, Context};
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::manual::{Entry, WRITES};
use crate::cli::record_args::RecordArgs;
use crate::cli::view::user::user;
use crate::core::UserId;

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new("user block", &["mintage user block alice --reason 'left the company'"], WRITES);

#[derive(Debug, Args)]
#[command(mut_args(needs_reason))]
pub struct BlockArgs {
    /// The user: the `sub` of their tokens. Nothing need be kept of them
    #[arg(value_name = "USER")]
    id: UserId,
    #[command(flatten)]
    record: RecordArgs,
}

/// Whoever is refused is told why.
fn needs_reason(arg: Arg) -> Arg {
    match arg.get_id().as_str() {
        "reason" => arg.help("Why; shown wherever the user is refused").required(true),
        _ => arg,
    }
}

pub fn run(args: &BlockArgs, cx: &mut Context<'_>) -> Answer {
    let caller = cx.caller(&args.record)?;
    let Some(reason) = &args.record.reason else {
        return Err(Error::usage("a reason is missing", "give --reason TEXT"));
    };
    let authority = cx.authority()?;
    let blocked = authority.block_user(&caller, &args.id, reason)?;
    cx.ui.answer(&user(&blocked.user))?;
    if blocked.is_new {
        let alike = or_alike(&authority, Some(&args.id));
        let warning =
            format!("nobody has heard of the user {} before: no token was ever issued for them{alike}", args.id);
        cx.ui.warn(&warning);
    }
    cx.ui.note("verifiers without the home learn of it with the next `mintage token revocations export`");
    Ok(Exit::Done)
}
