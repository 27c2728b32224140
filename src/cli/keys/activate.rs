//! `mintage keys activate`

use clap::Args;

use super::announce::publish_again;
use super::named::KeyArgs;
use super::unseen::warn_if_unseen;
use crate::cli::context::{Answer, Context};
use crate::cli::exit::Exit;
use crate::cli::manual::{Entry, WRITES};
use crate::cli::record_args::RecordArgs;
use crate::cli::view::key::rotated;

/// What help and manual pages say of it.
pub const MANUAL: Entry =
    Entry::new("keys activate", &["mintage keys activate @next", "mintage keys activate h2Kx"], WRITES);

#[derive(Debug, Args)]
pub struct ActivateArgs {
    #[command(flatten)]
    key: KeyArgs,
    #[command(flatten)]
    record: RecordArgs,
}

pub fn run(args: &ActivateArgs, cx: &mut Context<'_>) -> Answer {
    let caller = cx.caller(&args.record)?;
    let done = cx.authority()?.activate_key(&caller, &args.key.name())?;
    cx.ui.answer(&rotated(&done))?;
    warn_if_unseen(Some(&done.next), done.now, cx);
    publish_again(&done.next, cx);
    Ok(Exit::Done)
}
