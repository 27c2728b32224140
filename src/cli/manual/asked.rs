//! Which help a command line asks for: of which command, and whether the short one.

use std::ffi::OsString;

use clap::Command;
use clap::error::ErrorKind;

/// The help that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Of this command, without `mintage`.
    pub path: String,
    /// Whether all of it is wanted: `--help`, not `-h`.
    pub is_long: bool,
}

/// Which help the parser would print for a command line; none where it would print none.
pub fn asked(mut tree: Command, argv: &[OsString]) -> Option<Asked> {
    tree.build();
    let error = marked(tree, "").try_get_matches_from(argv).err()?;
    let is_help = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand);
    let path = is_help.then(|| error.render().to_string())?.trim().to_owned();
    Some(Asked { path, is_long: argv.iter().any(|word| word == "--help") })
}

/// The help of what a command line names, whatever else is on it, where the word for help is.
pub fn at_least(tree: &Command, argv: &[OsString]) -> Option<Asked> {
    let before = argv.iter().position(|word| word == "--").unwrap_or(argv.len());
    let words = argv.get(1..before)?;
    let is_long = words.iter().any(|word| word == "--help");
    if !is_long && !words.iter().any(|word| word == "-h") {
        return None;
    }
    let (mut command, mut path) = (tree, Vec::new());
    for word in words {
        if let Some(under) = command.find_subcommand(word) {
            path.push(under.get_name());
            command = under;
        }
    }
    Some(Asked { path: path.join(" "), is_long })
}

/// The tree with helps that say only whose they are.
fn marked(command: Command, path: &str) -> Command {
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    let command = command.help_template("{after-help}").after_help(path.to_owned()).after_long_help(path.to_owned());
    names.into_iter().fold(command, |command, name| {
        let path = format!("{path} {name}");
        command.mut_subcommand(name, |sub| marked(sub, path.trim_start()))
    })
}
