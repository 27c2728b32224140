//! `mintage keys activate`

use clap::Args;

use super::unseen::warn_if_unseen;
use crate::cli::context::{Answer, Context};
use crate::cli::exit::Exit;
use crate::cli::manual::{Entry, WRITES};
use crate::cli::view::key::rotated;

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new("keys activate", &["mintage keys activate h2Kx"], WRITES);

#[derive(Debug, Args)]
pub struct ActivateArgs {
    /// The kid, or a part of its start that no other key has
    kid: String,
}

pub fn run(args: &ActivateArgs, cx: &mut Context<'_>) -> Answer {
    let caller = cx.caller(None);
    let done = cx.authority()?.activate_key(&caller, &args.kid)?;
    cx.ui.answer(&rotated(&done))?;
    warn_if_unseen(Some(&done.next), done.now, cx);
    Ok(Exit::Done)
}
