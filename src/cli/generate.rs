//! Completions and manual pages, both from the tree of commands.

use clap::{Args, Command, ValueEnum};
use clap_complete::aot::{Bash, Elvish, Fish, PowerShell, Zsh, generate as complete};
use clap_complete_nushell::Nushell;

use super::context::{Answer, Context};
use super::error::Error;
use super::exit::Exit;
use super::manual::{self, Entry};
use super::out::OutArgs;
use super::path::PathArg;
use crate::core::near;
use crate::host::files::{self, Readers};

/// What help and manual pages say of `completions`.
pub const COMPLETIONS_MANUAL: Entry =
    Entry::new("completions", &["mintage completions bash --out /usr/share/bash-completion/completions/mintage"], &[]);

/// What help and manual pages say of `man`.
pub const MAN_MANUAL: Entry = Entry::new(
    "man",
    &["mintage man token issue | man -l -", "mintage man --out ./man"],
    &[Exit::Refused, Exit::Denied],
);

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

#[derive(Debug, Args)]
pub struct ManArgs {
    /// The command, as in `token issue` [default: mintage itself]
    command: Vec<String>,
    /// Write every page into this folder instead
    #[arg(long, value_name = "DIR", conflicts_with = "command")]
    out: Option<PathArg>,
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

/// Prints or writes the manual of the tree of commands.
pub fn man(args: &ManArgs, tree: Command, entries: &[&Entry], cx: &mut Context<'_>) -> Answer {
    let pages = manual::pages(tree, entries).map_err(anyhow::Error::new)?;
    if let Some(folder) = &args.out {
        for page in &pages {
            files::write_public(&folder.join(page.file()), page.roff.as_bytes())?;
        }
        cx.ui.note(&format!("wrote {} pages into {}", pages.len(), folder.display()));
        return Ok(Exit::Done);
    }
    let wanted = args.command.join(" ");
    let page = pages.iter().find(|page| page.path == wanted).ok_or_else(|| {
        let hint = match &near_pages(&wanted, pages.iter().map(|page| page.path.as_str()))[..] {
            [] => "`mintage --help` lists the commands".to_owned(),
            near => {
                let near: Vec<String> = near.iter().map(|path| format!("`mintage man {path}`")).collect();
                format!("did you mean {}?", near::or(&near))
            }
        };
        Error::usage(format!("there is no command `mintage {wanted}`"), hint)
    })?;
    cx.ui.raw(&page.roff)
}

/// The commands that are mostly meant by one that is none: what comes nearest, also by its last word alone.
fn near_pages<'p>(wanted: &str, paths: impl Iterator<Item = &'p str>) -> Vec<&'p str> {
    let paths: Vec<&str> = paths.filter(|path| !path.is_empty()).collect();
    let near = near::meant(wanted, paths.iter().copied());
    if !near.is_empty() {
        return near;
    }
    let last = |path: &'p str| path.rsplit(' ').next().unwrap_or(path);
    let word = wanted.rsplit(' ').next().unwrap_or(wanted);
    let near = near::meant(word, paths.iter().map(|path| last(path)));
    let found = near.into_iter().flat_map(|word| paths.iter().copied().filter(move |path| last(path) == word));
    let mut found: Vec<&str> = found.collect();
    found.dedup();
    found.truncate(near::MOST);
    found
}
