//! `mintage user list`

use clap::Args;
use clap::builder::PossibleValuesParser;

use crate::cli::context::{Answer, Context};
use crate::cli::manual::{Entry, READS};
use crate::cli::view::user::users;
use crate::core::UserState;

/// What help and manual pages say of it.
pub const MANUAL: Entry =
    Entry::new("user list", &["mintage user list", "mintage user list --state blocked --csv"], READS);

#[derive(Debug, Args)]
pub struct ListArgs {
    /// In this state
    #[arg(long, value_parser = PossibleValuesParser::new(UserState::NAMES))]
    state: Option<String>,
    /// Print comma-separated values (RFC 4180)
    #[arg(long)]
    csv: bool,
}

pub fn run(args: &ListArgs, cx: &mut Context<'_>) -> Answer {
    cx.check_csv(args.csv)?;
    let mut found = cx.authority()?.users()?;
    let all = found.len();
    if let Some(state) = &args.state {
        found.retain(|user| user.state.name() == state);
    }
    if all == 0 {
        cx.ui.note("nothing is kept of any user; `mintage token list` has those that tokens were issued for");
    } else if found.is_empty() {
        cx.ui.note("no users match");
    }
    cx.list(&users(&found), args.csv)
}
