//! `mintage audit prune`

use std::io::Write as _;

use clap::Args;

use crate::cli::confirm::YesArgs;
use crate::cli::context::{Answer, Context};
use crate::cli::exit::Exit;
use crate::cli::manual::{Entry, WRITES};
use crate::cli::path::PathArg;
use crate::cli::record_args::{PlanArgs, RecordArgs, say};
use crate::cli::sources::PassphraseArgs;
use crate::cli::time_arg::PastArg;
use crate::cli::view::record::Record;
use crate::core::Mode;
use crate::host::files::{Output, Readers, unwritten};
use crate::wire::{Maybe, PrunedLogDocument};

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new(
    "audit prune",
    &[
        "mintage audit prune --before 2025-01-01T00:00:00Z --checkpoint-out audit-2024.checkpoint",
        "mintage audit prune --before 400d --checkpoint-out audit.checkpoint --plan",
    ],
    WRITES,
)
.few(&["before", "checkpoint-out", "plan", "yes", "passphrase-file"]);

#[derive(Debug, Args)]
#[command(mut_args(say("plan", "Say what would be forgotten, and forget nothing")))]
pub struct PruneArgs {
    /// Forget the events before this time: RFC 3339, epoch seconds, or 400d for 400 days ago
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    before: PastArg,
    /// Write a checkpoint of the log as it was with them, which proves what is kept and what was there
    #[arg(long, value_name = "FILE")]
    checkpoint_out: PathArg,
    #[command(flatten)]
    plan: PlanArgs,
    #[command(flatten)]
    yes: YesArgs,
    #[command(flatten)]
    record: RecordArgs,
    #[command(flatten)]
    passphrase: PassphraseArgs,
}

pub fn run(args: &PruneArgs, cx: &mut Context<'_>) -> Answer {
    let (authority, caller) = (cx.authority_with(&args.passphrase)?, cx.caller(&args.record)?);
    let before = cx.past(Some(args.before))?.unwrap_or(cx.now());
    let mode = args.plan.mode();
    let mut checkpoint = None;
    if !mode.is_plan() {
        cx.make_sure(args.yes, |_| {
            let (forgotten, _) = authority.prune_log(&caller, before, Mode::Question)?;
            Ok((forgotten > 0).then(|| format!("Forget {forgotten} events of the audit log, for ever?")))
        })?;
        let text = authority.checkpoint_before_prune(&caller)?;
        let mut output = Output::begin(&args.checkpoint_out, Readers::Everybody)?;
        output.write_all(text.as_bytes()).map_err(|cause| unwritten(&args.checkpoint_out, cause))?;
        output.finish()?;
        checkpoint = Some(args.checkpoint_out.display().to_string());
    }
    let (pruned, kept) = authority.prune_log(&caller, before, mode)?;
    cx.ui.answer(&Record::new(
        PrunedLogDocument { plan: Maybe(mode.is_plan().then_some("prune")), pruned, kept, checkpoint },
        "/pruned",
    ))?;
    Ok(Exit::Done)
}
