//! Completions, from the tree of commands.

use clap::{Args, Command, ValueEnum};
use clap_complete::aot::{Bash, Elvish, Fish, PowerShell, Zsh, generate as complete};
use clap_complete_nushell::Nushell;

use super::context::{Answer, Context};
use super::error::Error;
use super::exit::Exit;
use super::manual::Entry;
use super::out::OutArgs;
use crate::host::files::Readers;

/// What help and manual pages say of `completions`.
pub const COMPLETIONS_MANUAL: Entry =
    Entry::new("completions", &["mintage completions bash --out /usr/share/bash-completion/completions/mintage"], &[]);

#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// The shell
    shell: Shell,
    #[command(flatten)]
    out: OutArgs,
}

/// The shells that completions are made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Shell {
    /// bash
    Bash,
    /// zsh
    Zsh,
    /// fish
    Fish,
    /// PowerShell
    Powershell,
    /// elvish
    Elvish,
    /// nushell
    Nushell,
}

/// Prints the completions of the tree of commands.
pub fn completions(args: &CompletionsArgs, tree: Command, cx: &mut Context<'_>) -> Answer {
    args.out.around(Readers::Everybody, cx, |cx| {
        let script = script(args, tree);
        cx.ui.try_raw(&String::from_utf8_lossy(&script)).map_err(Error::Output)?;
        Ok(Exit::Done)
    })
}

fn script(args: &CompletionsArgs, mut tree: Command) -> Vec<u8> {
    let mut script = Vec::new();
    let name = "mintage";
    match args.shell {
        Shell::Bash => complete(Bash, &mut tree, name, &mut script),
        Shell::Zsh => complete(Zsh, &mut tree, name, &mut script),
        Shell::Fish => complete(Fish, &mut tree, name, &mut script),
        Shell::Powershell => complete(PowerShell, &mut tree, name, &mut script),
        Shell::Elvish => complete(Elvish, &mut tree, name, &mut script),
        Shell::Nushell => complete(Nushell, &mut tree, name, &mut script),
    }
    script
}
