//! `mintage completions SHELL`

use clap::{Args, Command, Subcommand};
use clap_complete::aot::{Elvish, PowerShell, generate as complete};
use clap_complete_nushell::Nushell;

use super::shell::{AskingShell, Shell};
use super::{install, uninstall};
use crate::cli::context::{Answer, Context};
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::manual::Entry;
use crate::cli::out::OutArgs;
use crate::host::files::Readers;

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new(
    "completions",
    &["mintage completions install", "mintage completions bash --out /usr/share/bash-completion/completions/mintage"],
    &[Exit::NotFound, Exit::Denied],
);

#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// The shell. In bash, zsh and fish apps, users, keys, tokens and scopes of your home are completed too
    shell: Option<Shell>,
    #[command(flatten)]
    out: OutArgs,
    #[command(subcommand)]
    command: Option<CompletionsCommand>,
}

// `mintage completions …`
#[derive(Debug, Subcommand)]
pub enum CompletionsCommand {
    /// Put the completions where your shell looks for them
    Install(install::InstallArgs),
    /// Take them away again
    Uninstall(uninstall::UninstallArgs),
}

pub fn run(args: &CompletionsArgs, tree: Command, cx: &mut Context<'_>) -> Answer {
    match (&args.command, args.shell) {
        (Some(_), Some(_)) => {
            Err(Error::usage("printing completions and installing them are two commands", "give one of them"))
        }
        (Some(CompletionsCommand::Install(args)), None) => install::run(args, cx),
        (Some(CompletionsCommand::Uninstall(args)), None) => uninstall::run(args, cx),
        (None, None) => Err(Error::usage(
            "nothing says for which shell",
            "name it, as in `mintage completions bash`, or let `mintage completions install` find it",
        )),
        (None, Some(shell)) => args.out.around(Readers::Everybody, cx, |cx| {
            let script = script(shell, tree);
            cx.ui.try_raw(&String::from_utf8_lossy(&script)).map_err(Error::Output)?;
            Ok(Exit::Done)
        }),
    }
}

fn script(shell: Shell, mut tree: Command) -> Vec<u8> {
    let mut script = Vec::new();
    let name = "mintage";
    match shell {
        Shell::Bash => script.extend(AskingShell::Bash.script().as_bytes()),
        Shell::Zsh => script.extend(AskingShell::Zsh.script().as_bytes()),
        Shell::Fish => script.extend(AskingShell::Fish.script().as_bytes()),
        Shell::Powershell => complete(PowerShell, &mut tree, name, &mut script),
        Shell::Elvish => complete(Elvish, &mut tree, name, &mut script),
        Shell::Nushell => complete(Nushell, &mut tree, name, &mut script),
    }
    script
}
