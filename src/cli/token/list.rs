//! `mintage token list`

use clap::Args;
use clap::builder::PossibleValuesParser;

use super::selector::SelectorArgs;
use crate::authority::TokenQuery;
use crate::cli::alike::or_alike;
use crate::cli::context::{Answer, Context};
use crate::cli::detailed::DetailedArgs;
use crate::cli::error::Error;
use crate::cli::idle::IdleArgs;
use crate::cli::list_args::PartArgs;
use crate::cli::manual::{Entry, LISTS};
use crate::cli::view::token::tokens;
use crate::core::{IdName, Jti, Standing, Ttl};

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new(
    "token list",
    &[
        "mintage token list --app shop --state active",
        "mintage token list --user alice --limit 10 --json",
        "mintage token list --expiring 7d --scope orders:write --csv",
        "mintage token list --state active --unused-for 30d",
        "mintage token list --expiring 1h --detailed-exitcode -q",
    ],
    LISTS,
)
.few(&["app", "user", "state", "expiring", "issued-after", "limit", "csv"]);

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
    #[command(flatten)]
    idle: IdleArgs,
    #[command(flatten)]
    detailed: DetailedArgs,
    /// Go on after this one: the `next` of the part before
    #[arg(long, value_name = "CURSOR", help_heading = "Output")]
    cursor: Option<IdName<Jti>>,
    #[command(flatten)]
    list: PartArgs,
}

pub fn run(args: ListArgs, cx: &mut Context<'_>) -> Answer {
    cx.check_csv(args.list.csv)?;
    if args.selector.has_empty() {
        return Err(Error::usage("a condition is empty: it would say nothing", "check the variables behind the flags"));
    }
    let authority = cx.authority()?;
    let query = TokenQuery {
        choice: args.selector.choice(cx)?,
        standing: args.state.as_deref().and_then(Standing::from_name),
        expiring: args.expiring,
        idle: args.idle.idle(),
        after: args.cursor.map(|cursor| authority.whole(&cursor)).transpose()?,
        limit: args.list.limit(cx.is_for_program()),
    };
    let (mut listing, mut next) = (cx.listing(args.list.csv), None);
    for page in authority.tokens(&query)? {
        let page = page?;
        cx.give_part(&mut listing, &tokens(&page))?;
        next = page.next;
    }
    if listing.rows() == 0 {
        let alike = or_alike(&authority, query.choice.user.as_ref());
        cx.ui.note(&format!("no tokens match{alike}"));
    }
    args.idle.tell(&authority, cx)?;
    let ended = cx.end_list(&listing, next.map(|next| next.to_string()).as_deref())?;
    Ok(args.detailed.over(ended, listing.rows() > 0))
}
