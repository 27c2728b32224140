//! `mintage token show`

use clap::Args;

use crate::cli::view::token::token;
use crate::cli::{Answer, Context};
use crate::core::Jti;

#[derive(Debug, Args)]
pub struct ShowArgs {
    /// The jti of the token
    jti: Jti,
}

pub fn run(args: &ShowArgs, cx: &mut Context<'_>) -> Answer {
    let (record, app, now) = cx.authority()?.token(&args.jti)?;
    cx.ui.answer(&token(&record, &app, now))?;
    Ok(0)
}
