//! `mintage token list`

use clap::Args;
use clap::builder::PossibleValuesParser;

use crate::authority::TokenQuery;
use crate::cli::view::list::{List, Next};
use crate::cli::view::token::token;
use crate::cli::{Answer, Context};
use crate::core::app::AppRef;
use crate::core::{Jti, Standing, UserId};

#[derive(Debug, Args)]
pub struct ListArgs {
    /// Of this app, by name or client_id
    #[arg(long)]
    app: Option<AppRef>,
    /// Of this user
    #[arg(long)]
    user: Option<UserId>,
    /// In this state
    #[arg(long, value_parser = PossibleValuesParser::new(Standing::ALL.map(Standing::name)))]
    state: Option<String>,
    /// At most this many
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    limit: u32,
    /// Go on after this one: the `next` of the part before
    #[arg(long, value_name = "CURSOR")]
    cursor: Option<Jti>,
}

pub fn run(args: ListArgs, cx: &mut Context<'_>) -> Answer {
    let query = TokenQuery {
        app: args.app,
        user: args.user,
        standing: args.state.as_deref().and_then(Standing::from_name),
        after: args.cursor,
        limit: args.limit,
    };
    let page = cx.authority()?.tokens(&query)?;
    let rows = page.tokens.iter().map(|(record, app)| token(record, app, page.now)).collect::<Vec<_>>();
    let next = page.next.map(|jti| jti.to_string());
    if rows.is_empty() {
        cx.ui.note("no tokens match");
    }
    let columns = &["jti", "kind", "app", "user", "state", "issued_at", "expires_at"];
    cx.ui.answer(&List { name: "tokens", columns, rows, next: Next::Part(next.clone()) })?;
    if let Some(next) = next {
        cx.ui.note(&format!("there are more: add --cursor {next}"));
    }
    Ok(0)
}
