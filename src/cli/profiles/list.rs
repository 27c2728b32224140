//! `mintage profiles list`

use clap::Args;

use super::of_home_if_any;
use crate::cli::context::{Answer, Context};
use crate::cli::exit::Exit;
use crate::cli::manual::Entry;
use crate::cli::view::profile::listed;

/// What help and manual pages say of it.
pub const MANUAL: Entry =
    Entry::new("profiles list", &["mintage profiles list", "mintage profiles list --json"], &[Exit::Denied]);

#[derive(Debug, Args)]
pub struct ListArgs {
    /// Print comma-separated values
    #[arg(long)]
    csv: bool,
}

pub fn run(args: &ListArgs, cx: &mut Context<'_>) -> Answer {
    cx.check_csv(args.csv)?;
    let all = of_home_if_any(cx)?.list()?;
    cx.list(&listed(&all), args.csv)
}
