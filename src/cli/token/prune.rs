//! `mintage token prune`

use clap::Args;

use crate::cli::clock_args::{ClockArgs, warn_of_late_clock};
use crate::cli::confirm::YesArgs;
use crate::cli::context::{Answer, Context};
use crate::cli::exit::Exit;
use crate::cli::manual::{Entry, WRITES};
use crate::cli::record_args::{PlanArgs, RecordArgs, say};
use crate::cli::view::figures::{counted, figures};
use crate::cli::view::plan;
use crate::cli::view::record::Record;
use crate::core::Mode;
use crate::core::time::parse_seconds;
use crate::wire::PrunedCounts;

/// What help and manual pages say of it.
pub const MANUAL: Entry =
    Entry::new("token prune", &["mintage token prune --plan", "mintage token prune --margin 90d --compact"], WRITES);

#[derive(Debug, Args)]
#[command(mut_args(say("plan", "Say what would be forgotten, and forget nothing")))]
pub struct PruneArgs {
    /// How long after its end a token is kept, as in 30d; 0s for not at all. What was revoked is kept for clock_margin at least
    #[arg(long, value_name = "DURATION", default_value = "30d", value_parser = parse_seconds)]
    margin: i64,
    /// Give the space back to the disk too, and say how much; others wait meanwhile, and it needs as much again while it works
    #[arg(long, conflicts_with = "plan")]
    compact: bool,
    #[command(flatten)]
    clock: ClockArgs,
    #[command(flatten)]
    plan: PlanArgs,
    #[command(flatten)]
    yes: YesArgs,
    #[command(flatten)]
    record: RecordArgs,
}

pub fn run(args: &PruneArgs, cx: &mut Context<'_>) -> Answer {
    let caller = cx.caller(&args.record)?;
    let authority = cx.authority()?;
    warn_of_late_clock(&authority, cx)?;
    if !args.plan.mode().is_plan() {
        cx.make_sure(args.yes, |_| {
            let rows = authority.prune_tokens(&caller, args.margin, args.clock.word(), Mode::Question)?;
            let whose = authority.prunable_breakdown(args.margin)?;
            Ok((rows.tokens + rows.families + rows.grants > 0).then(|| {
                let (families, grants) = (counted(rows.families, "family"), counted(rows.grants, "withdrawn consent"));
                format!("Forget {}, with {families} and {grants}, for ever?", figures(rows.tokens, &whose))
            }))
        })?;
    }
    let rows = authority.prune_tokens(&caller, args.margin, args.clock.word(), args.plan.mode())?;
    if rows.doubtful > 0 {
        cx.ui.warn(&format!(
            "{} of the tokens that ended were revoked and do not match their checksums; they are kept, because their ends \
             may be wrong",
            rows.doubtful
        ));
    }
    let compacted = if args.compact { authority.compact() } else { Ok(None) };
    let (bytes_before, bytes_after) = compacted.as_ref().ok().copied().flatten().unzip();
    let (families, grants, doubtful) = (rows.families, rows.grants, (rows.doubtful > 0).then_some(rows.doubtful));
    let counts = PrunedCounts { tokens: rows.tokens, families, grants, bytes_before, bytes_after, doubtful };
    if args.plan.mode().is_plan() {
        cx.ui.answer(&plan::token_prune(counts, &authority.prunable_breakdown(args.margin)?))?;
    } else {
        cx.ui.answer(&Record::new(counts, "/tokens"))?;
    }
    if compacted.is_err() {
        cx.ui.warn("what was pruned is gone, and its space could not be given back to the disk");
    }
    compacted?;
    Ok(Exit::Done)
}
