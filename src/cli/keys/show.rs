//! `mintage keys show`

use clap::Args;

use crate::cli::view::key::key;
use crate::cli::{Answer, Context};

#[derive(Debug, Args)]
pub struct ShowArgs {
    /// The kid, or a part of its start that no other key has
    kid: String,
}

pub fn run(args: &ShowArgs, cx: &mut Context<'_>) -> Answer {
    let record = cx.authority()?.key(&args.kid)?;
    cx.ui.answer(&key(&record, None))?;
    Ok(0)
}
