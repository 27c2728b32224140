//! `mintage completions install`

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
pub const MANUAL: Entry = Entry::new(
    "completions install",
    &["mintage completions install", "mintage completions install zsh --plan"],
    &[Exit::NotFound, Exit::Refused, Exit::Denied],
);

#[derive(Debug, Args)]
pub struct InstallArgs {
    /// The shell [default: that of SHELL]
    shell: Option<AskingShell>,
    #[command(flatten)]
    plan: PlanArgs,
}

pub fn run(args: &InstallArgs, cx: &mut Context<'_>) -> Answer {
    let (shell, place) = found(args.shell, cx)?;
    let script = shell.script();
    let state = match there(&place.file)? {
        There::Ours(text) if text == script => "unchanged",
        There::Ours(_) | There::Nothing => "written",
    };
    let is_plan = args.plan.mode().is_plan();
    if state == "written" && !is_plan {
        files::write_public(&place.file, script.as_bytes())?;
    }
    let file = place.file.display().to_string();
    cx.ui.answer(&Record::new(
        CompletionsDocument {
            plan: Maybe(is_plan.then_some("install")),
            shell: shell.name(),
            file: &file,
            state,
            line: place.line.as_ref().map(|(line, _)| line.as_str()),
        },
        "/file",
    ))?;
    if let Some((line, into)) = &place.line {
        cx.ui.note(&format!("{} finds it by a line in {into}: {line}", shell.name()));
    }
    if !is_plan {
        cx.ui.note(&format!("try it in a new {}: type `mintage token verify --` and press Tab twice", shell.name()));
    }
    Ok(Exit::Done)
}
