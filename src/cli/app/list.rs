//! `mintage app list`

use clap::Args;
use clap::builder::PossibleValuesParser;

use crate::cli::context::{Answer, Context};
use crate::cli::detailed::DetailedArgs;
use crate::cli::idle::IdleArgs;
use crate::cli::manual::{Entry, LISTS};
use crate::cli::view::app::apps;
use crate::core::{App, AppState, Timestamp};

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new(
    "app list",
    &["mintage app list", "mintage -q app list", "mintage app list --all --csv", "mintage app list --unused-for 90d"],
    LISTS,
);

#[derive(Debug, Args)]
pub struct ListArgs {
    /// In this state
    #[arg(long, value_parser = PossibleValuesParser::new(AppState::NAMES))]
    state: Option<String>,
    /// Also those that were deleted
    #[arg(long, conflicts_with = "state")]
    all: bool,
    #[command(flatten)]
    idle: IdleArgs,
    #[command(flatten)]
    detailed: DetailedArgs,
    /// Print comma-separated values (RFC 4180)
    #[arg(long)]
    csv: bool,
}

pub fn run(args: &ListArgs, cx: &mut Context<'_>) -> Answer {
    cx.check_csv(args.csv)?;
    let authority = cx.authority()?;
    let mut found = authority.apps()?;
    if found.is_empty() {
        cx.ui.note("there are no apps; register one with `mintage app register NAME`");
    }
    let all = found.len();
    match &args.state {
        Some(state) => found.retain(|app| app.state.name() == state),
        None => found.retain(|app| args.all || !app.is_deleted()),
    }
    let mut last_used: Option<Vec<Option<Timestamp>>> = None;
    if let Some(idle) = args.idle.idle() {
        let (apps, last): (Vec<App>, Vec<_>) = authority.idle_apps(found, idle)?.into_iter().unzip();
        (found, last_used) = (apps, Some(last));
        args.idle.tell(&authority, cx)?;
    }
    if found.is_empty() && all > 0 {
        cx.ui.note("no apps match; --all shows also those that were deleted");
    }
    let ended = cx.list(&apps(&found, last_used.as_deref()), args.csv)?;
    Ok(args.detailed.over(ended, !found.is_empty()))
}
