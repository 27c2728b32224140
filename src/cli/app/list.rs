//! `mintage app list`

use clap::Args;
use clap::builder::PossibleValuesParser;

use crate::cli::context::{Answer, Context};
use crate::cli::manual::{Entry, READS};
use crate::cli::view::app::app;
use crate::cli::view::list::{List, Next};
use crate::core::AppState;

/// What help and manual pages say of it.
pub const MANUAL: Entry =
    Entry::new("app list", &["mintage app list", "mintage -q app list", "mintage app list --all --csv"], READS);

#[derive(Debug, Args)]
pub struct ListArgs {
    /// In this state
    #[arg(long, value_parser = PossibleValuesParser::new(AppState::NAMES))]
    state: Option<String>,
    /// Also those that were deleted
    #[arg(long, conflicts_with = "state")]
    all: bool,
    /// Print comma-separated values (RFC 4180)
    #[arg(long)]
    csv: bool,
}

pub fn run(args: &ListArgs, cx: &mut Context<'_>) -> Answer {
    cx.check_csv(args.csv)?;
    let mut apps = cx.authority()?.apps()?;
    if apps.is_empty() {
        cx.ui.note("there are no apps; register one with `mintage app register NAME`");
    }
    let found = apps.len();
    match &args.state {
        Some(state) => apps.retain(|app| app.state.name() == state),
        None => apps.retain(|app| args.all || !app.is_deleted()),
    }
    if apps.is_empty() && found > 0 {
        cx.ui.note("no apps match; --all shows also those that were deleted");
    }
    let rows = apps.iter().map(|each| app(each, None)).collect::<Vec<_>>();
    let columns = &["name", "client_id", "state", "scopes"];
    cx.list(List { name: "apps", columns, rows, next: Next::Whole }, args.csv)
}
