//! `mintage grant list`

use clap::Args;
use clap::builder::PossibleValuesParser;

use crate::authority::GrantQuery;
use crate::cli::context::{Answer, Context};
use crate::cli::exit::Exit;
use crate::cli::manual::{Entry, READS};
use crate::cli::view::grant::grants;
use crate::core::app::AppRef;
use crate::core::{GrantId, GrantState, UserId};

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new(
    "grant list",
    &["mintage grant list --user alice", "mintage grant list --app shop --state active --csv"],
    READS,
);

#[derive(Debug, Args)]
pub struct ListArgs {
    /// Of this user
    #[arg(long)]
    user: Option<UserId>,
    /// To this app, by name or client_id
    #[arg(long)]
    app: Option<AppRef>,
    /// In this state
    #[arg(long, value_parser = PossibleValuesParser::new(GrantState::NAMES))]
    state: Option<String>,
    /// At most this many
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    limit: u32,
    /// Go on after this one: the `next` of the part before
    #[arg(long, value_name = "CURSOR")]
    cursor: Option<GrantId>,
    /// Print comma-separated values (RFC 4180); a value that a spreadsheet would compute gets a ' before it
    #[arg(long)]
    csv: bool,
}

pub fn run(args: ListArgs, cx: &mut Context<'_>) -> Answer {
    cx.check_csv(args.csv)?;
    let query = GrantQuery {
        user: args.user,
        app: args.app,
        active: args.state.map(|state| state == "active"),
        after: args.cursor,
        limit: args.limit,
    };
    let page = cx.authority()?.grants(&query)?;
    if page.grants.is_empty() {
        cx.ui.note("no grants match");
    }
    cx.list(grants(&page), args.csv)?;
    if let Some(next) = page.next {
        cx.ui.note(&format!("there are more: add --cursor {next}"));
    }
    Ok(Exit::Done)
}
