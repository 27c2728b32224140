//! `mintage profiles show`

use clap::Args;

use super::of_home_if_any;
use crate::cli::context::{Answer, Context};
use crate::cli::exit::Exit;
use crate::cli::manual::Entry;
use crate::cli::path::FileArg;
use crate::cli::view::profile::ShownProfile;

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new(
    "profiles show",
    &[
        "mintage profiles show okta",
        "mintage profiles show keycloak > ours.toml",
        "mintage profiles show ./ours.toml --json",
    ],
    &[Exit::NotFound, Exit::Denied],
);

#[derive(Debug, Args)]
pub struct ShowArgs {
    /// The profile: a name, or a file
    #[arg(value_name = "NAME")]
    profile: FileArg,
}

pub fn run(args: &ShowArgs, cx: &mut Context<'_>) -> Answer {
    let found = of_home_if_any(cx)?.find(&args.profile)?;
    let shown = ShownProfile::of(&found, cx.now())?;
    cx.ui.answer(&shown)?;
    Ok(Exit::Done)
}
