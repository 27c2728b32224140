//! `mintage user show`

use clap::Args;

use crate::cli::context::{Answer, Context};
use crate::cli::exit::Exit;
use crate::cli::manual::{Entry, READS};
use crate::cli::view::user::user_with_tokens;
use crate::core::UserId;

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new("user show", &["mintage user show alice"], READS);

#[derive(Debug, Args)]
pub struct ShowArgs {
    /// The user: the `sub` of their tokens
    #[arg(value_name = "USER")]
    id: UserId,
}

pub fn run(args: &ShowArgs, cx: &mut Context<'_>) -> Answer {
    let authority = cx.authority()?;
    let standing = authority.user(&args.id)?;
    cx.ui.answer(&user_with_tokens(&standing, &authority.user_history(&args.id)?))?;
    Ok(Exit::Done)
}
