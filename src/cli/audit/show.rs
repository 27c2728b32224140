//! `mintage audit show`

use clap::Args;

use crate::cli::context::{Answer, Context};
use crate::cli::exit::Exit;
use crate::cli::manual::{Entry, READS};
use crate::cli::number::whole;
use crate::cli::view::event::event;

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new("audit show", &["mintage audit show 12", "mintage audit show 12 --json"], READS);

#[derive(Debug, Args)]
pub struct ShowArgs {
    /// The number of the event, as `audit log` lists it
    #[arg(value_name = "ID", value_parser = whole(1, u64::MAX))]
    id: u64,
}

pub fn run(args: &ShowArgs, cx: &mut Context<'_>) -> Answer {
    let found = cx.authority()?.event(args.id)?;
    cx.ui.answer(&event(&found))?;
    Ok(Exit::Done)
}
