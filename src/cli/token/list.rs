//! `mintage token list`

use clap::Args;
use clap::builder::PossibleValuesParser;

use super::selector::SelectorArgs;
use crate::authority::TokenQuery;
use crate::cli::context::{Answer, Context};
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::manual::{Entry, READS};
use crate::cli::view::token::tokens;
use crate::core::{Jti, Standing, Ttl};

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new(
    "token list",
    &[
        "mintage token list --app shop --state active",
        "mintage token list --user alice --limit 10 --json",
        "mintage token list --expiring 7d --scope orders:write --csv",
    ],
    READS,
);

#[derive(Debug, Args)]
pub struct ListArgs {
    #[command(flatten)]
    selector: SelectorArgs,
    /// In this state
    #[arg(long, value_parser = PossibleValuesParser::new(Standing::ALL.map(Standing::name)))]
    state: Option<String>,
    /// Good now, and ending within this time, as in 7d
    #[arg(long, value_name = "DURATION")]
    expiring: Option<Ttl>,
    /// At most this many
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=10_000), help_heading = "Output")]
    limit: u32,
    /// Go on after this one: the `next` of the part before
    #[arg(long, value_name = "CURSOR", help_heading = "Output")]
    cursor: Option<Jti>,
    /// Print comma-separated values (RFC 4180); a value that a spreadsheet would compute gets a ' before it
    #[arg(long, help_heading = "Output")]
    csv: bool,
}

pub fn run(args: ListArgs, cx: &mut Context<'_>) -> Answer {
    cx.check_csv(args.csv)?;
    if args.selector.has_empty() {
        return Err(Error::usage("a condition is empty: it would say nothing", "check the variables behind the flags"));
    }
    let query = TokenQuery {
        choice: args.selector.choice(),
        standing: args.state.as_deref().and_then(Standing::from_name),
        expiring: args.expiring,
        after: args.cursor,
        limit: args.limit,
    };
    let page = cx.authority()?.tokens(&query)?;
    if page.tokens.is_empty() {
        cx.ui.note("no tokens match");
    }
    cx.list(tokens(&page), args.csv)?;
    if let Some(next) = page.next {
        cx.ui.note(&format!("there are more: add --cursor {next}"));
    }
    Ok(Exit::Done)
}
