//! `mintage grant list`

use clap::Args;
use clap::builder::PossibleValuesParser;

use crate::authority::GrantQuery;
use crate::cli::alike::or_alike;
use crate::cli::context::{Answer, Context};
use crate::cli::detailed::DetailedArgs;
use crate::cli::idle::IdleArgs;
use crate::cli::list_args::PartArgs;
use crate::cli::manual::{Entry, LISTS};
use crate::cli::view::grant::grants;
use crate::core::app::AppRef;
use crate::core::{GrantId, GrantState, IdName, UserId};

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new(
    "grant list",
    &[
        "mintage grant list --user alice",
        "mintage grant list --app shop --state active --csv",
        "mintage grant list --unused-for 90d",
    ],
    LISTS,
);

#[derive(Debug, Args)]
pub struct ListArgs {
    /// Of this user
    #[arg(long)]
    user: Option<UserId>,
    /// To this app, by name or client_id
    #[arg(long, value_name = "NAME")]
    app: Option<AppRef>,
    /// In this state
    #[arg(long, value_parser = PossibleValuesParser::new(GrantState::NAMES))]
    state: Option<String>,
    #[command(flatten)]
    idle: IdleArgs,
    #[command(flatten)]
    detailed: DetailedArgs,
    /// Go on after this one: the `next` of the part before
    #[arg(long, value_name = "CURSOR")]
    cursor: Option<IdName<GrantId>>,
    #[command(flatten)]
    list: PartArgs,
}

pub fn run(args: ListArgs, cx: &mut Context<'_>) -> Answer {
    cx.check_csv(args.list.csv)?;
    let authority = cx.authority()?;
    let query = GrantQuery {
        user: args.user,
        app: args.app,
        active: args.state.map(|state| state == "active"),
        idle: args.idle.idle(),
        after: args.cursor.map(|cursor| authority.whole(&cursor)).transpose()?,
        limit: args.list.limit(cx.is_for_program()),
    };
    let (mut listing, mut next) = (cx.listing(args.list.csv), None);
    for page in authority.grants(&query)? {
        let page = page?;
        cx.give_part(&mut listing, &grants(&page))?;
        next = page.next;
    }
    if listing.rows() == 0 {
        let alike = or_alike(&authority, query.user.as_ref());
        cx.ui.note(&format!("no grants match{alike}"));
    }
    args.idle.tell(&authority, cx)?;
    let ended = cx.end_list(&listing, next.map(|next| next.to_string()).as_deref())?;
    Ok(args.detailed.over(ended, listing.rows() > 0))
}
