//! `mintage keys show`

use clap::Args;

use super::named::KeyArgs;
use crate::cli::context::{Answer, Context};
use crate::cli::exit::Exit;
use crate::cli::manual::{Entry, READS};
use crate::cli::view::key::key_with_history;

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new("keys show", &["mintage keys show @active", "mintage keys show h2Kx"], READS);

#[derive(Debug, Args)]
pub struct ShowArgs {
    #[command(flatten)]
    key: KeyArgs,
}

pub fn run(args: &ShowArgs, cx: &mut Context<'_>) -> Answer {
    let authority = cx.authority()?;
    let record = authority.key(&args.key.name())?;
    let (max_age, file) = (authority.defaults().max_key_age, authority.protection(&record));
    cx.ui.answer(&key_with_history(&record, max_age, file, &authority.key_history(&record)?))?;
    Ok(Exit::Done)
}
