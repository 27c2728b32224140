//! `mintage audit check`

use clap::Args;

use super::verify::read_checkpoint;
use crate::cli::context::{Answer, Context};
use crate::cli::exit::Exit;
use crate::cli::manual::{Entry, READS};
use crate::cli::path::PathArg;
use crate::cli::spinner;
use crate::cli::view::event::Checked;
use crate::core::audit::NoteKey;

/// What help and manual pages say of it.
pub const MANUAL: Entry =
    Entry::new("audit check", &["mintage audit check", "mintage audit check --since audit.checkpoint --json"], READS);

#[derive(Debug, Args)]
pub struct CheckArgs {
    /// The log must be what became of the one in this checkpoint
    #[arg(long, value_name = "FILE")]
    since: Option<PathArg>,
    /// The public key that must have signed it [default: that of the home]
    #[arg(long, value_name = "VKEY", requires = "since")]
    key: Option<NoteKey>,
}

pub fn run(args: &CheckArgs, cx: &mut Context<'_>) -> Answer {
    let since = args.since.as_ref().map(|path| read_checkpoint(path)).transpose()?.map(|(signed, _)| signed);
    let authority = cx.authority()?;
    let signed_by = match &since {
        Some(since) => authority.believe(since, args.key.as_ref())?,
        None => None,
    };
    let report = spinner::around(cx.is_watched(), "looking the log over", || authority.check_log(since.as_ref()))?;
    let is_whole = report.count == 0;
    cx.ui.answer(&Checked { report: &report, since: since.map(|since| since.checkpoint.root.size), signed_by })?;
    if is_whole {
        return Ok(Exit::Done);
    }
    cx.ui.hint("keep the ledger as it is for whoever looks into it, and compare it with `mintage restore` of a backup");
    Ok(Exit::Damaged)
}
