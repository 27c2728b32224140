//! `mintage audit forget`

use clap::Args;

use crate::cli::context::{Answer, Context};
use crate::cli::exit::Exit;
use crate::cli::manual::{Entry, READS};
use crate::cli::time_arg::PastArg;
use crate::cli::view::record::Record;
use crate::wire::ForgottenUses;

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new(
    "audit forget",
    &["mintage audit forget --before 90d --plan", "mintage audit forget --before 2026-09-01T00:00:00Z"],
    READS,
);

/// Forget how tokens were used
///
/// Whole days (UTC) are removed, each a file of the folder `access`. What was last used is remembered, and so is the audit log. A
/// server forgets by itself what is older than `keep` in the table [access] of config.toml.
#[derive(Debug, Args)]
pub struct ForgetArgs {
    /// The days that ended before this time: RFC 3339, epoch seconds, or 90d for 90 days ago
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    before: PastArg,
    /// Only say what it would forget
    #[arg(long)]
    plan: bool,
}

pub fn run(args: &ForgetArgs, cx: &mut Context<'_>) -> Answer {
    let before = cx.past(Some(args.before))?.unwrap_or_else(|| cx.now());
    let uses = cx.authority()?.forget_uses(before.0.saturating_mul(1_000), !args.plan)?;
    if !args.plan && uses > 0 {
        cx.has_changed();
    }
    cx.ui.answer(&Record::new(ForgottenUses::of(uses, args.plan), "/uses"))?;
    Ok(Exit::Done)
}
