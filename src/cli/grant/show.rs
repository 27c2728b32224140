//! `mintage grant show`

use clap::Args;

use crate::cli::view::grant::shown;
use crate::cli::{Answer, Context};
use crate::core::GrantId;

#[derive(Debug, Args)]
pub struct ShowArgs {
    /// The id of the grant
    id: GrantId,
}

pub fn run(args: &ShowArgs, cx: &mut Context<'_>) -> Answer {
    let (grant, app, tokens) = cx.authority()?.grant(&args.id)?;
    cx.ui.answer(&shown(&grant, &app, &tokens))?;
    Ok(0)
}
