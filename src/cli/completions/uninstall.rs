//! `mintage completions uninstall`

use clap::Args;

use super::installing::{There, found, there};
use super::shell::AskingShell;
use crate::cli::context::{Answer, Context};
use crate::cli::exit::Exit;
use crate::cli::manual::Entry;
use crate::cli::record_args::PlanArgs;
use crate::cli::view::record::Record;
use crate::host::files;
use crate::wire::{CompletionsDocument, Maybe};

/// What help and manual pages say of it.
pub const MANUAL: Entry =
    Entry::new("completions uninstall", &["mintage completions uninstall"], &[Exit::Refused, Exit::Denied]);

#[derive(Debug, Args)]
pub struct UninstallArgs {
    /// The shell [default: that of SHELL]
    shell: Option<AskingShell>,
    #[command(flatten)]
    plan: PlanArgs,
}

pub fn run(args: &UninstallArgs, cx: &mut Context<'_>) -> Answer {
    let (shell, place) = found(args.shell, cx)?;
    let state = match there(&place.file)? {
        There::Nothing => "absent",
        There::Ours(_) => "removed",
    };
    let is_plan = args.plan.mode().is_plan();
    if state == "removed" && !is_plan {
        files::remove(&place.file)?;
    }
    let file = place.file.display().to_string();
    let plan = Maybe(is_plan.then_some("uninstall"));
    let document = CompletionsDocument { plan, shell: shell.name(), file: &file, state, line: None };
    cx.ui.answer(&Record::new(document, "/file"))?;
    Ok(Exit::Done)
}
