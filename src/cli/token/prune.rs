//! `mintage token prune`

use clap::Args;

use crate::cli::context::{Answer, Context};
use crate::cli::exit::Exit;
use crate::cli::manual::{Entry, READS};
use crate::cli::record_args::{PlanArgs, say};
use crate::cli::view::document::Document;
use crate::core::time::parse_seconds;

/// What help and manual pages say of it.
pub const MANUAL: Entry =
    Entry::new("token prune", &["mintage token prune --plan", "mintage token prune --margin 90d"], READS);

#[derive(Debug, Args)]
#[command(mut_args(say("plan", "Say what would be forgotten, and forget nothing")))]
pub struct PruneArgs {
    /// How long after its end a token is kept, as in 30d; 0s for not at all
    #[arg(long, value_name = "DURATION", default_value = "30d", value_parser = parse_seconds)]
    margin: i64,
    #[command(flatten)]
    plan: PlanArgs,
}

pub fn run(args: &PruneArgs, cx: &mut Context<'_>) -> Answer {
    let caller = cx.caller(None);
    let rows = cx.authority()?.prune_tokens(&caller, args.margin, args.plan.mode())?;
    let document = Document::of(rows.tokens.to_string());
    let document = if args.plan.mode().is_plan() { document.text("plan", "prune") } else { document };
    let document = document.entry("tokens", rows.tokens).entry("families", rows.families).entry("grants", rows.grants);
    cx.ui.answer(&document)?;
    Ok(Exit::Done)
}
